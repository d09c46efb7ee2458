#include "rules/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/log_odds.h"
#include "base/quantity.h"
#include "base/text.h"
#include "rules/claim_figures.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

constexpr std::string_view kMinePrefix = "mine.";

// The caller's scope, with `mine.*` answered from the claims.
class CauseScope : public Scope {
 public:
  CauseScope(const Scope& base, const Verdict& verdict) : base_(base), verdict_(verdict) {}

  Value variable(std::size_t index, const std::string& name) const override {
    if (!name.starts_with(kMinePrefix)) return base_.variable(index, name);
    Value given = base_.variable(index, name);
    return given.known() ? given : computed(std::string_view(name).substr(kMinePrefix.size()));
  }
  Value call(std::size_t index, const std::string& function,
             const std::vector<Value>& arguments) const override {
    return base_.call(index, function, arguments);
  }

 private:
  static Value maybe(const std::optional<double>& number, Unit unit) {
    return number ? Value::of(*number, unit) : Value();
  }

  Value computed(std::string_view field) const {
    const Mine& mine = verdict_.mine;
    if (field == "count") return Value::of(mine.count, Unit::count);
    if (field == "share") return maybe(mine.share, Unit::share);
    if (field == "first_s") return maybe(mine.first_s, Unit::seconds);
    if (field == "last_s") return maybe(mine.last_s, Unit::seconds);
    return base_.claimed(verdict_.claims, field);
  }

  const Scope& base_;
  const Verdict& verdict_;
};

// The fields of one failure as names, beside all others. Numbers of the vocabulary
// from `first` on are fields.
class CellScope : public Scope {
 public:
  CellScope(const Scope& base, std::size_t first) : base_(base), first_(first) {}
  void look_at(const Value::Record& cell) { cell_ = &cell; }

  Value variable(std::size_t index, const std::string& name) const override {
    if (index < first_) return base_.variable(index, name);
    const auto found = cell_->find(name);
    return found == cell_->end() ? Value() : found->second;
  }
  Value call(std::size_t index, const std::string& function,
             const std::vector<Value>& arguments) const override {
    return base_.call(index, function, arguments);
  }

 private:
  const Scope& base_;
  std::size_t first_;
  const Value::Record* cell_ = nullptr;
};

class ItemScope : public Scope {
 public:
  ItemScope(const Scope& base, std::size_t index, const Value& item)
      : base_(base), index_(index), item_(item) {}

  Value variable(std::size_t index, const std::string& name) const override {
    return index == index_ ? item_ : base_.variable(index, name);
  }
  Value call(std::size_t index, const std::string& function,
             const std::vector<Value>& arguments) const override {
    return base_.call(index, function, arguments);
  }

 private:
  const Scope& base_;
  std::size_t index_;
  const Value& item_;
};

Truth truth_of(const Value& value) {
  if (!value.known()) return Truth::unknown;
  return value.is_true() ? Truth::yes : Truth::no;
}

std::optional<double> number_of(const Value& value) {
  if (value.kind() != Kind::number) return std::nullopt;
  return value.number().value;
}

std::optional<double> number_in(const Value::Record& record, const char* field) {
  const auto found = record.find(field);
  return found == record.end() ? std::nullopt : number_of(found->second);
}

void widen(Mine& mine, const Value::Record& cell) {
  if (const auto first = number_in(cell, "first_s"))
    mine.first_s = std::min(mine.first_s.value_or(*first), *first);
  if (const auto last = number_in(cell, "last_s")) mine.last_s = std::max(mine.last_s.value_or(*last), *last);
}

void claim(const RuleSet& rules, const Scope& scope, Verdict& verdict) {
  const auto index = rules.vocabulary->find_variable("failures");
  if (!verdict.cause->explains || !index) return;
  const Value failures = scope.variable(*index, "failures");
  if (failures.kind() != Kind::list) return;
  const Expression explains = verdict.cause->explains->prepared();
  CellScope cell_scope(scope, rules.vocabulary->variables().size());
  double total = 0;
  for (const Value& cell : failures.list()) {
    double& claimed = verdict.claims.emplace_back(0);
    if (cell.kind() != Kind::record) continue;
    const double count = number_in(cell.record(), "count").value_or(0);
    total += count;
    cell_scope.look_at(cell.record());
    // A failure whose look is not known may be one of this cause's.
    const Value explained = explains.evaluate(cell_scope);
    if (explained.known() && !explained.is_true()) continue;
    claimed = count;
    verdict.mine.count += count;
    widen(verdict.mine, cell.record());
  }
  if (total > 0) verdict.mine.share = verdict.mine.count / total;
}

// `saw: X`, which is by far the most frequent condition, needs no parsing.
Truth was_seen(const RuleSet& rules, const std::string& name, const Scope& scope) {
  const auto function = rules.vocabulary->find_function("seen");
  if (!function) return Truth::unknown;
  const Value seen = scope.call(*function, "seen", {Value::of(name)});
  if (seen.kind() != Kind::record) return Truth::unknown;
  const auto count = number_in(seen.record(), "count");
  if (!count) return Truth::unknown;
  return *count > 0 ? Truth::yes : Truth::no;
}

Weighed weigh(const RuleSet& rules, const ClueRule& rule, const Scope& scope) {
  Weighed weighed;
  weighed.rule = &rule;
  if (!rule.saw.empty()) {
    weighed.truth = was_seen(rules, rule.saw, scope);
    weighed.observations = {rule.saw};
    return weighed;
  }
  const Expression when = rule.when.prepared();
  weighed.truth = truth_of(when.evaluate(scope));
  if (weighed.truth == Truth::yes) weighed.observations = when.observations();
  return weighed;
}

using For = Template::For;

std::vector<std::string> told(const std::vector<Advice>& advice, const Scope& scope, For whom = For::reader) {
  std::vector<std::string> lines;
  for (const Advice& line : advice) {
    if (line.when && !line.when->evaluate(scope).is_true()) continue;
    bool complete = true;
    std::string text = line.text.fill(scope, &complete, whom);
    if (complete) lines.push_back(std::move(text));
  }
  return lines;
}

// What was searched for and not found anywhere, so that a sentence could rule something out.
std::vector<std::string> absent_of(const std::vector<Advice>& ruled_out, const Scope& scope,
                                   const RuleSet& rules) {
  std::vector<std::string> absent;
  const auto function = rules.vocabulary->find_function("seen");
  for (const Advice& line : ruled_out) {
    if (!function || !line.when || !line.when->evaluate(scope).is_true()) continue;
    for (const std::string& name : line.when->observations()) {
      const Value seen = scope.call(*function, "seen", {Value::of(name)});
      if (seen.kind() == Kind::record && number_in(seen.record(), "ever") == 0.0) absent.push_back(name);
    }
  }
  return absent;
}

std::string first_told(const std::vector<Advice>& advice, const Scope& scope) {
  const std::vector<std::string> lines = told(advice, scope);
  return lines.empty() ? std::string() : lines.front();
}

std::optional<model::LatentWall> wall_of(const LatentRule& rule, const Cause& cause, const Scope& scope) {
  if (rule.when && !rule.when->evaluate(scope).is_true()) return std::nullopt;
  bool complete = true;
  model::LatentWall wall;
  wall.cause = cause.id;
  wall.title = rule.title.fill(scope, &complete);
  wall.text = rule.tell.fill(scope, &complete);
  if (rule.source) wall.source = rule.source->fill(scope);
  if (rule.reached_at) {
    const auto reached = number_of(rule.reached_at->evaluate(scope));
    if (!reached) return std::nullopt;
    wall.reached_at = *reached;
  }
  if (!complete) return std::nullopt;
  return wall;
}

std::string signed_odds(double log_odds) { return fmt::format("{:+.1f}", log_odds); }

std::string_view word_for(Truth truth) {
  constexpr std::array<std::string_view, 3> kWords = {"no", "yes", "unknown"};
  return kWords[static_cast<std::size_t>(truth)];
}

std::string words_of(const ClueRule& rule) { return rule.when_true + ", otherwise " + rule.otherwise; }

}  // namespace

double ClueRule::log_odds() const { return std::log(if_true / if_otherwise); }

double Verdict::probability() const { return probability_of(log_odds); }

std::vector<Variable> mine_variables() {
  std::vector<Variable> variables = {
      {"mine.count", Type::number(Unit::count), "failed requests that the cause's `explains` claims"},
      {"mine.share", Type::number(Unit::share), "their share of all failed requests"},
      {"mine.first_s", Type::number(Unit::seconds), "when the first of them started"},
      {"mine.last_s", Type::number(Unit::seconds), "when the last of them ended"}};
  for (Variable& variable : claim_variables()) variables.push_back(std::move(variable));
  return variables;
}

Verdict evaluate(const RuleSet& rules, const Cause& cause, const Scope& scope) {
  Verdict verdict;
  verdict.cause = &cause;
  verdict.log_odds = cause.prior_log_odds;
  const CauseScope with_mine(scope, verdict);
  // Claims are looked at last where they do not decide: most causes are not considered.
  const bool asks_of_claims = cause.requires_ && contains(cause.requires_->text(), kMinePrefix);
  if (asks_of_claims) claim(rules, scope, verdict);
  verdict.considered = cause.requires_ ? truth_of(cause.requires_->evaluate(with_mine)) : Truth::yes;
  if (verdict.considered != Truth::yes) return verdict;
  if (!asks_of_claims) claim(rules, scope, verdict);
  for (const ClueRule& rule : cause.clues) {
    Weighed weighed = weigh(rules, rule, with_mine);
    if (weighed.truth == Truth::yes) {
      verdict.log_odds += rule.log_odds();
      weighed.text = rule.tell.fill(with_mine);
    }
    verdict.evidence.push_back(std::move(weighed));
  }
  if (cause.onset) verdict.onset_s = number_of(cause.onset->evaluate(with_mine));
  return verdict;
}

model::Finding make_finding(const RuleSet& rules, const Verdict& verdict, const Scope& base) {
  const Cause& cause = *verdict.cause;
  const CauseScope scope(base, verdict);
  model::Finding finding;
  finding.id = cause.id;
  finding.title = cause.title;
  finding.kind = cause.kind;
  finding.affects = cause.affects;
  finding.log_odds = verdict.log_odds;
  finding.prior_log_odds = cause.prior_log_odds;
  for (const Weighed& weighed : verdict.evidence) {
    if (weighed.truth != Truth::yes) continue;
    finding.clues.push_back({weighed.rule->saw, weighed.rule->if_true, weighed.rule->if_otherwise});
    model::Support support;
    support.text = weighed.text;
    support.log_odds = weighed.rule->log_odds();
    support.favours = support.log_odds >= 0;
    finding.support.push_back(std::move(support));
  }
  finding.claims = verdict.claims;
  finding.onset_s = verdict.onset_s ? verdict.onset_s : verdict.mine.first_s;
  finding.leads_to = cause.leads_to;
  finding.headline = first_told(cause.headline, scope);
  finding.because = told(cause.because, scope);
  finding.ruled_out = told(cause.ruled_out, scope);
  finding.absent = absent_of(cause.ruled_out, scope, rules);
  finding.verify = told(cause.verify, scope, For::shell);
  finding.next_steps = told(cause.next_steps, scope);
  finding.settle = first_told(cause.settle, scope);
  finding.curl_may_work = first_told(cause.curl_may_work, scope);
  return finding;
}

std::vector<model::LatentWall> latent_walls(const RuleSet& rules, const Cause& cause, const Scope& scope) {
  std::vector<model::LatentWall> walls;
  const std::size_t item_index = rules.vocabulary->variables().size();
  for (const LatentRule& rule : cause.latent) {
    if (!rule.each) {
      if (auto wall = wall_of(rule, cause, scope)) walls.push_back(std::move(*wall));
      continue;
    }
    const Value list = rule.each->evaluate(scope);
    if (list.kind() != Kind::list) continue;
    for (const Value& item : list.list()) {
      if (auto wall = wall_of(rule, cause, ItemScope(scope, item_index, item)))
        walls.push_back(std::move(*wall));
    }
  }
  std::stable_sort(walls.begin(), walls.end(),
                   [](const auto& a, const auto& b) { return a.reached_at < b.reached_at; });
  return walls;
}

std::vector<std::pair<std::string, Value>> facts_of(const RuleSet&, const Verdict& verdict,
                                                    const Scope& base) {
  std::vector<std::pair<std::string, Value>> facts;
  const CauseScope scope(base, verdict);
  for (const auto& [name, expression] : verdict.cause->facts) {
    Value value = expression.evaluate(scope);
    if (value.known()) facts.emplace_back(name, std::move(value));
  }
  return facts;
}

std::string explain(const Verdict& verdict) {
  const Cause& cause = *verdict.cause;
  std::string text = fmt::format("{}: {}\n", cause.id, cause.title);
  if (cause.requires_) {
    text += fmt::format("  requires {}: {}\n", cause.requires_->text(), word_for(verdict.considered));
  }
  if (verdict.considered != Truth::yes) return text + "  not considered\n";
  text += fmt::format("  {:>5}  prior: {}\n", signed_odds(cause.prior_log_odds), cause.prior);
  for (const Weighed& weighed : verdict.evidence) {
    const bool holds = weighed.truth == Truth::yes;
    text += fmt::format("  {:>5}  {} ({}): {}\n", holds ? signed_odds(weighed.rule->log_odds()) : "",
                        weighed.rule->when.text(), words_of(*weighed.rule), word_for(weighed.truth));
    if (holds) text += fmt::format("         {}\n", printable(weighed.text));
  }
  for (const model::Support& support : verdict.innocent)
    text += fmt::format("  {:>5}  {} (against): yes\n", signed_odds(support.log_odds), support.text);
  text += fmt::format("  {:>5}  in all, which is {}: {}\n", signed_odds(verdict.log_odds),
                      format_share(verdict.probability()), verdict.fires() ? "fires" : "silent");
  if (cause.explains) {
    text += fmt::format("  explains {}: {} failed requests\n", cause.explains->text(),
                        format_count(verdict.mine.count));
  }
  return text;
}

}  // namespace loadtriage::rules
