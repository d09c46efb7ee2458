// The Universal Scalability Law fitted to measured loads and throughputs.
//
// N. J. Gunther: Guerrilla Capacity Planning, Springer 2007, chapters 4 to 6:
// X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)).
// Of sigma = kappa = 0 the throughput grows with the load without end; sigma bends it
// towards a ceiling, kappa makes it fall again beyond the peak.
#pragma once
#include <optional>
#include <vector>

namespace loadtriage::collect {

struct LoadLevel {
  double load = 0;        // VUs, or requests in flight
  double per_second = 0;  // mean throughput at that load
  double seconds = 0;     // how long it was seen: its weight
};

struct ScalabilityLaw {
  double lambda = 0, sigma = 0, kappa = 0;
  double r_squared = 0;
  double at(double load) const;
  // The load of the greatest throughput; nothing where the curve never falls.
  std::optional<double> peak_load() const;
};

// By weighted least squares of the throughputs, none of the coefficients below zero and
// sigma not above one. Nothing where the levels say too little: fewer than six, less than
// a factor of four between them, or a curve that explains less than nine tenths of their
// variance.
std::optional<ScalabilityLaw> fit_scalability_law(const std::vector<LoadLevel>& levels);

}  // namespace loadtriage::collect
