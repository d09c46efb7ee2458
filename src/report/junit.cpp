// JUnit XML: a test case for each threshold of the script and for each cause, so that a
// CI system shows them among its tests.
#include <fmt/format.h>

#include "base/quantity.h"
#include "report/escape.h"
#include "report/reporter.h"
#include "report/story.h"
#include "report/tables.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;

// A suite counts what it holds.
struct Suite {
  std::string name;
  std::string cases;
  int tests = 0, failures = 0, skipped = 0;
};

void open_case(Suite& suite, std::string_view name, std::string_view class_name) {
  ++suite.tests;
  suite.cases += fmt::format("    <testcase name=\"{}\" classname=\"{}\">\n", xml(name), xml(class_name));
}

void close_case(Suite& suite) { suite.cases += "    </testcase>\n"; }

void fail(Suite& suite, std::string_view type, std::string_view message, std::string_view body) {
  ++suite.failures;
  suite.cases +=
      fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n", xml(type), xml(message), body);
}

void skip(Suite& suite, std::string_view message) {
  ++suite.skipped;
  suite.cases += fmt::format("      <skipped message=\"{}\"/>\n", xml(message));
}

Suite thresholds_suite(const Diagnosis& diagnosis) {
  Suite suite{"thresholds", {}};
  for (const auto& [metric, threshold, observed, of, vacuous] : all_thresholds(diagnosis)) {
    open_case(suite, metric + ": " + threshold->expression, "loadtriage.threshold");
    if (threshold->result == model::ThresholdResult::failed)
      fail(suite, "threshold",
           metric + ": " + threshold->expression + " not met" + (observed.empty() ? "" : ": " + observed),
           "");
    else if (vacuous)
      skip(suite, "passed but says nothing: " + vacuous->why);
    else if (threshold->result == model::ThresholdResult::unknown)
      skip(suite, "the inputs do not tell its result");
    close_case(suite);
  }
  return suite;
}

std::string body_of(const Diagnosis& diagnosis, const model::RankedCause& cause) {
  std::string body = "\n";
  for (const auto& measure : measures(diagnosis, cause)) body += xml(measure) + "\n";
  for (const auto* support : favouring(cause.finding)) {
    const auto place = file_place(diagnosis.evidence, support->where);
    body += xml("+ " + (place ? describe(*place) + ": " : "") + support->text) + "\n";
  }
  for (const auto* support : contradicting(cause.finding)) body += xml("- " + support->text) + "\n";
  for (const auto& step : cause.finding.next_steps) body += xml("next: " + step) + "\n";
  return body;
}

Suite causes_suite(const Diagnosis& diagnosis) {
  Suite suite{"causes", {}};
  for (const auto& cause : diagnosis.causes) {
    open_case(suite, cause.finding.id + ": " + cause.finding.title, "loadtriage.cause");
    fail(suite, cause.finding.id, sentence_of(diagnosis, cause), body_of(diagnosis, cause));
    close_case(suite);
  }
  for (const auto& wall : diagnosis.latent) {
    open_case(suite, wall.cause + ": " + wall.title, "loadtriage.latent");
    skip(suite, "not reached by this run: " + wall.text);
    close_case(suite);
  }
  return suite;
}

// A run without a cause must not look green when it was not.
Suite verdict_suite(const Diagnosis& diagnosis) {
  Suite suite{"verdict", {}};
  if (!diagnosis.causes.empty()) return suite;
  open_case(suite, "the run passed", "loadtriage.verdict");
  if (diagnosis.verdict != model::Verdict::passed)
    fail(suite, name_of(diagnosis.verdict), diagnosis.headline, xml(unexplained_sentence(diagnosis)));
  close_case(suite);
  return suite;
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", xml(name), xml(value));
}

std::string properties(const Diagnosis& diagnosis) {
  std::string out = "    <properties>\n";
  out += property("verdict", name_of(diagnosis.verdict));
  out += property("headline", diagnosis.headline);
  for (const auto& [label, value] : key_numbers(diagnosis)) out += property(label, value);
  return out + "    </properties>\n";
}

std::string describe(const Suite& suite, const std::string& head) {
  return fmt::format(
             "  <testsuite name=\"loadtriage {}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
             "skipped=\"{}\">\n",
             suite.name, suite.tests, suite.failures, suite.skipped) +
         head + suite.cases + "  </testsuite>\n";
}

std::string write_junit(const Diagnosis& diagnosis, const Style&) {
  std::string body;
  int tests = 0;
  int failures = 0;
  for (const auto& suite : {verdict_suite(diagnosis), thresholds_suite(diagnosis), causes_suite(diagnosis)}) {
    if (suite.tests == 0) continue;
    body += describe(suite, body.empty() ? properties(diagnosis) : "");
    tests += suite.tests;
    failures += suite.failures;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"loadtriage\" tests=\"{}\" "
      "failures=\"{}\" errors=\"0\">\n{}</testsuites>\n",
      tests, failures, body);
}

}  // namespace

extern const Reporter junit;
const Reporter junit = {"junit", "JUnit XML: a test case for each threshold and each cause", write_junit};

}  // namespace loadtriage::report
