#include "rules/check_pattern.h"
#include "rules/load_file.h"

namespace loadtriage::rules {
namespace {

constexpr std::string_view kWordFileKeys[] = {"words", "peers"};
constexpr std::string_view kWordKeys[] = {"mode", "pattern", "shows", "matches", "ignores"};
constexpr std::string_view kPeerKeys[] = {"peer", "pattern", "matches", "ignores"};

// What the words must find and must not find; a fault for each line that comes out otherwise.
void check_lines(FileReader& reader, const Node& entry, const re2::RE2& pattern, std::string_view key,
                 bool wanted) {
  for (const Node* line : reader.items(reader.need(entry, "the words", key))) {
    const std::string_view text = reader.text(line, key);
    if (re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern) == wanted) continue;
    reader.fault(*line, phrase(wanted ? Fault::words_miss : Fault::words_take, {text}));
  }
}

std::string pattern_of(FileReader& reader, const Node& entry) {
  const Node* node = reader.need(entry, "the words", "pattern");
  const std::string pattern(reader.text(node, "pattern"));
  if (!reader.checks() || node == nullptr || !node->is_scalar()) return pattern;
  if (const auto compiled = checked_pattern(reader, *node, pattern)) {
    check_lines(reader, entry, *compiled, "matches", true);
    check_lines(reader, entry, *compiled, "ignores", false);
  }
  return pattern;
}

void read_wording(FileReader& reader, const Node& entry, RuleSet& rules) {
  if (!reader.map(entry, "words", kWordKeys)) return;
  Wording words;
  words.mode = reader.text(reader.need(entry, "the words", "mode"), "mode");
  words.pattern = pattern_of(reader, entry);
  const Node* shows = reader.need(entry, "the words", "shows");
  if (shows == nullptr) return;
  if (!shows->is_map()) {
    reader.map(*shows, "shows", {});
    return;
  }
  for (std::size_t i = 0; i < shows->children.size(); ++i) {
    const std::string peer(shows->keys[i].scalar);
    words.shows.emplace(peer == "none" ? "" : peer, reader.text(&shows->children[i], peer));
  }
  rules.words.push_back(std::move(words));
}

void read_peer(FileReader& reader, const Node& entry, RuleSet& rules) {
  if (!reader.map(entry, "peers", kPeerKeys)) return;
  PeerWords peer;
  peer.peer = reader.text(reader.need(entry, "the words", "peer"), "peer");
  peer.pattern = pattern_of(reader, entry);
  rules.peers.push_back(std::move(peer));
}

}  // namespace

void load_words(FileReader& reader, RuleSet& rules) {
  const Node& root = reader.document().root;
  if (!reader.map(root, "file", kWordFileKeys)) return;
  for (const Node* entry : reader.items(root.find("words"))) read_wording(reader, *entry, rules);
  for (const Node* entry : reader.items(root.find("peers"))) read_peer(reader, *entry, rules);
}

}  // namespace loadtriage::rules
