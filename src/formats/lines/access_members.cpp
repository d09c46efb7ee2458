#include "formats/lines/access_members.h"

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

// The first member under one of the names, given without case, `_`, `-`.
bool same_name(std::string_view name, std::string_view folded) {
  std::size_t at = 0;
  for (const char c : name) {
    if (c == '_' || c == '-') continue;
    if (at >= folded.size() || folded[at] != lower(c)) return false;
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
