// What a condition computes with.
//
// Every value may be unknown: a fact that the inputs do not hold is neither zero nor
// false. Unknown spreads through arithmetic and comparison; `&&` and `||` follow
// Kleene's logic (false && unknown is false), so a condition with a missing fact does
// not fire, and does not speak against a cause either.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace loadtriage::expr {

// The unit of a number, carried along so that `ms + s` is refused when a rule is
// loaded and so that texts can be filled in readably. `none` mixes with every unit.
enum class Unit { none, count, share, ms, seconds, bytes, per_second };
std::string_view name_of(Unit unit);

enum class Kind { boolean, number, text, list, record };

// The type of an expression, known when the rule is loaded.
struct Type {
  Kind kind = Kind::number;
  Unit unit = Unit::none;                                               // numbers
  std::shared_ptr<const Type> element = nullptr;                        // lists
  std::shared_ptr<const std::map<std::string, Type>> fields = nullptr;  // records

  static Type boolean() { return {Kind::boolean}; }
  static Type number(Unit unit = Unit::none) { return {Kind::number, unit}; }
  static Type text() { return {Kind::text}; }
  static Type list_of(Type element);
  static Type record(std::map<std::string, Type> fields);
};
std::string describe(const Type& type);  // "number (ms)", "list of record"

class Value {
 public:
  struct Number {
    double value = 0;
    Unit unit = Unit::none;
  };
  using List = std::vector<Value>;
  using Record = std::map<std::string, Value>;

  Value() = default;  // unknown
  static Value of(bool value);
  static Value of(double value, Unit unit = Unit::none);
  static Value of(std::string value);
  static Value of(const char* value) { return of(std::string(value)); }  // else it would be a bool
  static Value of(List value);
  static Value of(Record value);

  bool known() const { return data_.index() != 0; }
  std::optional<Kind> kind() const;  // nothing: unknown
  // Each only when known and of that kind.
  bool boolean() const { return std::get<bool>(data_); }
  const Number& number() const { return std::get<Number>(data_); }
  const std::string& text() const { return std::get<std::string>(data_); }
  const List& list() const { return *std::get<std::shared_ptr<const List>>(data_); }
  const Record& record() const { return *std::get<std::shared_ptr<const Record>>(data_); }

  // Whether this is a known `true`.
  bool is_true() const { return data_.index() == 1 && boolean(); }

 private:
  std::variant<std::monostate, bool, Number, std::string, std::shared_ptr<const List>,
               std::shared_ptr<const Record>>
      data_;
};

// The value as a text for people shows it: with its unit, "2,450", "1.8 s", "99.4 %";
// a list as "a, b and c"; unknown as "unknown".
std::string describe(const Value& value);

}  // namespace loadtriage::expr
