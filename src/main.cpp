// Front door: hands the arguments and the world to cli::run, returns its exit status.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <thread>

#include "cli/run.h"
#include "cli/write_file.h"

namespace {

int terminal_columns() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40 ? size.ws_col : 80;
}

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

// Memory is asked for everywhere, by libraries too; here is the one place to end it well.
// Nothing may be asked for from here on. Reports are put in place whole, so none is left half.
[[noreturn]] void out_of_memory() {
  constexpr char kText[] =
      "error: out of memory\n"
      "  hint: give the program more, or fewer inputs at a time; `--threads 1` needs the least\n";
  [[maybe_unused]] const auto wrote = ::write(STDERR_FILENO, kText, sizeof(kText) - 1);
  ::_exit(loadtriage::cli::kCannot);
}

}  // namespace

int main(int argc, char** argv) try {
  std::set_new_handler(out_of_memory);
  std::ios::sync_with_stdio(false);
  const auto files = loadtriage::input::make_disk();
  loadtriage::cli::World world{std::cout, std::cerr, *files};
  world.out_is_terminal = ::isatty(STDOUT_FILENO) != 0;
  world.err_is_terminal = ::isatty(STDERR_FILENO) != 0;
  world.columns = terminal_columns();
  world.threads = std::max(1U, std::thread::hardware_concurrency());
  world.environment = environment;
  world.write_file = loadtriage::cli::write_file;
  world.why_not_writable = loadtriage::cli::why_not_writable;
  return loadtriage::cli::run(std::vector<std::string>(argv + 1, argv + argc), world);
} catch (const std::exception& error) {
  std::cerr << "error: " << error.what() << "\n  hint: this is a fault of loadtriage; please report it\n";
  return loadtriage::cli::kCannot;
}
