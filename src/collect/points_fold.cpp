#include "collect/points_fold.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/addresses.h"
#include "base/redact.h"
#include "base/text.h"
#include "collect/known_looks.h"
#include "formats/k6/metric_names.h"

namespace loadtriage::collect {
namespace {

using model::Histogram;
using model::LookStats;
using model::Sample;

constexpr std::size_t kMostTagSets = 8192;  // a power of two
constexpr std::size_t kMostNumberedMetrics = 8192;
constexpr std::size_t kMostMetrics = 2000;
constexpr std::size_t kMostChecks = 2000;
constexpr std::size_t kLongestName = 200;
constexpr double kLargest = 1e15;

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
  Part part = Part::nothing;
  std::optional<model::TimingPart> timing;
  Histogram* trend = nullptr;
  Histogram* trend_failed = nullptr;
  Histogram* trend_good = nullptr;
  double* counter = nullptr;
  std::pair<double, double>* rate = nullptr;
  double* gauge = nullptr;
};

// Where the points with one set of tags go; looked up when first needed.
struct TagsPlace {
  std::uint64_t id = 0;          // of the tags
  std::uint64_t generation = 0;  // of the looks, when they were looked up
  KnownLooks::Known* http = nullptr;
  KnownLooks::Known* grpc = nullptr;
  model::CheckCount* check = nullptr;
};

}  // namespace

struct PointsFold::State {
  model::Points points;
  std::unordered_map<std::string, MetricPlace> metrics;
  std::vector<const MetricPlace*> numbered_metrics;  // by model::MetricName::id; null: not looked up
  KnownLooks looks;
  // By the lower bits of model::Tags::id. Ids are given out in order, so those in use share
  // no place; should two do, what is known is looked up again.
  std::vector<TagsPlace> tags;
  model::CheckCount other_checks;  // beyond kMostChecks
  // The slice that the last point fell into, and its borders.
  model::Slice* slice = nullptr;
  std::int64_t slice_begin = 0, slice_end = 0;
  std::string last_authority;  // of the last URL that was looked at

  void add(const Sample& sample);
  void add_part(const MetricPlace& metric, const Sample& sample);
  void add_http(const MetricPlace& metric, const Sample& sample);
  void add_request(LookStats& stats, bool failed, const Sample& sample);
  void add_duration(LookStats& stats, bool failed, const Sample& sample);
  void add_check(const Sample& sample);
  void note_start(const Sample& sample);

  const MetricPlace* metric_of(const model::MetricName& name);
  const MetricPlace* make_metric(std::string_view name);
  TagsPlace& place_of(const model::Tags& known);
  void note_target(const model::Tags& known);
  KnownLooks::Known& look_of(const model::Tags& known, Protocol protocol);
  void sum_timings();
  model::Slice& slice_of(std::int64_t time_ns);
};

// A metric of a type that nothing tells goes to all four places: Points::merge() drops
// those that a Metric line contradicts.
const MetricPlace* PointsFold::State::make_metric(std::string_view name) {
  std::string key = printable(redact(name.substr(0, kLongestName)));
  if (const auto known = metrics.find(key); known != metrics.end()) return &known->second;
  if (metrics.size() >= kMostMetrics) return nullptr;
  MetricPlace& place = metrics[key];
  place.part = known_part(name).part;
  place.timing = known_part(name).timing;
  const formats::KnownMetric* known = formats::find_known_metric(name);
  const auto is = [&](model::MetricType type) { return known == nullptr || known->type == type; };
  if (is(model::MetricType::trend) && !is_http_timing(place.part)) place.trend = &points.trends[key];
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

const MetricPlace* PointsFold::State::metric_of(const model::MetricName& name) {
  if (name.id < numbered_metrics.size() && numbered_metrics[name.id] != nullptr)
    return numbered_metrics[name.id];
  const MetricPlace* place = make_metric(name.text);
  if (name.id < kMostNumberedMetrics) {
    numbered_metrics.resize(std::max<std::size_t>(numbered_metrics.size(), name.id + 1));
    numbered_metrics[name.id] = place;
  }
  return place;
}

TagsPlace& PointsFold::State::place_of(const model::Tags& known) {
  if (known.id >= tags.size() && tags.size() < kMostTagSets)
    tags.resize(std::min(kMostTagSets, std::bit_ceil(static_cast<std::size_t>(known.id) + 1)));
  TagsPlace& place = tags[known.id & (tags.size() - 1)];
  if (place.id != known.id) {
    place = {};
    place.id = known.id;
  }
  return place;
}

void PointsFold::State::note_target(const model::Tags& known) {
  constexpr std::size_t kLongestAuthority = 200;
  const std::string_view url = known.find("url");
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return;
  const std::string_view authority =
      url.substr(0, std::min({url.find_first_of("/?#", scheme + 3), url.size(), kLongestAuthority}));
  if (authority == last_authority) return;
  last_authority = authority;
  const auto address = read_address(authority);
  if (!address) return;
  points.targets.insert(describe(*address));
  if (points.targets.size() > model::Points::kMostTargets)
    points.targets.erase(std::prev(points.targets.end()));
}

KnownLooks::Known& PointsFold::State::look_of(const model::Tags& known, Protocol protocol) {
  TagsPlace& place = place_of(known);
  KnownLooks::Known*& look = protocol == Protocol::http ? place.http : place.grpc;
  if (look != nullptr && place.generation == looks.generation()) return *look;
  note_target(known);
  KnownLooks::Known& found = looks.of(known, protocol);
  points.unnamed = points.unnamed || found.unnamed;
  if (place.generation != looks.generation()) place.http = place.grpc = nullptr;
  place.generation = looks.generation();
  look = &found;
  return *look;
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
  KnownLooks::Known& look = look_of(*sample.tags, Protocol::http);
  LookStats& stats = KnownLooks::stats_of(look, points);
  const bool failed = look.failed;
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
    const auto shown = [&](std::string_view tag) {
      return printable(redact(sample.tags->find(tag).substr(0, kLongestName)));
    };
    auto key = std::pair(shown("group"), shown("check"));
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
      KnownLooks::Known& look = look_of(*sample.tags, Protocol::grpc);
      LookStats& stats = KnownLooks::stats_of(look, points);
      add_request(stats, look.failed, sample);
      return add_duration(stats, look.failed, sample);
    }
    case Part::iterations:
      slice_of(sample.time_ns).iterations += sample.value;
      return;
    case Part::iteration_duration:
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
  // No test measures this: an infinite sum would hide what the others say.
  if (!(sample.value >= -kLargest && sample.value <= kLargest)) return;
  ++points.points;
  points.first_ns = std::min(points.first_ns, sample.time_ns);
  points.last_ns = std::max(points.last_ns, sample.time_ns);
  const MetricPlace* metric = metric_of(sample.metric);
  if (metric == nullptr) return;
  if (metric->trend != nullptr) metric->trend->add(sample.value);
  // Counters of k6 only grow.
  if (metric->counter != nullptr) *metric->counter += std::max(sample.value, 0.0);
  if (metric->rate != nullptr) (sample.value != 0 ? metric->rate->first : metric->rate->second) += 1;
  if (metric->gauge != nullptr) *metric->gauge = std::max(*metric->gauge, sample.value);
  add_part(*metric, sample);
}

// The timings of all requests are those of the failed and those of the others.
void PointsFold::State::sum_timings() {
  for (const auto& [name, place] : metrics) {
    if (place.trend_failed == nullptr) continue;
    model::Histogram& all = points.trends[name];
    all.merge(*place.trend_failed);
    all.merge(*place.trend_good);
  }
}

PointsFold::PointsFold() : state_(std::make_unique<State>()) {}
PointsFold::~PointsFold() = default;
PointsFold::PointsFold(PointsFold&&) noexcept = default;
PointsFold& PointsFold::operator=(PointsFold&&) noexcept = default;

void PointsFold::add(const Sample& sample) { state_->add(sample); }

model::Points PointsFold::take() {
  state_->sum_timings();
  model::Points points = std::move(state_->points);
  state_ = std::make_unique<State>();
  return points;
}

}  // namespace loadtriage::collect
