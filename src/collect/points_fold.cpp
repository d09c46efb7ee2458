#include "collect/points_fold.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "base/text.h"
#include "collect/point_look.h"
#include "formats/k6_metric_names.h"

namespace loadtriage::collect {
namespace {

using model::Histogram;
using model::LookStats;
using model::Sample;

constexpr std::size_t kMostTagSets = 8192;
constexpr std::size_t kMostMetrics = 2000;
constexpr std::size_t kMostChecks = 2000;
constexpr std::size_t kLongestName = 200;

// What is done with the points of a metric beyond its own sum or distribution.
enum class Part {
  nothing,
  requests,
  http_duration,
  http_connecting,
  http_timing,
  grpc_duration,
  iterations,
  iteration_duration,
  dropped_iterations,
  vus,
  vus_max,
  checks
};

struct KnownPart {
  std::string_view metric;
  Part part;
  std::optional<model::TimingPart> timing = {};
};
constexpr KnownPart kParts[] = {{"http_reqs", Part::requests},
                                {"http_req_duration", Part::http_duration},
                                {"http_req_connecting", Part::http_connecting, model::TimingPart::connecting},
                                {"http_req_blocked", Part::http_timing, model::TimingPart::blocked},
                                {"http_req_tls_handshaking", Part::http_timing, model::TimingPart::tls},
                                {"http_req_sending", Part::http_timing, model::TimingPart::sending},
                                {"http_req_waiting", Part::http_timing, model::TimingPart::waiting},
                                {"http_req_receiving", Part::http_timing, model::TimingPart::receiving},
                                {"grpc_req_duration", Part::grpc_duration},
                                {"iterations", Part::iterations},
                                {"iteration_duration", Part::iteration_duration},
                                {"dropped_iterations", Part::dropped_iterations},
                                {"vus", Part::vus},
                                {"vus_max", Part::vus_max},
                                {"checks", Part::checks}};

KnownPart known_part(std::string_view metric) {
  for (const KnownPart& known : kParts)
    if (known.metric == metric) return known;
  return {metric, Part::nothing};
}

bool is_http_timing(Part part) {
  return part == Part::http_duration || part == Part::http_connecting || part == Part::http_timing;
}

// Where the points of one metric go. What does not apply is null.
struct MetricPlace {
  std::string name;
  Part part = Part::nothing;
  std::optional<model::TimingPart> timing;
  Histogram* trend = nullptr;
  Histogram* trend_failed = nullptr;
  Histogram* trend_good = nullptr;
  double* counter = nullptr;
  std::pair<double, double>* rate = nullptr;
  double* gauge = nullptr;
  // The metric of the point that came after one of this metric the last time: the points
  // of a request always come in the same order.
  MetricPlace* successor = nullptr;
};

// Where the points with one set of tags go; looked up when first needed.
struct TagsPlace {
  std::optional<PointLook> http, grpc;
  LookStats* http_stats = nullptr;
  LookStats* grpc_stats = nullptr;
  std::uint64_t looks_moved = 0;  // when the above were looked up
  model::CheckCount* check = nullptr;
};

}  // namespace

struct PointsFold::State {
  model::Points points;
  std::unordered_map<std::string, MetricPlace> metrics;
  MetricPlace* last_metric = nullptr;
  std::unordered_map<std::uint64_t, TagsPlace> tags;
  std::uint64_t last_tags_id = 0;
  TagsPlace* last_tags = nullptr;
  model::CheckCount other_checks;  // beyond kMostChecks
  // The slice that the last point fell into, and its borders.
  model::Slice* slice = nullptr;
  std::int64_t slice_begin = 0, slice_end = 0;

  void add(const Sample& sample);
  void add_part(const MetricPlace& metric, const Sample& sample);
  void add_http(const MetricPlace& metric, const Sample& sample);
  void add_request(LookStats& stats, bool failed, const Sample& sample);
  void add_duration(LookStats& stats, bool failed, const Sample& sample);
  void add_check(const Sample& sample);
  void note_start(const Sample& sample);

  MetricPlace* metric_of(std::string_view name);
  MetricPlace* make_metric(std::string_view name);
  TagsPlace& place_of(const model::Tags& known);
  LookStats& stats_of(TagsPlace& place, const model::Tags& known, Protocol protocol);
  model::Slice& slice_of(std::int64_t time_ns);
};

// A metric of a type that nothing tells goes to all four places: Points::merge() drops
// those that a Metric line contradicts.
MetricPlace* PointsFold::State::make_metric(std::string_view name) {
  std::string key = printable(name.substr(0, kLongestName));
  if (const auto known = metrics.find(key); known != metrics.end()) return &known->second;
  if (metrics.size() >= kMostMetrics) return nullptr;
  MetricPlace& place = metrics[key];
  place.name = name;
  place.part = known_part(name).part;
  place.timing = known_part(name).timing;
  const formats::KnownMetric* known = formats::find_known_metric(name);
  const auto is = [&](model::MetricType type) { return known == nullptr || known->type == type; };
  if (is(model::MetricType::trend)) place.trend = &points.trends[key];
  if (is(model::MetricType::counter)) place.counter = &points.counters[key];
  if (is(model::MetricType::rate)) place.rate = &points.rates[key];
  if (is(model::MetricType::gauge))
    place.gauge = &points.gauges_max.try_emplace(key, std::numeric_limits<double>::lowest()).first->second;
  if (is_http_timing(place.part)) {
    place.trend_failed = &points.trends[key + "{failed}"];
    place.trend_good = &points.trends[key + "{good}"];
  }
  return &place;
}

MetricPlace* PointsFold::State::metric_of(std::string_view name) {
  if (last_metric != nullptr && last_metric->successor != nullptr && last_metric->successor->name == name)
    return last_metric = last_metric->successor;
  MetricPlace* place = make_metric(name);
  if (last_metric != nullptr) last_metric->successor = place;
  return last_metric = place;
}

TagsPlace& PointsFold::State::place_of(const model::Tags& known) {
  if (last_tags != nullptr && last_tags_id == known.id) return *last_tags;
  if (tags.size() >= kMostTagSets && tags.find(known.id) == tags.end()) tags.clear();
  last_tags = &tags[known.id];
  last_tags_id = known.id;
  return *last_tags;
}

LookStats& PointsFold::State::stats_of(TagsPlace& place, const model::Tags& known, Protocol protocol) {
  if (place.looks_moved != points.looks_moved) place.http_stats = place.grpc_stats = nullptr;
  place.looks_moved = points.looks_moved;
  LookStats*& stats = protocol == Protocol::http ? place.http_stats : place.grpc_stats;
  std::optional<PointLook>& look = protocol == Protocol::http ? place.http : place.grpc;
  if (stats != nullptr) return *stats;
  if (!look) look = look_of(known, protocol);
  points.unnamed = points.unnamed || look->unnamed;
  LookStats& found = points.stats_of(look->look);
  if (place.looks_moved != points.looks_moved) place.http_stats = place.grpc_stats = nullptr;
  place.looks_moved = points.looks_moved;
  stats = &found;
  return found;
}

model::Slice& PointsFold::State::slice_of(std::int64_t time_ns) {
  if (slice != nullptr && time_ns >= slice_begin && time_ns < slice_end) return *slice;
  slice = &points.slice_at(time_ns);
  slice_begin = time_ns - (time_ns % points.slice_ns + points.slice_ns) % points.slice_ns;
  slice_end = slice_begin + points.slice_ns;
  return *slice;
}

void PointsFold::State::note_start(const Sample& sample) {
  const auto duration_ns = static_cast<std::int64_t>(std::clamp(sample.value, 0.0, 1e9) * 1e6);
  points.earliest_start_ns = std::min(points.earliest_start_ns, sample.time_ns - duration_ns);
}

void PointsFold::State::add_request(LookStats& stats, bool failed, const Sample& sample) {
  ++stats.count;
  stats.ended.add(sample.time_ns);
  stats.first_end_ns = std::min(stats.first_end_ns, sample.time_ns);
  stats.last_end_ns = std::max(stats.last_end_ns, sample.time_ns);
  model::Slice& at = slice_of(sample.time_ns);
  at.requests += 1;
  if (failed) at.failed += 1;
}

void PointsFold::State::add_duration(LookStats& stats, bool failed, const Sample& sample) {
  stats.duration_ms.add(sample.value);
  const auto duration_ns = static_cast<std::int64_t>(std::clamp(sample.value, 0.0, 1e9) * 1e6);
  stats.first_start_ns = std::min(stats.first_start_ns, sample.time_ns - duration_ns);
  if (!failed) slice_of(sample.time_ns).good_ms.add(sample.value);
  note_start(sample);
}

void PointsFold::State::add_http(const MetricPlace& metric, const Sample& sample) {
  TagsPlace& place = place_of(*sample.tags);
  LookStats& stats = stats_of(place, *sample.tags, Protocol::http);
  const bool failed = place.http->look.failed;
  if (metric.trend_failed != nullptr) (failed ? metric.trend_failed : metric.trend_good)->add(sample.value);
  if (metric.timing) {
    model::Slice& at = slice_of(sample.time_ns);
    (failed ? at.failed_parts : at.good_parts)[static_cast<std::size_t>(*metric.timing)].add(sample.value);
  }
  if (metric.part == Part::requests) add_request(stats, failed, sample);
  if (metric.part == Part::http_duration) add_duration(stats, failed, sample);
  if (metric.part == Part::http_connecting && sample.value > 0) {
    ++stats.connected;
    stats.connecting_ms.add(sample.value);
  }
}

void PointsFold::State::add_check(const Sample& sample) {
  TagsPlace& place = place_of(*sample.tags);
  const bool passed = sample.value != 0;
  if (place.check == nullptr) {
    auto key = std::pair(printable(sample.tags->find("group").substr(0, kLongestName)),
                         printable(sample.tags->find("check").substr(0, kLongestName)));
    const bool room = points.checks.size() < kMostChecks || points.checks.count(key) > 0;
    place.check = room ? &points.checks[std::move(key)] : &other_checks;
  }
  ++(passed ? place.check->passes : place.check->fails);
  if (!passed) place.check->first_fail_ns = std::min(place.check->first_fail_ns, sample.time_ns);
  model::Slice& at = slice_of(sample.time_ns);
  (passed ? at.checks_passed : at.checks_failed) += 1;
}

void PointsFold::State::add_part(const MetricPlace& metric, const Sample& sample) {
  switch (metric.part) {
    case Part::nothing:
      return;
    case Part::requests:
    case Part::http_duration:
    case Part::http_connecting:
    case Part::http_timing:
      return add_http(metric, sample);
    case Part::grpc_duration: {
      TagsPlace& place = place_of(*sample.tags);
      LookStats& stats = stats_of(place, *sample.tags, Protocol::grpc);
      add_request(stats, place.grpc->look.failed, sample);
      return add_duration(stats, place.grpc->look.failed, sample);
    }
    case Part::iterations:
      slice_of(sample.time_ns).iterations += sample.value;
      return;
    case Part::iteration_duration:
      slice_of(sample.time_ns).iteration_ms.add(sample.value);
      return note_start(sample);
    case Part::dropped_iterations:
      slice_of(sample.time_ns).dropped_iterations += sample.value;
      return;
    case Part::vus:
    case Part::vus_max: {
      model::Slice& at = slice_of(sample.time_ns);
      std::optional<double>& greatest = metric.part == Part::vus ? at.vus : at.vus_max;
      greatest = std::max(greatest.value_or(sample.value), sample.value);
      return;
    }
    case Part::checks:
      return add_check(sample);
  }
}

void PointsFold::State::add(const Sample& sample) {
  ++points.points;
  points.first_ns = std::min(points.first_ns, sample.time_ns);
  points.last_ns = std::max(points.last_ns, sample.time_ns);
  const MetricPlace* metric = metric_of(sample.metric);
  if (metric == nullptr) return;
  if (metric->trend != nullptr) metric->trend->add(sample.value);
  if (metric->counter != nullptr) *metric->counter += sample.value;
  if (metric->rate != nullptr) (sample.value != 0 ? metric->rate->first : metric->rate->second) += 1;
  if (metric->gauge != nullptr) *metric->gauge = std::max(*metric->gauge, sample.value);
  add_part(*metric, sample);
}

PointsFold::PointsFold() : state_(std::make_unique<State>()) {}
PointsFold::~PointsFold() = default;
PointsFold::PointsFold(PointsFold&&) noexcept = default;
PointsFold& PointsFold::operator=(PointsFold&&) noexcept = default;

void PointsFold::add(const Sample& sample) { state_->add(sample); }

model::Points PointsFold::take() {
  model::Points points = std::move(state_->points);
  state_ = std::make_unique<State>();
  return points;
}

}  // namespace loadtriage::collect
