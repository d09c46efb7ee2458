#include "formats/lines/levels.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace loadtriage::formats {
namespace {

using model::Level;

struct Word {
  std::string_view name;
  Level level;
};
constexpr std::array<Word, 54> kWords = {
    {{"info", Level::info},        {"warn", Level::warning},       {"error", Level::error},
     {"debug", Level::debug},      {"warning", Level::warning},    {"log", Level::info},
     {"notice", Level::notice},    {"fatal", Level::fatal},        {"trace", Level::trace},
     {"critical", Level::fatal},   {"err", Level::error},          {"inf", Level::info},
     {"wrn", Level::warning},      {"dbg", Level::debug},          {"ftl", Level::fatal},
     {"vrb", Level::trace},        {"trc", Level::trace},          {"pnc", Level::fatal},
     {"eror", Level::error},       {"crit", Level::fatal},         {"alert", Level::fatal},
     {"emerg", Level::fatal},      {"emergency", Level::fatal},    {"panic", Level::fatal},
     {"dpanic", Level::fatal},     {"severe", Level::error},       {"note", Level::notice},
     {"information", Level::info}, {"informational", Level::info}, {"verbose", Level::debug},
     {"silly", Level::trace},      {"http", Level::info},          {"config", Level::debug},
     {"fine", Level::debug},       {"finer", Level::trace},        {"finest", Level::trace},
     {"system", Level::info},      {"fail", Level::error},         {"trce", Level::trace},
     {"dbug", Level::debug},       {"success", Level::info},       {"statement", Level::info},
     {"detail", Level::info},      {"hint", Level::info},          {"context", Level::info},
     {"debug1", Level::debug},     {"debug2", Level::debug},       {"mark", Level::info},
     {"exception", Level::error},  {"unknown", Level::unknown},    {"inform", Level::info},
     {"warnung", Level::warning},  {"fehler", Level::error},       {"any", Level::info}}};

Level level_of_letter(char letter) {
  switch (letter) {
    case 'T':
    case 'V':
      return Level::trace;
    case 'D':
      return Level::debug;
    case 'I':
      return Level::info;
    case 'N':
      return Level::notice;
    case 'W':
      return Level::warning;
    case 'E':
      return Level::error;
    case 'C':
    case 'F':
    case 'A':
      return Level::fatal;
    default:
      return Level::unknown;
  }
}

struct Opening {
  std::string_view text;
  Level level;
};
constexpr std::array<Opening, 26> kOpenings = {{
    {"panic: ", Level::fatal},
    {"fatal error: ", Level::fatal},
    {"FATAL ERROR: ", Level::fatal},
    {"fatal: ", Level::fatal},
    {"Traceback (most recent call last)", Level::error},
    {"Exception in thread ", Level::error},
    {"Exception ignored in", Level::warning},
    {"Unhandled", Level::error},
    {"unhandled", Level::error},
    {"Uncaught", Level::error},
    {"uncaughtException", Level::error},
    {"Error: ", Level::error},
    {"error: ", Level::error},
    {"ERROR: ", Level::error},
    {"Segmentation fault", Level::fatal},
    {"thread '", Level::error},
    {"PHP Fatal error", Level::fatal},
    {"PHP Parse error", Level::fatal},
    {"PHP Warning", Level::warning},
    {"PHP Notice", Level::notice},
    {"PHP Deprecated", Level::notice},
    {"Fatal error: ", Level::fatal},
    {"npm ERR!", Level::error},
    {"java.lang.OutOfMemoryError", Level::fatal},
    {"Killed", Level::fatal},
    {"terminate called ", Level::fatal},
}};

// "ValueError: ...", "java.sql.SQLException: ...", "Npgsql.NpgsqlException (0x80004005): ..."
bool opens_with_error_type(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && end < 120) {
    const char c = lower(line[end]);
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '$' || c == ':'))
      break;
    if (c == ':' && (end + 1 == line.size() || line[end + 1] != ':')) break;
    if (c == ':') ++end;
    ++end;
  }
  const std::string_view name = line.substr(0, std::min(end, line.size()));
  const bool follows = end >= line.size() || line[end] == ':' || line.substr(end, 2) == " [" ||
                       line.substr(end, 2) == " (" || line.substr(end, 2) == " {";
  return follows && name.size() > 5 && (name.ends_with("Error") || name.ends_with("Exception"));
}

}  // namespace

Level level_in_text(std::string_view word) {
  if (word.size() < 3 || word.size() > 13) return Level::unknown;
  std::array<char, 13> folded{};
  for (std::size_t i = 0; i < word.size(); ++i) folded[i] = lower(word[i]);
  const std::string_view name(folded.data(), word.size());
  for (const Word& known : kWords)
    if (known.name.front() == name.front() && known.name == name) return known.level;
  return Level::unknown;
}

Level level_of_word(std::string_view word) {
  return word.size() == 1 ? level_of_letter(word.front()) : level_in_text(word);
}

Level level_of_number(double number) {
  if (number < 10 || number > 70) return Level::unknown;
  if (number < 20) return Level::trace;
  if (number < 30) return Level::debug;
  if (number < 40) return Level::info;
  if (number < 50) return Level::warning;
  return number < 60 ? Level::error : Level::fatal;
}

Level level_of_severity(int severity) {
  constexpr std::array<Level, 8> kSeverities = {Level::fatal,   Level::fatal,  Level::fatal, Level::error,
                                                Level::warning, Level::notice, Level::info,  Level::debug};
  return severity >= 0 && severity < 8 ? kSeverities[static_cast<std::size_t>(severity)] : Level::unknown;
}

Level level_of_words(std::string_view line) {
  for (const Opening& opening : kOpenings)
    if (line.starts_with(opening.text)) return opening.level;
  return opens_with_error_type(line) ? Level::error : Level::unknown;
}

}  // namespace loadtriage::formats
