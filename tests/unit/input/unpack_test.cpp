#include "input/unpack.h"

#include <doctest/doctest.h>

#include "input/source.h"
#include "support/memory_file_system.h"
#include "support/packed.h"

using namespace loadtriage;
using namespace loadtriage::input;
using test::gzip;
using test::zstd;

namespace {

struct Read {
  std::string text;
  Notes notes;
};

Read read(const std::string& bytes, std::size_t most_per_read = test::kAllAtOnce) {
  Source source(test::make_stream(bytes, most_per_read), "run.gz");
  Read result;
  result.text = source.read_all(std::size_t{1} << 30).text;
  result.notes = Notes(source.notes().begin(), source.notes().end());
  return result;
}

// Text that packs to several blocks, with more than one window of history.
std::string long_text() {
  std::string text;
  for (unsigned i = 0; text.size() < 3000000; ++i) {
    text +=
        R"({"metric":"http_reqs","type":"Point","data":{"value":)" + std::to_string(i * 2654435761U) + "}}\n";
  }
  return text;
}

}  // namespace

TEST_CASE("unpack: gzip and zstd give the text back, however they are cut into reads") {
  const std::string text = "one\ntwo\nthree three three three\n";
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    for (std::size_t most = 1; most <= packed.size(); ++most) {
      const Read result = read(packed, most);
      CHECK(result.text == text);
      CHECK(result.notes.empty());
    }
  }
}

TEST_CASE("unpack: a long text comes back whole, in blocks or at once") {
  const std::string text = long_text();
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    CHECK(read(packed, 4093).text == text);
    Source source(test::make_stream(packed), "run");
    std::string all;
    Block block;
    while (source.next(block)) all += block.text;
    CHECK(all == text);
  }
}

TEST_CASE("unpack: members and frames behind each other are one text") {
  for (std::size_t most : {std::size_t{1}, std::size_t{7}, test::kAllAtOnce}) {
    CHECK(read(gzip("one\n") + gzip("") + gzip("two\n"), most).text == "one\ntwo\n");
    CHECK(read(zstd("one\n") + zstd("two\n"), most).text == "one\ntwo\n");
  }
}

TEST_CASE("unpack: of an archive cut anywhere the start is used, and a note says so") {
  const std::string text = "one\ntwo\nthree\n";
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    // Shorter than the magic bytes it is not known to be an archive at all.
    for (std::size_t size = 4; size < packed.size(); ++size) {
      CAPTURE(size);
      const Read result = read(packed.substr(0, size), 5);
      CHECK(text.starts_with(result.text));
      REQUIRE(result.notes.size() == 1);
      CHECK(result.notes[0].ends_with("ends too early; what came before is used"));
    }
  }
}

TEST_CASE("unpack: a long gzip file without its tail keeps what was unpacked before") {
  const std::string text = long_text();
  const std::string packed = gzip(text);
  const Read result = read(packed.substr(0, packed.size() / 2));
  CHECK(result.text.size() > text.size() / 3);
  CHECK(text.starts_with(result.text));
  CHECK(result.notes == Notes{"gzip data ends too early; what came before is used"});
}

TEST_CASE("unpack: damage at any byte neither hangs nor goes unnoticed") {
  const std::string text = "one\ntwo\nthree\n" + std::string(300, 'x') + "\n";
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    for (std::size_t at = 4; at < packed.size(); ++at) {
      std::string damaged = packed;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
      const Read result = read(damaged);
      CHECK((result.text == text || !result.notes.empty() || packed[0] == '\x28'));
      CHECK(result.text.size() <= 100 * text.size());
    }
  }
}

TEST_CASE("unpack: a wrong checksum is said, the text is used") {
  std::string packed = gzip("one\ntwo\n");
  packed[packed.size() - 8] = static_cast<char>(packed[packed.size() - 8] ^ 1);
  const Read result = read(packed);
  CHECK(result.text == "one\ntwo\n");
  CHECK(result.notes == Notes{"gzip checksum does not match; some of the text may be wrong"});
}

TEST_CASE("unpack: zeros behind the data are padding, other bytes are noted") {
  CHECK(read(gzip("one\n") + std::string(512, '\0')).notes.empty());
  const Read gzip_result = read(gzip("one\n") + "garbage");
  CHECK(gzip_result.text == "one\n");
  CHECK(gzip_result.notes == Notes{"bytes behind the end of the gzip data are ignored"});
  const Read zstd_result = read(zstd("one\n") + "garbage");
  CHECK(zstd_result.text == "one\n");
  CHECK(zstd_result.notes == Notes{"bytes behind the end of the zstd data are ignored"});
}

TEST_CASE("unpack: an archive that is not read is named") {
  const Read result = read("BZh91AY&SY");
  CHECK(result.notes == Notes{"looks like bzip2 data, which is not read; unpack it first"});
}
