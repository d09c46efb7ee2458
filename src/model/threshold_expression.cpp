#include "model/threshold_expression.h"

#include "base/quantity.h"
#include "base/text.h"

namespace loadtriage::model {

std::string_view aggregate_of(std::string_view expression) {
  return trim(expression.substr(0, expression.find_first_of("<>=!")));
}

std::optional<double> upper_limit(std::string_view expression) {
  const auto less = expression.find('<');
  if (less == std::string_view::npos) return std::nullopt;
  auto rest = expression.substr(less + 1);
  if (rest.starts_with('=')) rest.remove_prefix(1);
  return parse_number(trim(rest));
}

std::optional<double> rank_of(std::string_view aggregate) {
  if (aggregate == "med") return 50;
  if (!aggregate.starts_with("p(") || !aggregate.ends_with(")")) return std::nullopt;
  return parse_number(aggregate.substr(2, aggregate.size() - 3));
}

}  // namespace loadtriage::model
