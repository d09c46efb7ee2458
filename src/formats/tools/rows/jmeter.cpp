#include "formats/tools/rows/jmeter.h"

#include <algorithm>

#include "base/text.h"
#include "formats/tools/rows/requests.h"

namespace loadtriage::formats::tools {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning ? trim(text.substr(beginning.size())) : trim(text);
}

// Behind which words an assertion writes what it measured, in the format of its country:
// "It took 30,172 milliseconds".
constexpr std::string_view kMeasured[] = {"It took ", "It was "};

}  // namespace

model::RunInfo jmeter_run() {
  model::RunInfo run;
  run.tool = "JMeter";
  run.user_word = "thread";
  run.request_word = "sample";
  run.full_output = "jmeter -n -l results.jtl";
  return run;
}

std::string_view thread_group(std::string_view thread) {
  std::size_t end = thread.size();
  while (end > 0 && (is_digit(thread[end - 1]) || thread[end - 1] == '-')) --end;
  // Its number and the thread's stand behind a space, which the group's own name may have too.
  if (end == 0 || end == thread.size() || thread[end - 1] != ' ') return thread;
  return trim(thread.substr(0, end));
}

int http_status(std::string_view code) {
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), is_digit)) return 0;
  const int status = (code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0');
  return status >= 100 && status < 600 ? status : 0;
}

std::string jmeter_error(std::string_view code, std::string_view message) {
  code = without(code, "Non HTTP response code:");
  message = first_line(without(message, "Non HTTP response message:"));
  std::string error(code);
  if (!message.empty()) (error += error.empty() ? "" : ": ").append(message);
  return error;
}

std::string assertion_text(std::string_view failure) {
  std::string text(first_line(failure));
  for (const std::string_view words : kMeasured) {
    const std::size_t found = text.find(words);
    if (found == std::string::npos) continue;
    const std::size_t begin = found + words.size();
    std::size_t end = begin;
    while (end < text.size() && !(text[end] == ' ' && end + 1 < text.size() && !is_digit(text[end + 1])))
      ++end;
    if (end > begin && is_digit(text[begin])) text.replace(begin, end - begin, "*");
  }
  return text;
}

}  // namespace loadtriage::formats::tools
