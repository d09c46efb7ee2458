#include "model/topology.h"

#include <algorithm>

namespace loadtriage::model {

std::string_view name_of(ComponentKind kind) {
  switch (kind) {
    case ComponentKind::generator:
      return "load generator";
    case ComponentKind::proxy:
      return "proxy";
    case ComponentKind::application:
      return "application";
    case ComponentKind::database:
      return "database";
    case ComponentKind::cache:
      return "cache";
    case ComponentKind::broker:
      return "broker";
    case ComponentKind::name_service:
      return "name service";
    case ComponentKind::external:
      return "external";
    case ComponentKind::unknown:
      break;
  }
  return "unknown";
}

std::optional<std::size_t> Topology::author_of(const SourceRef& where) const {
  for (const Authorship& author : authors) {
    if (author.input != where.input) continue;
    const auto line =
        std::lower_bound(author.lines.begin(), author.lines.end(), where.line,
                         [](const auto& known, std::uint64_t number) { return known.first < number; });
    if (line != author.lines.end() && line->first == where.line) return line->second;
    return author.whole;
  }
  return std::nullopt;
}

}  // namespace loadtriage::model
