#include "cli/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace loadtriage::cli {
namespace {

namespace fs = std::filesystem;

std::string words_for(int error) { return std::generic_category().message(error); }

// Zero, or the system's number for what went wrong.
int write_all(int descriptor, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t wrote = ::write(descriptor, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return errno;
    done += static_cast<std::size_t>(wrote);
  }
  return 0;
}

// Some file systems tell only then that the disk is full.
int close_told(int descriptor) { return ::close(descriptor) == 0 ? 0 : errno; }

std::optional<std::string> as_answer(int error) {
  return error == 0 ? std::nullopt : std::optional(words_for(error));
}

std::optional<std::string> write_to(const std::string& path, const std::string& text, int flags) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
  if (descriptor < 0) return words_for(errno);
  const int error = write_all(descriptor, text);
  const int closing = close_told(descriptor);
  return as_answer(error != 0 ? error : closing);
}

mode_t usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

// A link keeps pointing at its file, which is the one that is replaced.
std::string behind_links(const std::string& path) {
  std::error_code fault;
  const fs::path target = fs::canonical(path, fault);
  return fault ? path : target.string();
}

std::optional<std::string> replace(const std::string& path, const std::string& text, mode_t mode) {
  std::string beside = path + ".XXXXXX";
  const int descriptor = ::mkostemp(beside.data(), O_CLOEXEC);
  if (descriptor < 0) return words_for(errno);
  int error = write_all(descriptor, text);
  if (error == 0 && (::fchmod(descriptor, mode) != 0 || ::fsync(descriptor) != 0)) error = errno;
  const int closing = close_told(descriptor);
  if (error == 0) error = closing;
  if (error == 0 && ::rename(beside.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) ::unlink(beside.c_str());
  return as_answer(error);
}

}  // namespace

std::optional<std::string> write_file(const std::string& path, const std::string& text, bool append) {
  if (append) return write_to(path, text, O_APPEND);
  struct stat about {};
  const bool there = ::stat(path.c_str(), &about) == 0;
  if (there && !S_ISREG(about.st_mode)) return write_to(path, text, 0);
  return replace(behind_links(path), text, there ? about.st_mode & 07777 : usual_mode());
}

std::optional<std::string> why_not_writable(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) == 0 && !S_ISREG(about.st_mode))
    return S_ISDIR(about.st_mode)              ? std::optional<std::string>("it is a folder")
           : ::access(path.c_str(), W_OK) == 0 ? std::nullopt
                                               : std::optional(words_for(errno));
  std::string folder = fs::path(behind_links(path)).parent_path().string();
  if (folder.empty()) folder = ".";
  if (::stat(folder.c_str(), &about) == 0 && !S_ISDIR(about.st_mode)) return words_for(ENOTDIR);
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return words_for(errno);
  return std::nullopt;
}

}  // namespace loadtriage::cli
