// JSON as people's files really hold it, with the place of every value.
//
// A document that is cut short keeps all members that were complete. NaN and Infinity
// (which some writers print) read as null: there is no number. Depth is bounded; a
// document never takes more memory than a small multiple of its text.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage::formats {

struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, text, list, object };
  Kind kind = Kind::null;
  bool truth = false;             // boolean
  double number = 0;              // number
  std::string text;               // text, unescaped
  std::vector<JsonValue> items;   // of a list, or the values of an object
  std::vector<std::string> keys;  // of an object, one for each item
  std::uint64_t line = 0;
  std::uint64_t offset = 0;

  bool is(Kind wanted) const { return kind == wanted; }
  // The member of an object (the last of that name), or null.
  const JsonValue* find(std::string_view key) const;
  const JsonValue* find_object(std::string_view key) const;
  const JsonValue* find_list(std::string_view key) const;
  // The number of a member; nothing where it is absent or no number.
  std::optional<double> number_at(std::string_view key) const;
  std::string_view text_at(std::string_view key) const;  // empty likewise
};

struct JsonDocument {
  JsonValue root;
  std::size_t end = 0;  // of the document, in the text it was read from
  std::uint64_t end_line = 0;
  bool cut = false;      // the text ended inside the document
  bool damaged = false;  // something stood there that is no JSON: what came before it was kept
  bool had_nan = false;
  bool pruned = false;  // it holds more than kMostJsonValues: those behind them were passed over
};

// A value takes about a hundred bytes; k6's summaries hold some thousand.
constexpr std::size_t kMostJsonValues = 1'000'000;

// Reads the object or list that begins at `begin` (a `{` or `[`), which stands in line
// `line` of an input at `base_offset`.
JsonDocument read_json(std::string_view text, std::size_t begin = 0, std::uint64_t line = 1,
                       std::uint64_t base_offset = 0);

}  // namespace loadtriage::formats
