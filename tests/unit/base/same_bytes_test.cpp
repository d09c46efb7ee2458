#include "base/same_bytes.h"

#include <doctest/doctest.h>

#include <string>

namespace loadtriage {
namespace {

TEST_CASE("same bytes: a difference anywhere is seen, whatever the size") {
  for (std::size_t size = 0; size <= 70; ++size) {
    const std::string text(size, 'a');
    const std::string same(size, 'a');
    CAPTURE(size);
    CHECK(same_bytes(text.data(), same.data(), size));
    for (std::size_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = 'b';
      CHECK_FALSE(same_bytes(text.data(), other.data(), size));
    }
  }
}

TEST_CASE("same bytes: a text that ends too early does not begin with another") {
  const std::string text = "http_req_duration,1767254400";
  const char* end = text.data() + text.size();
  CHECK(begins_with(text.data(), end, "http_req_duration,"));
  CHECK(begins_with(text.data(), end, text));
  CHECK(begins_with(text.data(), end, ""));
  CHECK_FALSE(begins_with(text.data(), end, text + "0"));
  CHECK_FALSE(begins_with(text.data(), end, "http_req_durations"));
}

}  // namespace
}  // namespace loadtriage
