#include "support/memory_file_system.h"

#include <algorithm>
#include <cstring>

namespace loadtriage::test {
namespace {

class MemoryStream : public input::ByteStream {
 public:
  MemoryStream(std::string bytes, std::size_t most_per_read, std::string error)
      : bytes_(std::move(bytes)), most_per_read_(most_per_read), error_at_end_(std::move(error)) {}

  std::size_t read(char* into, std::size_t size) override {
    const std::size_t given = std::min({size, most_per_read_, bytes_.size() - used_});
    if (given > 0) std::memcpy(into, bytes_.data() + used_, given);
    used_ += given;
    if (given == 0) error_ = error_at_end_;
    return given;
  }

  std::string error() const override { return error_; }

 private:
  std::string bytes_;
  std::size_t used_ = 0;
  std::size_t most_per_read_;
  std::string error_at_end_;
  std::string error_;
};

std::string as_folder(const std::string& path) { return path.ends_with('/') ? path : path + "/"; }

}  // namespace

std::unique_ptr<input::ByteStream> make_stream(std::string bytes, std::size_t most_per_read,
                                               std::string error) {
  return std::make_unique<MemoryStream>(std::move(bytes), most_per_read, std::move(error));
}

bool MemoryFileSystem::is_folder(const std::string& path) const {
  const auto first = files_.lower_bound(as_folder(path));
  return first != files_.end() && first->first.starts_with(as_folder(path));
}

Result<std::vector<std::string>> MemoryFileSystem::files_below(const std::string& folder, Notices*) const {
  if (!is_folder(folder)) return make_error(folder, "cannot list this folder: No such file or directory");
  const std::string start = as_folder(folder);
  std::vector<std::string> files;
  for (auto file = files_.lower_bound(start); file != files_.end() && file->first.starts_with(start);
       ++file) {
    const bool hidden = file->first.find("/.", start.size() - 1) != std::string::npos;
    if (!hidden) files.push_back(file->first);
  }
  return files;
}

Result<std::unique_ptr<input::ByteStream>> MemoryFileSystem::open(const std::string& path) const {
  const auto file = files_.find(path);
  if (file == files_.end()) return make_error(path, "cannot open this file: No such file or directory");
  return make_stream(file->second);
}

}  // namespace loadtriage::test
