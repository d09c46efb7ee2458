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

TEST_CASE("disk: a file that becomes shorter while it is read is told") {
  const Folder folder;
  folder.write("a.log", std::string(100, 'x'));
  auto opened = make_disk()->open(folder.at("a.log"));
  REQUIRE(opened.ok());
  std::array<char, 64> bytes{};
  CHECK((*opened)->read(bytes.data(), 10) == 10);
  fs::resize_file(folder.at("a.log"), 10);
  CHECK((*opened)->read(bytes.data(), 64) == 0);
  CHECK((*opened)->error() == "the file became shorter while it was read");
}

TEST_CASE("disk: a file that grows is read to where it ends then") {
  const Folder folder;
  folder.write("a.log", "one");
  auto opened = make_disk()->open(folder.at("a.log"));
  REQUIRE(opened.ok());
  std::ofstream(folder.at("a.log"), std::ios::app) << "two";
  std::array<char, 64> bytes{};
  CHECK((*opened)->read(bytes.data(), 64) == 6);
  CHECK((*opened)->error().empty());
}

TEST_CASE("disk: a folder that can't be entered is told, the rest is listed") {
  const Folder folder;
  folder.write("open/a.log", "x");
  folder.write("shut/b.log", "x");
  fs::permissions(folder.at(""), fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                                     fs::perms::others_read | fs::perms::others_exec);
  fs::permissions(folder.at("shut"), fs::perms::none);
  // Who is root may enter everything: then somebody else looks.
  constexpr uid_t kNobody = 65534;
  const bool root = ::geteuid() == 0;
  if (root) REQUIRE(::seteuid(kNobody) == 0);
  Notices closed;
  const auto files = make_disk()->files_below(folder.at(""), &closed);
  if (root) REQUIRE(::seteuid(0) == 0);
  fs::permissions(folder.at("shut"), fs::perms::owner_all);
  REQUIRE(files.ok());
  CHECK(*files == std::vector<std::string>{folder.at("open/a.log")});
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].place.path == folder.at("shut"));
  CHECK(closed[0].text == "cannot list this folder: Permission denied");
}

TEST_CASE("disk: two names of one file are one") {
  const Folder folder;
  folder.write("a/b.log", "x");
  fs::create_symlink(folder.at("a/b.log"), folder.at("link"));
  const auto disk = make_disk();
  CHECK(disk->resolved(folder.at("a/../a/./b.log")) == disk->resolved(folder.at("link")));
  CHECK(disk->resolved("-") == "-");
  CHECK(disk->resolved(folder.at("none")) == folder.at("none"));
}
