// Commands: after a value the shell reads on where the rule left off.
#include "base/shell_word.h"

#include <cstdint>
#include <string>

#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  // The first line is what a rule wrote, the rest is the value.
  const std::size_t end = text.find('\n');
  const std::string written = text.substr(0, end);
  const std::string value = end == std::string::npos ? std::string() : text.substr(end + 1);
  loadtriage::ShellCommand command;
  command.add(written);
  command.add_value(value);
  LOADTRIAGE_REQUIRE(command.text().find('\n', written.size()) == std::string::npos);
  const std::string word = loadtriage::shell_word(value);
  LOADTRIAGE_REQUIRE(!word.empty() && word.front() != '-');
  return 0;
}
