#include "base/shell_word.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <string>

using loadtriage::shell_word;
using loadtriage::ShellCommand;

namespace {

// What a shell makes of a command.
std::string said_by_shell(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  std::array<char, 256> block{};
  while (const std::size_t size = std::fread(block.data(), 1, block.size(), pipe))
    out.append(block.data(), size);
  ::pclose(pipe);
  return out;
}

const char* const kHostile[] = {"h;id;", "$(id)",       "`id`",       "a b",      "'x'",       "it's",
                                "\"x\"", "a\\",         "!!",         "*",        "~",         "a|id",
                                "a>b",   "${HOME}",     "#x",         "",         "a\nb",      "&",
                                "-rf",   "--opt=$(id)", "\"; id; \"", "'; id; '", "\\'; id; #"};

std::string as_text(std::string value) {
  for (char& c : value)
    if (c == '\n') c = ' ';
  return value.starts_with('-') ? "./" + value : value;
}

}  // namespace

TEST_CASE("shell word: plain names stay as they are") {
  CHECK(shell_word("db-1.example.com:5432") == "db-1.example.com:5432");
  CHECK(shell_word("logs/app.log") == "logs/app.log");
}

TEST_CASE("shell word: a shell reads every text as that text") {
  for (const std::string value : kHostile) {
    CAPTURE(value);
    CHECK(said_by_shell("printf %s " + shell_word(value)) == as_text(value));
  }
}

TEST_CASE("shell command: a value stays text wherever it stands") {
  for (const std::string value : kHostile) {
    CAPTURE(value);
    const auto with = [&](const char* before, const char* behind) {
      ShellCommand command;
      command.add(before);
      command.add_value(value);
      command.add(behind);
      return said_by_shell(command.text());
    };
    const std::string text = as_text(value);
    const std::string inner = text.starts_with("./-") ? text.substr(2) : text;
    CHECK(with("printf %s http://", "/x") == "http://" + inner + "/x");
    CHECK(with("printf %s 'sport = :", "'") == "sport = :" + inner);
    CHECK(with("printf %s \"sport = :", "\"") == "sport = :" + inner);
    CHECK(with("printf %s x\\\"\"it's ", "\"") == "x\"it's " + inner);
    CHECK(with("printf %s ok    # see ", "") == "ok");
  }
}

TEST_CASE("shell command: in a comment nothing of a value acts, even where comments are read") {
  ShellCommand command;
  command.add("true    # see ");
  command.add_value("a;$(id)`id`|x");
  CHECK(command.text() == "true    # see a___id__id__x");
}

TEST_CASE("shell command: what needs no quotes has none") {
  const auto with = [](const char* before, const char* value, const char* behind) {
    ShellCommand command;
    command.add(before);
    command.add_value(value);
    command.add(behind);
    return command.take();
  };
  CHECK(with("grep x ", "a.log", " | head") == "grep x a.log | head");
  CHECK(with("grep x ", "a b.log", " | head") == "grep x 'a b.log' | head");
  CHECK(with("psql -c 'explain ", "select 'a'", "'") == R"(psql -c 'explain select '\''a'\''')");
  CHECK(with("ls    # in ", "a b", "") == "ls    # in a b");
}
