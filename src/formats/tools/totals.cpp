#include "formats/tools/totals.h"

#include <algorithm>

#include "base/text.h"
#include "formats/tools/csv_table.h"
#include "formats/tools/document.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr ToolName kJmeter = {"JMeter", "thread", "sample", "jmeter -n -l results.jtl"},
                   kTaurus = {"Taurus", "user", "sample", "the artifacts folder's kpi.jtl"},
                   kNbomber = {"NBomber", "user", "request", ""};

// The ranks of the percentiles are JMeter's settings; these are what it comes with.
constexpr std::pair<std::string_view, double> kDashboardRanks[] = {
    {"medianResTime", 50}, {"pct1ResTime", 90}, {"pct2ResTime", 95}, {"pct3ResTime", 99}};

void take_statistics(const JsonValue& root, Counts& counts) {
  for (std::size_t i = 0; i < root.items.size(); ++i) {
    const JsonValue& row = root.items[i];
    const auto all = row.number_at("sampleCount"), failed = row.number_at("errorCount");
    if (!all || !failed || *all == 0) continue;
    const std::string name = root.keys[i] == "Total" ? std::string() : root.keys[i];
    counts.requests(*all, failed, name);
    model::Trend& trend = counts.latency(name);
    trend.avg = row.number_at("meanResTime");
    trend.min = row.number_at("minResTime");
    trend.max = row.number_at("maxResTime");
    trend.count = all;
    for (const auto& [member, rank] : kDashboardRanks)
      if (const auto ms = row.number_at(member)) trend.percentiles[rank] = {*ms, *ms};
    const auto rate = row.number_at("throughput");
    if (name.empty() && rate && *rate > 0) counts.counter("http_reqs", *all, rate);
  }
}

// Seconds; `throughput` is a number of samples. The row without a label is the whole.
bool take_taurus(const CsvTable& table, Counts& counts) {
  const auto failed = table.number("fail"), good = table.number("succ");
  if (!failed || !good) return false;
  const std::string name(table.text("label"));
  if (*failed + *good == 0) return true;
  counts.requests(*failed + *good, failed, name);
  model::Trend& trend = counts.latency(name);
  const auto ms = [&](std::string_view column) -> std::optional<double> {
    const auto seconds = table.number(column);
    return seconds ? std::optional(*seconds * 1000) : std::nullopt;
  };
  trend.avg = ms("avg_rt");
  trend.min = ms("perc_0.0");
  trend.max = ms("perc_100.0");
  trend.count = *failed + *good;
  for (const std::string& column : table.header()) {
    if (const auto rank_text = behind(column, "perc_"))
      if (const auto rank = number_of(*rank_text); rank && *rank > 0 && *rank < 100)
        if (const auto value = ms(column)) trend.percentiles[*rank] = {*value, *value};
    if (const auto code_text = behind(column, "rc_"); code_text && name.empty())
      if (const auto code = number_of(*code_text), count = table.number(column);
          code && count && *code >= 100 && *code < 600)
        counts.status(static_cast<int>(*code), *count, table.line());
  }
  if (const auto most = table.number("concurrency"); most && name.empty()) counts.gauge("vus_max", *most);
  return true;
}

std::optional<double> clock_seconds(std::string_view text) {
  const auto parts = split(text, ':');
  double seconds = 0;
  for (const std::string_view part : parts) {
    const auto value = number_of(part);
    if (!value) return std::nullopt;
    seconds = seconds * 60 + *value;
  }
  return seconds;
}

// Newer versions tell good and failed steps apart: "ok_50_percent".
struct Nbomber {
  double all = 0, failed = 0;

  bool take(const CsvTable& table, Counts& counts) {
    const auto requests = table.number("request_count"), bad = table.number("failed");
    if (!requests || !bad) return false;
    const std::string name(table.text("step_name"));
    if (name == "global information") return true;
    all += *requests;
    failed += *bad;
    if (*requests == 0) return true;
    counts.requests(*requests, bad, name);
    model::Trend& trend = counts.latency(name);
    const std::string before = table.has("ok_mean") ? "ok_" : "";
    trend.avg = table.number(before + "mean");
    trend.min = table.number(before + "min");
    trend.max = table.number(before + "max");
    for (const double rank : {50.0, 75.0, 95.0, 99.0})
      if (const auto ms = table.number(before + std::to_string(static_cast<int>(rank)) + "_percent"))
        trend.percentiles[rank] = {*ms, *ms};
    if (const auto seconds = clock_seconds(table.text("duration"))) counts.run().duration_s = seconds;
    return true;
  }
};

bool read_taurus(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(kTaurus, input);
  const auto whole = source.read_all(kLargestText);
  read_table(whole.text, input, sink, [&](const CsvTable& table) { return take_taurus(table, counts); });
  give_or_tell(counts, sink);
  return true;
}

bool read_nbomber(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(kNbomber, input);
  Nbomber report;
  const auto whole = source.read_all(kLargestText);
  read_table(whole.text, input, sink, [&](const CsvTable& table) { return report.take(table, counts); });
  if (report.all > 0) counts.requests(report.all, report.failed);
  give_or_tell(counts, sink);
  return true;
}

Sureness begins(std::string_view head, std::string_view with) { return head.rfind(with, 0) == 0 ? 0.98 : 0; }

}  // namespace

const Adapter jmeter_statistics = {
    .name = "jmeter-statistics",
    .summary = "statistics.json of JMeter's dashboard",
    .recognises =
        [](std::string_view head, bool) {
          return is_object_with(head, {"\"sampleCount\"", "\"errorPct\"", "\"meanResTime\""}) ? 0.98 : 0;
        },
    .read = [](input::Source& source, model::InputId input,
               Sink& sink) { return read_document(source, input, sink, kJmeter, take_statistics); }};

const Adapter taurus_csv = {
    .name = "taurus-final-stats",
    .summary = "totals by label of Taurus (final-stats: dump-csv)",
    .recognises = [](std::string_view head, bool) { return begins(head, "label,avg_ct,avg_lt,avg_rt,"); },
    .read = read_taurus};

const Adapter nbomber_csv = {
    .name = "nbomber-csv",
    .summary = "report of NBomber as CSV",
    .recognises = [](std::string_view head,
                     bool) { return begins(head, "test_suite,test_name,scenario,duration,"); },
    .read = read_nbomber};

}  // namespace loadtriage::formats::tools
