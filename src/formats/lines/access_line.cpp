#include "formats/lines/access_line.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "formats/time/durations.h"

namespace loadtriage::formats {
namespace {

using model::AccessLine;

constexpr std::array<std::string_view, 10> kMethods = {"GET",  "POST",    "PUT",   "DELETE",  "PATCH",
                                                       "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"};

constexpr std::array<bool, 256> first_letters() {
  std::array<bool, 256> table{};
  for (const std::string_view method : kMethods) table[static_cast<unsigned char>(method.front())] = true;
  return table;
}
constexpr std::array<bool, 256> kFirstLetters = first_letters();
bool begins_method(char c) { return kFirstLetters[static_cast<unsigned char>(c)]; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t'; }

// The method that the text begins with, followed by a space.
std::string_view method_at(std::string_view text) {
  for (const std::string_view method : kMethods)
    if (text.size() > method.size() + 1 && text.starts_with(method) && text[method.size()] == ' ')
      return method;
  return {};
}

// A status from 100 to 599 that ends at a boundary.
int status_at(std::string_view text) {
  if (text.size() < 3 || !is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[2])) return 0;
  if (text.size() > 3 && (is_digit(text[3]) || (text[3] >= 'A' && text[3] <= 'z'))) return 0;
  if (text.size() > 4 && text[3] == '.' && is_digit(text[4])) return 0;
  const int status = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
  return status >= 100 && status < 600 ? status : 0;
}

std::optional<int> status_of(std::string_view text) {
  if (const std::size_t comma = text.find_last_of(", :"); comma != std::string_view::npos)
    text.remove_prefix(comma + 1);  // nginx lists the tries: "502, 200"
  if (text.size() != 3) return std::nullopt;
  const int status = status_at(text);
  if (status == 0) return std::nullopt;
  return status;
}

void split_request(std::string_view request, AccessLine& access) {
  const std::string_view method = method_at(request);
  if (method.empty()) return;
  access.method = method;
  request = trim(request.substr(method.size()));
  const std::size_t end = request.rfind(" HTTP/");
  access.path = end == std::string_view::npos ? request.substr(0, request.find(' ')) : request.substr(0, end);
}

// A token of what follows the status: quoted, in brackets, or up to a space.
struct Token {
  std::string_view text;
  bool quoted = false;
};
Token take_token(std::string_view& rest) {
  while (!rest.empty() && (is_space(rest.front()) || rest.front() == ',')) rest.remove_prefix(1);
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
  while (end < rest.size() && !is_space(rest[end])) {
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
           (is_space(rest[at]) || rest[at] == '"' || rest[at] == '-' || rest[at] == '>' || rest[at] == ':' ||
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
    while (!path.empty() && is_space(path.front())) path.remove_prefix(1);
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

namespace {

// The first member under one of the names, given without case, `_`, `-`.
bool same_name(std::string_view name, std::string_view folded) {
  std::size_t at = 0;
  for (const char c : name) {
    if (c == '_' || c == '-') continue;
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (at >= folded.size() || folded[at] != low) return false;
    ++at;
  }
  return at == folded.size();
}

template <std::size_t N>
std::size_t find_any(const FlatObject& object, const std::array<std::string_view, N>& names) {
  for (const std::string_view name : names)
    for (const FlatMember& member : object.members)
      if (same_name(member.name, name) && member.kind != FlatMember::Kind::word &&
          member.kind != FlatMember::Kind::list)
        return object.position(&member);
  return kNoMember;
}

constexpr std::array<std::string_view, 19> kStatus = {"status",
                                                      "statuscode",
                                                      "res.statuscode",
                                                      "res.status",
                                                      "httpstatus",
                                                      "response.status",
                                                      "response.statuscode",
                                                      "http.response.statuscode",
                                                      "responsecode",
                                                      "downstreamstatus",
                                                      "http.statuscode",
                                                      "httpstatuscode",
                                                      "respstatus",
                                                      "httprequest.status",
                                                      "http.status",
                                                      "data.status",
                                                      "meta.res.statuscode",
                                                      "resp.status",
                                                      "code"};
constexpr std::array<std::string_view, 15> kMethod = {"method",
                                                      "req.method",
                                                      "request.method",
                                                      "requestmethod",
                                                      "http.request.method",
                                                      "http.method",
                                                      "httpmethod",
                                                      "verb",
                                                      "reqmethod",
                                                      "httprequest.requestmethod",
                                                      "data.method",
                                                      "http.verb",
                                                      "meta.req.method",
                                                      "requestverb",
                                                      "context.method"};
constexpr std::array<std::string_view, 24> kPath = {"path",
                                                    "url",
                                                    "uri",
                                                    "req.url",
                                                    "request.uri",
                                                    "request.url",
                                                    "requesturi",
                                                    "requestpath",
                                                    "http.target",
                                                    "url.path",
                                                    "route",
                                                    "req.path",
                                                    "request.path",
                                                    "endpoint",
                                                    "originalurl",
                                                    "url.original",
                                                    "http.url",
                                                    "httprequest.requesturl",
                                                    "target",
                                                    "http.path",
                                                    "meta.req.url",
                                                    "data.url",
                                                    "xenvoyoriginalpath",
                                                    "httppath"};
constexpr std::array<std::string_view, 32> kDuration = {"responsetime",
                                                        "duration",
                                                        "durationms",
                                                        "elapsed",
                                                        "elapsedms",
                                                        "took",
                                                        "tookms",
                                                        "latency",
                                                        "latencyms",
                                                        "requesttime",
                                                        "rt",
                                                        "ms",
                                                        "durationus",
                                                        "durationns",
                                                        "responsetimems",
                                                        "timetaken",
                                                        "elapsedtime",
                                                        "event.duration",
                                                        "http.duration",
                                                        "latencyus",
                                                        "tookus",
                                                        "durationseconds",
                                                        "durations",
                                                        "reqtime",
                                                        "elapsedmilliseconds",
                                                        "httprequest.latency",
                                                        "ms_elapsed",
                                                        "resptime",
                                                        "latencyhuman",
                                                        "processtime",
                                                        "timems",
                                                        "request.duration"};
constexpr std::array<std::string_view, 9> kUpstream = {"upstream",        "upstreamaddr",      "upstreamhost",
                                                       "serviceaddr",     "upstreamcluster",   "backend",
                                                       "upstreamaddress", "proxyupstreamname", "serviceurl"};
constexpr std::array<std::string_view, 5> kUpstreamStatus = {"upstreamstatus", "ust", "originstatus", "us",
                                                             "backendstatus"};
constexpr std::array<std::string_view, 4> kFlags = {"responseflags", "terminationstate", "flags", "tsc"};
constexpr std::array<std::string_view, 9> kAgent = {"ua",
                                                    "useragent",
                                                    "httpuseragent",
                                                    "req.headers.useragent",
                                                    "useragent.original",
                                                    "request.headers.useragent",
                                                    "agent",
                                                    "requestuseragent",
                                                    "httprequest.useragent"};
constexpr std::array<std::string_view, 8> kBytes = {
    "bytes",        "bodybytessent",         "size",    "bytessent", "bytesout",
    "responsesize", "downstreamcontentsize", "bodysize"};

// What a number without unit counts: seconds where a server writes seconds, else ms.
double unit_of(const FlatMember& member, const FlatMember* ts) {
  if (const auto unit = unit_of_key(member.name)) return *unit;
  const std::string_view name = member.name;
  const auto number = decimal(member.value).value_or(0);
  const bool fraction = member.value.find('.') != std::string_view::npos;
  if (name == "request_time" || name == "rt" || name == "reqtime") return fraction ? 1000 : 1;
  if (name == "Duration" || name == "event.duration") return 1e-6;  // Traefik, ECS
  // zap and Caddy write seconds wherever they write them for the time.
  if (fraction && ts != nullptr && ts->value.find('.') != std::string_view::npos) return 1000;
  return number >= 1e8 ? 1e-6 : 1;
}

}  // namespace

AccessMembers access_members_of(const FlatObject& object) {
  AccessMembers members;
  members.status = find_any(object, kStatus);
  members.method = find_any(object, kMethod);
  members.path = find_any(object, kPath);
  members.duration = find_any(object, kDuration);
  const FlatMember* request = object.find("request");
  members.request = object.position(request == nullptr ? object.find("request_line") : request);
  members.upstream = find_any(object, kUpstream);
  members.upstream_status = find_any(object, kUpstreamStatus);
  members.flags = find_any(object, kFlags);
  members.user_agent = find_any(object, kAgent);
  members.bytes = find_any(object, kBytes);
  members.ts = object.position(object.find("ts"));
  return members;
}

void read_access_members(const FlatObject& object, const AccessMembers& members, LogLine& read) {
  const auto at = [&](std::size_t position) {
    return position == kNoMember ? nullptr : &object.members[position];
  };
  const FlatMember* status = at(members.status);
  const FlatMember* method = at(members.method);
  const FlatMember* path = at(members.path);
  const FlatMember* duration = at(members.duration);
  const FlatMember* request = at(members.request);
  if (status == nullptr) return;
  const auto code = status_of(status->value);
  const std::string_view method_name = method == nullptr ? std::string_view() : method->value;
  const bool known_method = std::find(kMethods.begin(), kMethods.end(), method_name) != kMethods.end();
  AccessLine access;
  if (request != nullptr) split_request(request->value, access);
  if (!access.method.empty() || known_method) {
    if (access.method.empty()) access.method = method_name;
    if (access.path.empty() && path != nullptr) access.path = path->value;
  } else if (duration == nullptr && path == nullptr) {
    // `POST /orders` stands in the message of some.
    split_request(read.message, access);
    if (access.method.empty()) return;
  }
  if (!code && status->value != "0" && status->value != "499") return;
  if (access.method.empty() && duration == nullptr) return;
  access.status = code.value_or(0);
  if (duration != nullptr) {
    if (const auto ms = duration_ms(duration->value); ms && duration->kind == FlatMember::Kind::text)
      access.duration_ms = ms;
    else if (const auto number = decimal(duration->value))
      access.duration_ms = *number * unit_of(*duration, at(members.ts));
  }
  if (access.method.empty()) split_request(read.message, access);
  if (const FlatMember* upstream = at(members.upstream)) access.upstream = upstream->value;
  if (const FlatMember* member = at(members.upstream_status))
    access.upstream_status = status_of(member->value).value_or(0);
  if (const FlatMember* member = at(members.flags))
    access.flags = member->value == "-" ? std::string_view() : member->value;
  if (const FlatMember* member = at(members.user_agent)) access.user_agent = member->value;
  if (const FlatMember* member = at(members.bytes)) access.bytes = decimal(member->value);
  read.access = access;
}

void read_access_fields(LogLine& read) {
  AccessLine access;
  bool any = false;
  for (const auto& [name, value] : read.fields) {
    if (name == "request") {
      split_request(value, access);
    } else if (name == "method") {
      access.method = value;
    } else if (name == "path") {
      access.path = value;
    } else if (name == "status") {
      access.status = status_of(value).value_or(0);
      any = true;
    } else if (name == "duration_ms" || name == "duration_s" || name == "duration_us") {
      const double unit = name == "duration_ms" ? 1 : name == "duration_s" ? 1000 : 0.001;
      const std::string_view digits = value.starts_with('+') ? value.substr(1) : value;
      if (const auto number = decimal(digits); number && *number >= 0) access.duration_ms = *number * unit;
    } else if (name == "upstream") {
      access.upstream = value == "<NOSRV>" ? std::string_view("-") : value;
    } else if (name == "upstream_status") {
      access.upstream_status = status_of(value).value_or(0);
    } else if (name == "flags") {
      access.flags = value == "-" ? std::string_view() : value;
      any = true;
    } else if (name == "user_agent") {
      access.user_agent = value;
    } else if (name == "bytes") {
      access.bytes = decimal(value);
    }
  }
  if (any) read.access = access;
}

}  // namespace loadtriage::formats
