#include "rules/read_words.h"

#include <re2/re2.h>

#include <memory>

#include "base/text.h"

namespace loadtriage::rules {
namespace {

using model::Evidence;
using model::Observation;
using model::UnknownPattern;

re2::StringPiece piece(const std::string& text) { return {text.data(), text.size()}; }

// The words of rules/peers.yaml for those who stand before a service and for those it calls.
const std::string kProxy = "edge", kCalled = "dep";

// Patterns are compiled when the first message asks for them: most runs have none.
class Reader {
 public:
  explicit Reader(const RuleSet& rules) {
    for (const Wording& words : rules.words)
      words_.push_back({&words, std::make_unique<const re2::RE2>(words.pattern)});
    for (const PeerWords& peer : rules.peers)
      peers_.push_back({&peer, std::make_unique<const re2::RE2>(peer.pattern)});
  }

  // The mode and the observation that a message tells of; empty where its words are not known.
  // `writer` is the kind of component that wrote it, where that is known.
  std::pair<std::string, std::string> meaning(const std::string& message, const std::string& writer) const {
    const std::string peer = peer_of(message);
    for (const auto& [words, pattern] : words_) {
      if (!re2::RE2::PartialMatch(piece(message), *pattern)) continue;
      const auto shows = words->shows.find(subject_of(*words, peer, writer));
      if (shows != words->shows.end()) return {words->mode, shows->second};
      const auto unnamed = words->shows.find("");
      if (unnamed != words->shows.end()) return {words->mode, unnamed->second};
    }
    return {};
  }

 private:
  // Whom the words are about. A proxy's words about its upstream are its own matter, and so are those
  // that name nobody, but where they could as well be about its client (it timed out, it was cut).
  static std::string subject_of(const Wording& words, const std::string& peer, const std::string& writer) {
    if (writer == kProxy && peer == kCalled) return writer;
    if (!peer.empty() || (writer == kProxy && words.shows.count(kCalled) != 0)) return peer;
    return writer;
  }

  std::string peer_of(const std::string& message) const {
    for (const auto& [peer, pattern] : peers_)
      if (re2::RE2::PartialMatch(piece(message), *pattern)) return peer->peer;
    return {};
  }

  std::vector<std::pair<const Wording*, std::unique_ptr<const re2::RE2>>> words_;
  std::vector<std::pair<const PeerWords*, std::unique_ptr<const re2::RE2>>> peers_;
};

// The kind of component that an input is the log of, in the words of rules/peers.yaml.
class Writers {
 public:
  explicit Writers(const topology::Table& table) : table_(table), lookup_(table) {}

  std::string of(const Evidence& evidence, model::InputId input) const {
    if (input >= evidence.inputs.size()) return {};
    const topology::Kin* kin = lookup_.by_format(evidence.inputs[input].kind);
    if (kin == nullptr) return {};
    if (kin->kind == model::ComponentKind::proxy) return kProxy;
    for (const auto& [peer, kind] : table_.peers)
      if (kind == kin->kind) return peer;
    return {};
  }

 private:
  const topology::Table& table_;
  topology::Lookup lookup_;
};

void add(Evidence& evidence, const UnknownPattern& pattern, const std::string& name) {
  Observation& seen = evidence.observations[name];
  if (seen.count > 0 && !seen.by_words) return;
  seen.by_words = true;
  seen.count += pattern.count + pattern.healthy;
  if (pattern.first_s && (!seen.first_s || *pattern.first_s < *seen.first_s)) seen.first_s = pattern.first_s;
  if (pattern.last_s) seen.last_s = std::max(seen.last_s.value_or(*pattern.last_s), *pattern.last_s);
  seen.quotes.push_back(pattern.example);
  ++seen.files;
}

bool is_named(const std::string& condition, const std::string& name) {
  return contains(condition, "'" + name + "'") || contains(condition, '"' + name + '"');
}

// Settings aside, a message that is known and that no cause looks for must not make the report
// worse than one that is not known.
bool is_of_use(const RuleSet& rules, const std::string& name) {
  if (name.starts_with("noise.") || name.ends_with("-set")) return true;
  for (const auto& [id, cause] : rules.causes)
    for (const ClueRule& clue : cause.clues)
      if (is_named(clue.when.text(), name)) return true;
  return false;
}

void add_unused(const RuleSet& rules, Evidence& evidence) {
  for (const auto& [name, seen] : evidence.observations) {
    if (seen.count <= 0 || seen.innocent || seen.quotes.empty() || is_of_use(rules, name)) continue;
    UnknownPattern pattern;
    pattern.text = seen.quotes.front().text;
    pattern.example = seen.quotes.front();
    pattern.count = seen.count;
    pattern.first_s = seen.first_s;
    pattern.last_s = seen.last_s;
    evidence.unknown.push_back(std::move(pattern));
  }
}

}  // namespace

void read_words(const RuleSet& rules, const topology::Table& table, Evidence& evidence) {
  add_unused(rules, evidence);
  if (evidence.unknown.empty() || rules.words.empty()) return;
  const Reader reader(rules);
  const Writers writers(table);
  for (UnknownPattern& pattern : evidence.unknown) {
    const auto [mode, observation] =
        reader.meaning(pattern.example.text, writers.of(evidence, pattern.example.where.input));
    pattern.mode = mode;
    if (!observation.empty()) add(evidence, pattern, observation);
  }
}

}  // namespace loadtriage::rules
