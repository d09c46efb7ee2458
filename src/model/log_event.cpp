#include "model/log_event.h"

namespace loadtriage::model {

std::string_view field(const LogEvent& event, std::string_view name) {
  for (const auto& [key, value] : event.fields)
    if (key == name) return value;
  return {};
}

}  // namespace loadtriage::model
