// Loggers such as Fastify's write two records for a request, with an id in common:
// "incoming request" has the method and the path, "request completed" the status and the
// time. The first is remembered until the second comes, which then is an access line
// like any other. Of requests the latest kMostOpen are remembered.
//
// One that begins in the middle of a log does not know of the requests before: it says so
// of an answer, which is completed when what lies in front has been read.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "formats/lines/log_line.h"

namespace loadtriage::formats {

class RequestJoin {
 public:
  static constexpr std::size_t kMostOpen = 8192;

  // Remembers a request, or completes the answer; what is filled in lies in the arena.
  // False for an answer to a request that was not seen here.
  bool see(LogLine& line, TextArena& arena);
  // Completes an answer that stands behind all that was seen here and `later` requests more.
  void complete(LogLine& line, TextArena& arena, std::uint64_t later);
  // Puts what `before` saw in front of what was seen here.
  void succeed(RequestJoin before);

  std::uint64_t requests() const { return requests_; }

 private:
  struct Request {
    std::string method, path;  // empty once it was answered
    std::uint64_t number = 0;
  };
  void remember(std::string_view id, std::string_view method, std::string_view path);

  std::unordered_map<std::string, Request> asked_;
  std::deque<std::pair<std::uint64_t, std::string>> order_;  // numbers and ids, oldest first
  std::uint64_t requests_ = 0;
};

}  // namespace loadtriage::formats
