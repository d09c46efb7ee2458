// All that is known, loaded and checked: causes, signatures, and the declared formats.
//
// docs/add-a-rule.md lists the keys of the files.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expr/expression.h"
#include "model/finding.h"
#include "model/log_event.h"
#include "rules/documents/tree.h"

namespace loadtriage::input {
class FileSystem;
}

namespace loadtriage::rules {

// What the words of clues mean as probabilities, how likely causes are beforehand, and how
// sure anything may be. The numbers stand in rules/odds.yaml (docs/ranking.md); rules use words.
struct OddsWords {
  std::map<std::string, double, std::less<>> probability;  // "usually" -> 0.8, ...
  std::map<std::string, double, std::less<>> priors;       // "common", "uncommon", "rare"
  std::map<std::string, double, std::less<>> ceilings;     // "log-alone": how sure anything may be there
};

// Something that a cause is known by: how often it holds when the cause is at work, and otherwise.
struct ClueRule {
  expr::Expression when;                     // boolean; of `saw: X` it is "seen('X').count > 0"
  std::string saw;                           // the observation, where the rule was written with `saw`
  std::string when_true, otherwise;          // words of OddsWords
  double if_true = 0.5, if_otherwise = 0.5;  // what they mean
  expr::Template tell;
  std::uint32_t line = 0;

  double log_odds() const;  // how much it says, alone
};

// A wall this run did not reach; `each` walks a list (such as limiters).
struct LatentRule {
  std::optional<expr::Expression> each;  // a list; its item is `item` in the rest
  std::optional<expr::Expression> when;
  std::optional<expr::Expression> reached_at;  // share of the offered load; orders the walls
  expr::Template title;
  expr::Template tell;
  std::optional<expr::Template> source;
};

// A line of prose, told only when its condition holds (or always, without one).
struct Advice {
  std::optional<expr::Expression> when;
  expr::Template text;
};

struct Example {
  std::string name;
  const Node* body = nullptr;  // what is given: see examples.h; lives in RuleSet::documents
  bool fires = true;
};

struct Cause {
  std::string id;
  std::string title;
  std::string story;   // the comment on top of the file
  std::string status;  // free: "stable", "experimental"
  model::CauseKind kind = model::CauseKind::root;
  model::Affects affects = model::Affects::failures;
  std::string prior;
  double prior_log_odds = 0;
  std::optional<expr::Expression> requires_;  // considered only where this is true
  std::vector<ClueRule> clues;
  std::optional<expr::Expression> explains;  // over one failure cell: status, error_code, ...
  std::optional<expr::Expression> onset;     // seconds
  std::vector<Advice> headline;              // the first that applies
  std::vector<std::string> leads_to;
  std::vector<Advice> because, ruled_out, verify, next_steps, settle, curl_may_work;
  std::vector<LatentRule> latent;
  std::vector<std::pair<std::string, expr::Expression>> facts;  // name -> number
  std::vector<std::string> references;
  std::vector<Example> examples;
  const Document* document = nullptr;
};

// A fact that a signature takes from a capture: `facts: {pool_size: limit}`.
struct CapturedFact {
  std::string name;
  std::string capture;
  std::string unit;
};

// What a line of a log, or a name in a summary, means.
struct Signature {
  enum class Reads { k6_log, backend_log, failed_check, metric, client_error };
  std::string id;          // "hikaricp.acquire-timeout"
  std::string technology;  // of the file
  std::string shows;       // the observation
  Reads reads = Reads::backend_log;
  std::string pattern;                                // RE2 syntax, named captures
  model::Level level = model::Level::unknown;         // lines below it are not looked at
  model::WordsOf words_of = model::WordsOf::library;  // of the file
  std::string k6_words;                               // of client errors: what k6 calls the same
  bool cut_off = false;                               // of client errors: what the end of a run looks like
  std::vector<CapturedFact> facts;
  std::vector<std::string_view> matches, ignores;
  std::string_view source;  // where the text comes from
  const Document* document = nullptr;
  std::uint32_t line = 0;
};

// What programs of any stack say of a fault, in words of no technology. `shows` names the
// observation for each kind of component that the words may be about; "" stands for none named.
struct Wording {
  std::string mode;  // "waits", "refused", ...
  std::string pattern;
  std::map<std::string, std::string, std::less<>> shows;
};

// Words and ports by which a message names a kind of component.
struct PeerWords {
  std::string peer;  // "db", "cache", ...
  std::string pattern;
};

// Borrows between its parts, so it moves but does not copy.
struct RuleSet {
  OddsWords odds;
  std::map<std::string, Cause, std::less<>> causes;  // by id
  std::vector<Signature> signatures;                 // sorted by id
  std::vector<const Document*> formats;              // line formats, sorted by name
  std::vector<Wording> words;                        // the first that fits counts
  std::vector<PeerWords> peers;                      // likewise
  std::vector<const Document*> topology;             // how components are recognised: topology_table()

  // What the above was made from. The vocabularies: of conditions in general (the
  // caller's and `mine.*`), and of `explains`, which adds the fields of one failure.
  std::vector<std::unique_ptr<const Document>> documents;
  std::shared_ptr<const expr::Vocabulary> vocabulary, cell_vocabulary;
  std::vector<std::shared_ptr<const expr::Vocabulary>> item_vocabularies;  // of `each`

  RuleSet() = default;
  RuleSet(RuleSet&&) = default;
  RuleSet& operator=(RuleSet&&) = default;
  RuleSet(const RuleSet&) = delete;
  RuleSet& operator=(const RuleSet&) = delete;
};

// Whether documents were checked before: those in the pack were when it was made, so
// their conditions are parsed only when needed.
enum class Trust { check_all, checked_before };

struct Sources {
  std::vector<Document> built_in;
  std::vector<Document> overlay;  // of --rules: adds, replaces by id, or disables
  Trust built_in_trust = Trust::checked_before;
};

// All faults of all files at once. `vocabulary` must have the function
// seen(text) -> record with `count`, and may have the list `failures`.
Result<RuleSet> load(Sources sources, const expr::Vocabulary& vocabulary);

// The same of what_judging_needs(), which was checked when it was packed. Each document is
// given up as soon as it is loaded: a cause has none, and there are no signatures.
Result<RuleSet> load_for_judging(PackReader& pack, const expr::Vocabulary& vocabulary);

// Every *.yaml and *.yml below the folder.
Result<std::vector<Document>> read_folder(const input::FileSystem& files, const std::string& folder);

}  // namespace loadtriage::rules
