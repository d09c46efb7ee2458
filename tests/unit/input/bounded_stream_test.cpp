#include "input/bounded_stream.h"

#include <doctest/doctest.h>

#include "input/source.h"
#include "support/memory_file_system.h"
#include "support/packed.h"

using namespace loadtriage;
using namespace loadtriage::input;

namespace {

constexpr std::size_t kAll = std::size_t{1} << 30;

}  // namespace

TEST_CASE("unpack limits: what passes the bound is cut off and said") {
  const std::string text(3'000'000, 'x');
  for (const std::string& packed : {test::gzip(text), test::zstd(text)}) {
    Source source(test::make_stream(packed), "bomb.gz", {1'000'000, 0});
    CHECK(source.read_all(kAll).text.size() < text.size());
    CHECK(source.incomplete());
    REQUIRE(source.notes().size() == 1);
    CHECK(source.notes()[0] ==
          "unpacks to more than 1000000 bytes; what came before is used (--max-unpacked allows more)");
  }
}

TEST_CASE("unpack limits: a text that is not packed has none") {
  Source source(test::make_stream(std::string(3'000'000, 'x')), "run.log", {1'000'000, 0});
  CHECK(source.read_all(kAll).text.size() == 3'000'000);
  CHECK_FALSE(source.incomplete());
}

TEST_CASE("unpack limits: only an archive that lost something is incomplete") {
  const std::string packed = test::gzip("one\ntwo\n");
  Source whole(test::make_stream(packed), "a.gz");
  CHECK(whole.read_all(kAll).text == "one\ntwo\n");
  CHECK_FALSE(whole.incomplete());
  for (const std::size_t size : {std::size_t{3}, packed.size() - 9}) {
    Source cut(test::make_stream(packed.substr(0, size)), "a.gz");
    static_cast<void>(cut.read_all(kAll));
    CHECK(cut.incomplete());
  }
}
