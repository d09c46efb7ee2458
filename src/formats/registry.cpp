#include "formats/registry.h"

#include <vector>

#include "formats/k6/adapters.h"
#include "formats/logs/backend_log.h"
#include "formats/logs/postgresql_csv.h"
#include "formats/readings/resource_readings.h"
#include "formats/settings/context.h"
#include "formats/tools/adapters.h"

namespace loadtriage::formats {
namespace {

// Those of k6 and of its surroundings first, then those of other load tools.
const std::vector<const Adapter*>& all_adapters() {
  static const std::vector<const Adapter*> all = [] {
    const auto k6 = k6_adapters();
    std::vector<const Adapter*> made(k6.begin(), k6.end());
    made.insert(made.end(), {&context, &postgresql_csv, &resource_readings});
    const auto others = tools::adapters();
    made.insert(made.end(), others.begin(), others.end());
    return made;
  }();
  return all;
}

// An input handed in as context is a JSON object; anything else is sniffed as usual.
bool is_object(std::string_view head) {
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && head[first] == '{';
}

struct Choice {
  const Adapter* adapter = nullptr;
  Sureness sureness = 0;
};

Choice surest(std::string_view head, bool whole) {
  Choice best;
  for (const Adapter* adapter : all_adapters())
    if (const Sureness sureness = adapter->recognises(head, whole); sureness > best.sureness)
      best = {adapter, sureness};
  return best;
}

constexpr Sureness kSure = 0.5;      // a k6 format this sure is not compared with logs
constexpr Sureness kAtLeast = 0.35;  // below it, text is no log

}  // namespace

std::span<const Adapter* const> adapters() { return all_adapters(); }

Recognition Registry::recognise(std::string_view head, bool whole) const {
  const Choice choice = surest(head, whole);
  if (choice.sureness >= kSure) return {std::string(choice.adapter->name), {}};
  const auto guess = BackendLogReader(catalogue_).recognises(head, whole);
  if (choice.adapter != nullptr && choice.sureness >= guess.sureness)
    return {std::string(choice.adapter->name), {}};
  if (guess.sureness < kAtLeast) return {{}, guess.why_not};
  return {guess.kind, {}};
}

namespace {

// What is packed needs to be taken apart first; empty for anything else.
std::string archive_of(std::string_view head) {
  const auto packed = [](std::string_view kind) {
    return "this is a " + std::string(kind) + " archive: unpack it, and name the folder";
  };
  constexpr std::size_t kTarMagic = 257;
  if (head.size() > kTarMagic && head.substr(kTarMagic).starts_with("ustar")) return packed("tar");
  if (head.starts_with("PK\x03\x04")) return packed("zip");
  return {};
}

}  // namespace

Recognition Registry::read(input::Source& source, model::InputId input, bool is_context, Sink& sink) const {
  const std::string_view head = source.head();
  const bool whole = source.head_is_whole();
  if (std::string packed = archive_of(head); !packed.empty()) return {{}, std::move(packed)};
  if (is_context && is_object(head) && context.read(source, input, sink))
    return {std::string(context.name), {}};
  const BackendLogReader logs(catalogue_);
  const Choice choice = surest(head, whole);
  const auto guess = choice.sureness >= kSure ? BackendLogReader::Guess{} : logs.recognises(head, whole);
  if (choice.adapter != nullptr && choice.sureness >= guess.sureness) {
    if (choice.adapter->read(source, input, sink)) return {std::string(choice.adapter->name), {}};
    return {{}, "looked like `" + std::string(choice.adapter->name) + "`, but is none"};
  }
  if (source.binary()) return {{}, "this is a binary file"};
  if (guess.sureness < kAtLeast) return {{}, guess.why_not};
  std::string kind = logs.read(source, input, sink, guess);
  if (kind.empty()) return {{}, "this is a binary file"};
  return {std::move(kind), {}};
}

}  // namespace loadtriage::formats
