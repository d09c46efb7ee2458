#include "model/timeline.h"

#include <algorithm>
#include <numeric>

namespace loadtriage::model {

double Series::between(double from_s, double to_s) const {
  double sum = 0;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    if (amounts[i] == 0) continue;
    const double begin = first_s + width_s * static_cast<double>(i);
    const double covered = std::min(to_s, begin + width_s) - std::max(from_s, begin);
    if (covered > 0) sum += amounts[i] * std::min(1.0, covered / width_s);
  }
  return sum;
}

double Series::total() const { return std::accumulate(amounts.begin(), amounts.end(), 0.0); }

std::string_view name_of(Shape shape) {
  switch (shape) {
    case Shape::none:
      return "none";
    case Shape::from_start:
      return "from-start";
    case Shape::step:
      return "step";
    case Shape::ramp:
      return "ramp";
    case Shape::waves:
      return "waves";
    case Shape::burst:
      return "burst";
    case Shape::tail:
      return "tail";
    case Shape::sporadic:
      return "sporadic";
  }
  return "none";
}

std::string_view name_of(Figure figure) {
  switch (figure) {
    case Figure::failed_share:
      return "failed-share";
    case Figure::throughput:
      return "throughput";
    case Figure::median_ms:
      break;
  }
  return "median-ms";
}

}  // namespace loadtriage::model
