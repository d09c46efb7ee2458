#include "knowledge/load_rules.h"

#include <iterator>

#include "knowledge/embedded.h"
#include "rules/run_vocabulary.h"

namespace loadtriage::knowledge {

Result<rules::RuleSet> load_rules(const std::vector<std::string>& folders, const input::FileSystem& files,
                                  rules::Trust trust) {
  auto built_in = rules::unpack(embedded_pack());
  if (!built_in) return built_in.errors();
  rules::Sources sources;
  sources.built_in = std::move(*built_in);
  sources.built_in_trust = trust;
  Notices errors;
  for (const std::string& folder : folders) {
    auto documents = rules::read_folder(files, folder);
    if (!documents) {
      errors.insert(errors.end(), documents.errors().begin(), documents.errors().end());
      continue;
    }
    std::move(documents->begin(), documents->end(), std::back_inserter(sources.overlay));
  }
  if (!errors.empty()) return errors;
  return rules::load(std::move(sources), rules::run_vocabulary());
}

Result<rules::RuleSet> load_rules_for_judging(const std::vector<std::string>& folders,
                                              const input::FileSystem& files) {
  if (!folders.empty()) return load_rules(folders, files, rules::Trust::checked_before);
  rules::PackReader pack(embedded_judging_pack());
  return rules::load_for_judging(pack, rules::run_vocabulary());
}

}  // namespace loadtriage::knowledge
