// Rule files: parsed, loaded, or refused.
#include <cstdint>
#include <string>

#include "rules/rule_set.h"
#include "rules/run_vocabulary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  auto document = loadtriage::rules::parse_yaml("causes/a/b.yaml", text);
  if (!document) return 0;
  loadtriage::rules::Sources sources;
  sources.overlay.push_back(std::move(*document));
  (void)loadtriage::rules::load(std::move(sources), loadtriage::rules::run_vocabulary());
  return 0;
}
