#include "rank/order.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace loadtriage;
using model::Affects;
using model::CauseKind;
using model::Evidence;
using model::Finding;

namespace {

constexpr double kPrior = -2.5;

// 100 requests, of which `failed` failed, in cells of the given sizes.
Evidence evidence_with(std::vector<double> cells) {
  Evidence evidence;
  double failed = 0;
  for (const double count : cells) {
    model::FailureCell cell;
    cell.count = count;
    failed += count;
    evidence.failures.push_back(cell);
  }
  model::Metric requests;
  requests.name = "http_reqs";
  requests.count = 100;
  model::Metric rate;
  rate.name = "http_req_failed";
  rate.type = model::MetricType::rate;
  rate.nonzero = failed;
  rate.zero = 100 - failed;
  rate.share = failed / 100;
  evidence.metrics["http_reqs"] = requests;
  evidence.metrics["http_req_failed"] = rate;
  return evidence;
}

Finding finding(std::string id, CauseKind kind, double log_odds, std::vector<double> claims) {
  Finding out;
  out.id = std::move(id);
  out.title = out.id;
  out.kind = kind;
  out.log_odds = log_odds;
  out.prior_log_odds = kPrior;
  out.clues.push_back({"", 0.5, 0.5 * std::exp(kPrior - log_odds)});
  out.claims = std::move(claims);
  return out;
}

std::vector<std::string> ids(const model::Diagnosis& diagnosis) {
  std::vector<std::string> out;
  for (const auto& cause : diagnosis.causes) out.push_back(cause.finding.id);
  return out;
}

}  // namespace

TEST_CASE("order: a cause of most failures stands above a surer one of few") {
  const auto diagnosis = rank::order(
      evidence_with({57, 3}),
      {finding("app.loud", CauseKind::root, 5, {0, 3}), finding("app.quiet", CauseKind::root, 2, {57, 0})},
      {}, {});
  CHECK(ids(diagnosis) == std::vector<std::string>{"app.quiet", "app.loud"});
  CHECK(diagnosis.causes[0].share == doctest::Approx(0.95));
  CHECK(diagnosis.causes[1].share == doctest::Approx(0.05));
  CHECK(diagnosis.unexplained == 0.0);
}

TEST_CASE(
    "order: a symptom stands in the chain of the root that leads to it, also through causes not found") {
  const rank::Graph graph = {{"app.boot-failure", {"app.not-found-here"}},
                             {"app.not-found-here", {"net.connection-refused"}}};
  const auto diagnosis = rank::order(evidence_with({100}),
                                     {finding("net.connection-refused", CauseKind::symptom, 4, {100}),
                                      finding("app.boot-failure", CauseKind::root, 2, {100})},
                                     {}, graph);
  REQUIRE(ids(diagnosis) == std::vector<std::string>{"app.boot-failure"});
  CHECK(diagnosis.causes[0].chain == std::vector<std::string>{"net.connection-refused"});
  CHECK(diagnosis.verdict == model::Verdict::failed);
}

TEST_CASE("order: a root that began clearly later does not produce what was there before") {
  Finding early = finding("db.pool-exhausted", CauseKind::root, 3, {60});
  early.onset_s = 10;
  Finding late = finding("db.slow-query", CauseKind::root, 3, {60});
  late.onset_s = 20;
  const rank::Graph graph = {{"db.slow-query", {"db.pool-exhausted"}}};
  CHECK(rank::order(evidence_with({60}), {early, late}, {}, graph).causes[0].chain.empty());
  late.onset_s = 8;
  const auto diagnosis = rank::order(evidence_with({60}), {early, late}, {}, graph);
  CHECK(diagnosis.causes[0].finding.id == "db.slow-query");
  CHECK(diagnosis.causes[0].chain == std::vector<std::string>{"db.pool-exhausted"});
}

TEST_CASE("order: each failed request is attributed once, and the rest is unexplained") {
  const auto diagnosis = rank::order(
      evidence_with({40, 20}),
      {finding("a.one", CauseKind::root, 3, {40, 0}), finding("b.two", CauseKind::root, 2, {40, 0})}, {}, {});
  CHECK(diagnosis.causes[0].explained == 40);
  CHECK(diagnosis.unexplained == 20.0);
}

TEST_CASE("order: two causes of one message share its probability") {
  Finding one = finding("a.one", CauseKind::root, 3, {60});
  Finding two = finding("b.two", CauseKind::root, 2, {60});
  one.clues[0].observation = two.clues[0].observation = "pool-wait";
  const auto diagnosis = rank::order(evidence_with({60}), {one, two}, {}, {});
  REQUIRE(diagnosis.causes.size() == 1);
  CHECK(diagnosis.causes[0].finding.id == "a.one");
  REQUIRE(diagnosis.alternatives.size() == 1);
  CHECK(diagnosis.alternatives[0].finding.id == "b.two");
  CHECK(diagnosis.causes[0].confidence > diagnosis.alternatives[0].confidence);
}

TEST_CASE("order: causes of failures are none where nothing failed") {
  const auto diagnosis =
      rank::order(evidence_with({}), {finding("app.unhandled-error", CauseKind::root, 5, {})}, {}, {});
  CHECK(diagnosis.causes.empty());
  CHECK(diagnosis.verdict == model::Verdict::passed);
}

TEST_CASE("order: what speaks against a cause more than for it leaves the reason unknown") {
  const auto diagnosis =
      rank::order(evidence_with({60}), {finding("app.maybe", CauseKind::root, -5, {60})}, {}, {});
  CHECK(diagnosis.causes.empty());
  CHECK(diagnosis.verdict == model::Verdict::failed);
  CHECK(diagnosis.headline.find("do not say why") != std::string::npos);
}

TEST_CASE("order: latent walls come in the order in which load meets them") {
  const auto diagnosis =
      rank::order(evidence_with({}), {}, {{"b", "far", "", 0.9, ""}, {"a", "near", "", 0.1, ""}}, {});
  REQUIRE(diagnosis.latent.size() == 2);
  CHECK(diagnosis.latent[0].title == "near");
}

TEST_CASE("order: refusals that every check of the script expects are no failure") {
  Evidence evidence = evidence_with({30});
  evidence.failures[0].status = 404;
  evidence.checks.push_back({"status is 200 or 404", "", 100, 0, {}});
  CHECK(rank::order(evidence, {}, {}, {}).verdict == model::Verdict::passed);
  evidence.failures[0].status = 500;
  CHECK(rank::order(evidence, {}, {}, {}).verdict == model::Verdict::failed);
}

TEST_CASE("order: inputs that count no request are not called passed") {
  const auto diagnosis = rank::order(Evidence{}, {}, {}, {});
  CHECK(diagnosis.verdict == model::Verdict::invalid);
  CHECK(diagnosis.headline.find("can't be judged") != std::string::npos);
}
