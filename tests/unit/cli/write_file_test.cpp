// Touches the disk, because the disk is what it tests.
#include "cli/write_file.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

using loadtriage::cli::why_not_writable;
using loadtriage::cli::write_file;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "loadtriage-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string at(const std::string& name) const { return (path_ / name).string(); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// No file may grow beyond `bytes` while this lives: a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

}  // namespace

TEST_CASE("write file: a new report takes the place of the old one, with its rights") {
  const Folder folder;
  CHECK_FALSE(write_file(folder.at("r.json"), "one", false));
  ::chmod(folder.at("r.json").c_str(), 0640);
  CHECK_FALSE(write_file(folder.at("r.json"), "two", false));
  CHECK(text_of(folder.at("r.json")) == "two");
  struct stat about {};
  REQUIRE(::stat(folder.at("r.json").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0640);
  CHECK(folder.files() == 1);
}

TEST_CASE("write file: a disk that is full leaves the old report whole, and nothing beside it") {
  const Folder folder;
  REQUIRE_FALSE(write_file(folder.at("r.json"), "the old report", false));
  const FullDisk full(1000);
  CHECK(write_file(folder.at("r.json"), std::string(5000, 'x'), false) == "File too large");
  CHECK(text_of(folder.at("r.json")) == "the old report");
  CHECK(folder.files() == 1);
}

TEST_CASE("write file: text is appended, links keep pointing, devices are written to") {
  const Folder folder;
  CHECK_FALSE(write_file(folder.at("r.md"), "one", false));
  CHECK_FALSE(write_file(folder.at("r.md"), " two", true));
  CHECK(text_of(folder.at("r.md")) == "one two");
  fs::create_symlink(folder.at("r.md"), folder.at("link"));
  CHECK_FALSE(write_file(folder.at("link"), "three", false));
  CHECK(fs::is_symlink(folder.at("link")));
  CHECK(text_of(folder.at("r.md")) == "three");
  CHECK_FALSE(write_file("/dev/null", "x", false));
  CHECK(write_file("/dev/full", "x", false) == "No space left on device");
}

TEST_CASE("write file: what can't be written shows before anything is") {
  const Folder folder;
  CHECK_FALSE(why_not_writable(folder.at("new.json")));
  CHECK_FALSE(why_not_writable("/dev/null"));
  CHECK(why_not_writable(folder.at("none/new.json")) == "No such file or directory");
  CHECK(why_not_writable(folder.at("")) == "it is a folder");
  REQUIRE_FALSE(write_file(folder.at("file"), "x", false));
  CHECK(why_not_writable(folder.at("file/new.json")) == "Not a directory");
}
