#include "formats/tools/rows/gatling.h"

#include "base/text.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

// What a check says of an answer: "jsonPath($.id).find.exists, found nothing".
bool is_check(std::string_view message) {
  for (const std::string_view part : {".find", ".findAll", ".findRandom", ".count", ".exists", ".transform"})
    if (contains(message, part) && (contains(message, ", found ") || contains(message, "but actually ") ||
                                    contains(message, " extraction crashed")))
      return true;
  return false;
}

}  // namespace

ToolName gatling() { return {"Gatling", "user", "request", "the results folder's simulation.log"}; }

void set_gatling_failure(std::string_view message, Request& request) {
  message = trim(message);
  for (const std::string_view before : {"found ", "actually "})
    if (request.status == 0 && message.rfind("status.", 0) == 0) request.status = status_in(message, before);
  if (request.status != 0) return;
  request.error = first_line(message);
  // The status is checked before anything else, so it was a good one.
  constexpr int kGood = 200;
  if (is_check(message)) request.status = kGood;
}

}  // namespace loadtriage::formats::tools
