#include <fmt/format.h>

#include <algorithm>

#include "base/spelling.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "knowledge/load_rules.h"
#include "rules/check.h"
#include "rules/documents/write_yaml.h"
#include "rules/examples.h"
#include "rules/run_vocabulary.h"

namespace loadtriage::cli {
namespace {

using rules::Cause;
using rules::RuleSet;
using rules::Signature;

std::string_view name_of(model::CauseKind kind) {
  return kind == model::CauseKind::root ? "root" : "symptom";
}

const Cause* find_cause(const RuleSet& rules, const std::string& id, World& world) {
  const auto found = rules.causes.find(id);
  if (found != rules.causes.end()) return &found->second;
  std::vector<std::string> known;
  for (const auto& [name, cause] : rules.causes) known.push_back(name);
  report({make_error("", "unknown cause `" + id + "`" + did_you_mean(id, known),
                     "`loadtriage rules list` names them all")},
         world);
  return nullptr;
}

std::size_t signatures_for(const RuleSet& rules, const std::string& observation) {
  return static_cast<std::size_t>(
      std::count_if(rules.signatures.begin(), rules.signatures.end(),
                    [&](const Signature& signature) { return signature.shows == observation; }));
}

void print_list(const char* title, const std::vector<std::string>& texts, World& world) {
  if (texts.empty()) return;
  world.out << '\n' << title << '\n';
  for (const std::string& text : texts) world.out << "  - " << text << '\n';
}

std::vector<std::string> texts_of(const std::vector<rules::Advice>& advice) {
  std::vector<std::string> texts;
  for (const rules::Advice& line : advice) texts.push_back(line.text.text());
  return texts;
}

}  // namespace

int list_rules(const RuleOptions& options, World& world) {
  auto rules = knowledge::load_rules(options.folders, world.files, rules::Trust::checked_before);
  if (!rules) return report(rules.errors(), world);
  for (const auto& [id, cause] : rules->causes)
    world.out << fmt::format("{:<32} {:<8} {}\n", id, name_of(cause.kind), cause.title);
  world.out << fmt::format("{} causes, {} signatures\n", rules->causes.size(), rules->signatures.size());
  return kPassed;
}

int show_rule(const RuleOptions& options, const std::string& id, World& world) {
  auto rules = knowledge::load_rules(options.folders, world.files, rules::Trust::checked_before);
  if (!rules) return report(rules.errors(), world);
  const Cause* cause = find_cause(*rules, id, world);
  if (cause == nullptr) return kCannot;
  world.out << rules::write_yaml(*cause->document);
  return kPassed;
}

int check_rules(const RuleOptions& options, World& world) {
  auto rules = knowledge::load_rules(options.folders, world.files, rules::Trust::check_all);
  if (!rules) return report(rules.errors(), world);
  const Notices found = rules::check(*rules);
  report(found, world);
  world.out << fmt::format("{} causes and {} signatures checked, {} notice{}\n", rules->causes.size(),
                           rules->signatures.size(), found.size(), found.size() == 1 ? "" : "s");
  return found.empty() ? kPassed : kReported;
}

int test_rules(const RuleOptions& options, const std::vector<std::string>& causes, World& world) {
  auto rules = knowledge::load_rules(options.folders, world.files, rules::Trust::check_all);
  if (!rules) return report(rules.errors(), world);
  std::vector<const Cause*> chosen;
  for (const std::string& id : causes) {
    const Cause* cause = find_cause(*rules, id, world);
    if (cause == nullptr) return kCannot;
    chosen.push_back(cause);
  }
  if (chosen.empty())
    for (const auto& [id, cause] : rules->causes) chosen.push_back(&cause);
  std::size_t examples = 0, failed = 0;
  for (const Cause* cause : chosen) {
    const Notices wrong = rules::run_examples(*rules, *cause);
    examples += cause->examples.size();
    failed += wrong.size();
    report(wrong, world);
  }
  world.out << fmt::format("{} passed, {} failed\n", examples - std::min(examples, failed), failed);
  return failed == 0 ? kPassed : kReported;
}

int print_vocabulary(World& world) {
  const expr::Vocabulary& vocabulary = rules::run_vocabulary();
  for (const expr::Variable& variable : vocabulary.variables())
    world.out << fmt::format("{:<34} {:<22} {}\n", variable.name, expr::describe(variable.type),
                             variable.summary);
  for (const expr::Function& function : vocabulary.functions()) {
    std::string parameters;
    for (const expr::Type& type : function.parameters)
      parameters += (parameters.empty() ? "" : ", ") + expr::describe(type);
    world.out << fmt::format("{:<34} {:<22} {}\n", function.name + "(" + parameters + ")",
                             expr::describe(function.result), function.summary);
  }
  return kPassed;
}

int explain_cause(const RuleOptions& options, const std::string& id, World& world) {
  auto rules = knowledge::load_rules(options.folders, world.files, rules::Trust::checked_before);
  if (!rules) return report(rules.errors(), world);
  const Cause* cause = find_cause(*rules, id, world);
  if (cause == nullptr) return kCannot;
  world.out << fmt::format("{}  ({}, {})\n\n{}\n", cause->title, cause->id, name_of(cause->kind),
                           cause->story);
  std::vector<std::string> evidence;
  for (const rules::ClueRule& rule : cause->clues) {
    std::string text = fmt::format("{}, otherwise {}: {}", rule.when_true, rule.otherwise,
                                   rule.saw.empty() ? rule.when.text() : rule.saw);
    if (const std::size_t known = signatures_for(*rules, rule.saw); !rule.saw.empty())
      text += fmt::format("  ({} signature{})", known, known == 1 ? "" : "s");
    evidence.push_back(std::move(text));
  }
  print_list("Evidence for and against", evidence, world);
  print_list("Why it happens", texts_of(cause->because), world);
  print_list("Leads to", cause->leads_to, world);
  print_list("Verify", texts_of(cause->verify), world);
  print_list("Next steps", texts_of(cause->next_steps), world);
  print_list("References", cause->references, world);
  return kPassed;
}

}  // namespace loadtriage::cli
