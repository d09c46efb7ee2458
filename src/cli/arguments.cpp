#include "cli/arguments.h"

#include <algorithm>

#include "base/spelling.h"
#include "base/text.h"

namespace loadtriage::cli {
namespace {

bool asks_for_version(const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::any_of(arguments.begin(), end,
                     [](const std::string& argument) { return argument == "--version" || argument == "-V"; });
}

bool is_help(const std::string& argument) { return argument == "--help" || argument == "-h"; }

bool is_path(const std::string& argument, const input::FileSystem& files) {
  return argument == "-" || files.is_folder(argument) || files.open(argument).ok();
}

}  // namespace

Result<std::vector<std::string>> usual_form(std::vector<std::string> arguments,
                                            const std::vector<std::string>& commands,
                                            const input::FileSystem& files) {
  if (asks_for_version(arguments)) return std::vector<std::string>{"--version"};
  if (arguments.empty() || is_help(arguments.front())) return arguments;
  const std::string& first = arguments.front();
  if (std::find(commands.begin(), commands.end(), first) != commands.end()) return arguments;
  if (first == "help") {
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
    return arguments;
  }
  const bool option = first.size() > 1 && first.front() == '-';
  // A path that is spelled wrongly looks like a path: `analyze` says what is wrong with it.
  const bool spelled_as_path = first.find_first_of("/.") != std::string::npos;
  if (!option && !spelled_as_path && !is_path(first, files))
    return make_error(
        "", "`" + first + "` is neither a command nor a file" + did_you_mean(first, commands),
        "there are " + join(commands, ", ") + "; `loadtriage PATH` is `loadtriage analyze PATH`");
  arguments.insert(arguments.begin(), "analyze");
  return arguments;
}

}  // namespace loadtriage::cli
