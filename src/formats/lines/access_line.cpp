#include "formats/lines/access_line.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/text.h"
#include "formats/lines/access_parts.h"
#include "formats/time/durations.h"

namespace loadtriage::formats {
namespace {

using model::AccessLine;

bool is_gap(char c) { return c == ' ' || c == '\t'; }

// A token of what follows the status: quoted, in brackets, or up to a space.
struct Token {
  std::string_view text;
  bool quoted = false;
};
Token take_token(std::string_view& rest) {
  while (!rest.empty() && (is_gap(rest.front()) || rest.front() == ',')) rest.remove_prefix(1);
  if (rest.empty()) return {};
  Token token;
  const char open = rest.front();
  if (open == '"' || open == '[') {
    const char close = open == '[' ? ']' : '"';
    std::size_t end = 1;
    while (end < rest.size() && rest[end] != close) end += rest[end] == '\\' ? 2 : 1;
    end = std::min(end, rest.size());
    token = {rest.substr(1, end - 1), open == '"'};
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return token;
  }
  std::size_t end = 0;
  while (end < rest.size() && !is_gap(rest[end])) {
    // key="value with spaces"
    if (rest[end] == '"') {
      const std::size_t close = rest.find('"', end + 1);
      if (close == std::string_view::npos) break;
      end = close;
    }
    ++end;
  }
  end = std::max<std::size_t>(end, 1);
  token.text = rest.substr(0, end);
  rest.remove_prefix(end);
  return token;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

bool looks_like_address(std::string_view text) {
  if (text.starts_with("unix:") || text.starts_with("http://") || text.starts_with("tcp://")) return true;
  const std::size_t colon = text.rfind(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < text.size() &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(colon) + 1, text.end(), is_digit) &&
         text.find('.') != std::string_view::npos;
}

// nginx and others: rt=0.1 uct=0.0 urt=0.1 us=502 ua="..."
void read_pair(std::string_view key, std::string_view value, AccessLine& access) {
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), key) != names.end();
  };
  if (is({"rt", "request_time", "req_time", "time", "duration", "took", "t", "rtime", "total"})) {
    if (const auto ms = duration_ms(value))
      access.duration_ms = ms;
    else if (const auto number = decimal(value))
      access.duration_ms = *number * (value.find('.') != std::string_view::npos ? 1000 : 1);
  } else if (is({"us", "ust", "upstream_status", "ups_status", "backend_status"})) {
    access.upstream_status = status_of(value).value_or(0);
  } else if (is({"ua", "user_agent"}) && !looks_like_address(value)) {
    access.user_agent = value;
  } else if (is({"upstream", "upstream_addr", "ua", "uaddr", "up", "backend", "to"})) {
    access.upstream = value;
  } else if (const auto unit = unit_of_key(key); unit && !access.duration_ms) {
    if (const auto number = decimal(value)) access.duration_ms = *number * *unit;
  }
}

void read_tail_number(std::string_view text, std::string_view next, BareNumber bare, bool first,
                      AccessLine& access) {
  const auto number = decimal(text);
  if (!number || *number < 0) return;
  const bool may_be_unit = !next.empty() && next.size() <= 3 && next.front() >= 'a';
  const auto unit = may_be_unit ? duration_ms(std::string("1") + std::string(next)) : std::nullopt;
  if (unit) {
    access.duration_ms = *number * *unit;
  } else if (text.find('.') != std::string_view::npos) {
    if (!access.duration_ms) access.duration_ms = *number * 1000;
  } else if (first) {
    access.bytes = number;
  } else if (bare != BareNumber::unknown && !access.duration_ms) {
    access.duration_ms = bare == BareNumber::microseconds ? *number / 1000 : *number;
  }
}

// What stands behind the status.
void read_tail(std::string_view rest, BareNumber bare, AccessLine& access) {
  bool first = true;
  int quoted = 0;
  for (int count = 0; count < 24; ++count) {
    const Token token = take_token(rest);
    std::string_view text = token.text;
    if (text.empty() && !token.quoted) {
      if (rest.empty()) return;
      continue;
    }
    if (token.quoted) {
      ++quoted;
      if (quoted == 2 && access.user_agent.empty()) access.user_agent = text;
      if (quoted > 2 && looks_like_address(text)) access.upstream = text;
      continue;
    }
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos && equals > 0) {
      read_pair(text.substr(0, equals), unquoted(text.substr(equals + 1)), access);
    } else if (is_digit(text.front()) && decimal(text)) {
      std::string_view ahead = rest;
      read_tail_number(text, take_token(ahead).text, bare, first, access);
      first = false;
    } else if (const auto ms = duration_ms(text.front() == '(' ? text.substr(1, text.find(')') - 1) : text)) {
      if (!access.duration_ms) access.duration_ms = ms;
    } else if (looks_like_address(text)) {
      access.upstream = text;
    } else if (text == "-") {
      first = false;
    } else if (text.front() == '(') {
      // Nest and Gin write "(95 ms)".
      const std::string_view next = take_token(rest).text;
      if (const auto number = decimal(text.substr(1)); number && next.ends_with(")"))
        read_tail_number(text.substr(1), next.substr(0, next.size() - 1), bare, false, access);
    }
  }
}

// ingress-nginx: [upstream name] [] address length time status id
void read_ingress(std::string_view rest, AccessLine& access) {
  std::array<std::string_view, 12> tokens;
  std::size_t count = 0, address = tokens.size();
  while (count < tokens.size() && !rest.empty()) {
    const Token token = take_token(rest);
    tokens[count] = token.text;
    if (!token.quoted && address == tokens.size() && looks_like_address(token.text)) address = count;
    ++count;
  }
  if (address + 3 < count && decimal(tokens[address + 1]) && decimal(tokens[address + 2]))
    if (const auto status = status_of(tokens[address + 3])) access.upstream_status = *status;
}

// Where the status stands behind the request: directly, or behind an arrow, a dash, or
// words such as `status`.
std::size_t find_status(std::string_view rest) {
  std::size_t at = 0;
  for (int words = 0; words < 3 && at < rest.size(); ++words) {
    while (at < rest.size() &&
           (is_gap(rest[at]) || rest[at] == '"' || rest[at] == '-' || rest[at] == '>' || rest[at] == ':' ||
            rest[at] == '|' || rest[at] == '(' || rest[at] == '=' || rest[at] == ','))
      ++at;
    if (status_at(rest.substr(at)) != 0) return at;
    const std::string_view word = rest.substr(at, rest.find_first_of(" =:", at) - at);
    const bool filler = word == "status" || word == "returned" || word == "responded" || word == "code" ||
                        word == "\xe2\x86\x92" || word == "\xe2\x80\x94" || word == "completed" ||
                        word == "with" || word == "statusCode" || word == "HTTP";
    if (!filler) return std::string_view::npos;
    at += word.size();
  }
  return std::string_view::npos;
}

// urllib3 and others write the host they call before the request.
bool is_outgoing(std::string_view before) {
  before = trim(before);
  const std::size_t space = before.rfind(' ');
  return before.substr(space == std::string_view::npos ? 0 : space + 1).starts_with("http");
}

void find_time_before(std::string_view before, TimestampReader& times, LogLine& read) {
  for (std::size_t open = before.find('['); open != std::string_view::npos;
       open = before.find('[', open + 1)) {
    if (const auto stamp = times.read(before.substr(open + 1))) {
      read.time = stamp;
      return;
    }
  }
}

// Envoy: `"GET / HTTP/1.1" 503 UF 0 91 12 - "-" ...`; true when the flags stand there.
bool read_envoy(std::string_view rest, AccessLine& access) {
  std::array<Token, 16> tokens;
  std::size_t count = 0;
  if (!rest.empty()) tokens[count++] = take_token(rest);
  if (tokens[0].quoted || tokens[0].text.empty()) return false;
  const std::string_view flags = tokens[0].text;
  if (flags != "-" &&
      !std::all_of(flags.begin(), flags.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == ','; }))
    return false;
  while (count < tokens.size() && !rest.empty()) tokens[count++] = take_token(rest);
  if (count < 6) return false;
  std::size_t at = 1;
  while (at < count && at < 4 && !decimal(tokens[at].text)) ++at;
  if (at + 3 >= count) return false;
  const auto received = decimal(tokens[at].text), sent = decimal(tokens[at + 1].text),
             ms = decimal(tokens[at + 2].text);
  if (!received || !sent || !ms || tokens[at].quoted || tokens[at + 2].quoted) return false;
  access.flags = flags == "-" ? std::string_view() : flags;
  access.bytes = sent;
  access.duration_ms = ms;
  access.upstream = std::string_view("-");
  std::size_t quoted = 0;
  for (std::size_t i = at + 3; i < count; ++i) {
    if (!tokens[i].quoted) continue;
    if (++quoted == 2) access.user_agent = tokens[i].text;
    if (quoted == 5) access.upstream = tokens[i].text;
  }
  return true;
}

}  // namespace

bool read_access_text(std::string_view line, BareNumber bare, TimestampReader& times, LogLine& read) {
  // The request stands in quotes, or is a word of its own near the line's start.
  std::size_t begin = std::string_view::npos;
  bool quoted = false;
  std::string_view method;
  const std::size_t last = std::min<std::size_t>(line.size(), 405);
  for (std::size_t at = 0; at + 5 < last; ++at) {
    if (!begins_method(line[at])) continue;
    const char before = at == 0 ? ' ' : line[at - 1];
    if (before != '"' && before != ' ' && before != '[' && before != '\t' && before != '\'') continue;
    method = method_at(line.substr(at));
    if (method.empty()) continue;
    begin = at;
    quoted = before == '"' || before == '\'';
    break;
  }
  if (begin == std::string_view::npos) return false;
  if (is_outgoing(line.substr(0, quoted ? begin - 1 : begin))) return false;
  AccessLine access;
  access.method = method;
  std::string_view rest;
  std::string_view request = line.substr(begin);
  if (quoted) {
    std::size_t end = request.find(line[begin - 1]);
    if (end == std::string_view::npos) return false;
    // A request for `GET "/path"` keeps its quotes in some layouts (Gin).
    split_request(request.substr(0, end), access);
    rest = request.substr(end + 1);
  } else {
    std::string_view path = request.substr(method.size() + 1);
    while (!path.empty() && is_gap(path.front())) path.remove_prefix(1);
    if (path.empty() || (path.front() != '/' && path.front() != '"')) return false;
    const std::size_t end = std::min(path.find_first_of(" ,"), path.size());
    access.path = unquoted(path.substr(0, end));
    rest = path.substr(end);
    if (rest.starts_with(" HTTP/")) rest.remove_prefix(std::min(rest.find(' ', 1), rest.size()));
  }
  const std::size_t status = find_status(rest);
  if (status == std::string_view::npos) {
    // Gin: `| 200 |   12ms |  127.0.0.1 | GET      "/path"`
    const std::size_t bar = line.find("| ");
    if (quoted || bar == std::string_view::npos || bar > begin || status_at(line.substr(bar + 2)) == 0)
      return false;
    access.status = status_at(line.substr(bar + 2));
    const std::size_t next = line.find('|', bar + 2);
    if (next < begin)
      access.duration_ms = duration_ms(trim(line.substr(next + 1, line.find('|', next + 1) - next - 1)));
  } else {
    access.status = status_at(rest.substr(status));
    rest.remove_prefix(status + 3);
    if (!quoted || !read_envoy(rest, access)) {
      read_tail(rest, bare, access);
      if (access.upstream && rest.find('[') != std::string_view::npos) read_ingress(rest, access);
    }
  }
  if (!read.time) find_time_before(line.substr(0, begin), times, read);
  read.access = access;
  return true;
}

std::optional<double> bare_number_of(std::string_view line) {
  line = trim(line);
  const std::size_t begin = line.find_last_of(' ');
  const std::size_t quote = line.rfind('"');
  if (begin == std::string_view::npos || quote == std::string_view::npos || begin < quote)
    return std::nullopt;
  const std::string_view last = line.substr(begin + 1);
  if (last.empty() || !std::all_of(last.begin(), last.end(), is_digit)) return std::nullopt;
  // Behind the request alone stand status and bytes: the third number is the time.
  const std::string_view tail = trim(line.substr(quote + 1));
  const auto words = std::count(tail.begin(), tail.end(), ' ') + 1;
  const bool agent = line.find("\" \"") != std::string_view::npos;
  return words >= (agent ? 1 : 3) ? decimal(last) : std::nullopt;
}

}  // namespace loadtriage::formats
