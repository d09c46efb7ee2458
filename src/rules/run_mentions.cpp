#include "rules/run_mentions.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace loadtriage::rules {
namespace {

using model::Evidence;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

// `main.go:120` is a place in a source, not an address.
bool is_source(std::string_view host) {
  constexpr std::array<std::string_view, 12> kSources = {".js", ".mjs", ".ts", ".py",  ".go", ".rb",
                                                         ".rs", ".cs",  ".kt", ".php", ".c",  ".java"};
  return std::any_of(kSources.begin(), kSources.end(),
                     [&](std::string_view ending) { return host.ends_with(ending); });
}

bool is_port(const std::string& port) {
  const auto number = port.size() <= 5 ? std::atoi(port.c_str()) : 0;
  constexpr int kLeast = 80, kMost = 65535;
  return number >= kLeast && number <= kMost;
}

std::optional<Address> address_of(std::string_view text) {
  // A whole URL; `server at "10.0.0.5", port 5432`; `10.0.0.5:5432`, `orders-db:5432`.
  static const re2::RE2 kUrl(R"re((https?://([A-Za-z0-9_.-]+)(?::(\d+))?[^\s"'<>\\)\],;]*))re");
  static const re2::RE2 kWords(R"re(at "([A-Za-z0-9_.-]+)"[^,]{0,40}, port (\d+))re");
  static const re2::RE2 kPair(R"re((?:^|[\s(/@"'=\[])([A-Za-z][A-Za-z0-9_.-]*|\d+\.\d+\.\d+\.\d+):(\d+))re");
  Address address;
  if (re2::RE2::PartialMatch(text, kUrl, &address.url, &address.host, &address.port)) return address;
  if (re2::RE2::PartialMatch(text, kWords, &address.host, &address.port)) return address;
  re2::StringPiece rest(text.data(), text.size());
  while (re2::RE2::FindAndConsume(&rest, kPair, &address.host, &address.port))
    if (is_port(address.port) && !is_source(address.host)) return address;
  return std::nullopt;
}

}  // namespace

bool mentions(const Evidence& evidence, const std::string& word) {
  const auto holds = [&](const std::string& text) { return contains(lower(text), word); };
  for (const model::Input& input : evidence.inputs)
    if (holds(input.path) || holds(input.kind)) return true;
  for (const auto& [name, seen] : evidence.observations) {
    if (seen.count + seen.outside > 0 && holds(seen.technology)) return true;
    for (const model::Quote& quote : seen.quotes)
      if (holds(quote.text)) return true;
  }
  for (const auto& [name, fact] : evidence.facts)
    if (holds(name) || holds(fact.text)) return true;
  return false;
}

std::optional<Address> address_in(const Evidence& evidence, const std::string& observation) {
  const auto seen = evidence.observations.find(observation);
  if (seen == evidence.observations.end()) return std::nullopt;
  for (const model::Quote& quote : seen->second.quotes)
    if (auto address = address_of(quote.text)) return address;
  return std::nullopt;
}

std::optional<std::string> statement_in(const Evidence& evidence, const std::string& observation) {
  static const re2::RE2 kStatement(
      R"re((?i)((?:SELECT|UPDATE|INSERT INTO|DELETE FROM|WITH)\s[^;"]{8,300}))re");
  const auto seen = evidence.observations.find(observation);
  if (seen == evidence.observations.end()) return std::nullopt;
  for (const model::Quote& quote : seen->second.quotes) {
    std::string statement;
    // One that was cut off when it was quoted would not run.
    if (re2::RE2::PartialMatch(quote.text, kStatement, &statement) && !contains(statement, "…"))
      return std::string(trim(statement.substr(0, statement.find("\\n"))));
  }
  return std::nullopt;
}

std::optional<std::string> telling_log(const Evidence& evidence) {
  const model::InputLog* best = nullptr;
  const auto errors = [](const model::InputLog& log) {
    double sum = 0;
    for (const auto& [slot, count] : log.errors.counts()) sum += count;
    return sum;
  };
  for (const model::InputLog& log : evidence.logs) {
    if (log.speaker == model::Speaker::k6 || log.input >= evidence.inputs.size()) continue;
    if (best == nullptr || std::pair(errors(log), log.events) > std::pair(errors(*best), best->events))
      best = &log;
  }
  if (best == nullptr) return std::nullopt;
  return evidence.inputs[best->input].from_here();
}

}  // namespace loadtriage::rules
