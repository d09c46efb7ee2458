// siege: its figures as text, or (from 4.0.7 on) as JSON behind the errors. Successful are statuses below
// 400.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "formats/tools/benchmarks.h"
#include "formats/tools/document.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr ToolName kSiege = {"siege", "user", "transaction", ""};

struct Figures {
  std::optional<double> transactions, failed, elapsed_s, average_s, longest_s, shortest_s, concurrency,
      megabytes;
};

struct Known {
  std::string_view text, json;
  std::optional<double> Figures::*to;
};
constexpr Known kKnown[] = {{"Transactions:", "transactions", &Figures::transactions},
                            {"Failed transactions:", "failed_transactions", &Figures::failed},
                            {"Elapsed time:", "elapsed_time", &Figures::elapsed_s},
                            {"Response time:", "response_time", &Figures::average_s},
                            {"Longest transaction:", "longest_transaction", &Figures::longest_s},
                            {"Shortest transaction:", "shortest_transaction", &Figures::shortest_s},
                            {"Concurrency:", "concurrency", &Figures::concurrency},
                            {"Data transferred:", "data_transferred", &Figures::megabytes}};
constexpr std::string_view kRest[] = {"Availability:",
                                      "Transaction rate:",
                                      "Throughput:",
                                      "Successful transactions:",
                                      "Lifting the server siege",
                                      "The server is now under siege",
                                      "** SIEGE",
                                      "** Preparing"};

// A hit is a transaction or a failure; both are requests.
void give(const Figures& figures, const std::map<std::string, double>& errors, Counts& counts) {
  if (!figures.transactions) return;
  const double failed = figures.failed.value_or(0), all = *figures.transactions + failed;
  if (all == 0) return;
  counts.requests(all, failed);
  double told = 0;
  for (const auto& [error, count] : errors) {
    model::FailureCount failure;
    failure.status = 0;
    failure.error = error;
    failure.count = std::min(count, failed - told);
    failure.where = counts.summary().where;
    told += failure.count;
    counts.failure(std::move(failure));
  }
  if (figures.elapsed_s) counts.run().duration_s = figures.elapsed_s;
  // Of a small run two decimals of a megabyte are none.
  if (figures.megabytes.value_or(0) > 0) counts.counter("data_received", *figures.megabytes * 1048576);
  if (*figures.transactions == 0) return;
  const auto ms = [](std::optional<double> seconds) {
    return seconds ? std::optional(*seconds * 1000) : std::nullopt;
  };
  model::Trend& trend = counts.latency();
  trend.avg = ms(figures.average_s);
  trend.max = ms(figures.longest_s);
  trend.min = ms(figures.shortest_s);
}

// siege colours what it prints, in files too.
std::string without_colours(std::string_view line) {
  std::string plain;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\x1b' && i + 1 < line.size() && line[i + 1] == '[') {
      i = std::min(line.find('m', i), line.size() - 1);
      continue;
    }
    plain += line[i];
  }
  return plain;
}

// A line of the JSON that 4.0.7 and later end with: `"transactions":   60,`
bool take_member(std::string_view line, Figures& figures) {
  line = trim(line);
  if (line.substr(0, 1) == "{") line = trim(line.substr(1));
  if (line.substr(0, 1) != "\"") return line == "}";
  const std::size_t end = line.find('"', 1);
  if (end == std::string_view::npos || line.substr(end + 1, 1) != ":") return false;
  std::string_view value = trim(line.substr(end + 2));
  if (!value.empty() && value.back() == ',') value.remove_suffix(1);
  for (const Known& known : kKnown)
    if (known.json == line.substr(1, end - 1)) figures.*known.to = number_of(value);
  return true;
}

class Text {
 public:
  bool take(std::string_view coloured) {
    const std::string plain = without_colours(coloured);
    const std::string_view line = plain;
    if (take_member(line, figures)) return true;
    for (const Known& known : kKnown)
      if (const auto value = behind(line, known.text)) {
        figures.*known.to = number_of(value->substr(0, value->find_first_of(" \t")));
        return true;
      }
    // "[error] socket: unable to connect sock.c:282: Connection refused"
    if (const auto error = behind(line, "[error] ")) {
      constexpr std::size_t kMostKinds = 100;
      if (errors.size() < kMostKinds) errors[std::string(*error)] += 1;
      return true;
    }
    for (const std::string_view rest : kRest)
      if (behind(line, rest)) return true;
    return false;
  }

  Figures figures;
  std::map<std::string, double> errors;
};

bool read(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(kSiege, input);
  Text text;
  const auto whole = source.read_all(kLargestText);
  read_lines(whole.text, sink, [&](std::string_view line, std::uint64_t) { return text.take(line); });
  give(text.figures, text.errors, counts);
  give_or_tell(counts, sink);
  return true;
}

Sureness recognises(std::string_view head, bool) {
  if (contains(head, "\"transactions\":") && contains(head, "\"availability\":") &&
      contains(head, "\"longest_transaction\":"))
    return 0.97;
  if (contains(head, "Transactions:") && contains(head, "Availability:") &&
      contains(head, "Longest transaction:"))
    return 0.95;
  return contains(head, "** SIEGE ") && contains(head, "The server is now under siege") ? 0.95 : 0;
}

}  // namespace

const Adapter siege = {
    .name = "siege", .summary = "report of siege, as text or JSON", .recognises = recognises, .read = read};

}  // namespace loadtriage::formats::tools
