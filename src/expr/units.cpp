#include "expr/units.h"

namespace loadtriage::expr {
namespace {

constexpr double kMsPerSecond = 1000;

// Units that only scale what they meet: 3 requests of 20 ms each, 5 % of a count.
bool is_plain(Unit unit) { return unit == Unit::none || unit == Unit::count || unit == Unit::share; }

}  // namespace

std::optional<Unit> common_unit(Unit a, Unit b) {
  if (a == b || b == Unit::none) return a;
  if (a == Unit::none) return b;
  return std::nullopt;
}

std::optional<UnitResult> product_of(Unit a, Unit b) {
  if (a == Unit::none) return UnitResult{b};
  if (b == Unit::none) return UnitResult{a};
  if (a == Unit::share) return UnitResult{b};
  if (is_plain(b)) return UnitResult{a};
  if (is_plain(a)) return UnitResult{b};
  const bool rate = a == Unit::per_second || b == Unit::per_second;
  if (rate && (a == Unit::seconds || b == Unit::seconds)) return UnitResult{Unit::count};
  if (rate && (a == Unit::ms || b == Unit::ms)) return UnitResult{Unit::count, 1 / kMsPerSecond};
  return std::nullopt;
}

std::optional<UnitResult> quotient_of(Unit a, Unit b) {
  if (a == b) return UnitResult{Unit::none};
  if (is_plain(b)) return UnitResult{a};
  if (a == Unit::ms && b == Unit::seconds) return UnitResult{Unit::none, 1 / kMsPerSecond};
  if (a == Unit::seconds && b == Unit::ms) return UnitResult{Unit::none, kMsPerSecond};
  if (!is_plain(a) || a == Unit::share) return std::nullopt;
  switch (b) {
    case Unit::seconds:
      return UnitResult{Unit::per_second};
    case Unit::ms:
      return UnitResult{Unit::per_second, kMsPerSecond};
    case Unit::per_second:
      return UnitResult{Unit::seconds};
    default:
      return std::nullopt;
  }
}

}  // namespace loadtriage::expr
