#include "formats/logs/request_join.h"

namespace loadtriage::formats {
namespace {

// Fastify's, and what request ids are called by those who configure them.
std::string_view id_of(const LogLine& line) {
  for (const auto& [name, value] : line.fields)
    if (name == "reqId" || name == "requestId" || name == "request_id" || name == "req.id") return value;
  return {};
}

std::string_view field(const LogLine& line, std::string_view wanted) {
  for (const auto& [name, value] : line.fields)
    if (name == wanted) return value;
  return {};
}

}  // namespace

bool RequestJoin::see(LogLine& line, TextArena& arena) {
  const bool answer = line.access.has_value();
  if (answer && !line.access->path.empty()) return true;
  const std::string_view id = id_of(line);
  if (id.empty()) return true;
  if (!answer) {
    const std::string_view method = field(line, "req.method"), path = field(line, "req.url");
    if (!method.empty() && !path.empty()) remember(id, method, path);
    return true;
  }
  if (asked_.find(std::string(id)) == asked_.end()) return false;
  complete(line, arena, 0);
  return true;
}

void RequestJoin::complete(LogLine& line, TextArena& arena, std::uint64_t later) {
  const auto asked = asked_.find(std::string(id_of(line)));
  if (asked == asked_.end() || asked->second.path.empty()) return;
  if (requests_ + later - asked->second.number > kMostOpen) return;
  line.access->method = arena.store(asked->second.method);
  line.access->path = arena.store(asked->second.path);
  asked->second.method.clear();
  asked->second.path.clear();
}

void RequestJoin::succeed(RequestJoin before) {
  for (const auto& [number, id] : order_) {
    const auto asked = asked_.find(id);
    if (asked != asked_.end() && asked->second.number == number)
      before.remember(id, asked->second.method, asked->second.path);
    else
      ++before.requests_;  // asked again later
  }
  *this = std::move(before);
}

void RequestJoin::remember(std::string_view id, std::string_view method, std::string_view path) {
  const std::uint64_t number = requests_++;
  std::string key(id);
  asked_.insert_or_assign(key, Request{std::string(method), std::string(path), number});
  order_.emplace_back(number, std::move(key));
  while (order_.size() > kMostOpen) {
    const auto oldest = asked_.find(order_.front().second);
    if (oldest != asked_.end() && oldest->second.number == order_.front().first) asked_.erase(oldest);
    order_.pop_front();
  }
}

}  // namespace loadtriage::formats
