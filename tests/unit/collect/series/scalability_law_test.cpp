#include "collect/series/scalability_law.h"

#include <doctest/doctest.h>

#include <random>

namespace loadtriage::collect {
namespace {

// What a system with these coefficients would show, with a relative error of up to `noise`.
std::vector<LoadLevel> levels(const ScalabilityLaw& law, const std::vector<double>& loads, double noise = 0) {
  std::mt19937_64 random(7);
  std::vector<LoadLevel> out;
  for (const double load : loads) {
    const double error = static_cast<double>(random() >> 11) / 9007199254740992.0 * 2 - 1;
    out.push_back({load, law.at(load) * (1 + noise * error), 5});
  }
  return out;
}

const std::vector<double> kLoads = {1, 2, 4, 8, 12, 16, 24, 32, 48, 64};

}  // namespace

TEST_CASE("scalability law: known coefficients come back from exact throughputs") {
  const auto law = fit_scalability_law(levels({1000, 0.02, 0.0005, 1}, kLoads));
  REQUIRE(law);
  CHECK(law->lambda == doctest::Approx(1000).epsilon(1e-6));
  CHECK(law->sigma == doctest::Approx(0.02).epsilon(1e-6));
  CHECK(law->kappa == doctest::Approx(0.0005).epsilon(1e-6));
  CHECK(law->r_squared == doctest::Approx(1));
  REQUIRE(law->peak_load());
  CHECK(*law->peak_load() == doctest::Approx(44.272).epsilon(1e-4));
}

TEST_CASE("scalability law: three per cent of noise moves the peak by less than a tenth") {
  const auto law = fit_scalability_law(levels({50, 0.05, 0.001, 1}, kLoads, 0.03));
  REQUIRE(law);
  CHECK(law->lambda == doctest::Approx(50).epsilon(0.08));
  REQUIRE(law->peak_load());
  CHECK(*law->peak_load() == doctest::Approx(30.8).epsilon(0.1));
  CHECK(law->at(*law->peak_load()) ==
        doctest::Approx(ScalabilityLaw{50, 0.05, 0.001, 1}.at(30.8)).epsilon(0.05));
  CHECK(law->r_squared > 0.98);
}

TEST_CASE("scalability law: without coherency there is a ceiling and no peak") {
  const auto law = fit_scalability_law(levels({100, 0.1, 0, 1}, kLoads));
  REQUIRE(law);
  CHECK(law->sigma == doctest::Approx(0.1).epsilon(1e-6));
  CHECK(law->kappa < 1e-9);
}

TEST_CASE("scalability law: a straight line has neither contention nor coherency") {
  const auto law = fit_scalability_law(levels({3, 0, 0, 1}, kLoads, 0.01));
  REQUIRE(law);
  CHECK(law->lambda == doctest::Approx(3).epsilon(0.02));
  CHECK(law->sigma < 0.002);
  CHECK(law->kappa < 0.0001);
}

TEST_CASE("scalability law: no coefficient is negative, though more than linear would fit better") {
  std::vector<LoadLevel> more_than_linear;
  for (const double load : kLoads) more_than_linear.push_back({load, 10 * load * (1 + load / 200), 5});
  const auto law = fit_scalability_law(more_than_linear);
  REQUIRE(law);
  CHECK(law->sigma >= 0);
  CHECK(law->kappa >= 0);
}

TEST_CASE("scalability law: too few levels, too narrow a range and chaos are refused") {
  const ScalabilityLaw law{100, 0.05, 0.001, 1};
  CHECK_FALSE(fit_scalability_law({}));
  CHECK_FALSE(fit_scalability_law(levels(law, {1, 2, 4, 8, 16})));
  CHECK_FALSE(fit_scalability_law(levels(law, {20, 22, 24, 26, 28, 30, 32})));
  CHECK_FALSE(fit_scalability_law({{1, 90, 1}, {2, 3, 1}, {4, 80, 1}, {8, 5, 1}, {16, 99, 1}, {32, 1, 1}}));
  CHECK_FALSE(fit_scalability_law({{1, 0, 1}, {2, 0, 1}, {4, 0, 1}, {8, 0, 1}, {16, 0, 1}, {32, 0, 1}}));
}

}  // namespace loadtriage::collect
