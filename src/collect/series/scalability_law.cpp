#include "collect/series/scalability_law.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace loadtriage::collect {
namespace {

constexpr std::size_t kFewestLevels = 6;
constexpr double kNarrowestRange = 4;
constexpr double kWorstFit = 0.9;

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

// Solves a symmetric system for the unknowns that are `free`; the others stay 0.
std::optional<Vector> solve(Matrix matrix, Vector right, const std::array<bool, 3>& free) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (free[i]) continue;
    for (std::size_t j = 0; j < 3; ++j) matrix[i][j] = matrix[j][i] = 0;
    matrix[i][i] = 1;
    right[i] = 0;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    std::size_t pivot = i;
    for (std::size_t row = i + 1; row < 3; ++row)
      if (std::abs(matrix[row][i]) > std::abs(matrix[pivot][i])) pivot = row;
    std::swap(matrix[i], matrix[pivot]);
    std::swap(right[i], right[pivot]);
    if (!(std::abs(matrix[i][i]) > 1e-300)) return std::nullopt;
    for (std::size_t row = 0; row < 3; ++row) {
      if (row == i) continue;
      const double factor = matrix[row][i] / matrix[i][i];
      for (std::size_t column = i; column < 3; ++column) matrix[row][column] -= factor * matrix[i][column];
      right[row] -= factor * right[i];
    }
  }
  return Vector{right[0] / matrix[0][0], right[1] / matrix[1][1], right[2] / matrix[2][2]};
}

// N / X is linear in 1 / lambda, sigma / lambda and kappa / lambda. An error of X shows in
// N / X multiplied by N / X^2, so the levels are weighed by the square of its reciprocal;
// X is taken from the last fit, and the fit repeated until it stands still.
Vector terms_of(double load) { return {1, load - 1, load * (load - 1)}; }

std::optional<Vector> fit_linear(const std::vector<LoadLevel>& levels, const std::vector<double>& expected,
                                 const std::array<bool, 3>& free) {
  Matrix matrix{};
  Vector right{};
  for (std::size_t k = 0; k < levels.size(); ++k) {
    const LoadLevel& level = levels[k];
    const Vector terms = terms_of(level.load);
    // (X - X') seen to first order: X' - X = X' (X / N) (N / X - N / X').
    const double slope = expected[k] * level.per_second / level.load;
    const double weight = level.seconds * slope * slope;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) matrix[i][j] += weight * terms[i] * terms[j];
      right[i] += weight * terms[i] * level.load / level.per_second;
    }
  }
  return solve(matrix, right, free);
}

ScalabilityLaw law_of(const Vector& linear) {
  ScalabilityLaw law;
  law.lambda = 1 / linear[0];
  law.sigma = linear[1] / linear[0];
  law.kappa = linear[2] / linear[0];
  return law;
}

double squared_error(const ScalabilityLaw& law, const std::vector<LoadLevel>& levels) {
  double sum = 0;
  for (const LoadLevel& level : levels)
    sum += level.seconds * std::pow(level.per_second - law.at(level.load), 2);
  return sum;
}

std::optional<ScalabilityLaw> fit(const std::vector<LoadLevel>& levels, const std::array<bool, 3>& free) {
  std::vector<double> expected;
  for (const LoadLevel& level : levels) expected.push_back(level.per_second);
  std::optional<ScalabilityLaw> best;
  double least = 0;
  for (int round = 0; round < 50; ++round) {
    const auto linear = fit_linear(levels, expected, free);
    if (!linear || !((*linear)[0] > 0) || (*linear)[1] < 0 || (*linear)[2] < 0) return best;
    const ScalabilityLaw law = law_of(*linear);
    const double error = squared_error(law, levels);
    if (!std::isfinite(error)) return best;
    if (best && !(error < least * (1 - 1e-9))) return best;
    best = law;
    least = error;
    for (std::size_t k = 0; k < levels.size(); ++k) expected[k] = law.at(levels[k].load);
  }
  return best;
}

double r_squared_of(const ScalabilityLaw& law, const std::vector<LoadLevel>& levels) {
  double weights = 0, sum = 0;
  for (const LoadLevel& level : levels) {
    weights += level.seconds;
    sum += level.seconds * level.per_second;
  }
  double variance = 0;
  for (const LoadLevel& level : levels)
    variance += level.seconds * std::pow(level.per_second - sum / weights, 2);
  return variance > 0 ? 1 - squared_error(law, levels) / variance : 0;
}

bool say_enough(const std::vector<LoadLevel>& levels) {
  if (levels.size() < kFewestLevels) return false;
  double least = levels.front().load, greatest = 0;
  for (const LoadLevel& level : levels) {
    if (!(level.load > 0) || !(level.per_second > 0) || !(level.seconds > 0)) return false;
    least = std::min(least, level.load);
    greatest = std::max(greatest, level.load);
  }
  return greatest >= kNarrowestRange * least;
}

}  // namespace

double ScalabilityLaw::at(double load) const {
  return lambda * load / (1 + sigma * (load - 1) + kappa * load * (load - 1));
}

std::optional<double> ScalabilityLaw::peak_load() const {
  if (!(kappa > 0) || sigma >= 1) return std::nullopt;
  return std::sqrt((1 - sigma) / kappa);
}

std::optional<ScalabilityLaw> fit_scalability_law(const std::vector<LoadLevel>& levels) {
  if (!say_enough(levels)) return std::nullopt;
  // With three unknowns the best without a negative one is among these.
  std::optional<ScalabilityLaw> best;
  double least = 0;
  for (const std::array<bool, 3>& free : {std::array{true, true, true}, std::array{true, true, false},
                                          std::array{true, false, true}, std::array{true, false, false}}) {
    const auto law = fit(levels, free);
    if (!law) continue;
    const double error = squared_error(*law, levels);
    if (best && error >= least) continue;
    best = law;
    least = error;
  }
  if (!best || best->sigma > 1) return std::nullopt;
  best->r_squared = r_squared_of(*best, levels);
  if (!(best->r_squared >= kWorstFit)) return std::nullopt;
  return best;
}

}  // namespace loadtriage::collect
