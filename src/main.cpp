// Front door: hands the arguments and the world to cli::run, returns its exit status.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <system_error>
#include <thread>

#include "cli/run.h"

namespace {

int terminal_columns() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40 ? size.ws_col : 80;
}

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

std::optional<std::string> write_file(const std::string& path, const std::string& text, bool append) {
  errno = 0;
  std::ofstream file(path, append ? std::ios::binary | std::ios::app : std::ios::binary);
  file << text;
  file.close();
  if (file) return std::nullopt;
  return errno != 0 ? std::generic_category().message(errno) : std::string("unknown reason");
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const auto files = loadtriage::input::make_disk();
  loadtriage::cli::World world{std::cout, std::cerr, *files};
  world.out_is_terminal = ::isatty(STDOUT_FILENO) != 0;
  world.err_is_terminal = ::isatty(STDERR_FILENO) != 0;
  world.columns = terminal_columns();
  world.threads = std::max(1U, std::thread::hardware_concurrency());
  world.environment = environment;
  world.write_file = write_file;
  return loadtriage::cli::run(std::vector<std::string>(argv + 1, argv + argc), world);
}
