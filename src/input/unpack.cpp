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

std::unique_ptr<ByteStream> unpack(std::unique_ptr<PeekedStream> bytes, Notes& notes) {
  const std::string_view start = bytes->peek(kLongestMagic);
  if (start.starts_with("\x1F\x8B\x08")) return make_gzip_stream(std::move(bytes), notes);
  if (start.starts_with("\x28\xB5\x2F\xFD")) return make_zstd_stream(std::move(bytes), notes);
  for (const Archive& archive : kNotUnpacked) {
    if (!start.starts_with(archive.magic)) continue;
    notes.push_back(std::string("looks like ") + archive.name + " data, which is not read; unpack it first");
  }
  return bytes;
}

}  // namespace loadtriage::input
