// gzip, zstd, UTF-16, long lines: bounded, and each byte is handed out once.
#include <cstdint>
#include <string>

#include "fuzz/require.h"
#include "input/source.h"

namespace {

class Bytes : public loadtriage::input::ByteStream {
 public:
  explicit Bytes(const std::string& text) : text_(text) {}
  std::size_t read(char* into, std::size_t size) override {
    const std::size_t given = text_.copy(into, size, at_);
    at_ += given;
    return given;
  }
  std::string error() const override { return {}; }

 private:
  const std::string& text_;
  std::size_t at_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  constexpr std::uint64_t kMost = 1 << 22;
  loadtriage::input::Source source(std::make_unique<Bytes>(text), "fuzz", {kMost, 0});
  loadtriage::input::Block block;
  std::uint64_t sum = 0;
  while (source.next(block)) sum += block.text.size();
  LOADTRIAGE_REQUIRE(sum <= 8 * kMost + 4 * text.size());
  return 0;
}
