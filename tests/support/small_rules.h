// A small vocabulary and rule set for tests of the rules room.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "rules/rule_set.h"

namespace loadtriage::test {

inline expr::Vocabulary small_vocabulary() {
  using expr::Type;
  using expr::Unit;
  const Type failure = Type::record({{"status", Type::number()},
                                     {"error_code", Type::number()},
                                     {"endpoint", Type::text()},
                                     {"count", Type::number(Unit::count)},
                                     {"first_s", Type::number(Unit::seconds)},
                                     {"last_s", Type::number(Unit::seconds)}});
  const Type seen =
      Type::record({{"count", Type::number(Unit::count)}, {"first_s", Type::number(Unit::seconds)}});
  const Type metric = Type::record({{"p95", Type::number(Unit::ms)}, {"max", Type::number(Unit::ms)}});
  expr::Function seen_function{"seen", {Type::text()}, seen, "what the logs show"};
  seen_function.names = expr::Function::Names::observation;
  return {{{"requests.count", Type::number(Unit::count), "requests sent"},
           {"requests.failed", Type::number(Unit::count), "requests that failed"},
           {"requests.per_second", Type::number(Unit::per_second), "throughput"},
           {"run.duration_s", Type::number(Unit::seconds), "how long the run took"},
           {"run.tool", Type::text(), "what wrote the inputs"},
           {"logs.present", Type::boolean(), "whether there are logs"},
           {"latency.p95", Type::number(Unit::ms), "of good requests"},
           {"failures", Type::list_of(failure), "the failed requests by look"}},
          {seen_function,
           {"metric", {Type::text()}, metric, "a metric of the summary"},
           {"fact", {Type::text()}, Type::number(), "a setting"},
           {"capture", {Type::text(), Type::text()}, Type::number(), "a capture of an observation"}}};
}

inline const std::string kSmallOdds =
    "probability: { usually: 0.8, often: 0.5, sometimes: 0.2, rarely: 0.05, hardly-ever: 0.005, always: 0.95 "
    "}\npriors: { common: -1, rare: -3 }\n";

inline const std::string kSmallSignatures = R"(technology: HikariCP
signatures:
  - id: hikaricp.timeout
    shows: db.pool-timeout
    pattern: 'timed out after (?P<waited_ms>\d+)ms'
    facts: { wait: { capture: waited_ms, unit: ms } }
    source: HikariPool.java
    matches: ['request timed out after 30001ms']
    ignores: [started]
)";

inline const std::string kSmallCause = R"(# The story.
# What would fool the rule.
cause: db.pool
title: The pool ran dry
kind: root
prior: rare
requires: requests.failed > 0
clues:
  - saw: db.pool-timeout
    when_true: usually
    otherwise: hardly-ever
    tell: "{seen('db.pool-timeout').count} waited{?, first at {seen('db.pool-timeout').first_s}?}"
  - when: mine.share > 0.9
    when_true: usually
    otherwise: often
    tell: '{mine.share} of the failures look like it'
  - when: latency.p95 > 1000
    when_true: sometimes
    otherwise: often
    tell: slow before
explains: status >= 500
onset: mine.first_s
headline:
  - { when: mine.count > 1000, text: very many }
  - '{requests.failed} requests failed'
because: [The pool is small, 'Unknown is {latency.p95}']
latent:
  - each: failures
    when: item.count > 5
    reached_at: item.count / 100
    title: 'status {item.status}'
    tell: '{item.count} of them'
facts: { pool_size: fact('pool_size') }
examples:
  - name: fires
    expect: fires
    set: { requests.failed: 60 }
    seen: { db.pool-timeout: { count: 6, first_s: 30 } }
  - name: silent
    expect: silent
    set: { requests.failed: 60 }
)";

// The documents must be valid YAML.
inline rules::Sources small_sources(const std::map<std::string, std::string>& files) {
  rules::Sources sources;
  sources.built_in_trust = rules::Trust::check_all;
  for (const auto& [path, text] : files) {
    if (auto document = rules::parse_yaml(path, text)) sources.built_in.push_back(std::move(*document));
  }
  return sources;
}

inline std::map<std::string, std::string> small_files() {
  return {{"rules/odds.yaml", kSmallOdds},
          {"rules/signatures/hikaricp.yaml", kSmallSignatures},
          {"rules/causes/db/pool.yaml", kSmallCause},
          {"rules/formats/plain.yaml", "format: plain\ntitle: Plain lines\n"}};
}

}  // namespace loadtriage::test
