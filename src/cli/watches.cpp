#include "cli/watches.h"

#include <cstdint>
#include <cstring>
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

// FNV-1a over the patterns: tells whether compiled bytes belong to them.
std::uint64_t fingerprint(const std::vector<std::string>& patterns) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto mix = [&](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL; };
  for (const std::string& pattern : patterns) {
    for (const char c : pattern) mix(c);
    mix('\0');
  }
  return hash;
}

// The compiled bytes are three times: fingerprint, size, database.
struct Part {
  std::uint64_t fingerprint = 0;
  std::string_view bytes;
};

Part next_part(std::string_view& compiled) {
  Part part;
  std::uint64_t size = 0;
  if (compiled.size() < 16) return part;
  std::memcpy(&part.fingerprint, compiled.data(), 8);
  std::memcpy(&size, compiled.data() + 8, 8);
  compiled.remove_prefix(16);
  if (size > compiled.size()) return Part{};
  part.bytes = compiled.substr(0, size);
  compiled.remove_prefix(size);
  return part;
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

Result<collect::Watch> make_watch(Selection selection, const Part& part) {
  if (!part.bytes.empty() && part.fingerprint == fingerprint(selection.patterns)) {
    if (auto restored = scan::PatternSet::restore(part.bytes, selection.patterns))
      return collect::Watch{std::move(*restored), std::move(selection.signatures)};
  }
  auto patterns = scan::PatternSet::compile(selection.patterns);
  if (!patterns) return name_faults(patterns.errors(), selection);
  return collect::Watch{std::move(*patterns), std::move(selection.signatures)};
}

void append_part(std::string& out, const collect::Watch& watch) {
  const std::string bytes = watch.patterns.serialize();
  const std::uint64_t hash = fingerprint(watch.patterns.patterns());
  const std::uint64_t size = bytes.size();
  out.append(reinterpret_cast<const char*>(&hash), 8);
  out.append(reinterpret_cast<const char*>(&size), 8);
  out.append(bytes);
}

}  // namespace

Result<collect::Watches> make_watches(const rules::RuleSet& rules, std::string_view compiled) {
  const Part k6_part = next_part(compiled), backend_part = next_part(compiled),
             check_part = next_part(compiled);
  auto k6_log = make_watch(select(rules, Signature::Reads::k6_log), k6_part);
  auto backend_log = make_watch(select(rules, Signature::Reads::backend_log), backend_part);
  auto failed_check = make_watch(select(rules, Signature::Reads::failed_check), check_part);
  Notices errors;
  for (const auto* watch : {&k6_log, &backend_log, &failed_check})
    if (!*watch) errors.insert(errors.end(), watch->errors().begin(), watch->errors().end());
  if (!errors.empty()) return errors;
  return collect::Watches{std::move(*k6_log), std::move(*backend_log), std::move(*failed_check)};
}

std::string compiled_patterns(const collect::Watches& watches) {
  std::string out;
  append_part(out, watches.k6_log);
  append_part(out, watches.backend_log);
  append_part(out, watches.failed_check);
  return out;
}

}  // namespace loadtriage::cli
