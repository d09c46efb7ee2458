#include <doctest/doctest.h>

#include <string>

#include "base/text.h"
#include "report/chart.h"
#include "report/reporter.h"
#include "report/wrap.h"
#include "support/sample_diagnosis.h"

using namespace loadtriage;

namespace {

std::string write(const model::Diagnosis& diagnosis,
                  report::Style::Detail detail = report::Style::Detail::normal) {
  report::Style style;
  style.detail = detail;
  return report::find_reporter("terminal")->write(diagnosis, style);
}

bool stands_before(const std::string& text, std::string_view first, std::string_view second) {
  const auto at = text.find(first);
  return at != std::string::npos && text.find(second, at) != std::string::npos;
}

}  // namespace

TEST_CASE("terminal: what happened comes before what would happen, and both before what to do") {
  const std::string text = write(test::boot_failure());
  CHECK(stands_before(text, "FAILED", "PRIMARY"));
  CHECK(stands_before(text, "PRIMARY", "Smoking gun"));
  CHECK(stands_before(text, "Smoking gun", "LATENT"));
  CHECK(stands_before(text, "LATENT", "Verify"));
  CHECK(stands_before(text, "Verify", "Next\n"));
}

TEST_CASE("terminal: the verdict's sentence is not said again below it") {
  const std::string text = write(test::boot_failure());
  const auto first = text.find("nothing listened on");
  REQUIRE(first != std::string::npos);
  CHECK(text.find("nothing listened on", first + 1) == std::string::npos);
}

TEST_CASE("terminal: a run that failed all along gets no picture of it") {
  CHECK_FALSE(contains(write(test::boot_failure()), "Timeline"));
  CHECK(contains(write(test::pool_exhausted()), "Timeline"));
}

TEST_CASE("terminal: what contradicts a cause is shown as such") {
  CHECK(
      contains(write(test::pool_exhausted()), "against          the database's own log shows no slow query"));
}

TEST_CASE("terminal: nothing known is a short report, not a broken one") {
  const std::string text = write(test::empty_diagnosis());
  CHECK(text.starts_with("loadtriage  k6 · nothing was read\n\nPASSED"));
}

TEST_CASE("terminal: verbose adds the weights of the evidence") {
  CHECK_FALSE(contains(write(test::pool_exhausted()), "[+3.0]"));
  CHECK(contains(write(test::pool_exhausted(), report::Style::Detail::verbose), "[+3.0]"));
}

TEST_CASE("wrap: a unit stays with its number and a long token whole") {
  CHECK(report::wrap("it took 97 % of it", 10) == std::vector<std::string>{"it took", "97 % of it"});
  CHECK(report::wrap("a 12345678901 b", 5) == std::vector<std::string>{"a", "12345678901", "b"});
  CHECK(report::wrap("", 5) == std::vector<std::string>{""});
}

TEST_CASE("chart: parts hold whole slices and lose no request") {
  const auto timeline = test::pool_exhausted().evidence.timeline;
  double expected = 0;
  for (const auto& slice : timeline.slices) expected += slice.requests;
  for (const std::size_t most : {1U, 7U, 59U, 60U, 500U}) {
    const auto chart = report::make_chart(timeline, most);
    double sum = 0;
    for (const double requests : chart.requests) sum += requests;
    CHECK(sum == doctest::Approx(expected));
    CHECK(chart.requests.size() <= most);
  }
}

TEST_CASE("chart: a block shows for any amount, none for nothing") {
  CHECK(report::blocks({0, 0.01, 4, 8}, 8) == " ▁▄█");
  CHECK(report::blocks({1, 2}, 0) == "  ");
}
