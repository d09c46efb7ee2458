#include "rules/diagnose.h"

#include <doctest/doctest.h>

#include "rules/run_vocabulary.h"
#include "support/small_rules.h"

namespace loadtriage::rules {
namespace {

constexpr const char* kPool = R"(# The story.
# What would fool the rule.
cause: db.pool
title: The pool ran dry
kind: root
prior: rare
clues:
  - { saw: db.pool-timeout, when_true: usually, otherwise: hardly-ever, tell: requests waited }
examples:
  - { name: waits, expect: fires, seen: { db.pool-timeout: 6 } }
  - { name: no waits, expect: silent, set: { requests.failed: 60 } }
)";

RuleSet load_with_ceiling() {
  auto files = test::small_files();
  files["rules/odds.yaml"] = test::kSmallOdds + "ceilings: { log-alone: 0.8 }\n";
  files["rules/causes/db/pool.yaml"] = kPool;
  auto rules = load(test::small_sources(files), run_vocabulary());
  REQUIRE(rules.ok());
  return std::move(*rules);
}

model::Evidence with_pool_timeouts() {
  model::Evidence evidence;
  evidence.has_backend_log = true;
  evidence.observations["db.pool-timeout"].count = 6;
  return evidence;
}

}  // namespace

TEST_CASE("judgement: a log alone is never surer than the ceiling") {
  const RuleSet rules = load_with_ceiling();
  model::Evidence evidence = with_pool_timeouts();
  const Judgement alone = judge(rules, evidence, {});
  REQUIRE(alone.findings.size() == 1);
  CHECK(alone.findings[0].ceiling == 0.8);

  evidence.has_access_log = true;
  const Judgement counted = judge(rules, evidence, {});
  REQUIRE(counted.findings.size() == 1);
  CHECK(counted.findings[0].ceiling == 1);
}

TEST_CASE("judgement: what is as frequent in healthy seconds speaks against, and is explained") {
  const RuleSet rules = load_with_ceiling();
  model::Evidence evidence = with_pool_timeouts();
  evidence.observations["db.pool-timeout"].innocent = true;
  const Judgement judgement = judge(rules, evidence, "db.pool");
  CHECK(judgement.findings.empty());
  CHECK(
      judgement.explanation.find(
          "-0.9  db.pool-timeout was logged as often in healthy seconds as in failing ones (against): yes") !=
      std::string::npos);
}

}  // namespace loadtriage::rules
