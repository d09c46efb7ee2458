#include "input/decode.h"

#include <doctest/doctest.h>

#include "input/source.h"
#include "support/memory_file_system.h"
#include "support/packed.h"

using namespace loadtriage;
using namespace loadtriage::input;

namespace {

enum class Order { little, big };

std::string utf16(std::u16string_view text, Order order) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += order == Order::little ? low : high;
    bytes += order == Order::little ? high : low;
  }
  return bytes;
}

struct Read {
  std::string text;
  Notes notes;
};

Read read(const std::string& bytes, std::size_t most_per_read = test::kAllAtOnce) {
  Source source(test::make_stream(bytes, most_per_read), "run.log");
  Read result;
  result.text = source.read_all(std::size_t{1} << 30).text;
  result.notes = Notes(source.notes().begin(), source.notes().end());
  CHECK_FALSE(source.binary());
  return result;
}

const std::u16string kText = u"running (0m01.0s)\r\n\u2713 caf\u00E9 \U0001F680\n";
const std::string kUtf8 = "running (0m01.0s)\r\n\xE2\x9C\x93 caf\xC3\xA9 \xF0\x9F\x9A\x80\n";

}  // namespace

TEST_CASE("decode: UTF-16 with a mark becomes UTF-8, however it is cut into reads") {
  for (const Order order : {Order::little, Order::big}) {
    const std::string bytes = utf16(u"\uFEFF" + kText, order);
    for (std::size_t most = 1; most <= bytes.size(); ++most) {
      const Read result = read(bytes, most);
      CHECK(result.text == kUtf8);
      CHECK(result.notes == Notes{"was UTF-16 with a byte-order mark"});
    }
  }
}

TEST_CASE("decode: UTF-16 without a mark is recognised where it is clear") {
  for (const Order order : {Order::little, Order::big}) {
    const Read result = read(utf16(kText, order));
    CHECK(result.text == kUtf8);
    CHECK(result.notes == Notes{"was UTF-16 without a byte-order mark"});
  }
}

TEST_CASE("decode: UTF-16 in gzip is unpacked first") {
  CHECK(read(test::gzip(utf16(u"\uFEFF" + kText, Order::little))).text == kUtf8);
}

TEST_CASE("decode: half a character at the end becomes a replacement character") {
  const std::string bytes = utf16(u"\uFEFFabc", Order::little);
  const Read half_unit = read(bytes + "x");
  CHECK(half_unit.text == "abc\xEF\xBF\xBD");
  CHECK(half_unit.notes.size() == 2);
  const Read half_pair = read(bytes + "\x3D\xD8");
  CHECK(half_pair.text == "abc\xEF\xBF\xBD");
  const Read lone = read(bytes + std::string("\x3D\xD8z\0", 4));
  CHECK(lone.text == "abc\xEF\xBF\xBDz");
}

TEST_CASE("decode: a UTF-8 mark goes and the rest stays as it is") {
  const Read result = read(
      "\xEF\xBB\xBF"
      "{\"a\":1}\n\xFF caf\xC3\xA9\n",
      1);
  CHECK(result.text == "{\"a\":1}\n\xFF caf\xC3\xA9\n");
  CHECK(result.notes.empty());
}

TEST_CASE("decode: text with a few zeros is not taken for UTF-16") {
  const Read result = read(
      "a log line that is long enough to be told from UTF-16 with certainty, and much longer "
      "than any stray zero can outweigh: on and on it goes, and on, and on, and on, and on. "
      "Here five hundred bytes are wanted, so that one zero counts as a stray one; therefore "
      "this sentence goes on, and the next one too. The quick brown fox jumps over the lazy "
      "dog while the virtual users ramp up to the stage that breaks the pool of connections, "
      "and nobody reads fifty thousand lines of log for pleasure, do they? No. Certainly not. " +
      std::string("\0\n", 2));
  CHECK(result.text.ends_with(std::string("\0\n", 2)));
  CHECK(result.notes == Notes{"holds NUL bytes"});
}
