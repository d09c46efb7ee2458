// ab. What it calls failed is mostly a body of another length than the first one's, which is no
// failure of pages that differ; a bad status is none to it. Both are told apart here.
#include <map>

#include "base/quantity.h"
#include "base/text.h"
#include "formats/tools/benchmarks.h"
#include "formats/tools/document.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr ToolName kAb = {"ab", "connection", "request", ""};

class Report {
 public:
  explicit Report(Counts& counts) : counts_(counts) {}

  bool take(std::string_view line, std::uint64_t number);
  void finish();

 private:
  bool take_kinds(std::string_view line, std::uint64_t number);
  bool take_times(std::string_view line);
  void fail(std::optional<int> status, std::string error, double count, std::uint64_t number);

  Counts& counts_;
  model::Trend latency_;
  std::optional<double> complete_, total_, received_;
  double failed_ = 0, other_lengths_ = 0;
  std::string gave_up_;
  std::uint64_t gave_up_line_ = 0, summary_line_ = 0;
};

void Report::fail(std::optional<int> status, std::string error, double count, std::uint64_t number) {
  model::FailureCount failure;
  failure.status = status;
  failure.error = std::move(error);
  failure.count = count;
  failure.where = counts_.at(number);
  failed_ += count;
  counts_.failure(std::move(failure));
}

// "(Connect: 0, Receive: 0, Length: 3, Exceptions: 0)"
bool Report::take_kinds(std::string_view line, std::uint64_t number) {
  const std::string_view text = trim(line);
  if (text.rfind("(Connect:", 0) != 0) return false;
  for (std::string_view part : split(text.substr(1, text.size() - 2), ',')) {
    part = trim(part);
    const std::size_t colon = part.find(':');
    const auto count = number_of(part.substr(std::min(colon, part.size() - 1) + 1));
    if (!count || *count == 0) continue;
    if (part.rfind("Length", 0) == 0)
      other_lengths_ = *count;
    else
      fail(0, "ab: " + std::string(part.substr(0, colon)) + " errors", *count, number);
  }
  return true;
}

// "Total:          1    12   3.4     10     100" and "  95%     20"
bool Report::take_times(std::string_view line) {
  const auto words = words_of(line);
  if (words.size() == 6 && words[0] == "Total:") {
    latency_.min = number_of(words[1]);
    latency_.avg = number_of(words[2]);
    if (const auto median = number_of(words[4])) latency_.percentiles[50] = {*median, *median};
    latency_.max = number_of(words[5]);
    return true;
  }
  if (words.size() < 2 || words[0].back() != '%') return false;
  const auto rank = number_of(words[0].substr(0, words[0].size() - 1)), ms = number_of(words[1]);
  if (!rank || !ms) return false;
  if (*rank < 100) latency_.percentiles[*rank] = {*ms, *ms};
  return true;
}

bool Report::take(std::string_view line, std::uint64_t number) {
  if (take_kinds(line, number) || take_times(line)) return true;
  if (const auto text = behind(line, "Complete requests:")) {
    complete_ = number_of(*text);
    summary_line_ = number;
  } else if (const auto seconds = behind(line, "Time taken for tests:")) {
    counts_.run().duration_s = number_of(seconds->substr(0, seconds->find(' ')));
  } else if (const auto level = behind(line, "Concurrency Level:")) {
    counts_.run().vus_max = number_of(*level);
  } else if (const auto bad = behind(line, "Non-2xx responses:")) {
    fail({}, "responses other than 2xx", number_of(*bad).value_or(0), number);
  } else if (const auto bytes = behind(line, "Total transferred:")) {
    received_ = number_of(bytes->substr(0, bytes->find(' ')));
  } else if (const std::size_t call = line.find("apr_"); call != std::string_view::npos) {
    gave_up_ = trim(line.substr(call));
    gave_up_line_ = number;
  } else if (const auto done = behind(line, "Total of ")) {
    total_ = number_of(done->substr(0, done->find(' ')));
  } else {
    constexpr std::string_view kRest[] = {"This is ApacheBench",
                                          "Server Software:",
                                          "Server Hostname:",
                                          "Server Port:",
                                          "Document Path:",
                                          "Document Length:",
                                          "Failed requests:",
                                          "Benchmarking ",
                                          "HTML transferred:",
                                          "Requests per second:",
                                          "Time per request:",
                                          "Transfer rate:",
                                          "Connect:",
                                          "Processing:",
                                          "Waiting:",
                                          "Connection Times",
                                          "Percentage of",
                                          "Keep-Alive requests:",
                                          "Write errors:",
                                          "Completed ",
                                          "Finished "};
    for (const std::string_view rest : kRest)
      if (behind(line, rest)) return true;
    return false;
  }
  return true;
}

void Report::finish() {
  if (!gave_up_.empty()) {
    // It stops at the first connection that fails.
    fail(0, gave_up_, 1, gave_up_line_);
    complete_ = complete_.value_or(0) + total_.value_or(0) + 1;
  }
  if (!complete_ || *complete_ == 0) return;
  // A connection that is closed without an answer is a complete request to ab, and no failed one.
  const bool unanswered = received_ == 0.0 && failed_ == 0;
  if (unanswered) fail(0, "connection closed before message completed", *complete_, summary_line_);
  counts_.requests(*complete_, failed_);
  if (received_) counts_.counter("data_received", *received_);
  if (latency_.max && !unanswered) counts_.latency() = latency_;
  if (unanswered)
    counts_.summary().notes.push_back(
        "not one byte came back: ab calls that complete, here those requests failed");
  if (counts_.run().vus_max) counts_.gauge("vus_max", *counts_.run().vus_max);
  if (other_lengths_ > 0)
    counts_.summary().notes.push_back("ab counts " + format_count(other_lengths_) +
                                      " responses of another length than the first as failed; pages that "
                                      "differ do, so they are not counted");
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(kAb, input);
  Report report(counts);
  const auto whole = source.read_all(kLargestText);
  read_lines(whole.text, sink,
             [&](std::string_view line, std::uint64_t number) { return report.take(line, number); });
  report.finish();
  give_or_tell(counts, sink);
  return true;
}

Sureness recognises(std::string_view head, bool) {
  if (contains(head, "This is ApacheBench, Version ")) return 0.97;
  return contains(head, "Server Software:") && contains(head, "Complete requests:") ? 0.95 : 0;
}

}  // namespace

const Adapter apache_bench = {
    .name = "ab", .summary = "report of ab (ApacheBench)", .recognises = recognises, .read = read};

}  // namespace loadtriage::formats::tools
