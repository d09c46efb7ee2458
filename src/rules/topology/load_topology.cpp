#include "base/addresses.h"
#include "rules/check_pattern.h"
#include "rules/load_file.h"
#include "rules/topology/topology_table.h"

namespace loadtriage::rules {
namespace {

using topology::Kin;
using topology::Saying;

constexpr std::string_view kTopologyKeys[] = {"components", "failures", "sayings", "about", "files"};
constexpr std::string_view kKinKeys[] = {"technology", "kind",  "ports",   "schemes", "formats",
                                         "names",      "files", "matches", "ignores"};
constexpr std::string_view kFailureKeys[] = {"how", "pattern", "matches", "ignores"};
constexpr std::string_view kSayingKeys[] = {"means", "how", "pattern", "matches", "ignores"};
constexpr std::string_view kFileKeys[] = {"words", "nameless", "not_components"};
constexpr std::string_view kMeans[] = {"listens", "calls", "nobody"};
constexpr std::string_view kComponentKinds[] = {"load generator", "proxy",    "application",
                                                "database",       "cache",    "broker",
                                                "name service",   "external", "unknown"};

model::ComponentKind component_kind(FileReader& reader, const Node* node) {
  (void)reader.word(node, "kind", kComponentKinds);
  return node == nullptr ? model::ComponentKind::unknown : topology::kind_called(reader.text(node, "kind"));
}

// Patterns of the file that are checked: each must compile, find its examples and leave others.
std::string checked(FileReader& reader, const Node& entry) {
  const Node* node = reader.need(entry, "the entry", "pattern");
  const std::string pattern(reader.text(node, "pattern"));
  if (!reader.checks() || node == nullptr || !node->is_scalar()) return pattern;
  const auto compiled = checked_pattern(reader, *node, pattern);
  for (const bool wanted : {true, false})
    for (const Node* line : reader.items(reader.need(entry, "the entry", wanted ? "matches" : "ignores"))) {
      const std::string_view text = reader.text(line, "matches");
      if (!compiled ||
          re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled) == wanted)
        continue;
      reader.fault(*line, phrase(wanted ? Fault::words_miss : Fault::words_take, {text}));
    }
  return pattern;
}

Kin read_kin(FileReader& reader, const Node& entry) {
  Kin kin;
  if (!reader.map(entry, "components", kKinKeys)) return kin;
  kin.technology = reader.text(entry.find("technology"), "technology");
  kin.kind = component_kind(reader, reader.need(entry, "the entry", "kind"));
  for (const Node* port : reader.list(entry.find("ports"), "ports"))
    if (const auto number = reader.number(port, "ports")) kin.ports.push_back(static_cast<int>(*number));
  kin.schemes = reader.texts(entry.find("schemes"), "schemes");
  kin.formats = reader.texts(entry.find("formats"), "formats");
  kin.names = reader.texts(entry.find("names"), "names");
  for (const Node* file : reader.list(entry.find("files"), "files")) {
    kin.files.emplace_back(reader.text(file, "files"));
    if (reader.checks()) (void)checked_pattern(reader, *file, kin.files.back());
  }
  return kin;
}

// As a URL, a port, the name of a settings file, a name.
const Kin* look_up(const topology::Lookup& lookup, std::string_view text) {
  if (text.starts_with(':')) {
    const auto address = read_address("h" + std::string(text));
    return address ? lookup.by_port(address->port) : nullptr;
  }
  if (const auto address = read_address(text); address && !address->scheme.empty())
    return lookup.by_scheme(address->scheme);
  const Kin* of_file = lookup.by_settings_file(text);
  return of_file != nullptr ? of_file : lookup.by_name(text);
}

// Only with all entries there it shows which one an example falls to.
void check_kin(FileReader& reader, const std::vector<const Node*>& entries, const topology::Table& table,
               std::size_t first) {
  const topology::Lookup lookup(table);
  for (std::size_t i = 0; i < entries.size(); ++i)
    for (const bool wanted : {true, false})
      for (const Node* line :
           reader.items(reader.need(*entries[i], "the entry", wanted ? "matches" : "ignores"))) {
        const std::string_view text = reader.text(line, "matches");
        if ((look_up(lookup, text) == &table.kin[first + i]) == wanted) continue;
        reader.fault(*line, phrase(wanted ? Fault::words_miss : Fault::words_take, {text}));
      }
}

void read_files(FileReader& reader, const Node& files, topology::Table& table) {
  if (!reader.map(files, "files", kFileKeys)) return;
  table.file_words = reader.texts(files.find("words"), "words");
  table.nameless = reader.texts(files.find("nameless"), "nameless");
  table.not_components = reader.texts(files.find("not_components"), "not_components");
}

}  // namespace

void load_topology(FileReader& reader, topology::Table& table) {
  const Node& root = reader.document().root;
  if (!reader.map(root, "file", kTopologyKeys)) return;
  const auto entries = reader.items(root.find("components"));
  const std::size_t first = table.kin.size();  // what other files hold stands in front
  for (const Node* entry : entries) table.kin.push_back(read_kin(reader, *entry));
  for (const Node* entry : reader.items(root.find("failures"))) {
    if (!reader.map(*entry, "failures", kFailureKeys)) continue;
    table.failures.push_back(
        {std::string(reader.text(reader.need(*entry, "the entry", "how"), "how")), checked(reader, *entry)});
  }
  for (const Node* entry : reader.items(root.find("sayings"))) {
    if (!reader.map(*entry, "sayings", kSayingKeys)) continue;
    const auto means = reader.word(reader.need(*entry, "the entry", "means"), "means", kMeans);
    table.sayings.push_back({static_cast<Saying::Means>(means.value_or(0)),
                             std::string(reader.text(entry->find("how"), "how")), checked(reader, *entry)});
  }
  if (const Node* peers = root.find("about"); peers != nullptr && peers->is_map())
    for (std::size_t i = 0; i < peers->children.size(); ++i)
      table.peers.emplace(peers->keys[i].scalar, component_kind(reader, &peers->children[i]));
  if (const Node* files = root.find("files")) read_files(reader, *files, table);
  if (reader.checks()) check_kin(reader, entries, table, first);
}

topology::Table topology_table(const RuleSet& rules) {
  topology::Table table;
  Notices none;
  for (const Document* document : rules.topology) {
    FileReader reader(*document, Trust::checked_before, none);
    load_topology(reader, table);
  }
  return table;
}

}  // namespace loadtriage::rules
