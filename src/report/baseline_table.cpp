// This run beside the earlier one that was given with it.
#include <fmt/format.h>

#include <cmath>

#include "base/quantity.h"
#include "base/text.h"
#include "report/tables.h"

namespace loadtriage::report {
namespace {

using model::Baseline;
constexpr auto kToTheRight = Table::Align::right;

std::string figure_text(const std::optional<double>& value, const std::string& unit) {
  if (!value) return "not known";
  if (unit == "share") return format_share(*value);
  if (unit == "ms") return format_ms(*value);
  if (unit == "per_s") return format_rate(*value);
  return format_count(*value);
}

// A share changes by points, which the two columns show; a ratio of shares misleads.
std::string change_text(const Baseline::Figure& figure) {
  if (!figure.before || !figure.now || *figure.before <= 0 || figure.unit == "share") return {};
  const double times = *figure.now / *figure.before;
  if (times >= 3) return fmt::format("{:.1f} times", times);
  const double percent = std::round((times - 1) * 100);
  return percent == 0 ? "same" : fmt::format("{:+.0f} %", percent);
}

std::string text_or_none(const std::string& text) { return text.empty() ? "none" : text; }

}  // namespace

Table baseline(const model::Diagnosis& diagnosis) {
  Table table{{{""}, {"Baseline", kToTheRight}, {"This run", kToTheRight}, {"Change", kToTheRight}}, {}};
  if (!diagnosis.baseline) return table;
  const Baseline& baseline = *diagnosis.baseline;
  for (const auto& figure : baseline.figures)
    table.rows.push_back({figure.population.empty() ? figure.name : figure.name + ", " + figure.population,
                          figure_text(figure.before, figure.unit), figure_text(figure.now, figure.unit),
                          change_text(figure)});
  for (const auto& change : baseline.changes)
    table.rows.push_back({change.name, text_or_none(change.before), text_or_none(change.now), "changed"});
  for (const auto& sign : baseline.signs)
    table.rows.push_back(
        {sign.name, format_count(sign.before), format_count(sign.now), sign.before > 0 ? "gone" : "new"});
  return table;
}

std::vector<std::string> baseline_notes(const model::Diagnosis& diagnosis) {
  if (!diagnosis.baseline) return {};
  std::vector<std::string> notes = {"the baseline is " + join(diagnosis.baseline->paths, ", ")};
  for (const auto& note : diagnosis.baseline->notes) notes.push_back(note);
  return notes;
}

}  // namespace loadtriage::report
