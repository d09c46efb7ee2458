#include "formats/readings/resource_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "formats/time/durations.h"

namespace loadtriage::formats {
namespace {

struct Tool {
  std::string_view name;
  std::string_view first;               // the column that the header begins with
  std::array<std::string_view, 2> has;  // columns that it holds besides
  bool wide = false;
};
constexpr std::array<Tool, 9> kTools = {{{"vmstat", "r", {"swpd", "id"}},
                                         {"vmstat", "r", {"inact", "id"}},
                                         {"mpstat", "CPU", {"%idle", "%iowait"}},
                                         {"pidstat", "UID", {"%CPU", "Command"}},
                                         {"top", "PID", {"%CPU", "COMMAND"}},
                                         {"docker-stats", "CONTAINER ID", {"CPU %", "MEM %"}, true},
                                         {"docker-stats", "CONTAINER", {"CPU %", "MEM %"}, true},
                                         {"docker-stats", "NAME", {"CPU %", "MEM %"}, true},
                                         {"kubectl-top", "NAME", {"CPU(cores)", "MEMORY(bytes)"}}}};
// Columns whose value says whose numbers the row holds.
constexpr std::array<std::string_view, 4> kSubjects = {"COMMAND", "Command", "NAME", "CONTAINER"};
constexpr std::array<std::string_view, 17> kVmstat = {"r",  "b",  "swpd", "free", "buff", "cache",
                                                      "si", "so", "bi",   "bo",   "in",   "cs",
                                                      "us", "sy", "id",   "wa",   "st"};
constexpr std::size_t kMostColumns = 40;
constexpr double kMegabyte = 1024.0 * 1024.0;

std::vector<std::string_view> words_of(std::string_view line, bool wide) {
  std::vector<std::string_view> words;
  for (line = trim(line); !line.empty() && words.size() < kMostColumns;) {
    std::size_t end = wide ? line.find("  ") : line.find_first_of(" \t");
    end = std::min(end, line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  }
  return words;
}

// "%idle" -> "idle_pct", "CPU(cores)" -> "cpu_cores", "MEM USAGE / LIMIT" -> "mem_usage_limit"
std::string name_of(std::string_view column) {
  std::string name;
  for (const char c : column) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (letter || capital)
      name += capital ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (name.ends_with('_')) name.pop_back();
  if (column.find('%') != std::string_view::npos) name += "_pct";
  return name;
}

// "200MiB", "1.952GiB", "240Mi"; in megabytes.
std::optional<double> megabytes(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789.");
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  const auto number = decimal(text.substr(0, end));
  const std::string_view unit = trim(text.substr(end));
  if (!number) return std::nullopt;
  if (unit == "B") return *number / kMegabyte;
  const std::size_t power = std::string_view("KMGT").find(unit.empty()          ? '?'
                                                          : unit.front() == 'k' ? 'K'
                                                                                : unit.front());
  if (power == std::string_view::npos ||
      (unit.substr(1) != "iB" && unit.substr(1) != "i" && unit.substr(1) != "B"))
    return std::nullopt;
  const double base = unit.substr(1) == "B" ? 1000 : 1024;
  return *number * std::pow(base, static_cast<double>(power + 1)) / kMegabyte;
}

void append(std::string& text, std::string_view name, std::string_view value) {
  if (value.ends_with('%')) value.remove_suffix(1);
  text.append(" ").append(name);
  if (const auto mb = megabytes(value)) {
    std::string rounded = std::to_string(std::llround(*mb));
    text.append("_mb=").append(rounded);
    return;
  }
  text.append("=").append(value);
}

bool is_numeric(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789.") == std::string_view::npos;
}

// vmstat's row tells itself: integers, of which five are shares of the CPU.
bool is_vmstat(const std::vector<std::string_view>& words) {
  if (words.size() < kVmstat.size() || words.size() > kVmstat.size() + 3) return false;
  double shares = 0;
  for (std::size_t i = 0; i < kVmstat.size(); ++i) {
    if (!is_numeric(words[i]) || words[i].find('.') != std::string_view::npos) return false;
    if (i >= 12) shares += decimal(words[i]).value_or(0);
  }
  return shares >= 96 && shares <= 103;
}

std::optional<ResourceRow> vmstat_row(const std::vector<std::string_view>& words, std::string_view line,
                                      TimestampReader& times) {
  if (!is_vmstat(words)) return std::nullopt;
  ResourceRow row{"vmstat", {}, {}};
  for (std::size_t i = 0; i < kVmstat.size(); ++i) append(row.text, kVmstat[i], words[i]);
  if (words.size() == kVmstat.size() + 2)
    row.time = times.read(line.substr(static_cast<std::size_t>(words[kVmstat.size()].data() - line.data())));
  return row;
}

// The stamp that rows of sysstat begin with, and what is left.
std::string_view without_stamp(std::string_view line, TimestampReader& times, std::optional<Stamp>& time) {
  line = trim(line);
  if (line.starts_with('#')) line = trim(line.substr(1));
  time = times.read(line);
  if (!time) return line;
  return trim(line.substr(time->length));
}

}  // namespace

bool ResourceTable::take_header(std::string_view line, TimestampReader& times) {
  std::optional<Stamp> time;
  line = without_stamp(line, times, time);
  if (line.starts_with("Time ")) line = trim(line.substr(5));  // pidstat -h
  for (const Tool& tool : kTools) {
    if (!line.starts_with(tool.first)) continue;
    const auto words = words_of(line, tool.wide);
    const auto has = [&](std::string_view word) {
      return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (words.size() < 3 || words.front() != tool.first || !has(tool.has[0]) || !has(tool.has[1])) continue;
    tool_ = tool.name;
    wide_ = tool.wide;
    columns_.clear();
    for (const std::string_view word : words)
      columns_.push_back(
          {name_of(word), std::find(kSubjects.begin(), kSubjects.end(), word) != kSubjects.end()});
    return true;
  }
  return false;
}

std::optional<ResourceRow> ResourceTable::read_row(std::string_view line, TimestampReader& times) const {
  if (auto row = vmstat_row(words_of(line, false), line, times)) return row;
  if (columns_.empty() || tool_ == "vmstat") return std::nullopt;
  ResourceRow row{std::string(tool_), {}, {}};
  if (tool_ == "mpstat" || tool_ == "pidstat") {
    line = without_stamp(line, times, row.time);
    if (!row.time) return std::nullopt;
  }
  const auto words = words_of(line, wide_);
  // A command may hold spaces; nothing else does.
  const bool open_end = columns_.back().subject;
  if (words.size() < columns_.size() || (words.size() > columns_.size() && !open_end)) return std::nullopt;
  std::size_t numbers = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string_view value = words[i];
    numbers += value.front() >= '0' && value.front() <= '9' ? 1 : 0;
    if (columns_[i].subject) row.subject = value;
    if (const std::size_t slash = value.find(" / "); slash != std::string_view::npos) {
      append(row.text, columns_[i].name, value.substr(0, slash));
      if (columns_[i].name.starts_with("mem")) append(row.text, "limit", value.substr(slash + 3));
    } else {
      append(row.text, columns_[i].name, value);
    }
  }
  if (numbers * 2 < columns_.size()) return std::nullopt;
  return row;
}

}  // namespace loadtriage::formats
