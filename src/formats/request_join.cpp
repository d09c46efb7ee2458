#include "formats/request_join.h"

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

void RequestJoin::see(LogLine& line, TextArena& arena) {
  const bool answer = line.access.has_value();
  if (answer && !line.access->path.empty()) return;
  const std::string_view id = id_of(line);
  if (id.empty()) return;
  if (!answer) return remember(id, field(line, "req.method"), field(line, "req.url"));
  const auto asked = open_.find(std::string(id));
  if (asked == open_.end()) return;
  line.access->method = arena.store(asked->second.method);
  line.access->path = arena.store(asked->second.path);
  open_.erase(asked);
}

void RequestJoin::remember(std::string_view id, std::string_view method, std::string_view path) {
  if (method.empty() || path.empty()) return;
  std::string key(id);
  if (!open_.insert_or_assign(key, Request{std::string(method), std::string(path)}).second) return;
  order_.push_back(std::move(key));
  while (order_.size() > kMostOpen) {
    open_.erase(order_.front());
    order_.pop_front();
  }
}

}  // namespace loadtriage::formats
