#include "collect/observations.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/quantity.h"
#include "collect/failures.h"
#include "collect/keep_fact.h"

namespace loadtriage::collect {
namespace {

using model::Evidence;
using model::Observation;

// What a boot writes belongs to the run when it is this close before it.
constexpr double kBootBefore_s = 3600;
// Stamps have whole seconds, and an effect may be written a moment after the run's end.
constexpr double kAfterEnd_s = 1.0;
constexpr std::size_t kQuotes = 5;
constexpr std::size_t kDistinct = 8;

using Index = std::unordered_map<std::string, const WatchedSignature*>;

Index index_of(const Watch& watch) {
  Index index;
  for (const WatchSet& set : watch.sets())
    for (const WatchedSignature& signature : set.signatures) index.emplace(signature.id, &signature);
  return index;
}

void note_time(Observation& seen, double at_s) {
  seen.first_s = std::min(seen.first_s.value_or(at_s), at_s);
  seen.last_s = std::max(seen.last_s.value_or(at_s), at_s);
}

void add_captures(Observation& seen, const std::map<std::string, model::Signal::Captured>& captures) {
  for (const auto& [name, captured] : captures) {
    model::Capture& into = seen.captures[name];
    if (captured.min) into.min = std::min(into.min.value_or(*captured.min), *captured.min);
    if (captured.max) into.max = std::max(into.max.value_or(*captured.max), *captured.max);
    for (const std::string& text : captured.distinct)
      if (std::find(into.distinct.begin(), into.distinct.end(), text) == into.distinct.end())
        into.distinct.push_back(text);
    std::sort(into.distinct.begin(), into.distinct.end());
    if (into.distinct.size() > kDistinct) into.distinct.resize(kDistinct);
  }
}

// The start of a slot is up to its width early: the first and the last stamp are known exactly.
double exact(double slot_s, double width_s, const model::Signal& signal, const AlignedLog& aligned) {
  for (const auto& stamp : {signal.first_ns, signal.last_ns})
    if (const auto at_s = aligned.seconds(stamp); at_s && *at_s >= slot_s && *at_s < slot_s + width_s)
      return *at_s;
  return slot_s;
}

// Counts of one signal by where they lie: in the run, at boot before it, elsewhere.
void place_in_time(Observation& seen, const model::Signal& signal, const AlignedLog& aligned, double end_s) {
  const model::Series at = to_series(signal.at, aligned.shift_ns, *aligned.window);
  for (std::size_t i = 0; i < at.amounts.size(); ++i) {
    if (at.amounts[i] == 0) continue;
    const double when = at.first_s + at.width_s * static_cast<double>(i);
    // The slot of the run's first event may begin a little before the run.
    if (when > end_s + kAfterEnd_s || when < -kBootBefore_s) {
      seen.outside += at.amounts[i];
      continue;
    }
    seen.count += at.amounts[i];
    if (when < -1.0) seen.before += at.amounts[i];
    note_time(seen, exact(when, at.width_s, signal, aligned));
  }
  add_series(seen.at, at);
}

void add_signal(Evidence& evidence, const WatchedSignature& signature, const model::Signal& signal,
                const AlignedLog& aligned, double end_s) {
  Observation& seen = evidence.observations[signature.shows];
  ++seen.files;
  if (signal.at.counts().empty() || !aligned.window->start_ns) {
    seen.count += static_cast<double>(signal.count);
  } else {
    place_in_time(seen, signal, aligned, end_s);
    seen.count += static_cast<double>(signal.undated);
  }
  add_captures(seen, signal.captures);
  for (const model::LogQuote& quote : signal.quotes)
    seen.quotes.push_back({quote.where, quote.text, aligned.seconds(quote.time_ns)});
  for (const auto& [fact, capture, unit] : signature.facts) {
    const auto captured = signal.captures.find(capture);
    if (captured == signal.captures.end() || !captured->second.max) continue;
    model::Fact value;
    value.number = captured->second.max;
    value.text = format_number(*captured->second.max, 6);
    value.unit = unit;
    value.source = signature.technology;
    if (!signal.quotes.empty()) value.where = signal.quotes.front().where;
    keep_fact(evidence, fact, std::move(value));
  }
}

void add_logs(Evidence& evidence, const std::vector<AlignedLog>& logs, const Watch& watch, double end_s) {
  const bool any = std::any_of(logs.begin(), logs.end(),
                               [](const AlignedLog& aligned) { return !aligned.log->signals.empty(); });
  const Index index = any ? index_of(watch) : Index();
  // General wordings match some lines of many technologies: the one with most lines names it.
  std::map<std::string, std::uint64_t> loudest;
  for (const AlignedLog& aligned : logs) {
    for (const auto& [id, signal] : aligned.log->signals) {
      const auto found = index.find(id);
      if (found == index.end()) continue;
      const WatchedSignature& signature = *found->second;
      add_signal(evidence, signature, signal, aligned, end_s);
      std::uint64_t& most = loudest[signature.shows];
      if (signal.count < most) continue;
      most = signal.count;
      evidence.observations[signature.shows].technology = signature.technology;
    }
  }
}

// The observations that an error text of a request shows, each once. Other tools' words are
// looked for where no response came: what an assertion says of a response is no such error.
class ErrorReader {
 public:
  explicit ErrorReader(const Watches& watches) : k6_(watches.k6_log), other_(watches.client_error) {}

  const std::map<std::string, std::string>& read(const std::string& error, int status) {
    technologies_.clear();
    for (const Finder::Hit& hit : k6_.find(error)) add(*hit.signature);
    if (status == 0)
      for (const Finder::Hit& hit : other_.find(error)) add(*hit.signature);
    return technologies_;
  }

 private:
  void add(const WatchedSignature& signature) {
    technologies_.emplace(signature.shows, signature.technology);
  }
  Finder k6_, other_;
  std::map<std::string, std::string> technologies_;  // by observation
};

using ByName = std::map<std::string, Observation>;

void read_point_errors(const Evidence& evidence, ErrorReader& reader, const Window& window, ByName& found) {
  for (const auto& [look, stats] : evidence.points.looks) {
    if (look.error.empty()) continue;
    for (const auto& [shows, technology] : reader.read(look.error, look.status)) {
      Observation& seen = found[shows];
      seen.technology = technology;
      seen.count += static_cast<double>(stats.count);
      note_time(seen, std::max(0.0, window.seconds(model::failure_start_ns(look, stats))));
      note_time(seen, window.seconds(stats.last_end_ns));
      add_series(seen.at, to_series(stats.ended, 0, window));
    }
  }
}

// Tools that keep no single requests count their errors.
void read_counted_errors(const Evidence& evidence, ErrorReader& reader, ByName& found) {
  for (const model::FailureCell& cell : evidence.failures) {
    if (cell.from != kCountedByTool || cell.error.empty()) continue;
    for (const auto& [shows, technology] : reader.read(cell.error, cell.status.value_or(-1))) {
      Observation& seen = found[shows];
      seen.technology = technology;
      seen.count += cell.count;
      if (cell.first_s) note_time(seen, *cell.first_s);
      if (cell.last_s) note_time(seen, *cell.last_s);
      add_series(seen.at, cell.at);
      seen.quotes.push_back({cell.where, cell.error, cell.first_s});
    }
  }
}

// The `error` tags of raw points hold k6's shortened texts; the log may hold the long
// ones of the same requests. The points know every request, so their counts win.
void add_request_errors(Evidence& evidence, const Watches& watches, const Window& window) {
  ErrorReader reader(watches);
  ByName found;
  read_point_errors(evidence, reader, window, found);
  read_counted_errors(evidence, reader, found);
  for (auto& [name, seen] : found) {
    Observation& into = evidence.observations[name];
    if (seen.quotes.empty()) seen.quotes = std::move(into.quotes);
    seen.captures = std::move(into.captures);
    seen.files = into.files;
    into = std::move(seen);
  }
}

void add_failed_checks(Evidence& evidence, const Watch& watch) {
  Finder finder(watch);
  for (const model::Check& check : evidence.checks) {
    if (check.fails <= 0) continue;
    std::set<std::string> shown;
    for (const Finder::Hit& hit : finder.find(check.name)) {
      const WatchedSignature& signature = *hit.signature;
      if (!shown.insert(signature.shows).second) continue;
      Observation& seen = evidence.observations[signature.shows];
      seen.technology = signature.technology;
      seen.count += check.fails;
      seen.quotes.push_back({check.where, check.name, {}});
    }
  }
}

// Failing time, a slice wider on each side: stamps are coarse and effects lag.
std::vector<bool> failing_slices(const model::Timeline& timeline) {
  const std::size_t n = timeline.slices.size();
  std::vector<bool> failing(n, false);
  for (std::size_t i = 0; i < n; ++i) {
    if (timeline.slices[i].failed <= 0) continue;
    for (std::size_t j = i == 0 ? 0 : i - 1; j <= std::min(n - 1, i + 1); ++j) failing[j] = true;
  }
  return failing;
}

bool ends_a_log(const Observation& seen, const std::vector<AlignedLog>& logs) {
  constexpr double kGrain_s = 1;
  return std::any_of(logs.begin(), logs.end(), [&](const AlignedLog& aligned) {
    const auto last_s = aligned.seconds(aligned.log->last_ns);
    return !seen.quotes.empty() && seen.quotes.back().where.input == aligned.log->input && last_s &&
           *last_s <= *seen.last_s + kGrain_s;
  });
}

// What was said at boot alone (before the run, or as it began: stamps are coarse), and after which
// requests succeeded, is settled: a database that started then did not go away in the test. Settings are
// stated once, at boot, and hold.
// A log's last words may be younger than their stamp: a trace has none of its own.
void leave_out_boot(Evidence& evidence, const std::vector<AlignedLog>& logs) {
  constexpr double kHealthy_s = 3;
  if (evidence.timeline.onset_s.value_or(0) < kHealthy_s) return;
  for (auto& [name, seen] : evidence.observations) {
    const bool only_at_boot = seen.count > 0 && seen.last_s.value_or(kHealthy_s) < 0.5 * kHealthy_s;
    if (!only_at_boot || name.ends_with("-set") || name.ends_with("-count") || ends_a_log(seen, logs))
      continue;
    seen.outside += seen.count;
    seen.count = seen.before = 0;
  }
}

void judge_innocence(Evidence& evidence, const std::vector<AlignedLog>& backend_logs) {
  const model::Timeline& timeline = evidence.timeline;
  const std::vector<bool> failing = failing_slices(timeline);
  double healthy_s = 0, failing_s = 0;
  for (const bool bad : failing) (bad ? failing_s : healthy_s) += timeline.width_s;
  // Too little of either leaves nothing to compare.
  if (healthy_s < 3 || failing_s < 1 || healthy_s < 0.1 * (healthy_s + failing_s)) return;
  leave_out_boot(evidence, backend_logs);
  for (auto& [name, seen] : evidence.observations) {
    double healthy = 0, bad = 0;
    for (std::size_t i = 0; i < failing.size(); ++i) {
      const model::TimeSlice& slice = timeline.slices[i];
      (failing[i] ? bad : healthy) += seen.at.between(slice.start_s, slice.start_s + timeline.width_s);
    }
    seen.innocent = healthy >= 3 && healthy / healthy_s >= 0.7 * bad / failing_s;
  }
}

void order_quotes(Evidence& evidence) {
  for (auto& [name, seen] : evidence.observations) {
    std::stable_sort(seen.quotes.begin(), seen.quotes.end(),
                     [](const model::Quote& a, const model::Quote& b) {
                       if (a.at_s != b.at_s) return a.at_s.value_or(1e18) < b.at_s.value_or(1e18);
                       return a.where < b.where;
                     });
    if (seen.quotes.size() > kQuotes) seen.quotes.resize(kQuotes);
  }
}

}  // namespace

void fill_observations(Evidence& evidence, const std::vector<AlignedLog>& k6_logs,
                       const std::vector<AlignedLog>& backend_logs, const Watches& watches,
                       const Window& window) {
  const double end_s = window.duration_s.value_or(1e12);
  add_logs(evidence, k6_logs, watches.k6_log, 1e12);  // whatever k6 says is about the run
  add_request_errors(evidence, watches, window);
  add_logs(evidence, backend_logs, watches.backend_log, end_s);
  add_failed_checks(evidence, watches.failed_check);
  judge_innocence(evidence, backend_logs);
  order_quotes(evidence);
}

}  // namespace loadtriage::collect
