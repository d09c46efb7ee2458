// Building JSON whose bytes do not depend on the machine: members in the order in which
// they are written, integers without a point, and nothing for what is not known.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "report/story.h"

namespace loadtriage::report {

using Json = nlohmann::ordered_json;

Json text(std::string_view value);  // made printable
Json texts(const std::vector<std::string>& values);
Json number(double value);  // null for what JSON can't hold

// Each adds the member only where there is something to say.
void put(Json& object, const char* key, std::string_view value);
void put(Json& object, const char* key, const std::optional<double>& value);
void put(Json& object, const char* key, const std::vector<std::string>& values);
void put_json(Json& object, const char* key, Json value);  // unless it is null or an empty array or object

std::string dump(const Json& document);  // two blanks of indent, ends with a line feed
std::string dump_line(const Json& document);

}  // namespace loadtriage::report
