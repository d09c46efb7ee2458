#include "formats/tools/locust.h"

#include "base/text.h"
#include "formats/tools/rows/requests.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

// Exceptions of responses that came; all others are of requests that got none.
constexpr std::string_view kOfResponses[] = {"CatchResponseError", "ResponseError", "JSONDecodeError",
                                             "AssertionError", "RescheduleTask"};

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

}  // namespace

ToolName locust() { return {"Locust", "user", "request", ""}; }

model::FailureCount locust_failure(std::string_view error) {
  error = trim(error);
  model::FailureCount failure;
  int status = 0;
  for (const std::string_view before : {"HTTPError('", "HTTPError(\"", "StatusCode(code=", "status code: "})
    if (status == 0) status = status_in(error, before);
  if (status >= 400) {
    failure.status = status;
    return failure;
  }
  failure.error = first_line(error);
  for (const std::string_view kind : kOfResponses)
    if (begins(error, kind)) return failure;
  // What is no exception is a text of the user's own.
  constexpr std::string_view kName = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";
  const std::size_t end = error.find_first_not_of(kName);
  if (end == 0 || end == std::string_view::npos || error[end] != '(') return failure;
  failure.status = 0;
  return failure;
}

}  // namespace loadtriage::formats::tools
