#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/run.h"
#include "formats/confusion.h"
#include "formats/registry.h"
#include "knowledge/load_rules.h"
#include "rules/format_spec.h"

namespace loadtriage::cli {

int list_formats(const RuleOptions& options, World& world) {
  auto rules = knowledge::load_rules(options.folders, world.files, rules::Trust::checked_before);
  if (!rules) return report(rules.errors(), world);
  auto catalogue = rules::make_catalogue(*rules);
  if (!catalogue) return report(catalogue.errors(), world);
  for (const formats::Adapter* adapter : formats::adapters())
    world.out << fmt::format("{:<24} {}\n", adapter->name, adapter->summary);
  for (const formats::LineFormat& format : catalogue->formats())
    world.out << fmt::format("{:<24} {}\n", format.spec().name, format.spec().title);
  return kPassed;
}

int show_confusion(const RuleOptions& options, World& world) {
  auto rules = knowledge::load_rules(options.folders, world.files, rules::Trust::checked_before);
  if (!rules) return report(rules.errors(), world);
  auto catalogue = rules::make_catalogue(*rules);
  if (!catalogue) return report(catalogue.errors(), world);
  for (const formats::ConfusionRow& row : formats::confusion_of(*catalogue)) {
    std::string alone;
    for (const auto& [kind, count] : row.alone)
      alone += fmt::format("{}{} x {}", alone.empty() ? "" : ", ", count, kind.empty() ? "nothing" : kind);
    world.out << fmt::format("{:<20} {:>2} lines: {:<20} alone: {}\n", row.format, row.lines, row.together,
                             alone);
  }
  return kPassed;
}

}  // namespace loadtriage::cli
