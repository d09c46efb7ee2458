// What the columns of a CSV mean, and its times.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "formats/csv_row.h"
#include "formats/k6/csv.h"
#include "formats/time/rfc3339.h"

namespace loadtriage::formats {
namespace {

constexpr std::array<std::string_view, 19> kDefault = {
    "metric_name", "timestamp",   "metric_value", "check",      "error",    "error_code", "expected_response",
    "group",       "method",      "name",         "proto",      "scenario", "service",    "status",
    "subproto",    "tls_version", "url",          "extra_tags", "metadata"};

// The order without a header. Columns came in this order: expected_response, service,
// metadata (0.41).
std::vector<std::string> default_names(std::size_t columns) {
  std::vector<std::string> names;
  for (const std::string_view name : kDefault) {
    const bool absent = (name == "metadata" && columns < 19) || (name == "service" && columns < 18) ||
                        (name == "expected_response" && columns < 17);
    if (!absent) names.emplace_back(name);
  }
  return names;
}

bool is_number(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end;
}

std::size_t index_of(const std::vector<std::string>& names, std::string_view name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

std::optional<CsvColumns> from_header(const std::vector<std::string_view>& fields, char separator) {
  CsvColumns columns;
  columns.separator = separator;
  for (const std::string_view field : fields) columns.names.emplace_back(trim(field));
  columns.metric = index_of(columns.names, "metric_name");
  columns.time = index_of(columns.names, "timestamp");
  columns.value = index_of(columns.names, "metric_value");
  const std::size_t count = columns.names.size();
  if (columns.metric == count || columns.time == count || columns.value == count) return std::nullopt;
  columns.usual_order = columns.metric == 0 && columns.time == 1 && columns.value == 2;
  return columns;
}

std::optional<CsvColumns> without_header(const std::vector<std::string_view>& fields, char separator) {
  if (fields.size() < 16 || fields.size() > 19) return std::nullopt;
  const bool named = !fields[0].empty() && std::all_of(fields[0].begin(), fields[0].end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!named || is_number(fields[0]) || !csv_time_ns(fields[1]) || !is_number(fields[2])) return std::nullopt;
  CsvColumns columns;
  columns.separator = separator;
  columns.has_header = false;
  columns.names = default_names(fields.size());
  return columns;
}

}  // namespace

std::optional<CsvColumns> csv_columns(std::string_view first_row) {
  std::vector<std::string_view> fields;
  std::string undone;
  first_row = trim(first_row.substr(0, first_row.find('\n')));
  for (const char separator : {',', ';', '\t', '|'}) {
    split_row(first_row, separator, fields, undone);
    if (fields.size() < 3) continue;
    if (auto columns = from_header(fields, separator)) return columns;
    if (auto columns = without_header(fields, separator)) return columns;
  }
  return std::nullopt;
}

std::optional<std::int64_t> csv_time_ns(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return parse_rfc3339_ns(text);
  // Seconds have 10 digits from 2001 to 2286.
  if (number < 0) return std::nullopt;
  if (number < 100'000'000'000)
    return number < 9'000'000'000 ? std::optional(number * 1'000'000'000) : std::nullopt;
  if (number < 100'000'000'000'000)
    return number <= 9'000'000'000'000 ? std::optional(number * 1'000'000) : std::nullopt;
  if (number < 100'000'000'000'000'000)
    return number <= 9'000'000'000'000'000 ? std::optional(number * 1000) : std::nullopt;
  return number <= 8'000'000'000'000'000'000 ? std::optional(number) : std::nullopt;
}

}  // namespace loadtriage::formats
