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
  // `size`: of a regular file when it was opened.
  explicit FileStream(int descriptor, std::uint64_t size = 0) : descriptor_(descriptor), size_(size) {}
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;
  ~FileStream() override {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  }

  std::size_t read(char* into, std::size_t size) override {
    if (!error_.empty()) return 0;
    for (;;) {
      const ssize_t got = ::read(descriptor_, into, size);
      if (got == 0 && size > 0 && read_ < size_) {
        error_ = "the file became shorter while it was read";
        return 0;
      }
      read_ += static_cast<std::uint64_t>(std::max<ssize_t>(got, 0));
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno == EINTR) continue;
      error_ = words_for(errno);
      return 0;
    }
  }

  std::string error() const override { return error_; }

 private:
  int descriptor_;
  std::uint64_t size_;
  std::uint64_t read_ = 0;
  std::string error_;
};

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

class Disk : public FileSystem {
 public:
  bool is_folder(const std::string& path) const override {
    std::error_code ignored;
    return path != "-" && fs::is_directory(path, ignored);
  }

  Result<std::vector<std::string>> files_below(const std::string& folder, Notices* closed) const override {
    std::vector<std::string> files;
    std::error_code fault;
    list(folder, files, closed, fault);
    if (fault) return make_error(folder, "cannot list this folder: " + fault.message());
    std::sort(files.begin(), files.end());
    return files;
  }

  std::string resolved(const std::string& path) const override {
    std::error_code fault;
    const fs::path whole = path == "-" ? fs::path() : fs::canonical(path, fault);
    return path == "-" || fault ? path : whole.string();
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
    struct stat about {};
    const bool known = ::fstat(descriptor, &about) == 0;
    const bool regular = known && S_ISREG(about.st_mode);
    auto stream =
        std::make_unique<FileStream>(descriptor, regular ? static_cast<std::uint64_t>(about.st_size) : 0);
    if (known && S_ISDIR(about.st_mode)) {
      return make_error(path, "cannot open this file: it is a folder");
    }
    // Only advice: pipes refuse it, and nothing depends on it.
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return std::unique_ptr<ByteStream>(std::move(stream));
  }

 private:
  // Without recursion: a folder may be nested as deep as a path can be long.
  static void list(const std::string& folder, std::vector<std::string>& files, Notices* closed,
                   std::error_code& fault) {
    std::vector<fs::path> open = {folder};
    for (bool first = true; !open.empty(); first = false) {
      const fs::path inside = std::move(open.back());
      open.pop_back();
      std::error_code wrong;
      for (fs::directory_iterator at(inside, wrong); !wrong && at != fs::directory_iterator();
           at.increment(wrong)) {
        std::error_code ignored;
        if (is_hidden(at->path())) continue;
        if (at->symlink_status(ignored).type() == fs::file_type::directory)
          open.push_back(at->path());
        else if (at->is_regular_file(ignored))
          files.push_back(at->path().string());
      }
      if (!wrong) continue;
      if (first) {
        fault = wrong;
        return;
      }
      if (closed != nullptr)
        closed->push_back(make_error(inside.string(), "cannot list this folder: " + wrong.message(),
                                     "what is in it was not looked at"));
    }
  }
};

}  // namespace

std::unique_ptr<FileSystem> make_disk() { return std::make_unique<Disk>(); }

}  // namespace loadtriage::input
