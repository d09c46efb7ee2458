#include "expr/value.h"

#include <cmath>
#include <utility>

#include "base/quantity.h"
#include "base/text.h"

namespace loadtriage::expr {
namespace {

std::string describe_number(const Value::Number& number) {
  const double value = number.value;
  switch (number.unit) {
    case Unit::none:
      return value == std::floor(value) ? format_count(value) : format_number(value);
    case Unit::count:
      // Of an average, such as requests in flight; beside ten, parts of one say nothing.
      return format_count(value < 10 ? value : std::round(value));
    case Unit::share:
      return format_share(value);
    case Unit::ms:
      return format_ms(value);
    case Unit::seconds:
      return format_seconds(value);
    case Unit::bytes:
      return format_bytes(value);
    case Unit::per_second:
      return format_rate(value);
  }
  return {};
}

// "a, b and c"
std::string describe_list(const Value::List& list) {
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) text += i + 1 == list.size() ? " and " : ", ";
    text += describe(list[i]);
  }
  return list.empty() ? "none" : text;
}

std::string describe_record(const Value::Record& record) {
  std::vector<std::string> fields;
  for (const auto& [name, value] : record) {
    if (value.known()) fields.push_back(name + " " + describe(value));
  }
  return join(fields, ", ");
}

}  // namespace

std::string_view name_of(Unit unit) {
  switch (unit) {
    case Unit::none:
      return "no unit";
    case Unit::count:
      return "count";
    case Unit::share:
      return "share";
    case Unit::ms:
      return "ms";
    case Unit::seconds:
      return "seconds";
    case Unit::bytes:
      return "bytes";
    case Unit::per_second:
      return "per second";
  }
  return {};
}

Type Type::list_of(Type element) {
  Type type{Kind::list};
  type.element = std::make_shared<const Type>(std::move(element));
  return type;
}

Type Type::record(std::map<std::string, Type> fields) {
  Type type{Kind::record};
  type.fields = std::make_shared<const std::map<std::string, Type>>(std::move(fields));
  return type;
}

std::string describe(const Type& type) {
  switch (type.kind) {
    case Kind::boolean:
      return "condition";
    case Kind::number:
      return type.unit == Unit::none ? "number" : "number (" + std::string(name_of(type.unit)) + ")";
    case Kind::text:
      return "text";
    case Kind::list:
      return "list of " + describe(*type.element);
    case Kind::record:
      return "record";
  }
  return {};
}

Value Value::of(bool value) {
  Value result;
  result.data_ = value;
  return result;
}

Value Value::of(double value, Unit unit) {
  Value result;
  // What arithmetic cannot say is not known.
  if (std::isfinite(value)) result.data_ = Number{value, unit};
  return result;
}

Value Value::of(std::string value) {
  Value result;
  result.data_ = std::move(value);
  return result;
}

Value Value::of(List value) {
  Value result;
  result.data_ = std::make_shared<const List>(std::move(value));
  return result;
}

Value Value::of(Record value) {
  Value result;
  result.data_ = std::make_shared<const Record>(std::move(value));
  return result;
}

std::optional<Kind> Value::kind() const {
  if (!known()) return std::nullopt;
  constexpr Kind kKinds[] = {Kind::boolean, Kind::number, Kind::text, Kind::list, Kind::record};
  return kKinds[data_.index() - 1];
}

std::string describe(const Value& value) {
  const auto kind = value.kind();
  if (!kind) return "unknown";
  switch (*kind) {
    case Kind::boolean:
      return value.boolean() ? "yes" : "no";
    case Kind::number:
      return describe_number(value.number());
    case Kind::text:
      return value.text();
    case Kind::list:
      return describe_list(value.list());
    case Kind::record:
      return describe_record(value.record());
  }
  return {};
}

}  // namespace loadtriage::expr
