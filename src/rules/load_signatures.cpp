#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "rules/check_pattern.h"
#include "rules/load_file.h"

namespace loadtriage::rules {
namespace {

constexpr std::string_view kSignatureFileKeys[] = {"technology", "references", "words_of", "signatures"};
constexpr std::string_view kSignatureKeys[] = {"id",       "shows",   "reads",   "pattern", "level",
                                               "facts",    "matches", "ignores", "source",  "disabled",
                                               "k6_words", "cut_off", "words_of"};
constexpr std::string_view kFactKeys[] = {"capture", "unit"};
// In the order of model::WordsOf, Signature::Reads and model::Level.
constexpr std::string_view kWordsOf[] = {"general", "library", "server"};
constexpr std::string_view kReads[] = {"k6-log", "backend-log", "failed-check", "metric", "client-error"};
constexpr std::string_view kSignatureLevels[] = {"unknown", "trace",   "debug", "info",
                                                 "notice",  "warning", "error", "fatal"};

void check_pattern(FileReader& reader, const Node& node, const Signature& signature, const Node* facts) {
  const auto compiled = checked_pattern(reader, node, signature.pattern);
  if (!compiled) return;
  std::vector<std::string> names;
  for (const auto& [name, index] : compiled->NamedCapturingGroups()) names.push_back(name);
  for (const CapturedFact& fact : signature.facts) {
    if (std::find(names.begin(), names.end(), fact.capture) != names.end()) continue;
    const Node* value = facts->find(fact.name);
    if (value->is_map() && value->find("capture")) value = value->find("capture");
    Detail detail;
    detail.label = expr::suggestion(fact.capture, names);
    reader.fault(*value, phrase(Fault::unknown_capture, {fact.capture}), std::move(detail));
  }
}

std::vector<CapturedFact> read_facts(FileReader& reader, const Node* node) {
  std::vector<CapturedFact> facts;
  if (!node) return facts;
  if (!node->is_map()) {
    reader.map(*node, "facts", {});
    return facts;
  }
  for (std::size_t i = 0; i < node->children.size(); ++i) {
    const Node& value = node->children[i];
    CapturedFact& fact = facts.emplace_back();
    fact.name = node->keys[i].scalar;
    if (!value.is_map()) {
      fact.capture = reader.text(&value, fact.name);
    } else if (reader.map(value, fact.name, kFactKeys)) {
      fact.capture = reader.text(reader.need(value, "the fact", "capture"), "capture");
      fact.unit = reader.text(value.find("unit"), "unit");
    }
  }
  return facts;
}

std::vector<std::string_view> lines(FileReader& reader, const Node& node, std::string_view key) {
  std::vector<std::string_view> found;
  const Node* list = reader.need(node, "the signature", key);
  for (const Node* item : reader.items(list)) found.push_back(reader.text(item, key));
  if (list && found.empty()) reader.fault(*list, phrase(expr::Fault::empty_list, {key}));
  return found;
}

LoadedSignature load_one(FileReader& reader, const Node& node) {
  LoadedSignature loaded;
  if (!reader.map(node, "signature", kSignatureKeys)) return loaded;
  Signature& signature = loaded.signature;
  loaded.id = reader.need(node, "the signature", "id");
  signature.id = reader.text(loaded.id, "id");
  signature.document = &reader.document();
  signature.line = node.line;
  loaded.disabled = reader.flag(node.find("disabled"), "disabled");
  if (loaded.disabled) return loaded;

  signature.shows = reader.text(reader.need(node, "the signature", "shows"), "shows");
  const Node* pattern = reader.need(node, "the signature", "pattern");
  signature.pattern = reader.text(pattern, "pattern");
  if (const auto reads = reader.word(node.find("reads"), "reads", kReads)) {
    signature.reads = static_cast<Signature::Reads>(*reads);
  }
  if (const auto level = reader.word(node.find("level"), "level", kSignatureLevels)) {
    signature.level = static_cast<model::Level>(*level);
  }
  signature.k6_words = reader.text(node.find("k6_words"), "k6_words");
  signature.cut_off = reader.flag(node.find("cut_off"), "cut_off");
  signature.facts = read_facts(reader, node.find("facts"));
  signature.matches = lines(reader, node, "matches");
  signature.ignores = lines(reader, node, "ignores");
  signature.source = reader.text(reader.need(node, "the signature", "source"), "source");
  if (reader.checks() && pattern && pattern->is_scalar()) {
    check_pattern(reader, *pattern, signature, node.find("facts"));
  }
  return loaded;
}

}  // namespace

std::vector<LoadedSignature> load_signatures(FileReader& reader) {
  std::vector<LoadedSignature> loaded;
  const Node& root = reader.document().root;
  if (!reader.map(root, "file", kSignatureFileKeys)) return loaded;
  const std::string technology(reader.text(reader.need(root, "the file", "technology"), "technology"));
  reader.texts(root.find("references"), "references");
  const auto words_of = reader.word(root.find("words_of"), "words_of", kWordsOf);
  for (const Node* node : reader.list(root.find("signatures"), "signatures")) {
    loaded.push_back(load_one(reader, *node));
    loaded.back().signature.technology = technology;
    const auto own = reader.word(node->find("words_of"), "words_of", kWordsOf);
    if (const auto& words = own ? own : words_of)
      loaded.back().signature.words_of = static_cast<model::WordsOf>(*words);
  }
  return loaded;
}

}  // namespace loadtriage::rules
