#include "knowledge/watches.h"

#include <iterator>
#include <unordered_map>
#include <utility>

#include "knowledge/packed_watch.h"

namespace loadtriage::knowledge {
namespace {

using rules::Signature;

// One kind of text with the patterns that are looked for in it.
struct Selection {
  std::vector<std::string> patterns;
  std::vector<collect::WatchedSignature> signatures;
};

Selection select(const rules::RuleSet& rules, Signature::Reads reads) {
  Selection selection;
  for (const Signature& signature : rules.signatures) {
    if (signature.reads != reads) continue;
    collect::WatchedSignature watched;
    watched.id = signature.id;
    watched.shows = signature.shows;
    watched.technology = signature.technology;
    watched.level = signature.level;
    watched.words_of = signature.words_of;
    watched.k6_words = signature.k6_words;
    watched.cut_off = signature.cut_off;
    for (const rules::CapturedFact& fact : signature.facts)
      watched.facts.push_back({fact.name, fact.capture, fact.unit});
    selection.patterns.push_back(signature.pattern);
    selection.signatures.push_back(std::move(watched));
  }
  return selection;
}

// An error names the signatures, not the positions.
Notices name_faults(Notices faults, const Selection& selection) {
  for (Notice& fault : faults) {
    if (fault.place.line == 0 || fault.place.line > selection.signatures.size()) continue;
    fault.text = "signature `" + selection.signatures[fault.place.line - 1].id + "`: " + fault.text;
    fault.place = {};
  }
  return faults;
}

// Moves the signatures whose patterns were compiled before into a set of their own.
void take_compiled(Selection& selection, std::string_view packed, collect::Watch::Sets& sets) {
  auto restored = restore_set(packed);
  if (!restored) return;
  const std::vector<std::string>& patterns = restored->patterns.patterns();
  std::unordered_multimap<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < patterns.size(); ++i) places.emplace(patterns[i], i);
  std::vector<collect::WatchedSignature> known(patterns.size());
  Selection rest;
  for (std::size_t i = 0; i < selection.patterns.size(); ++i) {
    const auto place = places.find(selection.patterns[i]);
    if (place == places.end()) {
      rest.patterns.push_back(std::move(selection.patterns[i]));
      rest.signatures.push_back(std::move(selection.signatures[i]));
      continue;
    }
    known[place->second] = std::move(selection.signatures[i]);
    places.erase(place);
  }
  restored->signatures = std::move(known);
  sets.push_back(std::move(*restored));
  selection = std::move(rest);
}

Result<collect::Watch> make_watch(Selection selection, std::string_view packed) {
  collect::Watch::Sets sets;
  take_compiled(selection, packed, sets);
  if (!selection.patterns.empty()) {
    auto patterns = scan::PatternSet::compile(selection.patterns);
    if (!patterns) return name_faults(patterns.errors(), selection);
    sets.push_back({std::move(*patterns), std::move(selection.signatures)});
  }
  return collect::Watch(std::move(sets));
}

// What was compiled for another engine or processor is compiled anew: that takes seconds,
// but nothing is missed.
collect::Watch::Sets built_in(std::string_view packed) {
  collect::Watch::Sets sets;
  if (auto restored = restore_set(packed)) {
    sets.push_back(std::move(*restored));
  } else if (auto compiled = compile_set(packed)) {
    sets.push_back(std::move(*compiled));
  }
  return sets;
}

}  // namespace

Result<collect::Watches> make_watches(const rules::RuleSet& rules, std::string_view compiled) {
  auto k6_log = make_watch(select(rules, Signature::Reads::k6_log), next_packed(compiled));
  auto backend_log = make_watch(select(rules, Signature::Reads::backend_log), next_packed(compiled));
  auto failed_check = make_watch(select(rules, Signature::Reads::failed_check), next_packed(compiled));
  auto client_error = make_watch(select(rules, Signature::Reads::client_error), next_packed(compiled));
  Notices errors;
  for (const auto* watch : {&k6_log, &backend_log, &failed_check, &client_error})
    if (!*watch) errors.insert(errors.end(), watch->errors().begin(), watch->errors().end());
  if (!errors.empty()) return errors;
  return collect::Watches{std::move(*k6_log), std::move(*backend_log), std::move(*failed_check),
                          std::move(*client_error)};
}

collect::Watches built_in_watches(std::string_view compiled) {
  const auto next = [&compiled] {
    return collect::Watch([packed = next_packed(compiled)] { return built_in(packed); });
  };
  collect::Watch k6_log = next();
  collect::Watch backend_log = next();
  collect::Watch failed_check = next();
  collect::Watch client_error = next();
  return {std::move(k6_log), std::move(backend_log), std::move(failed_check), std::move(client_error)};
}

std::string compiled_patterns(const collect::Watches& watches) {
  return pack_watch(watches.k6_log) + pack_watch(watches.backend_log) + pack_watch(watches.failed_check) +
         pack_watch(watches.client_error);
}

}  // namespace loadtriage::knowledge
