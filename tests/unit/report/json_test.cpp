#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "report/reporter.h"
#include "support/sample_diagnosis.h"

using namespace loadtriage;
using nlohmann::json;

namespace {

json document_of(const model::Diagnosis& diagnosis, std::string_view format = "json") {
  return json::parse(report::find_reporter(format)->write(diagnosis, {}));
}

}  // namespace

TEST_CASE("json: latent causes come last and ranks go on counting") {
  const json causes = document_of(test::boot_failure())["causes"];
  REQUIRE(causes.size() == 3);
  CHECK(causes[0]["id"] == "app.boot-failure");
  CHECK(causes[0]["latent"] == false);
  CHECK(causes[2]["latent"] == true);
  CHECK(causes[2]["rank"] == 3);
}

TEST_CASE("json: what is not known is absent, not zero") {
  const json report = document_of(test::empty_diagnosis());
  CHECK(report["run"] == json{{"tool", "k6"}});
  CHECK(report["causes"].empty());
  CHECK(report["facts"].empty());
  CHECK_FALSE(report.contains("unexplained"));
}

TEST_CASE("json: the run's start, onset and counts are those of the diagnosis") {
  const json run = document_of(test::boot_failure())["run"];
  CHECK(run["start"] == "2026-11-23T07:53:58Z");
  CHECK(run["onset_s"] == 0);
  CHECK(run["requests"] == 2450);
  CHECK(run["failed_share"] == 1);
  CHECK(document_of(test::pool_exhausted())["run"]["onset_s"] == 30.2);
}

TEST_CASE("json: evidence says for or against and points at its line") {
  const json evidence = document_of(test::pool_exhausted())["causes"][0]["evidence"];
  CHECK(evidence[0]["for"] == true);
  CHECK(evidence[0]["source"] == json{{"file", "app.log"}, {"line", 812}});
  CHECK(evidence[2]["for"] == false);
  CHECK(evidence[2]["source"] == json{{"file", "postgresql.log"}});
}

TEST_CASE("json: the first cause's number stands before a setting of the same name") {
  auto diagnosis = test::boot_failure();
  diagnosis.causes[0].finding.facts = {{"pool_size", 12, "connections", "12"}};
  const json facts = document_of(diagnosis)["facts"];
  CHECK(facts["pool_size"]["value"] == 12);
  CHECK(facts["pool_size"]["source"] == "logs/backend.log:2");
  CHECK(facts["vus_max"]["value"] == 120);
}

TEST_CASE("sarif: causes are results with places, odd inputs are notifications") {
  const json run = document_of(test::pool_exhausted(), "sarif")["runs"][0];
  CHECK(run["results"][0]["ruleId"] == "db.pool-exhausted");
  const json physical = run["results"][0]["locations"][0]["physicalLocation"];
  CHECK(physical["artifactLocation"]["uri"] == "app.log");
  CHECK(physical["region"]["startLine"] == 812);
  CHECK(run["invocations"][0]["toolExecutionNotifications"].size() == 3);
  CHECK(run["tool"]["driver"]["rules"].size() == 2);
}

TEST_CASE("gitlab: entries have a place and keep their fingerprint when lines move") {
  auto diagnosis = test::pool_exhausted();
  const json before = document_of(diagnosis, "gitlab");
  diagnosis.causes[0].finding.support[0].where->line = 999;
  const json after = document_of(diagnosis, "gitlab");
  CHECK(before[0]["location"]["lines"]["begin"] == 812);
  CHECK(after[0]["location"]["lines"]["begin"] == 999);
  CHECK(before[0]["fingerprint"] == after[0]["fingerprint"]);
  CHECK(before[0]["fingerprint"] != before[1]["fingerprint"]);
}

TEST_CASE("junit: the failure message of the first cause is the verdict's sentence") {
  const auto diagnosis = test::boot_failure();
  const std::string text = report::find_reporter("junit")->write(diagnosis, {});
  CHECK(text.find("<failure type=\"app.boot-failure\" message=\"" + diagnosis.headline + "\">") !=
        std::string::npos);
}

TEST_CASE("junit: a failed run without a cause is not green") {
  model::Diagnosis diagnosis;
  diagnosis.verdict = model::Verdict::failed;
  diagnosis.headline = "40 requests failed and nothing says why";
  const std::string text = report::find_reporter("junit")->write(diagnosis, {});
  CHECK(text.find("failures=\"1\"") != std::string::npos);
}
