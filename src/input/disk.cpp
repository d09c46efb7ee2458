#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "input/file_system.h"

namespace loadtriage::input {
namespace {

namespace fs = std::filesystem;

std::string words_for(int error) { return std::generic_category().message(error); }

class FileStream : public ByteStream {
 public:
  explicit FileStream(int descriptor) : descriptor_(descriptor) {}
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;
  ~FileStream() override {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  }

  std::size_t read(char* into, std::size_t size) override {
    if (!error_.empty()) return 0;
    for (;;) {
      const ssize_t got = ::read(descriptor_, into, size);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno == EINTR) continue;
      error_ = words_for(errno);
      return 0;
    }
  }

  std::string error() const override { return error_; }

 private:
  int descriptor_;
  std::string error_;
};

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

class Disk : public FileSystem {
 public:
  bool is_folder(const std::string& path) const override {
    std::error_code ignored;
    return path != "-" && fs::is_directory(path, ignored);
  }

  Result<std::vector<std::string>> files_below(const std::string& folder) const override {
    std::vector<std::string> files;
    std::error_code fault;
    // A folder inside that may not be opened is left out; the first one is an error.
    fs::recursive_directory_iterator at(folder, fault);
    const auto inner = fs::directory_options::skip_permission_denied;
    if (!fault) at = fs::recursive_directory_iterator(folder, inner, fault);
    for (; !fault && at != fs::recursive_directory_iterator(); at.increment(fault)) {
      std::error_code ignored;
      if (is_hidden(at->path())) {
        at.disable_recursion_pending();
      } else if (at->is_regular_file(ignored)) {
        files.push_back(at->path().string());
      }
    }
    if (fault) return make_error(folder, "cannot list this folder: " + fault.message());
    std::sort(files.begin(), files.end());
    return files;
  }

  std::optional<std::uint64_t> size_of(const std::string& path) const override {
    std::error_code fault;
    if (path == "-" || !fs::is_regular_file(path, fault)) return std::nullopt;
    const auto size = fs::file_size(path, fault);
    return fault ? std::nullopt : std::optional<std::uint64_t>(size);
  }

  Result<std::unique_ptr<ByteStream>> open(const std::string& path) const override {
    if (path == "-") return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(STDIN_FILENO));
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return make_error(path, "cannot open this file: " + words_for(errno));
    auto stream = std::make_unique<FileStream>(descriptor);
    struct stat about {};
    if (::fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode)) {
      return make_error(path, "cannot open this file: it is a folder");
    }
    // Only advice: pipes refuse it, and nothing depends on it.
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return std::unique_ptr<ByteStream>(std::move(stream));
  }
};

}  // namespace

std::unique_ptr<FileSystem> make_disk() { return std::make_unique<Disk>(); }

}  // namespace loadtriage::input
