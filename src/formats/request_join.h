// Loggers such as Fastify's write two records for a request, with an id in common:
// "incoming request" has the method and the path, "request completed" the status and the
// time. The first is remembered until the second comes, which then is an access line
// like any other. At most kMostOpen requests are remembered, the latest.
#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "formats/log_line.h"

namespace loadtriage::formats {

class RequestJoin {
 public:
  static constexpr std::size_t kMostOpen = 8192;

  // Remembers a request, or completes the answer; what is filled in lies in the arena.
  void see(LogLine& line, TextArena& arena);

 private:
  struct Request {
    std::string method, path;
  };
  void remember(std::string_view id, std::string_view method, std::string_view path);

  std::unordered_map<std::string, Request> open_;
  std::deque<std::string> order_;  // ids, oldest first; those answered since are skipped
};

}  // namespace loadtriage::formats
