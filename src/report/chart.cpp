#include "report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/quantity.h"
#include "report/escape.h"
#include "report/story.h"

namespace loadtriage::report {
namespace {

constexpr double kWidth = 720;
constexpr double kHeight = 120;

// A stepped area under the amounts, closed along the bottom.
std::string area(const std::vector<double>& amounts, double greatest) {
  const double step = kWidth / static_cast<double>(amounts.size());
  std::string path = fmt::format("M0 {}", kHeight);
  for (std::size_t i = 0; i < amounts.size(); ++i)
    path += fmt::format("V{:.1f}H{:.1f}", kHeight - amounts[i] / greatest * kHeight,
                        step * static_cast<double>(i + 1));
  return path + fmt::format("V{}Z", kHeight);
}

std::string onset_mark(const Chart& chart, const model::Timeline& timeline) {
  const double span = chart.part_s * static_cast<double>(chart.requests.size());
  if (!timeline.onset_s || span <= 0) return {};
  const double x = std::clamp((*timeline.onset_s - chart.first_s) / span, 0.0, 1.0) * kWidth;
  return fmt::format("<line class=\"onset\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"0\" y2=\"{1}\"/>\n", x,
                     kHeight);
}

}  // namespace

Chart make_chart(const model::Timeline& timeline, std::size_t most_parts) {
  Chart chart;
  if (timeline.slices.empty() || most_parts == 0 || !(timeline.width_s > 0)) return chart;
  chart.first_s = timeline.slices.front().start_s;
  const double span = timeline.slices.back().start_s + timeline.width_s - chart.first_s;
  if (!(span > 0) || !std::isfinite(span)) return chart;
  const double slices_a_part =
      std::max(1.0, std::ceil(span / timeline.width_s / static_cast<double>(most_parts)));
  chart.part_s = slices_a_part * timeline.width_s;
  // One slice more than the span never happens; the clamp below is for rounding.
  const auto parts = static_cast<std::size_t>(std::max(1.0, std::ceil(span / chart.part_s - 1e-9)));
  chart.requests.resize(parts);
  chart.failed.resize(parts);
  for (const auto& slice : timeline.slices) {
    const double at = std::floor((slice.start_s - chart.first_s) / chart.part_s + 1e-9);
    const auto part = static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(parts - 1)));
    chart.requests[part] += slice.requests;
    chart.failed[part] += slice.failed;
  }
  for (const double amount : chart.requests) chart.greatest = std::max(chart.greatest, amount);
  return chart;
}

std::string blocks(const std::vector<double>& amounts, double greatest) {
  constexpr std::array<std::string_view, 9> kBlocks = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string out;
  for (const double amount : amounts) {
    // Anything above nothing shows: rounding up.
    const double height = greatest > 0 ? std::ceil(amount / greatest * 8 - 1e-9) : 0;
    out += kBlocks[static_cast<std::size_t>(std::clamp(height, 0.0, 8.0))];
  }
  return out;
}

std::string drawing(const Chart& chart, const model::Timeline& timeline) {
  if (chart.empty()) return {};
  const double end_s = chart.first_s + chart.part_s * static_cast<double>(chart.requests.size());
  std::string out = fmt::format(
      "<svg class=\"timeline\" viewBox=\"-4 -4 {} {}\" role=\"img\" aria-labelledby=\"chart-title "
      "chart-text\">\n",
      kWidth + 8, kHeight + 30);
  out += "<title id=\"chart-title\">Requests and failed requests over time</title>\n";
  out +=
      fmt::format("<desc id=\"chart-text\">At most {} in {}. {}</desc>\n", counted(chart.greatest, "request"),
                  format_seconds(chart.part_s), html(shape_in_words(timeline)));
  out += fmt::format("<path class=\"sent\" d=\"{}\"/>\n", area(chart.requests, chart.greatest));
  out += fmt::format("<path class=\"failed\" d=\"{}\"/>\n", area(chart.failed, chart.greatest));
  out += onset_mark(chart, timeline);
  out += fmt::format("<line class=\"axis\" x1=\"0\" x2=\"{0}\" y1=\"{1}\" y2=\"{1}\"/>\n", kWidth, kHeight);
  out += fmt::format("<text x=\"0\" y=\"{}\">{}</text>\n", kHeight + 18, moment(chart.first_s));
  out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n</svg>\n", kWidth, kHeight + 18,
                     moment(end_s));
  return out;
}

std::string shape_in_words(const model::Timeline& timeline) {
  const auto at = timeline.onset_s ? timeline.onset_s : timeline.first_failure_s;
  const std::string from = at ? ", from " + moment(*at) + " on" : "";
  const std::string end =
      timeline.recovered && timeline.last_failure_s ? ", over after " + moment(*timeline.last_failure_s) : "";
  switch (timeline.shape) {
    case model::Shape::none:
      return timeline.first_failure_s ? "Requests failed" + from + end + "." : "";
    case model::Shape::from_start:
      return "Requests failed from the start" + end + ".";
    case model::Shape::step:
      return "Failures set in all at once" + from + end + ".";
    case model::Shape::ramp:
      return "Failures grew gradually" + from + end + ".";
    case model::Shape::waves:
      return "Failures came in waves" + from + end + ".";
    case model::Shape::burst:
      return "One burst of failures" + from + end + ".";
    case model::Shape::tail:
      return "Only the end of the run failed" + from + ".";
    case model::Shape::sporadic:
      return "Failures were scattered over the run" + from + end + ".";
  }
  return {};
}

}  // namespace loadtriage::report
