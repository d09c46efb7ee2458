#include "model/log_event.h"

namespace loadtriage::model {

std::string_view field(const LogEvent& event, std::string_view name) {
  for (const auto& [key, value] : event.fields)
    if (key == name) return value;
  return {};
}

SourceRef line_at(const LogEvent& event, std::size_t at) {
  SourceRef where = event.where;
  for (const FurtherLine& line : event.further) {
    if (line.at > at) break;
    where = line.where;
  }
  return where;
}

}  // namespace loadtriage::model
