#include "knowledge/packed_watch.h"

#include <cstdint>
#include <cstring>
#include <utility>

namespace loadtriage::knowledge {
namespace {

constexpr std::size_t kSizeBytes = 4;

void put(std::string& out, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  char bytes[kSizeBytes];
  std::memcpy(bytes, &size, kSizeBytes);
  out.append(bytes, kSizeBytes);
  out.append(text);
}

// What put() wrote; empty at the end or where the bytes are damaged.
std::string_view take(std::string_view& bytes) {
  std::uint32_t size = 0;
  if (bytes.size() < kSizeBytes) return bytes = {};
  std::memcpy(&size, bytes.data(), kSizeBytes);
  bytes.remove_prefix(kSizeBytes);
  if (size > bytes.size()) return bytes = {};
  const std::string_view text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return text;
}

// Within a text of put(): pattern, id, shows, technology, level, whose words they are, k6's
// words, whether it is cut off, then three texts a fact.
std::string pack_signature(const collect::WatchedSignature& signature, const std::string& pattern) {
  std::string out;
  put(out, pattern);
  put(out, signature.id);
  put(out, signature.shows);
  put(out, signature.technology);
  put(out, std::to_string(static_cast<int>(signature.level)));
  put(out, std::to_string(static_cast<int>(signature.words_of)));
  put(out, signature.k6_words);
  put(out, signature.cut_off ? "1" : "");
  for (const auto& fact : signature.facts) {
    put(out, fact.name);
    put(out, fact.capture);
    put(out, fact.unit);
  }
  return out;
}

collect::WatchedSignature unpack_signature(std::string_view bytes, std::string& pattern) {
  collect::WatchedSignature signature;
  pattern = take(bytes);
  signature.id = take(bytes);
  signature.shows = take(bytes);
  signature.technology = take(bytes);
  const std::string_view level = take(bytes);
  if (!level.empty()) signature.level = static_cast<model::Level>(level.front() - '0');
  const std::string_view words_of = take(bytes);
  if (!words_of.empty()) signature.words_of = static_cast<model::WordsOf>(words_of.front() - '0');
  signature.k6_words = take(bytes);
  signature.cut_off = !take(bytes).empty();
  while (!bytes.empty()) {
    auto& fact = signature.facts.emplace_back();
    fact.name = take(bytes);
    fact.capture = take(bytes);
    fact.unit = take(bytes);
  }
  return signature;
}

struct Unpacked {
  std::vector<std::string> patterns;
  std::vector<collect::WatchedSignature> signatures;
  std::string_view database;
};

Unpacked unpack(std::string_view packed) {
  Unpacked unpacked;
  std::string_view signatures = take(packed);
  while (!signatures.empty()) {
    std::string& pattern = unpacked.patterns.emplace_back();
    unpacked.signatures.push_back(unpack_signature(take(signatures), pattern));
  }
  unpacked.database = take(packed);
  return unpacked;
}

}  // namespace

std::string pack_watch(const collect::Watch& watch) {
  std::string signatures, database;
  for (const collect::WatchSet& set : watch.sets()) {
    const std::vector<std::string>& patterns = set.patterns.patterns();
    for (std::size_t i = 0; i < patterns.size(); ++i)
      put(signatures, pack_signature(set.signatures[i], patterns[i]));
    database = set.patterns.serialize();
  }
  std::string packed, out;
  put(packed, signatures);
  put(packed, database);
  put(out, packed);
  return out;
}

std::string_view next_packed(std::string_view& bytes) { return take(bytes); }

std::optional<collect::WatchSet> restore_set(std::string_view packed) {
  Unpacked unpacked = unpack(packed);
  if (unpacked.patterns.empty()) return std::nullopt;
  auto patterns = scan::PatternSet::restore(unpacked.database, std::move(unpacked.patterns));
  if (!patterns) return std::nullopt;
  return collect::WatchSet{std::move(*patterns), std::move(unpacked.signatures)};
}

std::optional<collect::WatchSet> compile_set(std::string_view packed) {
  Unpacked unpacked = unpack(packed);
  if (unpacked.patterns.empty()) return std::nullopt;
  auto patterns = scan::PatternSet::compile(std::move(unpacked.patterns));
  if (!patterns) return std::nullopt;
  return collect::WatchSet{std::move(*patterns), std::move(unpacked.signatures)};
}

}  // namespace loadtriage::knowledge
