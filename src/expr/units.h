// What units give together.
#pragma once
#include <optional>

#include "expr/value.h"

namespace loadtriage::expr {

struct UnitResult {
  Unit unit = Unit::none;
  double scale = 1;  // to multiply the plain product or quotient with
};

// Sums and comparisons: the same unit, or one of them has none.
std::optional<Unit> common_unit(Unit a, Unit b);
// Nothing where the result would have a unit that we do not have (ms * ms).
std::optional<UnitResult> product_of(Unit a, Unit b);
std::optional<UnitResult> quotient_of(Unit a, Unit b);

}  // namespace loadtriage::expr
