// The world outside, as the command line sees it: handed in, so that tests can stand in
// for the terminal, the environment and the disk.
#pragma once
#include <functional>
#include <optional>
#include <ostream>
#include <string>

#include "input/bounded_stream.h"
#include "input/file_system.h"

namespace loadtriage::cli {

struct World {
  std::ostream& out;
  std::ostream& err;
  const input::FileSystem& files;
  bool out_is_terminal = false;
  int columns = 80;
  unsigned threads = 1;
  std::function<std::optional<std::string>(const std::string& name)> environment = {};
  // Writes (or with `append` adds to) a file; the system's words when it can't.
  std::function<std::optional<std::string>(const std::string& path, const std::string& text, bool append)>
      write_file = {};
  // Why a file could not be written, asked before the work that it is for; nothing: it could.
  std::function<std::optional<std::string>(const std::string& path)> why_not_writable = {};
  bool err_is_terminal = false;
  input::UnpackLimits unpack = {};
};

}  // namespace loadtriage::cli
