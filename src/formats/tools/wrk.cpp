// wrk and wrk2. Requests that failed have no latency, and a whole refusal gives no report at all:
// "unable to connect to 127.0.0.1:9 Connection refused" is all there is.
#include "base/text.h"
#include "formats/tools/benchmarks.h"
#include "formats/tools/document.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr ToolName kWrk = {"wrk", "connection", "request", ""};

class Report {
 public:
  explicit Report(Counts& counts) : counts_(counts) {}

  bool take(std::string_view line, std::uint64_t number);
  void finish();

 private:
  bool take_head(std::string_view line);
  bool take_latency(std::string_view line);
  bool take_total(std::string_view line, std::uint64_t number);
  bool take_errors(std::string_view line, std::uint64_t number);

  Counts& counts_;
  model::Trend latency_;
  double requests_ = 0, failed_ = 0;
  bool in_percentiles_ = false;
  std::uint64_t total_line_ = 0;
};

// "Running 10s test @ http://h/" and "2 threads and 10 connections"
bool Report::take_head(std::string_view line) {
  if (const auto rest = behind(line, "Running ")) {
    if (const auto ms = milliseconds_of(rest->substr(0, rest->find(' '))))
      counts_.run().planned_duration_s = *ms / 1000;
    return contains(*rest, " test @ ");
  }
  const auto words = words_of(line);
  if (words.size() != 5 || words[1] != "threads" || words[4] != "connections") return false;
  if (const auto connections = number_of(words[3])) counts_.run().vus_max = connections;
  return true;
}

// "Latency   244.29us  100.0us   2.00ms   90.00%", then "50%  210.00us" lines; wrk2 has
// "50.000%  1.20ms" and a table of its own.
bool Report::take_latency(std::string_view line) {
  const auto words = words_of(line);
  if (words.size() == 5 && words[0] == "Latency") {
    latency_.avg = milliseconds_of(words[1]);
    latency_.max = milliseconds_of(words[3]);
    return true;
  }
  if (contains(line, "Latency Distribution")) return in_percentiles_ = true;
  if (!in_percentiles_ || words.size() != 2 || words[0].back() != '%') return false;
  const auto rank = number_of(words[0].substr(0, words[0].size() - 1));
  const auto ms = milliseconds_of(words[1]);
  if (!rank || !ms) return false;
  if (*rank > 0 && *rank < 100) latency_.percentiles[*rank] = {*ms, *ms};
  return true;
}

// "3615 requests in 1.10s, 444.83KB read"
bool Report::take_total(std::string_view line, std::uint64_t number) {
  const auto words = words_of(line);
  if (words.size() != 6 || words[1] != "requests" || words[2] != "in" || words[5] != "read") return false;
  const auto count = number_of(words[0]);
  const auto ms = milliseconds_of(words[3].substr(0, words[3].size() - 1));
  if (!count || !ms) return false;
  requests_ = *count;
  total_line_ = number;
  counts_.run().duration_s = *ms / 1000;
  if (const auto bytes = bytes_of(words[4])) counts_.counter("data_received", *bytes);
  return true;
}

// "Socket errors: connect 0, read 0, write 0, timeout 5" and "Non-2xx or 3xx responses: 1808".
// A request that timed out is counted while it goes on, and not among the requests.
bool Report::take_errors(std::string_view line, std::uint64_t number) {
  if (const auto bad = behind(line, "Non-2xx or 3xx responses:")) {
    model::FailureCount failure;
    failure.error = "responses other than 2xx or 3xx";
    failure.count = number_of(*bad).value_or(0);
    failure.where = counts_.at(number);
    failed_ += failure.count;
    counts_.failure(std::move(failure));
    return true;
  }
  const auto errors = behind(line, "Socket errors:");
  if (!errors) return false;
  for (const std::string_view part : split(*errors, ',')) {
    const auto words = words_of(part);
    const auto count = words.size() == 2 ? number_of(words[1]) : std::nullopt;
    if (!count || *count == 0) continue;
    model::FailureCount failure;
    failure.status = 0;
    failure.error = "socket errors: " + std::string(words[0]);
    failure.count = *count;
    failure.where = counts_.at(number);
    requests_ += *count;
    failed_ += *count;
    counts_.failure(std::move(failure));
  }
  return true;
}

bool Report::take(std::string_view line, std::uint64_t number) {
  if (take_head(line) || take_latency(line) || take_total(line, number) || take_errors(line, number))
    return true;
  if (const auto refused = behind(line, "unable to connect to ")) {
    model::FailureCount failure;
    failure.status = 0;
    failure.error = "unable to connect to " + std::string(*refused);
    failure.count = 1;
    failure.where = counts_.at(number);
    requests_ = failed_ = 1;
    counts_.failure(std::move(failure));
    return true;
  }
  const std::string_view text = trim(line);
  return text.rfind("Thread Stats", 0) == 0 || text.rfind("Req/Sec", 0) == 0 ||
         text.rfind("Requests/sec:", 0) == 0 || text.rfind("Transfer/sec:", 0) == 0 ||
         text.rfind("Thread calibration:", 0) == 0;
}

// A connection whose first request is never answered leaves no trace in the report.
void Report::finish() {
  if (requests_ == 0 && counts_.run().vus_max) {
    model::FailureCount failure;
    failure.status = 0;
    failure.error = "no answer before the run ended";
    failure.count = requests_ = failed_ = *counts_.run().vus_max;
    failure.where = counts_.at(total_line_);
    counts_.failure(std::move(failure));
    counts_.summary().notes.push_back(
        "wrk counts no request: each connection still waited for its first answer");
  }
  if (requests_ == 0) return;
  counts_.requests(requests_, failed_);
  if (latency_.max && *latency_.max > 0) counts_.latency() = latency_;
  if (counts_.run().vus_max) counts_.gauge("vus_max", *counts_.run().vus_max);
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(kWrk, input);
  Report report(counts);
  const auto whole = source.read_all(kLargestText);
  read_lines(whole.text, sink,
             [&](std::string_view line, std::uint64_t number) { return report.take(line, number); });
  report.finish();
  give_or_tell(counts, sink);
  return true;
}

Sureness recognises(std::string_view head, bool) {
  const std::size_t run = head.find("Running ");
  if (run == std::string_view::npos) return behind(head, "unable to connect to ") ? 0.6 : 0;
  const std::string_view rest = head.substr(run);
  const std::string_view line = rest.substr(0, rest.find('\n'));
  return contains(line, " test @ ") && contains(rest, " threads and ") && contains(rest, " connections")
             ? 0.95
             : 0;
}

}  // namespace

const Adapter wrk = {
    .name = "wrk", .summary = "report of wrk or wrk2", .recognises = recognises, .read = read};

}  // namespace loadtriage::formats::tools
