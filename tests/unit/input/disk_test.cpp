// The one test that touches the disk, because the disk is what it tests.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "input/file_system.h"

using namespace loadtriage;
using namespace loadtriage::input;
namespace fs = std::filesystem;

namespace {

// A folder that goes away with the test.
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
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(at(name)).parent_path());
    std::ofstream(at(name)) << text;
  }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("disk: a file is read to its end") {
  const Folder folder;
  folder.write("a.log", "some text");
  auto opened = make_disk()->open(folder.at("a.log"));
  REQUIRE(opened.ok());
  std::array<char, 32> bytes{};
  CHECK((*opened)->read(bytes.data(), 4) == 4);
  CHECK((*opened)->read(bytes.data() + 4, 28) == 5);
  CHECK((*opened)->read(bytes.data(), 32) == 0);
  CHECK(std::string_view(bytes.data(), 9) == "some text");
  CHECK((*opened)->error().empty());
}

TEST_CASE("disk: what cannot be opened is an error that says why") {
  const Folder folder;
  const auto disk = make_disk();
  const auto missing = disk->open(folder.at("none.log"));
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.errors()[0].text == "cannot open this file: No such file or directory");
  const auto not_a_file = disk->open(folder.at(""));
  REQUIRE_FALSE(not_a_file.ok());
  CHECK(not_a_file.errors()[0].text == "cannot open this file: it is a folder");
  CHECK_FALSE(disk->files_below(folder.at("none")).ok());
}

TEST_CASE("disk: files below a folder come sorted, without hidden ones or links to folders") {
  const Folder folder;
  for (const char* name : {"b.log", "a/z.log", "a/b/c.log", ".hidden", ".git/config", "a/.swp", "c"}) {
    folder.write(name, "x");
  }
  fs::create_directory_symlink(folder.at("a"), folder.at("link"));
  fs::create_directory_symlink(folder.at(""), folder.at("a/loop"));
  fs::create_symlink(folder.at("nowhere"), folder.at("broken"));
  fs::create_symlink(folder.at("c"), folder.at("d"));
  ::mkfifo(folder.at("fifo").c_str(), 0600);

  const auto files = make_disk()->files_below(folder.at(""));
  REQUIRE(files.ok());
  const std::vector<std::string> expected = {folder.at("a/b/c.log"), folder.at("a/z.log"), folder.at("b.log"),
                                             folder.at("c"), folder.at("d")};
  CHECK(*files == expected);
}

TEST_CASE("disk: folders are told from files and from standard input") {
  const Folder folder;
  folder.write("a", "x");
  const auto disk = make_disk();
  CHECK(disk->is_folder(folder.at("")));
  CHECK_FALSE(disk->is_folder(folder.at("a")));
  CHECK_FALSE(disk->is_folder(folder.at("none")));
  CHECK_FALSE(disk->is_folder("-"));
  CHECK(disk->open("-").ok());
}
