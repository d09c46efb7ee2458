#include "input/source.h"

#include <doctest/doctest.h>

#include "support/memory_file_system.h"

using namespace loadtriage;
using namespace loadtriage::input;
using test::make_stream;

namespace {

Source source_of(std::string bytes, std::size_t most_per_read = test::kAllAtOnce, std::string error = {}) {
  return Source(make_stream(std::move(bytes), most_per_read, std::move(error)), "test.log");
}

// Reads to the end and checks what every block promises.
std::string read_blocks(Source& source) {
  std::string all;
  std::uint64_t lines = 0;
  Block block;
  while (source.next(block)) {
    CHECK_FALSE(block.text.empty());
    CHECK(block.first_line == lines + 1);
    CHECK(block.offset == all.size());
    for (std::size_t i = 0; i < kPadding; ++i) CHECK(block.text.data()[block.text.size() + i] == '\0');
    for (const char c : block.text) lines += c == '\n' ? 1U : 0U;
    all += block.text;
  }
  return all;
}

std::string numbered_lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "line " + std::to_string(i) + "\r\n";
  return text;
}

}  // namespace

TEST_CASE("source: an input cut by reads at every boundary gives the same text") {
  const std::string text = "first\r\nsecond \xC3\xA9\n\n\r\nno line feed at the end";
  for (std::size_t most = 1; most <= text.size(); ++most) {
    Source source = source_of(text, most);
    CHECK(source.head() == text);
    CHECK(source.head_is_whole());
    CHECK(read_blocks(source) == text);
    CHECK(source.notes().empty());
  }
}

TEST_CASE("source: blocks hold whole lines and continue each other") {
  const std::string text = numbered_lines(300000);
  Source source = source_of(text, 70001);
  Block block;
  std::size_t blocks = 0;
  std::string all;
  while (source.next(block)) {
    CHECK(block.text.size() <= kBlockSize);
    CHECK(block.text.ends_with("\r\n"));
    CHECK(block.offset == all.size());
    all += block.text;
    ++blocks;
  }
  CHECK(blocks >= 3);
  CHECK(all == text);
  CHECK(source.bytes_read() == text.size());
}

TEST_CASE("source: an owned block outlives the next one, and its memory is used again") {
  const std::string text = numbered_lines(400000);
  Source source = source_of(text);
  OwnedBlock first;
  OwnedBlock second;
  REQUIRE(source.next(first));
  const OwnedBlock moved = std::move(first);
  REQUIRE(source.next(second));
  CHECK(std::string(moved.text) + std::string(second.text) ==
        text.substr(0, moved.text.size() + second.text.size()));
  CHECK(second.first_line > moved.first_line);

  const char* memory = second.storage.data();
  REQUIRE(source.next(second));
  CHECK(second.storage.data() == memory);
  CHECK(text.substr(second.offset, second.text.size()) == second.text);
  CHECK(source.next(first));  // moved from, still usable
}

TEST_CASE("source: an empty input has no block and is no error") {
  for (const char* text : {"", "\xEF\xBB\xBF", "\xFF\xFE"}) {
    Source source = source_of(text);
    Block block;
    CHECK(source.empty());
    CHECK(source.head_is_whole());
    CHECK_FALSE(source.binary());
    CHECK_FALSE(source.next(block));
    CHECK(source.read_all(10).text.empty());
  }
}

TEST_CASE("source: the head is whole lines, stays the same and takes nothing away") {
  const std::string text = numbered_lines(20000);
  Source source = source_of(text);
  const std::string head(source.head());
  CHECK(head.size() <= kHeadSize);
  CHECK(head.size() > kHeadSize - 100);
  CHECK(head.ends_with("\r\n"));
  CHECK_FALSE(source.head_is_whole());
  CHECK(read_blocks(source) == text);
  CHECK(source.head() == head);
}

TEST_CASE("source: an input of exactly the head's size is whole") {
  const std::string text(kHeadSize - 1, 'a');
  Source exact = source_of(text + "\n");
  CHECK(exact.head_is_whole());
  CHECK(exact.head().size() == kHeadSize);
  Source longer = source_of(text + "b\n");
  CHECK_FALSE(longer.head_is_whole());
}

TEST_CASE("source: a line longer than a block makes the block longer") {
  const std::string line(3 * kBlockSize + 17, 'x');
  const std::string text = "before\n" + line + "\nafter\n";
  Source source = source_of(text, 100003);
  CHECK(read_blocks(source) == text);
  CHECK(source.bytes_skipped() == 0);
}

TEST_CASE("source: a line of 17 MB is cut at the limit and the rest counted") {
  const std::string line(17000000, 'x');
  Source source = source_of("before\n" + line + "\nafter\nlast");
  Block block;
  REQUIRE(source.next(block));
  CHECK(block.text == "before\n");
  REQUIRE(source.next(block));
  CHECK(block.text.size() <= kLongestLine + 1);
  CHECK(block.text.ends_with("x\n"));
  CHECK(block.first_line == 2);
  CHECK(source.bytes_skipped() + block.text.size() - 1 == line.size());
  REQUIRE(source.next(block));
  CHECK(block.text == "after\nlast");
  CHECK(block.first_line == 3);
  CHECK(block.offset == 7 + line.size() + 1);
  CHECK_FALSE(source.next(block));
  CHECK(source.notes().size() == 1);
}

TEST_CASE("source: a long line is not cut inside a character") {
  std::string line;
  while (line.size() < kLongestLine + 10) line += "\xE2\x82\xAC";
  Source source = source_of(line);
  Block block;
  REQUIRE(source.next(block));
  CHECK(block.text.ends_with("\xE2\x82\xAC\n"));
  CHECK_FALSE(source.next(block));
}

TEST_CASE("source: reading all gives one text, also after the head was looked at") {
  const std::string text = numbered_lines(200000);
  Source source = source_of(text, 99991);
  CHECK_FALSE(source.head().empty());
  const auto whole = source.read_all(text.size());
  CHECK(whole.text == text);
  CHECK_FALSE(whole.cut);
  Block block;
  CHECK_FALSE(source.next(block));
}

TEST_CASE("source: reading all stops at the limit and says so") {
  Source source = source_of(numbered_lines(20000));
  const auto whole = source.read_all(1000);
  CHECK(whole.text.size() == 1000);
  CHECK(whole.cut);
  CHECK(source.read_all(1000).text.empty());
  Source short_one = source_of("abc");
  CHECK_FALSE(short_one.read_all(static_cast<std::size_t>(-1)).cut);
}

TEST_CASE("source: data is told from text that holds a stray byte") {
  std::string data;
  for (int i = 0; i < 4000; ++i) data += static_cast<char>(i * 7 + i / 256);
  CHECK(source_of(data).binary());
  CHECK(source_of(std::string("\x7F"
                              "ELF\x02\x01\x01\0\0\0\0\0",
                              12))
            .binary());
  CHECK_FALSE(source_of(numbered_lines(10) + "caf\xE9 latin-1\n").binary());

  Source stray = source_of(numbered_lines(500) + std::string("a\0b\n", 4));
  CHECK_FALSE(stray.binary());
  CHECK(stray.notes() == std::vector<std::string>{"holds NUL bytes"});
}

TEST_CASE("source: a read that fails ends the input with a note") {
  Source source = source_of("one\ntwo", 3, "Input/output error");
  CHECK(read_blocks(source) == "one\ntwo");
  CHECK(source.notes() ==
        std::vector<std::string>{"reading stopped: Input/output error; what came before is used"});
}
