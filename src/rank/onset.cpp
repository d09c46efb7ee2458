#include "rank/onset.h"

#include <algorithm>

namespace loadtriage::rank {
namespace {

using model::Affects;
using model::Diagnosis;
using model::Evidence;
using model::RankedCause;
using model::Timeline;

// A cause of fewer failures than this share does not date the run's onset.
constexpr double kDatesOnset = 0.02;

std::optional<double> onset_of_causes(const Diagnosis& diagnosis) {
  std::optional<double> onset;
  for (const RankedCause& cause : diagnosis.causes) {
    if (!cause.share || !cause.finding.onset_s) continue;
    if (onset && cause.share.value_or(0) < kDatesOnset) continue;
    onset = std::min(onset.value_or(*cause.finding.onset_s), *cause.finding.onset_s);
  }
  return onset;
}

// A later fault may bury an earlier one under its number of failures: the onset is the
// first failed request unless those before are strays, a few among hundreds that went well.
constexpr double kFewestFailures = 3;
constexpr double kStrayShare = 0.01;

bool failing_before(const Evidence& evidence, double onset_s) {
  double failed = 0, requests = 0;
  for (const model::FailureCell& cell : evidence.failures) failed += cell.at.between(0, onset_s);
  const Timeline& timeline = evidence.timeline;
  for (const model::TimeSlice& slice : timeline.slices)
    requests += slice.requests * std::clamp((onset_s - slice.start_s) / timeline.width_s, 0.0, 1.0);
  return failed >= kFewestFailures && requests > 0 && failed >= kStrayShare * requests;
}

// What shows before a request fails (a message, latency that climbs) is not the onset yet,
// unless slowness is the trouble and failures are the exception.
std::optional<double> first_failure_of(const Diagnosis& diagnosis, double onset_s) {
  const Evidence& evidence = diagnosis.evidence;
  const std::optional<double> first = evidence.timeline.first_failure_s;
  if (!first) return onset_s;
  if (*first < onset_s) return failing_before(evidence, onset_s) ? *first : onset_s;
  const bool about_failures = diagnosis.causes.front().finding.affects == Affects::failures ||
                              evidence.failed_share().value_or(1) >= kStrayShare;
  return about_failures ? *first : onset_s;
}

// A check that every iteration ran and that never held failed in the first one, too.
bool failed_from_first_iteration(const Evidence& evidence, double failed) {
  const model::Metric* iterations = evidence.find_metric("iterations");
  if (iterations == nullptr || !iterations->count || *iterations->count <= 0) return false;
  return std::any_of(evidence.checks.begin(), evidence.checks.end(), [&](const model::Check& check) {
    return check.passes == 0 && check.fails >= *iterations->count && 2 * check.fails >= failed;
  });
}

// What no clock tells, logic may: where all requests failed, the first one did.
bool began_at_once(const Evidence& evidence) {
  const double failed = evidence.failed_requests().value_or(0);
  if (failed <= 0) return false;
  return failed >= evidence.requests().value_or(failed + 1) || failed_from_first_iteration(evidence, failed);
}

struct Sums {
  model::TimingSums parts;
  model::Histogram whole_ms;
  double requests = 0;
};

void add_slice(Sums& sums, const model::TimingSums& parts, double requests) {
  for (std::size_t i = 0; i < parts.size(); ++i) sums.parts[i].merge(parts[i]);
  sums.requests += requests;
}

std::optional<model::RequestTimes> times_of(const Sums& sums) {
  constexpr auto kPart = [](model::TimingPart part) { return static_cast<std::size_t>(part); };
  const auto mean = [&](model::TimingPart part) { return sums.parts[kPart(part)].mean(); };
  if (sums.requests <= 0 || !mean(model::TimingPart::waiting)) return std::nullopt;
  model::RequestTimes times;
  times.requests = sums.requests;
  times.blocked_ms = mean(model::TimingPart::blocked);
  times.connecting_ms = mean(model::TimingPart::connecting);
  times.tls_ms = mean(model::TimingPart::tls);
  times.sending_ms = mean(model::TimingPart::sending);
  times.waiting_ms = mean(model::TimingPart::waiting);
  times.receiving_ms = mean(model::TimingPart::receiving);
  times.p50_ms = sums.whole_ms.quantile(0.5);
  times.p95_ms = sums.whole_ms.quantile(0.95);
  return times;
}

}  // namespace

// The onset is the start of the first request that a fault made fail. Where nothing failed
// it is when checks began to fail or latency left its baseline.
void place_onset(Diagnosis& diagnosis) {
  Timeline& timeline = diagnosis.evidence.timeline;
  if (const std::optional<double> of_causes = onset_of_causes(diagnosis))
    timeline.onset_s = first_failure_of(diagnosis, *of_causes);
  if (timeline.onset_s || diagnosis.causes.empty()) return;
  const model::Finding& first = diagnosis.causes.front().finding;
  if (first.onset_s)
    timeline.onset_s = first.onset_s;
  else if (first.affects == Affects::checks)
    timeline.onset_s = timeline.first_failed_check_s;
  else if (first.affects == Affects::latency)
    timeline.onset_s = timeline.slow_onset_s;
  if (!timeline.onset_s && began_at_once(diagnosis.evidence)) timeline.onset_s = 0;
}

void split_timings(Diagnosis& diagnosis) {
  const Evidence& evidence = diagnosis.evidence;
  const model::Points& points = evidence.points;
  if (points.slices.empty() || evidence.timeline.slices.empty()) return;
  model::TimingSplit& split = diagnosis.evidence.timeline.timings;
  split.at_s = evidence.timeline.onset_s ? evidence.timeline.onset_s : evidence.timeline.slow_onset_s;
  Sums before, after, failed;
  // The timeline has the same slices, on the run's clock.
  const model::TimeSlice& last = evidence.timeline.slices.back();
  for (const auto& [number, slice] : points.slices) {
    // Requests are counted by their end, so a slice that ends by the onset is before it.
    const auto to_last = static_cast<double>(points.slices.rbegin()->first - number - 1);
    const double end_s = last.start_s - to_last * evidence.timeline.width_s;
    Sums& good = split.at_s && end_s <= *split.at_s ? before : after;
    add_slice(good, slice.good_parts, slice.requests - slice.failed);
    good.whole_ms.merge(slice.good_ms);
    add_slice(failed, slice.failed_parts, slice.failed);
  }
  for (const auto& [look, stats] : points.looks)
    if (look.failed) failed.whole_ms.merge(stats.duration_ms);
  split.before = times_of(before);
  split.after = times_of(after);
  split.failed = times_of(failed);
}

}  // namespace loadtriage::rank
