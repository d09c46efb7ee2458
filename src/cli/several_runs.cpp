#include "cli/several_runs.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/shell_word.h"
#include "report/story.h"

namespace loadtriage::cli {
namespace {

// Raw points of one k6 output.
struct Part {
  std::size_t input = 0;
  std::int64_t first_ns = 0, last_ns = 0;
};

struct Run {
  std::int64_t first_ns = 0, last_ns = 0;
  std::vector<std::size_t> inputs;
};

// A run's own pauses are shorter; whoever starts a test again needs about as long.
constexpr std::int64_t kApart_ns = 60'000'000'000;

std::vector<Part> parts_of(const std::vector<collect::Harvest>& harvests) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < harvests.size(); ++i)
    if (const model::Points& points = harvests[i].points; !points.empty())
      parts.push_back({i, points.first_ns, points.last_ns});
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return std::pair(a.first_ns, a.input) < std::pair(b.first_ns, b.input);
  });
  return parts;
}

// Parts that overlap or follow closely are one run, and so are all that a known duration spans.
std::vector<Run> runs_of(const std::vector<collect::Harvest>& harvests) {
  double longest_s = 0;
  for (const collect::Harvest& harvest : harvests) {
    for (const model::RunInfo& run : harvest.runs)
      longest_s = std::max({longest_s, run.duration_s.value_or(0), run.planned_duration_s.value_or(0)});
    for (const model::RunSummary& summary : harvest.summaries)
      longest_s = std::max(longest_s, summary.run.duration_s.value_or(0));
  }
  std::vector<Run> runs;
  for (const Part& part : parts_of(harvests)) {
    const bool new_run =
        runs.empty() || (part.first_ns > runs.back().last_ns + kApart_ns &&
                         static_cast<double>(part.last_ns - runs.back().first_ns) > 1.2e9 * longest_s);
    if (new_run) runs.push_back({part.first_ns, part.last_ns, {}});
    runs.back().last_ns = std::max(runs.back().last_ns, part.last_ns);
    runs.back().inputs.push_back(part.input);
  }
  return runs;
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

// What to name to get this run alone: the highest folder that holds nothing of another one.
std::string to_name(const Run& run, const std::vector<Run>& runs, const std::vector<FoundInput>& inputs) {
  std::string chosen = inputs[run.inputs.front()].here;
  for (std::string folder = folder_of(chosen); folder != "."; folder = folder_of(folder)) {
    const bool shared = std::any_of(runs.begin(), runs.end(), [&](const Run& other) {
      return &other != &run && std::any_of(other.inputs.begin(), other.inputs.end(), [&](std::size_t input) {
        return inputs[input].here.starts_with(folder + "/");
      });
    });
    if (shared || folder.empty()) break;
    chosen = folder;
  }
  return chosen;
}

std::string start_of(const Run& run) {
  model::RunInfo info;
  info.start_ns = run.first_ns;
  return report::wall_clock(info, 0);
}

}  // namespace

std::optional<Notice> several_runs(const std::vector<FoundInput>& inputs,
                                   const std::vector<collect::Harvest>& harvests) {
  const std::vector<Run> runs = runs_of(harvests);
  if (runs.size() < 2) return std::nullopt;
  std::string seen = fmt::format("these inputs hold {} runs, which one report would mix up:", runs.size());
  for (const Run& run : runs)
    seen += fmt::format(" {} ({})", to_name(run, runs, inputs), start_of(run)) +
            (&run == &runs.back() ? "" : ",");
  return make_error("", seen,
                    "analyze them one by one: loadtriage analyze " +
                        shell_word(to_name(runs.back(), runs, inputs)) +
                        "; an earlier one can be given with --baseline");
}

}  // namespace loadtriage::cli
