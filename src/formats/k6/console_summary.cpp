#include "formats/k6/console_summary.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "formats/k6/console_lines.h"
#include "formats/k6/metric_names.h"

namespace loadtriage::formats {
namespace {

using model::Metric;
using model::MetricType;

constexpr std::string_view kBlock = "\xE2\x96\x88 ";  // █

Metric* find(std::vector<Metric>& metrics, std::string_view key) {
  const auto found =
      std::find_if(metrics.begin(), metrics.end(), [&](const Metric& m) { return m.key() == key; });
  return found == metrics.end() ? nullptr : &*found;
}

// The type of a script's metric that k6 names in a threshold only, because it had no samples.
MetricType type_of_threshold(std::string_view expression) {
  if (expression.starts_with("rate")) return MetricType::rate;
  if (expression.starts_with("count")) return MetricType::counter;
  if (expression.starts_with("value")) return MetricType::gauge;
  return MetricType::trend;
}

}  // namespace

bool ConsoleSummary::take(std::string_view line, model::SourceRef where) {
  const auto indent = std::min(line.find_first_not_of(" \t"), line.size());
  const auto text = trim(line);
  const bool after_failed_check = std::exchange(after_failed_check_, false);
  bool taken = false;
  if (text.starts_with(kBlock)) {
    taken = take_title(text.substr(kBlock.size()), indent);
  } else if (after_failed_check && parse_check_counts(text)) {
    const auto counts = parse_check_counts(text);
    current_.checks[last_check_].passes = counts->passes;
    current_.checks[last_check_].fails = counts->fails;
    taken = true;
  } else {
    taken = take_threshold(text, where) || take_metric(text, where) || take_check(text, indent, where) ||
            is_section_name(text);
  }
  if (!taken) return false;
  open(where);
  ++current_lines_;
  return true;
}

bool ConsoleSummary::take_title(std::string_view title, std::size_t indent) {
  title = trim(title);
  const bool starts = title == "THRESHOLDS" || title == "TOTAL RESULTS";
  if (starts) {
    if (!current_.metrics.empty() || (title == "THRESHOLDS" && !thresholds_.empty())) close();
    has_blocks_ = true;
    in_thresholds_ = title == "THRESHOLDS";
    scope_.clear();
    groups_.clear();
    return true;
  }
  in_thresholds_ = false;
  while (!groups_.empty() && groups_.back().indent >= indent) groups_.pop_back();
  if (title.starts_with("SCENARIO: ")) {
    scope_ = "scenario:" + std::string(trim(title.substr(10)));
    groups_.clear();
    return true;
  }
  const bool new_style = title.starts_with("GROUP: ");
  if (!new_style && has_results()) close();
  groups_.push_back({indent, std::string(new_style ? trim(title.substr(7)) : title)});
  if (new_style) scope_ = "group:" + group_path(indent + 1);
  return true;
}

// "::outer::inner" for a line so far indented.
std::string ConsoleSummary::group_path(std::size_t indent) {
  while (!groups_.empty() && groups_.back().indent >= indent && scope_.empty()) groups_.pop_back();
  std::string path;
  for (const auto& group : groups_) path += "::" + group.name;
  return path;
}

bool ConsoleSummary::take_threshold(std::string_view line, model::SourceRef where) {
  if (!in_thresholds_) return false;
  if (auto threshold = parse_threshold_line(line)) {
    threshold->where = where;
    thresholds_[threshold_key_].push_back(std::move(*threshold));
    return true;
  }
  // The name of the metric stands alone on its line.
  const auto name = line.substr(0, line.find('{'));
  if (name.empty() || name.find_first_of(" \t.:") != std::string_view::npos) return false;
  if (line.size() != name.size() && !line.ends_with('}')) return false;
  threshold_key_ = line;
  return true;
}

bool ConsoleSummary::take_metric(std::string_view line, model::SourceRef where) {
  const auto found = parse_metric_line(line);
  if (!found) return false;
  Metric metric;
  if (!read_metric_data(found->data, metric)) return false;
  if (!found->name.empty()) metric_name_ = found->name;
  metric.name = metric_name_;
  metric.selector = found->selector;
  metric.where = where;
  if (metric.name.empty()) return false;
  // A custom trend of plain numbers prints like one of times that are all 0.
  if (const auto* known = find_known_metric(metric.name)) metric.contains = known->contains;
  if (!scope_.empty()) metric.selector = metric.selector.empty() ? scope_ : metric.selector + "," + scope_;
  if (find(current_.metrics, metric.key())) {
    if (!scope_.empty()) return true;
    close();  // the same metric again: the text of another run begins
    metric_name_ = metric.name;
  }
  in_thresholds_ = false;
  if (take_checks_total(metric)) return true;
  if (found->mark != model::ThresholdResult::unknown)
    metric.thresholds.push_back({.expression = {}, .result = found->mark, .observed = {}, .where = where});
  current_.metrics.push_back(std::move(metric));
  return true;
}

// The newer text has three lines where the older has `checks`, and JSON one metric.
bool ConsoleSummary::take_checks_total(const Metric& metric) {
  if (metric.name == "checks_total") return true;
  if (metric.name == "checks_failed") return true;
  if (metric.name != "checks_succeeded" || metric.type != MetricType::rate) return false;
  Metric checks = metric;
  checks.name = "checks";
  if (find(current_.metrics, checks.key()) && scope_.empty()) close();
  current_.metrics.push_back(std::move(checks));
  return true;
}

bool ConsoleSummary::take_check(std::string_view line, std::size_t indent, model::SourceRef where) {
  const auto mark = take_mark(line);
  if (!mark || line.empty() || line.starts_with('\'')) return false;
  if (scope_.empty() && has_results()) close();  // checks stand before the metrics
  after_failed_check_ = *mark != model::ThresholdResult::passed;
  const auto group = group_path(indent);
  auto& checks = current_.checks;
  // The blocks of groups and scenarios repeat checks that the total has told already.
  const auto told = std::find_if(checks.begin(), checks.end(), [&](const model::Check& check) {
    return !scope_.empty() && check.group.empty() && check.name == trim(line);
  });
  last_check_ = static_cast<std::size_t>(told - checks.begin());
  if (told != checks.end()) {
    told->group = group;
    return true;
  }
  if (*mark == model::ThresholdResult::passed) uncounted_.push_back(checks.size());
  checks.push_back({.name = std::string(trim(line)), .group = group, .where = where});
  return true;
}

// "HTTP", "EXECUTION", "WEB VITALS": titles of parts of the newer text.
bool ConsoleSummary::is_section_name(std::string_view line) const {
  return opened_ && !line.empty() && line.size() < 30 && std::all_of(line.begin(), line.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || c == ' ' || c == '_' || c == '-';
         });
}

void ConsoleSummary::open(model::SourceRef where) {
  if (opened_) return;
  opened_ = true;
  current_.where = where;
}

// Whether there is more than what stands before the first real metric.
bool ConsoleSummary::has_results() const {
  return std::any_of(current_.metrics.begin(), current_.metrics.end(),
                     [](const Metric& metric) { return metric.name != "checks"; });
}

void ConsoleSummary::attach_thresholds() {
  for (auto& [key, thresholds] : thresholds_) {
    Metric* metric = find(current_.metrics, key);
    if (!metric) {
      Metric absent = metric_named(key);
      if (!find_known_metric(absent.name)) absent.type = type_of_threshold(thresholds.front().expression);
      absent.where = thresholds.front().where;
      metric = &current_.metrics.emplace_back(std::move(absent));
    }
    metric->thresholds = std::move(thresholds);
  }
}

// k6 prints the passes of a check only when it also failed. What is left of the total
// is shared evenly among the others.
void ConsoleSummary::count_checks() {
  if (uncounted_.empty()) return;
  double left = 0;
  if (const Metric* checks = find(current_.metrics, "checks")) left = checks->nonzero.value_or(0);
  for (const auto& check : current_.checks) left -= check.passes;
  const double each = std::max(1.0, std::floor(left / static_cast<double>(uncounted_.size())));
  for (const auto index : uncounted_) current_.checks[index].passes = each;
  if (uncounted_.size() > 1)
    current_.notes.push_back(
        "the passes of single checks are shares of their total: the console does not print them");
}

void ConsoleSummary::close() {
  attach_thresholds();
  count_checks();
  if (current_.metrics.empty()) {
    finished_.stray_lines += current_lines_;
  } else {
    finished_.lines += current_lines_;
    current_.shape = has_blocks_ ? model::SummaryShape::console : model::SummaryShape::console_legacy;
    current_.run.duration_s = duration_from_counters(current_.metrics);
    if (const Metric* vus = find(current_.metrics, "vus_max"))
      current_.run.vus_max = vus->max ? vus->max : vus->value;
    finished_.summaries.push_back(std::move(current_));
  }
  auto finished = std::move(finished_);
  *this = ConsoleSummary();
  finished_ = std::move(finished);
}

ConsoleSummary::Finished ConsoleSummary::finish() {
  if (opened_) close();
  return std::exchange(finished_, {});
}

}  // namespace loadtriage::formats
