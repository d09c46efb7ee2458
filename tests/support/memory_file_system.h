// Files that exist only in a test.
#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <string>

#include "input/file_system.h"

namespace loadtriage::test {

constexpr std::size_t kAllAtOnce = static_cast<std::size_t>(-1);

// A stream that gives at most `most_per_read` bytes a call, as a pipe does, and at its
// end reports `error`, if there is one.
std::unique_ptr<input::ByteStream> make_stream(std::string bytes, std::size_t most_per_read = kAllAtOnce,
                                               std::string error = {});

// Paths are taken as they are written; a folder is whatever stands before a `/`.
class MemoryFileSystem : public input::FileSystem {
 public:
  MemoryFileSystem() = default;
  explicit MemoryFileSystem(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  void add(std::string path, std::string bytes) { files_[std::move(path)] = std::move(bytes); }

  bool is_folder(const std::string& path) const override;
  Result<std::vector<std::string>> files_below(const std::string& folder,
                                               Notices* closed = nullptr) const override;
  Result<std::unique_ptr<input::ByteStream>> open(const std::string& path) const override;

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace loadtriage::test
