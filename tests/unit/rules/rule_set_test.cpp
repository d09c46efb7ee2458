#include "rules/rule_set.h"

#include <doctest/doctest.h>

#include <cmath>

#include "rules/check.h"
#include "rules/examples.h"
#include "support/small_rules.h"

namespace loadtriage::rules {
namespace {

std::string messages(const Notices& notices) {
  std::string text;
  for (const Notice& notice : notices) text += describe(notice);
  return text;
}

RuleSet load_small(const std::map<std::string, std::string>& overlay = {}, Trust trust = Trust::check_all) {
  Sources sources = test::small_sources(test::small_files());
  sources.built_in_trust = trust;
  for (auto& document : test::small_sources(overlay).built_in) sources.overlay.push_back(document);
  static const expr::Vocabulary vocabulary = test::small_vocabulary();
  auto rules = load(std::move(sources), vocabulary);
  REQUIRE_MESSAGE(rules.ok(), (rules ? "" : messages(rules.errors())));
  return std::move(*rules);
}

ExampleScope scope_of(const RuleSet& rules, Document& document) {
  auto scope = ExampleScope::make(document, document.root, *rules.vocabulary);
  REQUIRE_MESSAGE(scope.ok(), (scope ? "" : messages(scope.errors())));
  return std::move(*scope);
}

Document body(const std::string& text) {
  auto document = parse_yaml("body.yaml", text);
  REQUIRE(document.ok());
  return std::move(*document);
}

}  // namespace

TEST_CASE("rule set: the small rules load, and nothing is to be said about them") {
  const RuleSet rules = load_small();
  CHECK(messages(check(rules)) == "");
  const Cause& cause = rules.causes.at("db.pool");
  CHECK(cause.story == "The story.\nWhat would fool the rule.");
  CHECK(cause.prior_log_odds == -3);
  CHECK(rules.signatures[0].facts[0].unit == "ms");
}

TEST_CASE("rule set: an observation whose only signature was disabled is still known, and never seen") {
  // Another signature stays: where none is left, any observation is taken.
  const RuleSet off = load_small(
      {{"my/off.yaml",
        "technology: mine\nsignatures:\n"
        "  - id: hikaricp.timeout\n    disabled: true\n"
        "  - { id: mine.other, shows: db.other, pattern: x, source: y, matches: [x], ignores: [z] }\n"}});
  REQUIRE(off.signatures.size() == 1);
  CHECK(off.signatures[0].id == "mine.other");
  CHECK(off.causes.at("db.pool").clues[0].when.type().kind == expr::Kind::boolean);
}

TEST_CASE("rule set: an overlay adds, replaces by id, and disables") {
  const RuleSet off = load_small({{"my/db/pool.yaml", "cause: db.pool\ndisabled: true\n"}});
  CHECK(off.causes.empty());
  std::string replaced = test::kSmallCause;
  replaced.replace(replaced.find("The pool ran dry"), 16, "Another title...");
  const RuleSet other = load_small({{"my/db/pool.yaml", replaced}});
  CHECK(other.causes.at("db.pool").title == "Another title...");
  const RuleSet odds = load_small({{"my/odds.yaml", "probability: { often: 0.4 }\n"}});
  CHECK(odds.odds.probability.at("often") == 0.4);
  CHECK(odds.odds.probability.at("usually") == 0.8);
}

TEST_CASE("rule set: faults of all files are reported at once") {
  auto files = test::small_files();
  files["rules/causes/db/pool.yaml"] += "titel: x\n";
  files["rules/signatures/hikaricp.yaml"] += "technologies: x\n";
  const expr::Vocabulary vocabulary = test::small_vocabulary();
  const auto rules = load(test::small_sources(files), vocabulary);
  REQUIRE_FALSE(rules.ok());
  CHECK(rules.errors().size() == 2);
}

TEST_CASE("evaluation: evidence adds to the prior, claims give `mine`, texts are filled") {
  for (const Trust trust : {Trust::check_all, Trust::checked_before}) {
    const RuleSet rules = load_small({}, trust);
    Document document = body(
        "set: { requests.failed: 60 }\nseen: { db.pool-timeout: 6 }\n"
        "facts: { pool_size: 10 }\n"
        "failures: [ { status: 500, count: 57, first_s: 30, endpoint: a }, { status: 404, count: 3 } ]\n");
    const ExampleScope scope = scope_of(rules, document);
    const Verdict verdict = evaluate(rules, rules.causes.at("db.pool"), scope);
    CHECK(verdict.considered == Truth::yes);
    CHECK(verdict.log_odds == doctest::Approx(-3 + std::log(0.8 / 0.005) + std::log(0.8 / 0.5)));
    CHECK(verdict.fires());
    CHECK(verdict.claims == std::vector<double>{57, 0});
    CHECK(verdict.onset_s == 30);
    CHECK(verdict.evidence[0].text == "6 waited");
    CHECK(verdict.evidence[0].observations == std::vector<std::string>{"db.pool-timeout"});
    CHECK(verdict.evidence[1].text == "95 % of the failures look like it");
    CHECK(verdict.evidence[2].truth == Truth::unknown);

    const model::Finding finding = make_finding(rules, verdict, scope);
    CHECK(finding.headline == "60 requests failed");
    CHECK(finding.because == std::vector<std::string>{"The pool is small"});
    CHECK(finding.support.size() == 2);
    const auto facts = facts_of(rules, verdict, scope);
    REQUIRE(facts.size() == 1);
    CHECK(describe(facts[0].second) == "10");
    const auto walls = latent_walls(rules, rules.causes.at("db.pool"), scope);
    REQUIRE(walls.size() == 1);
    CHECK(walls[0].title == "status 500");
    CHECK(walls[0].reached_at == doctest::Approx(0.57));
  }
}

TEST_CASE("evaluation: a cause whose requirement is unknown is not considered, and says so") {
  const RuleSet rules = load_small();
  Document document = body("set: {}\n");
  const Verdict verdict = evaluate(rules, rules.causes.at("db.pool"), scope_of(rules, document));
  CHECK(verdict.considered == Truth::unknown);
  CHECK_FALSE(verdict.fires());
  CHECK(explain(verdict).find("requires requests.failed > 0: unknown") != std::string::npos);
}

}  // namespace loadtriage::rules
