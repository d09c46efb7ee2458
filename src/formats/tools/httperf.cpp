// httperf. Its two lines of errors name each fault by itself.
#include <algorithm>

#include "base/text.h"
#include "formats/tools/benchmarks.h"
#include "formats/tools/document.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr ToolName kHttperf = {"httperf", "session", "request", ""};

class Report {
 public:
  explicit Report(Counts& counts) : counts_(counts) {}

  bool take(std::string_view line, std::uint64_t number);
  void finish();

 private:
  bool take_total(std::string_view line);
  bool take_status(std::string_view line, std::uint64_t number);
  bool take_errors(std::string_view line, std::uint64_t number);
  void fail(std::string_view error, double count, std::uint64_t number);

  Counts& counts_;
  double requests_ = 0, connections_ = 0, failed_ = 0;
  model::Trend latency_;
};

void Report::fail(std::string_view error, double count, std::uint64_t number) {
  model::FailureCount failure;
  failure.status = 0;
  failure.error = error;
  failure.count = count;
  failure.where = counts_.at(number);
  failed_ += count;
  counts_.failure(std::move(failure));
}

// "Total: connections 5 requests 0 replies 0 test-duration 0.004 s"
bool Report::take_total(std::string_view line) {
  const auto words = words_of(line);
  if (words.size() < 8 || words[0] != "Total:" || words[1] != "connections") return false;
  connections_ = number_of(words[2]).value_or(0);
  requests_ = number_of(words[4]).value_or(0);
  counts_.run().duration_s = number_of(words[8 < words.size() ? 8 : words.size() - 1]);
  return true;
}

// "Reply status: 1xx=0 2xx=4 3xx=0 4xx=0 5xx=1"
bool Report::take_status(std::string_view line, std::uint64_t number) {
  const auto rest = behind(line, "Reply status:");
  if (!rest) return false;
  for (const std::string_view pair : words_of(*rest)) {
    const auto count = number_of(pair.substr(std::min(pair.find('=') + 1, pair.size())));
    if (!count || *count == 0 || pair.front() < '4') continue;
    model::FailureCount failure;
    failure.error = "responses of " + std::string(pair.substr(0, 3));
    failure.count = *count;
    failure.where = counts_.at(number);
    failed_ += *count;
    counts_.failure(std::move(failure));
  }
  return true;
}

// "Errors: total 5 client-timo 0 socket-timo 0 connrefused 5 connreset 0"
bool Report::take_errors(std::string_view line, std::uint64_t number) {
  const auto rest = behind(line, "Errors:");
  if (!rest) return false;
  const auto words = words_of(*rest);
  for (std::size_t i = 0; i + 1 < words.size(); i += 2)
    if (const auto count = number_of(words[i + 1]); count && *count > 0 && words[i] != "total")
      fail(words[i], *count, number);
  return true;
}

bool Report::take(std::string_view line, std::uint64_t number) {
  if (take_total(line) || take_status(line, number) || take_errors(line, number)) return true;
  // "Reply time [ms]: response 0.3 transfer 0.0"
  if (const auto times = behind(line, "Reply time [ms]: response ")) {
    latency_.avg = number_of(times->substr(0, times->find(' ')));
    return true;
  }
  for (const std::string_view rest :
       {"Connection ", "Request ", "Reply ", "CPU time", "Net I/O", "httperf ", "Maximum connect"})
    if (line.rfind(rest, 0) == 0) return true;
  return false;
}

// A connection that failed sent no request; it would have been one.
void Report::finish() {
  const double all = std::max(requests_, std::max(connections_, failed_));
  if (all == 0) return;
  counts_.requests(all, failed_);
  if (latency_.avg && failed_ < all) counts_.latency() = latency_;
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(kHttperf, input);
  Report report(counts);
  const auto whole = source.read_all(kLargestText);
  read_lines(whole.text, sink,
             [&](std::string_view line, std::uint64_t number) { return report.take(line, number); });
  report.finish();
  give_or_tell(counts, sink);
  return true;
}

Sureness recognises(std::string_view head, bool) {
  return contains(head, "Total: connections ") && contains(head, "test-duration ") ? 0.95 : 0;
}

}  // namespace

const Adapter httperf = {
    .name = "httperf", .summary = "report of httperf", .recognises = recognises, .read = read};

}  // namespace loadtriage::formats::tools
