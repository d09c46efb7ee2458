#include "rules/check.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "rules/examples.h"
#include "rules/faults.h"

namespace loadtriage::rules {
namespace {

class Checker {
 public:
  explicit Checker(const RuleSet& rules) : rules_(rules) {}

  Notices run() {
    for (const Signature& signature : rules_.signatures) check_lines(signature);
    for (const auto& [id, cause] : rules_.causes) {
      check_links(cause);
      append(run_examples(rules_, cause));
      note_used(cause);
    }
    for (const auto& [id, cause] : rules_.causes) check_circle(id);
    check_observations();
    std::stable_sort(notices_.begin(), notices_.end(), [](const Notice& a, const Notice& b) {
      return std::pair(a.place.path, a.place.line) < std::pair(b.place.path, b.place.line);
    });
    return std::move(notices_);
  }

 private:
  void append(Notices more) { std::move(more.begin(), more.end(), std::back_inserter(notices_)); }

  // The node of the signature in its file.
  static const Node& node_of(const Signature& signature) {
    const Node& list = *signature.document->root.find("signatures");
    const auto found = std::find_if(list.children.begin(), list.children.end(),
                                    [&](const Node& node) { return node.line == signature.line; });
    return found == list.children.end() ? list : *found;
  }

  void check_lines(const Signature& signature) {
    const re2::RE2 pattern(signature.pattern, re2::RE2::Quiet);
    const Node& node = node_of(signature);
    const auto each = [&](const char* key, bool wanted, Fault fault) {
      const Node* lines = node.find(key);
      if (!lines) return;
      const std::vector<Node> single = lines->is_list() ? std::vector<Node>() : std::vector<Node>{*lines};
      for (const Node& line : lines->is_list() ? lines->children : single) {
        if (re2::RE2::PartialMatch(re2::StringPiece(line.scalar.data(), line.scalar.size()), pattern) ==
            wanted) {
          continue;
        }
        notices_.push_back(fault_at(*signature.document, line, phrase(fault, {signature.id})));
      }
    };
    each("matches", true, Fault::line_not_matched);
    each("ignores", false, Fault::line_not_ignored);
  }

  void check_links(const Cause& cause) {
    const Node* links = cause.document->root.find("leads_to");
    if (!links) return;
    std::vector<std::string> known;
    for (const auto& [id, other] : rules_.causes) known.push_back(id);
    const std::vector<Node> single = links->is_list() ? std::vector<Node>() : std::vector<Node>{*links};
    for (const Node& link : links->is_list() ? links->children : single) {
      if (rules_.causes.find(link.scalar) != rules_.causes.end()) continue;
      Detail detail;
      detail.label = expr::suggestion(link.scalar, known);
      notices_.push_back(
          fault_at(*cause.document, link, phrase(Fault::leads_to_unknown, {link.scalar}), std::move(detail)));
    }
  }

  // A circle is told once, at the cause of it that comes first.
  void check_circle(const std::string& start) {
    std::vector<std::string> path = {start};
    std::set<std::string> visited;
    if (!returns_to(start, path, visited)) return;
    if (std::min_element(path.begin(), path.end()) != path.begin()) return;
    path.push_back(start);
    const Cause& cause = rules_.causes.find(start)->second;
    const Node* links = cause.document->root.find("leads_to");
    notices_.push_back(
        fault_at(*cause.document, *links, phrase(Fault::leads_to_circle, {join(path, " -> ")})));
  }

  bool returns_to(const std::string& start, std::vector<std::string>& path, std::set<std::string>& visited) {
    const auto cause = rules_.causes.find(path.back());
    if (cause == rules_.causes.end()) return false;
    for (const std::string& next : cause->second.leads_to) {
      if (next == start) return true;
      if (!visited.insert(next).second) continue;
      path.push_back(next);
      if (returns_to(start, path, visited)) return true;
      path.pop_back();
    }
    return false;
  }

  void note_used(const Cause& cause) {
    const auto note = [&](const expr::Expression& expression) {
      for (std::string& name : expression.observations()) used_.insert(std::move(name));
    };
    if (cause.requires_) note(*cause.requires_);
    if (cause.explains) note(*cause.explains);
    if (cause.onset) note(*cause.onset);
    for (const ClueRule& rule : cause.clues) note(rule.when);
    for (const auto& [name, expression] : cause.facts) note(expression);
    for (const LatentRule& rule : cause.latent) {
      if (rule.each) note(*rule.each);
      if (rule.when) note(*rule.when);
    }
    for (const auto* advice : {&cause.headline, &cause.because, &cause.ruled_out, &cause.verify,
                               &cause.next_steps, &cause.settle, &cause.curl_may_work}) {
      for (const Advice& line : *advice) {
        if (line.when) note(*line.when);
      }
    }
  }

  // A signature that only sets facts has its use without any cause.
  void check_observations() {
    std::set<std::string> told;
    for (const Signature& signature : rules_.signatures) {
      // Noise is named so that it is known to be harmless: no cause is to look for it.
      if (used_.contains(signature.shows) || !signature.facts.empty() ||
          signature.shows.starts_with("noise."))
        continue;
      if (!told.insert(signature.shows).second) continue;
      const Node* shows = node_of(signature).find("shows");
      if (!shows) continue;
      notices_.push_back(
          fault_at(*signature.document, *shows, phrase(Fault::observation_unused, {signature.shows})));
      notices_.back().severity = Severity::warning;
    }
  }

  const RuleSet& rules_;
  Notices notices_;
  std::set<std::string> used_;
};

}  // namespace

Notices check(const RuleSet& rules) { return Checker(rules).run(); }

}  // namespace loadtriage::rules
