#include "collect/series/e_divisive.h"

#include <doctest/doctest.h>

#include <random>

namespace loadtriage::collect {
namespace {

// The same noise on every machine: the standard fixes the generator, not the distributions.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : random_(seed) {}
  double operator()() { return static_cast<double>(random_() >> 11) / 9007199254740992.0 - 0.5; }

 private:
  std::mt19937_64 random_;
};

void append(std::vector<double>& values, std::size_t count, double level, double spread, Noise& noise) {
  for (std::size_t i = 0; i < count; ++i) values.push_back(level + spread * noise());
}

std::vector<std::size_t> places(const std::vector<double>& values) {
  std::vector<std::size_t> out;
  for (const Split& split : e_divisive(values)) out.push_back(split.at);
  return out;
}

}  // namespace

TEST_CASE("e-divisive: a step is found where it is") {
  Noise noise(1);
  std::vector<double> values;
  append(values, 23, 10, 2, noise);
  append(values, 17, 14, 2, noise);
  const auto splits = e_divisive(values);
  REQUIRE(splits.size() == 1);
  CHECK(splits[0].at == 23);
  CHECK(splits[0].p_value == doctest::Approx(0.005));
}

TEST_CASE("e-divisive: a stretch in the middle has two borders") {
  Noise noise(2);
  std::vector<double> values;
  append(values, 30, 0, 0.1, noise);
  append(values, 8, 1, 0.1, noise);
  append(values, 30, 0, 0.1, noise);
  CHECK(places(values) == std::vector<std::size_t>{30, 38});
}

TEST_CASE("e-divisive: a change of spread alone is a change") {
  Noise noise(3);
  std::vector<double> values;
  append(values, 45, 5, 0.2, noise);
  append(values, 45, 5, 8, noise);
  const auto found = places(values);
  REQUIRE(found.size() == 1);
  CHECK(found[0] >= 42);
  CHECK(found[0] <= 48);
}

TEST_CASE("e-divisive: noise has no change in 19 of 20 sequences or more") {
  int alarms = 0;
  for (std::uint64_t seed = 100; seed < 140; ++seed) {
    Noise noise(seed);
    std::vector<double> values;
    append(values, 40, 3, 1, noise);
    alarms += e_divisive(values).empty() ? 0 : 1;
  }
  CHECK(alarms <= 2);
}

TEST_CASE("e-divisive: short and constant sequences claim nothing") {
  CHECK(e_divisive({}).empty());
  CHECK(e_divisive({1, 9, 1, 9, 9}).empty());
  CHECK(e_divisive({0, 0, 0, 9, 9, 9}).empty());  // one in ten orders of six looks like that
  CHECK(e_divisive(std::vector<double>(60, 7.0)).empty());
}

TEST_CASE("e-divisive: the same values give the same answer") {
  Noise noise(5);
  std::vector<double> values;
  append(values, 25, 1, 1.5, noise);
  append(values, 25, 2, 1.5, noise);
  CHECK(e_divisive(values) == e_divisive(values));
}

}  // namespace loadtriage::collect
