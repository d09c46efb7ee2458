#include "formats/lines/access_parts.h"

#include "base/ascii.h"
#include "base/text.h"

namespace loadtriage::formats {

std::string_view method_at(std::string_view text) {
  for (const std::string_view method : kMethods)
    if (text.size() > method.size() + 1 && text.starts_with(method) && text[method.size()] == ' ')
      return method;
  return {};
}

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

void split_request(std::string_view request, model::AccessLine& access) {
  const std::string_view method = method_at(request);
  if (method.empty()) return;
  access.method = method;
  request = trim(request.substr(method.size()));
  const std::size_t end = request.rfind(" HTTP/");
  access.path = end == std::string_view::npos ? request.substr(0, request.find(' ')) : request.substr(0, end);
}

}  // namespace loadtriage::formats
