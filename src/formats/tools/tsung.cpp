// tsung.log: every ten seconds a dump of what was counted since, and in all.
#include <map>

#include "base/text.h"
#include "formats/tools/document.h"
#include "formats/tools/text.h"
#include "formats/tools/totals.h"

namespace loadtriage::formats::tools {
namespace {

constexpr ToolName kTsung = {"Tsung", "user", "request", ""};
constexpr std::string_view kDump = "# stats: dump at ", kStats = "stats: ";

// "error_connect_econnrefused" in the words of the operating system, where it is one of them.
std::string error_of(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"econnrefused", "ECONNREFUSED"},
                                                                      {"econnreset", "ECONNRESET"},
                                                                      {"etimedout", "connect ETIMEDOUT"},
                                                                      {"emfile", "EMFILE"},
                                                                      {"eaddrnotavail", "EADDRNOTAVAIL"},
                                                                      {"ehostunreach", "EHOSTUNREACH"},
                                                                      {"nxdomain", "ENOTFOUND"},
                                                                      {"enetunreach", "ENETUNREACH"},
                                                                      {"epipe", "EPIPE"}};
  for (const auto& [end, error] : kNames)
    if (contains(name, end)) return std::string(error) + " (" + std::string(name) + ")";
  return name == "error_timeout" ? "ETIMEDOUT" : std::string(name);
}

struct Counter {
  double total = 0;
  std::map<std::size_t, double> at;  // by dump
  std::uint64_t line = 0;
};

class Log {
 public:
  explicit Log(Counts& counts) : counts_(counts) {}

  bool take(std::string_view line, std::uint64_t number);
  void finish();

 private:
  bool take_sample(const std::vector<std::string_view>& words);
  void give(const std::string& name, const Counter& counter);
  model::SummarySlice& slice() { return counts_.summary().slices.back(); }

  Counts& counts_;
  std::map<std::string, Counter> counters_;
  model::Trend latency_;
  double start_s_ = 0, last_s_ = 0, requests_ = 0, failed_ = 0, most_users_ = 0;
};

// "request <count10s> <mean> <stddev> <max> <min> <meanTotal> <countTotal>"
bool Log::take_sample(const std::vector<std::string_view>& words) {
  const auto count = number_of(words[2]), max = number_of(words[5]), min = number_of(words[6]);
  const auto mean = number_of(words[7]), total = number_of(words[8]);
  if (!count || !total) return false;
  if (words[1] != "request") return true;
  slice().requests += *count;
  requests_ = *total;
  latency_.avg = mean;
  latency_.max = max;
  latency_.min = min;
  return true;
}

bool Log::take(std::string_view line, std::uint64_t number) {
  if (const auto time = behind(line, kDump)) {
    const double at_s = number_of(*time).value_or(0);
    if (at_s < 1e9 || at_s > 9e9) return false;
    if (start_s_ == 0) start_s_ = at_s;
    model::SummarySlice slice;
    slice.start_s = std::max(0.0, at_s - start_s_ - 10);
    slice.width_s = 10;
    last_s_ = at_s;
    counts_.summary().slices.push_back(slice);
    return true;
  }
  const auto words = words_of(line);
  if (words.size() < 4 || words[0] != "stats:" || counts_.summary().slices.empty()) return false;
  if (words.size() == 9) return take_sample(words);
  const auto now = number_of(words[2]), total = number_of(words[3]);
  if (!now || !total) return false;
  constexpr std::size_t kMostCounters = 1000;
  if (words[1] == "users" || words[1] == "connected") {
    if (words[1] == "users") slice().users = *now;
    most_users_ = std::max(most_users_, *now);
  } else if (counters_.size() < kMostCounters) {
    Counter& counter = counters_[std::string(words[1])];
    counter.total = *total;
    counter.line = number;
    if (*now > 0) counter.at[counts_.summary().slices.size() - 1] += *now;
  }
  return true;
}

// Statuses and errors are counters.
void Log::give(const std::string& name, const Counter& counter) {
  const auto code = number_of(name);
  const bool status = code && *code >= 400 && *code < 600, error = name.rfind("error_", 0) == 0;
  if ((!status && !error) || name == "error_abort") return;
  model::FailureCount failure;
  failure.status = status ? static_cast<int>(*code) : 0;
  if (error) failure.error = error_of(name);
  failure.count = counter.total;
  failure.where = counts_.at(counter.line);
  failed_ += counter.total;
  if (error) requests_ += counter.total;  // a connection that failed sent no request
  auto& slices = counts_.summary().slices;
  for (const auto& [number, count] : counter.at) {
    slices[number].failed += count;
    if (error) slices[number].requests += count;
    if (!failure.first_s) failure.first_s = slices[number].start_s;
    failure.last_s = slices[number].start_s + slices[number].width_s;
  }
  counts_.failure(std::move(failure));
}

void Log::finish() {
  for (const auto& [name, counter] : counters_) give(name, counter);
  if (requests_ == 0) {
    counts_.summary().slices.clear();
    return;
  }
  counts_.requests(requests_, failed_);
  if (latency_.max && *latency_.max > 0) counts_.latency() = latency_;
  counts_.run().start_ns = static_cast<std::int64_t>(start_s_) * 1'000'000'000;
  counts_.run().duration_s = last_s_ - start_s_;
  if (most_users_ > 0) counts_.run().vus_max = most_users_;
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(kTsung, input);
  Log log(counts);
  const auto whole = source.read_all(kLargestText);
  read_lines(whole.text, sink,
             [&](std::string_view line, std::uint64_t number) { return log.take(line, number); });
  log.finish();
  give_or_tell(counts, sink);
  return true;
}

Sureness recognises(std::string_view head, bool) {
  return contains(head, kDump) && contains(head, kStats) ? 0.96 : 0;
}

}  // namespace

const Adapter tsung_log = {.name = "tsung-log",
                           .summary = "totals of each ten seconds of Tsung (tsung.log)",
                           .recognises = recognises,
                           .read = read};

}  // namespace loadtriage::formats::tools
