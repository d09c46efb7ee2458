#include <algorithm>
#include <utility>

#include "rules/load_file.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

constexpr std::string_view kKeys[] = {
    "cause",    "title",  "kind",     "status",     "prior",    "affects",       "requires", "clues",
    "explains", "onset",  "headline", "leads_to",   "because",  "ruled_out",     "verify",   "next_steps",
    "settle",   "latent", "facts",    "references", "examples", "curl_may_work", "disabled"};
constexpr std::string_view kClueKeys[] = {"saw", "when", "when_true", "otherwise", "tell"};
constexpr std::string_view kAdviceKeys[] = {"when", "text"};
constexpr std::string_view kLatentKeys[] = {"each", "when", "reached_at", "title", "tell", "source"};
// In the order of model::CauseKind and model::Affects.
constexpr std::string_view kKinds[] = {"root", "symptom"};
constexpr std::string_view kAffects[] = {"failures", "latency", "checks", "load", "validity"};
constexpr std::string_view kExpect[] = {"silent", "fires"};

using Numbers = std::map<std::string, double, std::less<>>;

// The word and its number, if it is one of `words`.
std::pair<std::string, double> word_of(FileReader& reader, const Node* node, std::string_view what,
                                       const Numbers& words) {
  std::vector<std::string_view> known;
  for (const auto& [name, number] : words) known.push_back(name);
  const auto found = reader.word(node, what, known);
  if (!found) return {};
  const std::string name(known[*found]);
  return {name, words.at(name)};
}

// `saw: X` is short for this.
std::string saw_text(std::string_view name) {
  std::string text = "seen('";
  for (const char c : name) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "').count > 0";
}

// A name that no signature shows is a fault where it stands.
std::optional<Expression> saw_condition(FileReader& reader, const Node& node, const Vocabulary& vocabulary) {
  const std::string name(reader.text(&node, "saw"));
  const auto function = vocabulary.find_function("seen");
  if (reader.checks() && function) {
    const auto& known = vocabulary.functions()[*function].known_arguments;
    if (!known.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
      Detail detail;
      detail.label = expr::suggestion(name, known);
      detail.hint = "no signature shows it";
      reader.fault(node, phrase(expr::Fault::unknown_argument, {"saw", name}), std::move(detail));
      return std::nullopt;
    }
  }
  auto parsed = Expression::parse(saw_text(name), vocabulary, {reader.document().path, 1, 1});
  if (parsed) return *parsed;
  for (const Notice& notice : parsed.errors()) reader.fault(node, notice.text);
  return std::nullopt;
}

void read_clue(FileReader& reader, const Node& node, const RuleSet& rules, Cause& cause) {
  if (!reader.map(node, "clue", kClueKeys)) return;
  const Node* saw = node.find("saw");
  const Node* when = node.find("when");
  if ((saw == nullptr) == (when == nullptr)) {
    reader.fault(node.keys.empty() ? node : node.keys.front(),
                 phrase(Fault::clue_needs_condition, {saw ? "both" : "neither"}));
    return;
  }
  const Vocabulary& vocabulary = *rules.vocabulary;
  std::optional<Expression> condition;
  if (when) condition = reader.expression(when, "when", vocabulary, Kind::boolean);
  if (saw && reader.checks()) condition = saw_condition(reader, *saw, vocabulary);
  if (saw && !reader.checks()) condition = Expression::deferred(saw_text(saw->scalar), vocabulary);
  const auto [true_word, if_true] =
      word_of(reader, reader.need(node, "the clue", "when_true"), "when_true", rules.odds.probability);
  const auto [otherwise_word, if_otherwise] =
      word_of(reader, reader.need(node, "the clue", "otherwise"), "otherwise", rules.odds.probability);
  const Template tell = reader.filled(reader.need(node, "the clue", "tell"), "tell", vocabulary);
  if (!condition) return;
  ClueRule clue{*condition, {}, true_word, otherwise_word, if_true, if_otherwise, tell, node.line};
  if (saw) clue.saw = saw->scalar;
  cause.clues.push_back(std::move(clue));
}

std::vector<Advice> read_advice(FileReader& reader, const Node& root, std::string_view key,
                                const Vocabulary& vocabulary) {
  std::vector<Advice> advice;
  for (const Node* item : reader.items(root.find(key))) {
    Advice& line = advice.emplace_back();
    if (!item->is_map()) {
      line.text = reader.filled(item, key, vocabulary);
    } else if (reader.map(*item, key, kAdviceKeys)) {
      line.when = reader.expression(item->find("when"), "when", vocabulary, Kind::boolean);
      line.text = reader.filled(reader.need(*item, key, "text"), "text", vocabulary);
    }
  }
  return advice;
}

void read_latent(FileReader& reader, const Node& node, RuleSet& rules, Cause& cause) {
  if (!reader.map(node, "latent", kLatentKeys)) return;
  LatentRule rule;
  rule.each = reader.expression(node.find("each"), "each", *rules.vocabulary, Kind::list);
  std::shared_ptr<const Vocabulary> vocabulary = rules.vocabulary;
  if (rule.each) {
    vocabulary = std::make_shared<const Vocabulary>(
        rules.vocabulary->with({{"item", *rule.each->type().element, "the item that `each` is at"}}));
    rules.item_vocabularies.push_back(vocabulary);
  }
  rule.when = reader.expression(node.find("when"), "when", *vocabulary, Kind::boolean);
  rule.reached_at = reader.expression(node.find("reached_at"), "reached_at", *vocabulary, Kind::number);
  rule.title = reader.filled(reader.need(node, "latent", "title"), "title", *vocabulary);
  rule.tell = reader.filled(reader.need(node, "latent", "tell"), "tell", *vocabulary);
  if (const Node* source = node.find("source")) rule.source = reader.filled(source, "source", *vocabulary);
  cause.latent.push_back(std::move(rule));
}

void read_facts(FileReader& reader, const Node* node, const Vocabulary& vocabulary, Cause& cause) {
  if (!node) return;
  if (!node->is_map()) {
    reader.map(*node, "facts", {});
    return;
  }
  for (std::size_t i = 0; i < node->children.size(); ++i) {
    const std::string name(node->keys[i].scalar);
    if (auto value = reader.expression(&node->children[i], name, vocabulary, Kind::number)) {
      cause.facts.emplace_back(name, std::move(*value));
    }
  }
}

void read_examples(FileReader& reader, const Node& root, Cause& cause) {
  const Node* node = reader.need(root, "the cause", "examples");
  for (const Node* item : reader.list(node, "examples")) {
    if (!item->is_map()) {
      reader.map(*item, "example", {});
      continue;
    }
    Example& example = cause.examples.emplace_back();
    example.body = item;
    example.name = reader.text(reader.need(*item, "the example", "name"), "name");
    example.fires = reader.word(reader.need(*item, "the example", "expect"), "expect", kExpect) == 1;
  }
  if (!node) return;
  const auto has = [&](bool fires) {
    return std::any_of(cause.examples.begin(), cause.examples.end(),
                       [&](const Example& example) { return example.fires == fires; });
  };
  if (!has(true)) reader.fault(root.keys.front(), phrase(Fault::no_firing_example, {cause.id}));
  if (!has(false)) reader.fault(root.keys.front(), phrase(Fault::no_silent_example, {cause.id}));
}

// "db.pool-exhausted" lives in "db/pool-exhausted.yaml".
void check_path(FileReader& reader, const Node& id, const std::string& cause) {
  std::string wanted = cause;
  std::replace(wanted.begin(), wanted.end(), '.', '/');
  const std::string& path = reader.document().path;
  const bool layered = std::count(cause.begin(), cause.end(), '.') == 1;
  if (layered &&
      (("/" + path).ends_with("/" + wanted + ".yaml") || ("/" + path).ends_with("/" + wanted + ".yml"))) {
    return;
  }
  Detail detail;
  if (!layered) detail.hint = "an id is `<layer>.<name>`, in `causes/<layer>/<name>.yaml`";
  reader.fault(id, phrase(Fault::path_mismatch, {cause, wanted + ".yaml"}), std::move(detail));
}

void read_head(FileReader& reader, const Node& root, const RuleSet& rules, Cause& cause) {
  cause.title = reader.text(reader.need(root, "the cause", "title"), "title");
  cause.status = reader.text(root.find("status"), "status");
  cause.story = reader.document().comment;
  if (const auto kind = reader.word(reader.need(root, "the cause", "kind"), "kind", kKinds)) {
    cause.kind = static_cast<model::CauseKind>(*kind);
  }
  if (const auto affects = reader.word(root.find("affects"), "affects", kAffects)) {
    cause.affects = static_cast<model::Affects>(*affects);
  }
  std::tie(cause.prior, cause.prior_log_odds) =
      word_of(reader, reader.need(root, "the cause", "prior"), "prior", rules.odds.priors);
}

void read_conclusions(FileReader& reader, const Node& root, const RuleSet& rules, Cause& cause) {
  const Vocabulary& vocabulary = *rules.vocabulary;
  cause.explains =
      reader.expression(root.find("explains"), "explains", *rules.cell_vocabulary, Kind::boolean);
  cause.onset = reader.expression(root.find("onset"), "onset", vocabulary, Kind::number);
  cause.headline = read_advice(reader, root, "headline", vocabulary);
  cause.because = read_advice(reader, root, "because", vocabulary);
  cause.ruled_out = read_advice(reader, root, "ruled_out", vocabulary);
  cause.verify = read_advice(reader, root, "verify", vocabulary);
  cause.next_steps = read_advice(reader, root, "next_steps", vocabulary);
  cause.settle = read_advice(reader, root, "settle", vocabulary);
  cause.curl_may_work = read_advice(reader, root, "curl_may_work", vocabulary);
  cause.leads_to = reader.texts(root.find("leads_to"), "leads_to");
  cause.references = reader.texts(root.find("references"), "references");
}

}  // namespace

Cause load_cause(FileReader& reader, RuleSet& rules) {
  Cause cause;
  const Node& root = reader.document().root;
  if (!reader.map(root, "file", kKeys)) return cause;
  const Node* id = root.find("cause");
  cause.id = reader.text(id, "cause");
  cause.document = &reader.document();
  if (reader.checks() && id->is_scalar()) check_path(reader, *id, cause.id);
  read_head(reader, root, rules, cause);
  cause.requires_ = reader.expression(root.find("requires"), "requires", *rules.vocabulary, Kind::boolean);
  const Node* clues = reader.need(root, "the cause", "clues");
  for (const Node* item : reader.list(clues, "clues")) read_clue(reader, *item, rules, cause);
  if (clues && clues->is_list() && clues->children.empty()) {
    reader.fault(*clues, phrase(expr::Fault::empty_list, {"clues"}));
  }
  read_conclusions(reader, root, rules, cause);
  for (const Node* item : reader.items(root.find("latent"))) read_latent(reader, *item, rules, cause);
  read_facts(reader, root.find("facts"), *rules.vocabulary, cause);
  if (reader.checks()) read_examples(reader, root, cause);
  return cause;
}

}  // namespace loadtriage::rules
