#include "report/over_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/quantity.h"
#include "report/story.h"

namespace loadtriage::report {
namespace {

using model::ChangePoint;
using model::Figure;
using model::RequestTimes;
using model::Scaling;

// How much a change matters, so that changes of different figures can be compared.
double weight_of(const ChangePoint& change) {
  if (change.figure == Figure::failed_share) return 20 * std::abs(change.after - change.before);
  constexpr double kNone = 1e-3;
  return std::abs(std::log(std::max(kNone, change.after) / std::max(kNone, change.before)));
}

std::optional<double> mean_vus(const model::Timeline& timeline, double from_s, double to_s) {
  double sum = 0, slices = 0;
  for (const model::TimeSlice& slice : timeline.slices) {
    if (!slice.vus || slice.start_s < from_s || slice.start_s >= to_s) continue;
    sum += *slice.vus;
    slices += 1;
  }
  return slices > 0 ? std::optional<double>(sum / slices) : std::nullopt;
}

// More load brings more requests, and less load fewer: that is the plan, not news.
bool follows_load(const model::Evidence& evidence, const ChangePoint& change) {
  const model::Timeline& timeline = evidence.timeline;
  if (change.figure != Figure::throughput) return false;
  if (change.after > change.before) return true;
  // The end of the plan: what is left then are the last iterations.
  const auto planned = evidence.run.planned_duration_s;
  if (planned && change.at_s >= *planned - 2 * timeline.width_s) return true;
  constexpr double kNear = 5, kLess = 0.8;  // slices; share of the VUs before
  const double near_s = kNear * timeline.width_s;
  const auto before = mean_vus(timeline, change.at_s - near_s, change.at_s);
  const auto after = mean_vus(timeline, change.at_s, change.at_s + near_s);
  return before && after && *after < kLess * *before;
}

double throughput_at(const Scaling& scaling, double load) {
  return scaling.lambda * load / (1 + scaling.sigma * (load - 1) + scaling.kappa * load * (load - 1));
}

std::string of_load(const Scaling& scaling, double load) {
  return scaling.load == Scaling::Load::vus ? counted(std::round(load), "VU")
                                            : format_number(load) + " requests in flight";
}

std::string law_in_words(const Scaling& scaling) {
  std::string text;
  if (scaling.peak_load)
    text = fmt::format("peak of {} at {}", format_rate(*scaling.peak_per_second),
                       of_load(scaling, *scaling.peak_load));
  else if (scaling.sigma > 0)
    text = fmt::format("ceiling of {}", format_rate(scaling.lambda / scaling.sigma));
  return fmt::format(
      "{}, by the Universal Scalability Law over {} levels up to {}: {} for one alone, "
      "contention {}, coherency {}; R² {:.3f}",
      text, scaling.levels, of_load(scaling, scaling.greatest_load), format_rate(scaling.lambda),
      format_share(scaling.sigma), format_number(scaling.kappa, 2), scaling.r_squared);
}

// Of a line that hardly bends the law's limits are a guess.
bool bends(const Scaling& scaling) {
  constexpr double kPlain = 0.8;
  return throughput_at(scaling, scaling.greatest_load) < kPlain * scaling.lambda * scaling.greatest_load;
}

std::string ms_or_dash(const std::optional<double>& ms) { return ms ? format_ms(*ms) : "-"; }

struct TimesColumn {
  std::string title;
  const RequestTimes* times;
};

std::vector<TimesColumn> columns_of(const model::TimingSplit& split) {
  std::vector<TimesColumn> columns;
  if (split.before) columns.push_back({"Before " + moment(*split.at_s), &*split.before});
  if (split.after) columns.push_back({split.before ? "After, succeeded" : "Succeeded", &*split.after});
  if (split.failed) columns.push_back({"Failed", &*split.failed});
  return columns;
}

void add_part(Table& table, const std::vector<TimesColumn>& columns, const char* name,
              std::optional<double> RequestTimes::*part) {
  const bool any = std::any_of(columns.begin(), columns.end(), [&](const TimesColumn& column) {
    return (column.times->*part).value_or(0) > 0;
  });
  if (!any) return;
  std::vector<std::string> row = {name};
  for (const TimesColumn& column : columns) row.push_back(ms_or_dash(column.times->*part));
  table.rows.push_back(std::move(row));
}

}  // namespace

std::string describe(const ChangePoint& change) {
  switch (change.figure) {
    case Figure::failed_share:
      return fmt::format("failed share changes, on average from {} to {}", format_share(change.before),
                         format_share(change.after));
    case Figure::throughput:
      return fmt::format("throughput changes, on average from {} to {}", format_rate(change.before),
                         format_rate(change.after));
    case Figure::median_ms:
      break;
  }
  return fmt::format("the level of the median duration changes: {} before, {} after",
                     format_ms(change.before), format_ms(change.after));
}

std::vector<ChangePoint> told_changes(const model::Evidence& evidence, Dated dated) {
  const model::Timeline& timeline = evidence.timeline;
  constexpr std::size_t kMost = 5;
  std::vector<ChangePoint> told = timeline.changes;
  std::erase_if(told, [&](const ChangePoint& change) { return follows_load(evidence, change); });
  if (dated == Dated::evidence_too) return told;
  std::stable_sort(told.begin(), told.end(),
                   [](const ChangePoint& a, const ChangePoint& b) { return weight_of(a) > weight_of(b); });
  if (told.size() > kMost) told.resize(kMost);
  std::stable_sort(told.begin(), told.end(),
                   [](const ChangePoint& a, const ChangePoint& b) { return a.at_s < b.at_s; });
  return told;
}

Numbers scaling_numbers(const model::Timeline& timeline) {
  Numbers numbers;
  if (timeline.knee_vus)
    numbers.emplace_back("Knee", fmt::format("throughput stays flat beyond {} while requests take longer",
                                             counted(*timeline.knee_vus, "VU")));
  const auto& scaling = timeline.scaling;
  if (scaling && bends(*scaling) && (scaling->peak_load || scaling->sigma > 0))
    numbers.emplace_back("Scalability", law_in_words(*scaling));
  return numbers;
}

bool timings_changed(const model::TimingSplit& split) {
  if (!split.before || !split.after) return false;
  const auto changed = [&](std::optional<double> RequestTimes::*part) {
    const double before = (*split.before.*part).value_or(0), after = (*split.after.*part).value_or(0);
    return std::abs(after - before) >= std::max(5.0, 0.5 * std::min(before, after));
  };
  return changed(&RequestTimes::blocked_ms) || changed(&RequestTimes::sending_ms) ||
         changed(&RequestTimes::waiting_ms) || changed(&RequestTimes::receiving_ms);
}

Table timings(const model::Diagnosis& diagnosis) {
  Table table{{{"Mean of a request"}}, {}};
  const std::vector<TimesColumn> columns = columns_of(diagnosis.evidence.timeline.timings);
  if (columns.empty() || !diagnosis.unreal_latency.empty()) return table;
  std::vector<std::string> requests = {"Requests"};
  for (const TimesColumn& column : columns) {
    table.columns.push_back({column.title, Table::Align::right});
    requests.push_back(format_count(column.times->requests));
  }
  table.rows.push_back(std::move(requests));
  add_part(table, columns, "Blocked until connected", &RequestTimes::blocked_ms);
  add_part(table, columns, "  of it connecting", &RequestTimes::connecting_ms);
  add_part(table, columns, "  of it TLS handshake", &RequestTimes::tls_ms);
  add_part(table, columns, "Sending", &RequestTimes::sending_ms);
  add_part(table, columns, "Waiting for the first byte", &RequestTimes::waiting_ms);
  add_part(table, columns, "Receiving", &RequestTimes::receiving_ms);
  add_part(table, columns, "Median duration", &RequestTimes::p50_ms);
  add_part(table, columns, "95th percentile of it", &RequestTimes::p95_ms);
  return table;
}

}  // namespace loadtriage::report
