// JSON documents, also cut and damaged.
#include "formats/json/document.h"

#include <cstdint>
#include <string>

#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (text.empty() || (text[0] != '{' && text[0] != '[')) return 0;
  const auto document = loadtriage::formats::read_json(text);
  LOADTRIAGE_REQUIRE(document.end <= text.size());
  LOADTRIAGE_REQUIRE(document.root.keys.empty() || document.root.keys.size() == document.root.items.size());
  return 0;
}
