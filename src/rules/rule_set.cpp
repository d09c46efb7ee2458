#include "rules/rule_set.h"

#include <algorithm>
#include <utility>

#include "input/file_system.h"
#include "rules/evaluate.h"
#include "rules/faults.h"
#include "rules/load_file.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

// What a file is shows in its keys, so that an overlay may be laid out as it likes.
enum class FileKind { cause, signatures, format, odds, words, topology, unknown };

FileKind kind_of(const Document& document) {
  if (document.root.find("cause")) return FileKind::cause;
  if (document.root.find("signatures")) return FileKind::signatures;
  if (document.root.find("format")) return FileKind::format;
  for (const char* key : {"words", "peers"})
    if (document.root.find(key)) return FileKind::words;
  for (const char* key : {"components", "failures", "sayings"})
    if (document.root.find(key)) return FileKind::topology;
  for (const char* key : {"probability", "priors", "ceilings"})
    if (document.root.find(key)) return FileKind::odds;
  return FileKind::unknown;
}

struct File {
  const Document* document;
  FileKind kind;
  Trust trust;
  bool overlay;
};

class Loader {
 public:
  explicit Loader(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  Result<RuleSet> run(Sources sources) {
    add(std::move(sources.built_in), sources.built_in_trust, false);
    add(std::move(sources.overlay), Trust::check_all, true);
    for_each(FileKind::odds, [&](const File&, FileReader& reader) { load_odds(reader, rules_.odds); });
    load_all_signatures();
    for_each(FileKind::words, [&](const File&, FileReader& reader) { load_words(reader, rules_); });
    for_each(FileKind::topology, [&](const File& file, FileReader& reader) {
      rules_.topology.push_back(file.document);
      load_topology(reader, topology_);
    });
    make_vocabularies();
    for_each(FileKind::cause, [&](const File& file, FileReader& reader) { cause(file, reader); });
    for_each(FileKind::format, [&](const File& file, FileReader& reader) { format(file, reader); });
    for (const auto& [name, document] : formats_) rules_.formats.push_back(document);
    if (!faults_.empty()) return faults_;
    return std::move(rules_);
  }

  Result<RuleSet> run(PackReader& pack) {
    make_vocabularies();
    while (auto document = pack.next()) add_ready(std::move(*document));
    if (pack.damaged()) return damaged_pack();
    for (const auto& [name, document] : formats_) rules_.formats.push_back(document);
    if (!faults_.empty()) return faults_;
    return std::move(rules_);
  }

 private:
  void add_ready(Document document) {
    const File file{&document, kind_of(document), Trust::checked_before, false};
    FileReader reader(document, file.trust, faults_);
    if (file.kind == FileKind::odds) load_odds(reader, rules_.odds);
    if (file.kind == FileKind::words) load_words(reader, rules_);
    if (file.kind == FileKind::cause) {
      Cause loaded = load_cause(reader, rules_);
      loaded.document = nullptr;
      std::string id = loaded.id;
      rules_.causes.emplace(std::move(id), std::move(loaded));
    }
    if (file.kind != FileKind::format && file.kind != FileKind::topology) return;
    const FileKind kind = file.kind;
    rules_.documents.push_back(std::make_unique<const Document>(std::move(document)));
    const Document& kept = *rules_.documents.back();
    if (kind == FileKind::topology) return rules_.topology.push_back(&kept);
    formats_[std::string(kept.root.find("format")->scalar)] = &kept;
  }

  void add(std::vector<Document> documents, Trust trust, bool overlay) {
    for (Document& document : documents) {
      rules_.documents.push_back(std::make_unique<const Document>(std::move(document)));
      const Document& kept = *rules_.documents.back();
      files_.push_back({&kept, kind_of(kept), trust, overlay});
      if (files_.back().kind == FileKind::unknown) {
        faults_.push_back(fault_at(kept, kept.root, phrase(Fault::unknown_file)));
      }
    }
  }

  template <typename Visit>
  void for_each(FileKind kind, Visit visit) {
    for (const File& file : files_) {
      if (file.kind != kind) continue;
      FileReader reader(*file.document, file.trust, faults_);
      visit(file, reader);
    }
  }

  void load_all_signatures() {
    std::map<std::string, std::pair<Signature, bool>> by_id;
    for_each(FileKind::signatures, [&](const File& file, FileReader& reader) {
      for (LoadedSignature& loaded : load_signatures(reader)) {
        const auto found = by_id.find(loaded.signature.id);
        const bool replaces = found != by_id.end() && file.overlay && !found->second.second;
        if (found != by_id.end() && !replaces && loaded.id) {
          reader.fault(*loaded.id, phrase(Fault::duplicate_signature,
                                          {loaded.signature.id, found->second.first.document->path}));
          continue;
        }
        if (replaces) {
          no_longer_shown_.push_back(std::move(found->second.first.shows));
          by_id.erase(found);
        }
        const std::string id = loaded.signature.id;
        if (!loaded.disabled) by_id.emplace(id, std::pair(std::move(loaded.signature), file.overlay));
      }
    });
    rules_.signatures.reserve(by_id.size());
    for (auto& [id, signature] : by_id) rules_.signatures.push_back(std::move(signature.first));
  }

  std::vector<std::string> observations_shown() const {
    std::vector<std::string> shown;
    for (const Signature& signature : rules_.signatures) shown.push_back(signature.shows);
    for (const Wording& words : rules_.words)
      for (const auto& [peer, observation] : words.shows) shown.push_back(observation);
    shown.insert(shown.end(), no_longer_shown_.begin(), no_longer_shown_.end());
    return shown;
  }

  void make_vocabularies() {
    std::vector<std::string> shown;  // empty, so that any is taken, where all was checked before
    const bool checks = std::any_of(files_.begin(), files_.end(),
                                    [](const File& file) { return file.trust == Trust::check_all; });
    if (checks) shown = observations_shown();
    Vocabulary known = vocabulary_.with(mine_variables()).knowing_observations(shown);
    std::vector<Variable> cell;
    const auto failures = known.find_variable("failures");
    const Type type = failures ? known.variables()[*failures].type : Type();
    if (type.kind == Kind::list && type.element->kind == Kind::record) {
      for (const auto& [name, field] : *type.element->fields) cell.push_back({name, field, {}});
    }
    rules_.cell_vocabulary = std::make_shared<const Vocabulary>(known.with(std::move(cell)));
    rules_.vocabulary = std::make_shared<const Vocabulary>(std::move(known));
  }

  // Whether the file is to be loaded; if not, it switches off what it names.
  template <typename Map>
  bool enabled(FileReader& reader, Map& map, std::string_view id) {
    if (!reader.flag(reader.document().root.find("disabled"), "disabled")) return true;
    const auto found = map.find(id);
    if (found != map.end()) map.erase(found);
    return false;
  }

  void cause(const File& file, FileReader& reader) {
    const Node& id = *file.document->root.find("cause");
    if (!enabled(reader, rules_.causes, id.scalar)) return;
    Cause loaded = load_cause(reader, rules_);
    const auto found = rules_.causes.find(loaded.id);
    if (found != rules_.causes.end()) {
      if (!file.overlay || is_overlay(found->second.document)) {
        reader.fault(id, phrase(Fault::duplicate_cause, {loaded.id, found->second.document->path}));
        return;
      }
      rules_.causes.erase(found);
    }
    std::string key = loaded.id;
    rules_.causes.emplace(std::move(key), std::move(loaded));
  }

  void format(const File& file, FileReader& reader) {
    const Node& node = *file.document->root.find("format");
    const std::string name(reader.text(&node, "format"));
    if (!enabled(reader, formats_, name)) return;
    const auto found = formats_.find(name);
    if (found != formats_.end() && (!file.overlay || is_overlay(found->second))) {
      reader.fault(node, phrase(Fault::duplicate_format, {name, found->second->path}));
      return;
    }
    formats_[name] = file.document;
  }

  bool is_overlay(const Document* document) const {
    return std::any_of(files_.begin(), files_.end(),
                       [&](const File& file) { return file.document == document && file.overlay; });
  }

  const Vocabulary& vocabulary_;
  RuleSet rules_;
  topology::Table topology_;  // read to be checked
  Notices faults_;
  std::vector<File> files_;
  std::map<std::string, const Document*, std::less<>> formats_;
  // Observations of signatures that an overlay replaced or disabled: causes still ask for them, and
  // are to be told "not seen" rather than to be unreadable.
  std::vector<std::string> no_longer_shown_;
};

Result<std::string> read_all(const input::FileSystem& files, const std::string& path) {
  // Far above any rule file; keeps a device or a mistake from filling the memory.
  constexpr std::size_t kLargest = 16 << 20;
  auto stream = files.open(path);
  if (!stream) return stream.errors();
  std::string text;
  std::vector<char> block(1 << 16);
  while (const std::size_t size = (*stream)->read(block.data(), block.size())) {
    text.append(block.data(), size);
    if (text.size() > kLargest) return make_error(path, "the file is too large for a rule file");
  }
  if (const std::string error = (*stream)->error(); !error.empty()) return make_error(path, error);
  return text;
}

}  // namespace

Result<RuleSet> load(Sources sources, const Vocabulary& vocabulary) {
  return Loader(vocabulary).run(std::move(sources));
}

Result<RuleSet> load_for_judging(PackReader& pack, const Vocabulary& vocabulary) {
  return Loader(vocabulary).run(pack);
}

Result<std::vector<Document>> read_folder(const input::FileSystem& files, const std::string& folder) {
  Notices faults;
  const auto paths = files.files_below(folder, &faults);
  if (!paths) return paths.errors();
  std::string home = files.resolved(folder);
  if (!home.ends_with('/')) home += '/';
  std::vector<Document> documents;
  for (const std::string& path : *paths) {
    if (!path.ends_with(".yaml") && !path.ends_with(".yml")) continue;
    // A folder of rules may be somebody else's: what it points to is not read, as faults quote lines.
    if (!files.resolved(path).starts_with(home)) {
      faults.push_back(make_error(path, "a link that leads out of the folder of rules",
                                  "put the file itself here, or name its folder with another --rules"));
      continue;
    }
    auto text = read_all(files, path);
    if (!text) {
      faults.insert(faults.end(), text.errors().begin(), text.errors().end());
      continue;
    }
    auto document = parse_yaml(path, std::move(*text));
    if (document) documents.push_back(std::move(*document));
    if (!document) faults.insert(faults.end(), document.errors().begin(), document.errors().end());
  }
  if (!faults.empty()) return faults;
  if (documents.empty())
    return make_error(folder, "the folder holds no rules", "rules are *.yaml files: `docs/add-a-rule.md`");
  return documents;
}

}  // namespace loadtriage::rules
