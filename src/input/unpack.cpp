#include "input/unpack.h"

namespace loadtriage::input {
namespace {

constexpr std::size_t kLongestMagic = 6;

struct Archive {
  std::string_view magic;
  const char* name;
};

constexpr Archive kNotUnpacked[] = {
    {std::string_view("\xFD"
                      "7zXZ\0",
                      6),
     "xz"},
    {"BZh", "bzip2"},
    {std::string_view("PK\x03\x04", 4), "zip"},
};

}  // namespace

std::unique_ptr<ByteStream> unpack(std::unique_ptr<PeekedStream> bytes, Notes& notes,
                                   const UnpackLimits& limits) {
  const auto bounded = [&](auto make) {
    return std::make_unique<BoundedStream>(
        std::move(bytes), limits, notes,
        [&](std::unique_ptr<ByteStream> packed) { return make(std::move(packed), notes); });
  };
  const std::string_view start = bytes->peek(kLongestMagic);
  if (start.starts_with("\x1F\x8B\x08")) return bounded(make_gzip_stream);
  if (start.starts_with("\x28\xB5\x2F\xFD")) return bounded(make_zstd_stream);
  for (const Archive& archive : kNotUnpacked) {
    if (!start.starts_with(archive.magic)) continue;
    notes.push_back(std::string("looks like ") + archive.name + " data, which is not read; unpack it first");
  }
  return bytes;
}

}  // namespace loadtriage::input
