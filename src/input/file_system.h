// Where inputs come from: the disk, standard input, or a test's memory.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace loadtriage::input {

// A stream of bytes, as they are stored. Errors end the stream; error() says which.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Fills up to `size` bytes; 0 at the end or after an error.
  virtual std::size_t read(char* into, std::size_t size) = 0;
  // Empty, or the system's words: "Permission denied".
  virtual std::string error() const = 0;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual bool is_folder(const std::string& path) const = 0;
  // Every regular file below the folder, sorted by path, hidden ones left out. Links
  // to folders are not followed. Each folder inside that can't be entered is told in `closed`.
  virtual Result<std::vector<std::string>> files_below(const std::string& folder,
                                                       Notices* closed = nullptr) const = 0;
  // The path with all links resolved, so that two names of one file are one; as it is
  // where that can't be told.
  virtual std::string resolved(const std::string& path) const { return path; }
  // Of a regular file, as it is stored; nothing where that can't be told.
  virtual std::optional<std::uint64_t> size_of(const std::string&) const { return std::nullopt; }
  // "-" is standard input.
  virtual Result<std::unique_ptr<ByteStream>> open(const std::string& path) const = 0;
};

// The machine's own files.
std::unique_ptr<FileSystem> make_disk();

}  // namespace loadtriage::input
