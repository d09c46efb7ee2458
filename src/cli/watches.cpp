#include "cli/watches.h"

#include <cstdint>
#include <cstring>
#include <unordered_map>
#include <utility>

namespace loadtriage::cli {
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
    collect::WatchedSignature watched{
        signature.id, signature.shows, signature.technology, signature.level, {}};
    for (const rules::CapturedFact& fact : signature.facts)
      watched.facts.push_back({fact.name, fact.capture, fact.unit});
    selection.patterns.push_back(signature.pattern);
    selection.signatures.push_back(std::move(watched));
  }
  return selection;
}

void put(std::string& out, std::string_view text) {
  const std::uint64_t size = text.size();
  out.append(reinterpret_cast<const char*>(&size), 8);
  out.append(text);
}

// What put() wrote; empty at the end or where the bytes are damaged.
std::string_view take(std::string_view& bytes) {
  std::uint64_t size = 0;
  if (bytes.size() < 8) return {};
  std::memcpy(&size, bytes.data(), 8);
  bytes.remove_prefix(8);
  if (size > bytes.size()) return {};
  const std::string_view text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return text;
}

// A compiled watch: the patterns one behind the other, then their database.
struct Compiled {
  std::vector<std::string> patterns;
  std::string_view database;
};

Compiled next_compiled(std::string_view& bytes) {
  Compiled compiled;
  std::string_view patterns = take(bytes);
  while (!patterns.empty()) compiled.patterns.emplace_back(take(patterns));
  compiled.database = take(bytes);
  return compiled;
}

void put_compiled(std::string& out, const collect::Watch& watch) {
  std::string patterns, database;
  for (const collect::WatchSet& set : watch.sets) {
    for (const std::string& pattern : set.patterns.patterns()) put(patterns, pattern);
    database = set.patterns.serialize();
  }
  put(out, patterns);
  put(out, database);
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
void take_compiled(Selection& selection, Compiled compiled, collect::Watch& watch) {
  auto restored = scan::PatternSet::restore(compiled.database, compiled.patterns);
  if (!restored || compiled.patterns.empty()) return;
  std::unordered_multimap<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < compiled.patterns.size(); ++i) places.emplace(compiled.patterns[i], i);
  std::vector<collect::WatchedSignature> known(compiled.patterns.size());
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
  watch.sets.push_back({std::move(*restored), std::move(known)});
  selection = std::move(rest);
}

Result<collect::Watch> make_watch(Selection selection, Compiled compiled) {
  collect::Watch watch;
  take_compiled(selection, std::move(compiled), watch);
  if (selection.patterns.empty()) return watch;
  auto patterns = scan::PatternSet::compile(selection.patterns);
  if (!patterns) return name_faults(patterns.errors(), selection);
  watch.sets.push_back({std::move(*patterns), std::move(selection.signatures)});
  return watch;
}

}  // namespace

Result<collect::Watches> make_watches(const rules::RuleSet& rules, std::string_view compiled) {
  auto k6_log = make_watch(select(rules, Signature::Reads::k6_log), next_compiled(compiled));
  auto backend_log = make_watch(select(rules, Signature::Reads::backend_log), next_compiled(compiled));
  auto failed_check = make_watch(select(rules, Signature::Reads::failed_check), next_compiled(compiled));
  Notices errors;
  for (const auto* watch : {&k6_log, &backend_log, &failed_check})
    if (!*watch) errors.insert(errors.end(), watch->errors().begin(), watch->errors().end());
  if (!errors.empty()) return errors;
  return collect::Watches{std::move(*k6_log), std::move(*backend_log), std::move(*failed_check)};
}

std::string compiled_patterns(const collect::Watches& watches) {
  std::string out;
  put_compiled(out, watches.k6_log);
  put_compiled(out, watches.backend_log);
  put_compiled(out, watches.failed_check);
  return out;
}

}  // namespace loadtriage::cli
