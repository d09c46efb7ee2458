// The commands about rules, and analyses with rules of one's own.
#include <doctest/doctest.h>

#include <algorithm>

#include "base/text.h"
#include "contract/command_line.h"

namespace loadtriage {
namespace {

using test::CommandLine;
using test::Outcome;

const std::string kOwnSignatures = R"(technology: Ledger
signatures:
  - id: ledger.period-closed
    shows: app.ledger-period-closed
    pattern: 'posting period (?P<period>\d+) is closed'
    matches: ['ERROR posting period 202602 is closed']
    ignores: ['posting period 202602 is open']
    source: ledger.cpp
)";

const std::string kOwnCause = R"(# The books are closed while the test still posts.
# A single such line at the turn of the month is normal.
cause: app.ledger-period-closed
title: The ledger's posting period is closed
kind: root
prior: uncommon
requires: requests.failed > 0
clues:
  - saw: app.ledger-period-closed
    when_true: usually
    otherwise: hardly-ever
    tell: 'the ledger refused {seen("app.ledger-period-closed").count} postings'
explains: status >= 500 || !has(status)
because: ['The month was closed before the test began']
next_steps: ['Open the period in the test system']
examples:
  - name: refused postings
    expect: fires
    set: { requests.failed: 60 }
    seen: { app.ledger-period-closed: { count: 60, first_s: 3 } }
  - name: failures without a refused posting
    expect: silent
    set: { requests.failed: 60 }
)";

CommandLine with_own_rules() {
  return {{{"own/signatures/ledger.yaml", kOwnSignatures},
           {"own/causes/app/ledger-period-closed.yaml", kOwnCause}}};
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("rules list: one line a cause, own ones among them") {
  const Outcome built_in = CommandLine{}.run({"rules", "list"});
  CHECK(built_in.status == cli::kPassed);
  CHECK(contains(built_in.out, "db.pool-exhausted "));
  const Outcome both = with_own_rules().run({"rules", "list", "--rules", "own"});
  CHECK(lines_of(both.out) == lines_of(built_in.out) + 1);
  CHECK(contains(both.out, "app.ledger-period-closed "));
}

TEST_CASE("rules show: what is shown loads again as a rule") {
  const Outcome shown = CommandLine{}.run({"rules", "show", "db.pool-exhausted"});
  CHECK(shown.status == cli::kPassed);
  CHECK(contains(shown.out, "cause: db.pool-exhausted\n"));
  const CommandLine overlaid{{{"own/causes/db/pool-exhausted.yaml", shown.out}}};
  CHECK(overlaid.run({"rules", "list", "--rules", "own"}).status == cli::kPassed);
}

TEST_CASE("rules show: an unknown cause gets the nearest name") {
  const Outcome outcome = CommandLine{}.run({"rules", "show", "db.pool-exhuasted"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.err ==
        "error: unknown cause `db.pool-exhuasted`; did you mean `db.pool-exhausted`?\n"
        "  hint: `loadtriage rules list` names them all\n");
}

TEST_CASE("rules check: the rules of the program have no faults") {
  const Outcome outcome = CommandLine{}.run({"rules", "check"});
  CHECK(outcome.status == cli::kPassed);
  CHECK(outcome.err == "");
  CHECK(contains(outcome.out, " 0 notices\n"));
}

TEST_CASE("rules check: own rules are checked with the others") {
  CHECK(with_own_rules().run({"rules", "check", "--rules", "own"}).status == cli::kPassed);
}

TEST_CASE("rules check: all faults of all files, each with line and column") {
  CommandLine line = with_own_rules();
  line.files["own/causes/app/ledger-period-closed.yaml"] =
      "# Story.\ncause: app.ledger-period-closed\ntitle: Closed\nkind: roots\nprior: uncommon\ncluess: "
      "[]\n";
  line.files["own/signatures/ledger.yaml"] =
      "technology: Ledger\nsignatures:\n  - id: ledger.closed\n    shows: app.x\n    pattern: 'posting "
      "(closed'\n";
  const Outcome outcome = line.run({"rules", "check", "--rules", "own"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(contains(outcome.err, "own/causes/app/ledger-period-closed.yaml:4:7: error: "));
  CHECK(contains(outcome.err, "own/causes/app/ledger-period-closed.yaml:6:1: error: unknown key `cluess`"));
  CHECK(contains(outcome.err, "did you mean `clues`?"));
  CHECK(contains(outcome.err, "own/signatures/ledger.yaml:5:"));
}

TEST_CASE("rules test: runs the examples of all rules, or of the named ones") {
  const Outcome all = CommandLine{}.run({"rules", "test"});
  CHECK(all.status == cli::kPassed);
  CHECK(contains(all.out, " passed, 0 failed\n"));
  const Outcome one = with_own_rules().run({"rules", "test", "app.ledger-period-closed", "--rules", "own"});
  CHECK(one.status == cli::kPassed);
  CHECK(one.out == "2 passed, 0 failed\n");
}

TEST_CASE("rules test: an example that does not come out is shown, exit status 1") {
  CommandLine line = with_own_rules();
  std::string& cause = line.files["own/causes/app/ledger-period-closed.yaml"];
  cause.replace(cause.find("count: 60"), 9, "count: 0");
  const Outcome outcome = line.run({"rules", "test", "app.ledger-period-closed", "--rules", "own"});
  CHECK(outcome.status == cli::kReported);
  CHECK(contains(outcome.err, "own/causes/app/ledger-period-closed.yaml:"));
  CHECK(outcome.out == "1 passed, 1 failed\n");
}

TEST_CASE("rules vocabulary: names, types and meanings of what conditions may use") {
  const Outcome outcome = CommandLine{}.run({"rules", "vocabulary"});
  CHECK(outcome.status == cli::kPassed);
  CHECK(contains(outcome.out, "requests.failed "));
  CHECK(contains(outcome.out, "seen(text)"));
}

TEST_CASE("rules new: begins a signature that finds the line it was made from") {
  CommandLine line{{{"app.log", "INFO ready\nERROR posting 4711 refused: period (2026-02) is closed\n"}}};
  const Outcome outcome = line.run({"rules", "new", "--from", "app.log:2"});
  CHECK(outcome.status == cli::kPassed);
  CHECK(contains(outcome.out, "matches: ['ERROR posting 4711 refused: period (2026-02) is closed']"));
  line.files["own/signatures/draft.yaml"] = outcome.out;
  CHECK(line.run({"rules", "list", "--rules", "own"}).status == cli::kPassed);
}

TEST_CASE("rules new: of a draft only what it leaves open is wrong") {
  for (const char* text :
       {"2026-11-23T07:58:21.890Z INFO  [profile-api]\tlistening on 21320 (pid 7)", "  at  boot: it's $5 a+b",
        "[Mon Nov 23 07:50:49.803527 2026] [fcgid:warn] [client 10.0.0.9:1] mod: can't {apply} 50% of "
        "\\path"}) {
    CAPTURE(text);
    CommandLine line{{{"app.log", std::string(text) + "\n"}}};
    line.files["own/signatures/draft.yaml"] = line.run({"rules", "new", "--from", "app.log:1"}).out;
    const Outcome outcome = line.run({"rules", "check", "--rules", "own"});
    CHECK(contains(outcome.err, "no cause looks for observation `app.what-happened`"));
    CHECK(contains(outcome.out, " 1 notice\n"));
    CHECK_MESSAGE(!contains(outcome.err, "error: "), outcome.err);
  }
}

TEST_CASE("rules new: a place that is none is refused") {
  const CommandLine line{{{"app.log", "one line\n"}}};
  CHECK(line.run({"rules", "new", "--from", "app.log"}).err ==
        "error: `app.log` is no place in a file\n  hint: write it as FILE:LINE\n");
  CHECK(line.run({"rules", "new", "--from", "app.log:9"}).err == "app.log: error: it has no line 9\n");
  CHECK(line.run({"rules", "new", "--from", "app.log:9"}).status == cli::kCannot);
}

TEST_CASE("explain: what is known about a cause, with its story") {
  const Outcome outcome = with_own_rules().run({"explain", "app.ledger-period-closed", "--rules", "own"});
  CHECK(outcome.status == cli::kPassed);
  CHECK(contains(outcome.out, "The ledger's posting period is closed  (app.ledger-period-closed, root)\n"));
  CHECK(contains(outcome.out, "The books are closed while the test still posts."));
  CHECK(contains(outcome.out, "usually, otherwise hardly-ever: app.ledger-period-closed  (1 signature)"));
  CHECK(contains(outcome.out, "Open the period in the test system"));
}

TEST_CASE("formats: coded and declared ones, each with a summary") {
  const Outcome outcome = CommandLine{}.run({"formats"});
  CHECK(outcome.status == cli::kPassed);
  CHECK(contains(outcome.out, "k6-summary-export "));
  CHECK(contains(outcome.out, "postgresql "));
}

TEST_CASE("--rules: an own cause is found in a run and leads its report") {
  CommandLine line = with_own_rules();
  line.files["run/summary.json"] = test::summary_with(400);
  std::string log;
  for (int i = 0; i < 40; ++i)
    log += "2026-03-01T12:00:" + std::to_string(10 + i) + ".000Z ERROR posting period 202602 is closed\n";
  line.files["run/ledger.log"] = log;
  const Outcome outcome = line.run({"analyze", "run", "--rules", "own"});
  CHECK(outcome.status == cli::kReported);
  CHECK(contains(outcome.out, "app.ledger-period-closed"));
  CHECK(contains(outcome.out, "the ledger refused 40 postings"));
}

TEST_CASE("--rules: a folder that is not there, or is broken, stops the analysis") {
  CommandLine line{{{"run/summary.json", test::summary_with(400)}, {"own/causes/app/x.yaml", "cause: [\n"}}};
  const Outcome gone = line.run({"analyze", "run", "--rules", "gone"});
  CHECK(gone.status == cli::kCannot);
  CHECK(gone.err == "gone: error: cannot list this folder: No such file or directory\n");
  const Outcome broken = line.run({"analyze", "run", "--rules", "own"});
  CHECK(broken.status == cli::kCannot);
  CHECK(contains(broken.err, "own/causes/app/x.yaml:"));
  CHECK(broken.out == "");
}

}  // namespace loadtriage
