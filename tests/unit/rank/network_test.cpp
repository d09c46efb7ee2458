#include "rank/network.h"

#include <doctest/doctest.h>

#include <cmath>

namespace loadtriage::rank {
namespace {

using model::Clue;

Node node(double prior, std::vector<Clue> clues, std::vector<double> covers = {1}) {
  Node made;
  made.prior = prior;
  made.clues = std::move(clues);
  made.covers = std::move(covers);
  return made;
}

const Clue kPoolWait = {"pool-wait", 0.5, 0.005};
const Clue kLockWait = {"lock-wait", 0.5, 0.005};

}  // namespace

TEST_CASE("network: nothing to explain and nothing that speaks leaves the prior") {
  const Posterior posterior = infer({{node(0.2, {}, {0})}, {0}});
  CHECK(posterior.at_work[0] == doctest::Approx(0.2));
  CHECK(posterior.none == doctest::Approx(0.8));
}

TEST_CASE("network: one cause is Bayes' rule, so a reader can check it by hand") {
  // Odds 0.05 / 0.95, times 0.5 / 0.005 for the message, times e^4 for the failures it accounts for.
  const Posterior posterior = infer({{node(0.05, {kPoolWait})}, {4}});
  const double odds = 0.05 / 0.95 * 100 * std::exp(4);
  CHECK(posterior.at_work[0] == doctest::Approx(odds / (1 + odds)));
}

TEST_CASE("network: a message that one cause explains no longer speaks for another") {
  const Posterior alone = infer({{node(0.05, {kPoolWait})}, {2}});
  Node sure = node(0.05, {kPoolWait, kLockWait});
  const Posterior both = infer({{node(0.05, {kPoolWait}), sure}, {2}});
  CHECK(alone.at_work[0] > 0.9);
  CHECK(both.at_work[1] > 0.9);
  CHECK(both.at_work[0] < 0.15);
}

TEST_CASE("network: a root takes the messages of what it produces") {
  Node locks = node(0.05, {kLockWait});
  locks.effects = {{1, 0.7}};
  const Posterior posterior = infer({{locks, node(0.05, {kPoolWait})}, {3}});
  CHECK(posterior.at_work[0] > 0.9);
  CHECK(posterior.at_work[1] < 0.15);
  CHECK(posterior.sets.front().nodes == std::vector<std::size_t>{0});
}

TEST_CASE("network: two faults that each account for a part are both at work") {
  const Posterior posterior =
      infer({{node(0.05, {kPoolWait}, {1, 0}), node(0.05, {kLockWait}, {0, 1})}, {2, 2}});
  CHECK(posterior.at_work[0] > 0.9);
  CHECK(posterior.at_work[1] > 0.9);
  CHECK(posterior.sets.front().nodes == std::vector<std::size_t>{0, 1});
}

TEST_CASE("network: an effect that did not happen does not speak against its cause") {
  Node crash = node(0.05, {kPoolWait});
  const double without = infer({{crash}, {0}}).at_work[0];
  crash.effects = {{1, 0.7}};
  crash.covers = {1};
  const Node excluded = node(0.05, {{"", 0.005, 0.95}}, {0});
  const double with = infer({{crash, excluded}, {0}}).at_work[0];
  CHECK(with > 0.8 * without);
}

TEST_CASE("network: probabilities of all sets add up") {
  const Posterior posterior = infer({{node(0.1, {kPoolWait}), node(0.3, {kLockWait}), node(0.02, {})}, {4}});
  double sum = 0;
  for (const CauseSet& set : posterior.sets) sum += set.probability;
  CHECK(sum == doctest::Approx(1));
}

}  // namespace loadtriage::rank
