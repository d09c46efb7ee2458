#include "formats/tools/counts.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace loadtriage::formats::tools {
namespace {
constexpr int kFirstFailing = 400;
}  // namespace

model::RunInfo run_of(const ToolName& name) {
  model::RunInfo run;
  run.tool = name.tool;
  run.user_word = name.user;
  run.request_word = name.request;
  run.full_output = name.full_output;
  return run;
}

Counts::Counts(const ToolName& name, model::InputId input) : input_(input) {
  summary_.shape = model::SummaryShape::tool;
  summary_.where.input = input;
  summary_.run = run_of(name);
}

model::SourceRef Counts::at(std::uint64_t line) const { return {input_, line, 0}; }

model::Metric& Counts::metric(std::string_view name, model::MetricType type, std::string_view of) {
  const std::string selector = of.empty() ? std::string() : "name:" + printable(of);
  for (model::Metric& known : summary_.metrics)
    if (known.name == name && known.selector == selector) return known;
  model::Metric& made = summary_.metrics.emplace_back();
  made.name = name;
  made.selector = selector;
  made.type = type;
  made.where.input = input_;
  if (type == model::MetricType::trend) made.contains = model::Contains::time;
  return made;
}

void Counts::requests(double all, std::optional<double> failed, std::string_view name) {
  metric("http_reqs", model::MetricType::counter, name).count = all;
  if (!failed) return;
  model::Metric& rate = metric("http_req_failed", model::MetricType::rate, name);
  rate.nonzero = std::min(*failed, all);
  rate.zero = all - *rate.nonzero;
  if (all > 0) rate.share = *rate.nonzero / all;
}

model::Trend& Counts::latency(std::string_view name) {
  return metric("http_req_duration", model::MetricType::trend, name).trend;
}

void Counts::counter(std::string_view name, double count, std::optional<double> per_second) {
  model::Metric& counter = metric(name, model::MetricType::counter);
  counter.count = count;
  counter.per_second = per_second;
}

void Counts::gauge(std::string_view name, double most) { metric(name, model::MetricType::gauge).max = most; }

void Counts::threshold(std::string_view name, model::Threshold threshold) {
  const bool rate = name == "http_req_failed" || name == "checks";
  const bool count = name == "http_reqs" || name == "iterations";
  metric(name, rate    ? model::MetricType::rate
               : count ? model::MetricType::counter
                       : model::MetricType::trend)
      .thresholds.push_back(std::move(threshold));
}

void Counts::failure(model::FailureCount failure) {
  if (failure.count <= 0) return;
  failures_ += failure.count;
  failure.error = printable(failure.error);
  failure.endpoint = printable(failure.endpoint);
  for (model::FailureCount& known : summary_.failures) {
    if (known.status != failure.status || known.error != failure.error ||
        known.endpoint != failure.endpoint || known.method != failure.method)
      continue;
    known.count += failure.count;
    return;
  }
  summary_.failures.push_back(std::move(failure));
}

void Counts::status(int code, double count, std::uint64_t line) {
  if (code < kFirstFailing) return;
  model::FailureCount failure;
  failure.status = code;
  failure.count = count;
  failure.where = at(line);
  this->failure(std::move(failure));
}

bool Counts::empty() const { return summary_.metrics.empty() && summary_.failures.empty(); }

void Counts::give(Sink& sink) {
  for (const std::string& note : summary_.notes) sink.on_note(note);
  sink.on_summary(summary_);
}

}  // namespace loadtriage::formats::tools
