"""The auditor: a report as it was written holds; tampered with in any of these ways it does not."""
import copy
import json
import os
import unittest

import audit
from auditor import negatives
from auditor.ledger import Ledger
from auditor.raw import Material, instant, percentile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SAMPLES = ("crash-in-mid-run", "chat-backend-down", "limiter-before-a-defect", "pool-held-by-a-report",
           "generator-out-of-cpu", "healthy-with-alarming-log")
PATTERNS = negatives.patterns_of(os.path.join(ROOT, "rules", "signatures"))


def read(sample):
    with open(os.path.join(ROOT, "tests", "golden", sample, "report.json"), encoding="utf-8") as file:
        return json.load(file)


MATERIALS = {}


def material(sample):
    if sample not in MATERIALS:
        MATERIALS[sample] = Material(os.path.join(ROOT, "samples", sample))
    return MATERIALS[sample]


def false_in(sample, report):
    here = os.getcwd()
    os.chdir(ROOT)
    try:
        return audit.audit(report, material(sample), PATTERNS).false
    finally:
        os.chdir(here)


def first(items, **wanted):
    return next(one for one in items if all(one.get(key) == value for key, value in wanted.items()))


def set_in(*path):
    """A tampering that puts the last of `path` where the others lead."""
    def change(report):
        place = report
        for step in path[:-2]:
            place = place[step]
        assert place[path[-2]] != path[-1]
        place[path[-2]] = path[-1]
    return change


def claim(kind, change, **wanted):
    def tamper(report):
        change(first(report["claims"], kind=kind, **wanted))
    return tamper


def add_to(key, amount):
    def change(one):
        one[key] += amount
    return change


def append(*path):
    def change(report):
        place = report
        for step in path[:-1]:
            place = place[step]
        place.append(path[-1])
    return change


CRASH, CHAT, LIMIT, POOL, CPU, HEALTHY = SAMPLES
TAMPERINGS = {
    "one request more": (CRASH, set_in("run", "requests", 756)),
    "one failed request less": (CRASH, set_in("run", "failed", 372)),
    "another failed share": (CRASH, set_in("run", "failed_share", 0.48)),
    "a fact that is not the run's": (CRASH, set_in("facts", "requests", "value", 700)),
    "a longer endpoint": (CRASH, set_in("endpoints", 0, "requests", 625)),
    "an endpoint that failed more often": (CRASH, set_in("endpoints", 1, "failed", 74)),
    "the median of an endpoint": (CRASH, set_in("endpoints", 0, "p50_ms", 19.0)),
    "the 95th percentile of an endpoint": (CRASH, set_in("endpoints", 1, "p95_ms", 26.0)),
    "an operation": (CRASH, set_in("operations", 0, "failed", 301)),
    "a look with more failures": (CRASH, set_in("failures", 0, "count", 300)),
    "a look that began later": (CRASH, set_in("failures", 0, "first_s", 15.2)),
    "a look that ended earlier": (LIMIT, set_in("failures", 0, "last_s", 5.0)),
    "the duration of a look": (POOL, set_in("failures", 0, "p50_ms", 900.0)),
    "the first failure": (CRASH, set_in("timeline", "first_failure_s", 12.0)),
    "the last failure": (CRASH, set_in("timeline", "last_failure_s", 20.0)),
    "an onset that is not the timeline's": (CRASH, set_in("run", "onset_s", 3.0)),
    "an onset after the end": (CRASH, lambda report: [one.update(onset_s=900.0) for one in (report["run"], report["timeline"])]),
    "a duration below that of the points": (CRASH, set_in("run", "duration_s", 12.0)),
    "the value of a threshold": (CRASH, set_in("thresholds", 0, "observed_value", 0.3)),
    "the result of a threshold": (CRASH, set_in("thresholds", 0, "result", "passed")),
    "the claim of a threshold": (CRASH, claim("threshold", add_to("value", 0.2))),
    "a check": (CRASH, set_in("checks", 0, "fails", 290)),
    "a percentile of all requests": (LIMIT, claim("percentile", add_to("value", 30), subject="http_req_duration p(95)")),
    "a percentile that adds two": (CPU, claim("percentile", add_to("value", 297), subject="http_req_receiving p(95)")),
    "a share above 1": (CRASH, set_in("causes", 0, "share", 1.2)),
    "shares above 1 together": (LIMIT, set_in("causes", 1, "share", 0.4)),
    "more explained than failed": (LIMIT, set_in("causes", 0, "explained", 874)),
    "the claim of a cause": (LIMIT, claim("explained", add_to("value", 8))),
    "more left unexplained": (LIMIT, set_in("unexplained", 40)),
    "a confidence above 1": (CRASH, set_in("causes", 0, "confidence", 1.01)),
    "evidence for that is against": (POOL, set_in("causes", 0, "evidence", 0, "for", False)),
    "a line that is not there": (CRASH, set_in("causes", 0, "evidence", 0, "source", "line", 99999)),
    "a line that says something else": (CHAT, set_in("causes", 0, "evidence", 0, "source", "line", 1)),
    "an input that is not there": (CRASH, set_in("causes", 0, "evidence", 0, "source", "file", "logs/other.log")),
    "the time of a line": (POOL, claim("line-time", add_to("value", 5.0), subject="db.pool-timeout")),
    "a line counted twice": (LIMIT, claim("lines", lambda one: one.update(value=1732), subject="edge.rate-limiter")),
    "a negative that is false": (POOL, lambda report: report["claims"].append(
        {"kind": "absent", "subject": "db.pool-timeout", "value": 0})),
    "a sum of a latent cause": (CHAT, lambda report: first(report["causes"], id="app.rate-limited", latent=True).update(
        headline="200 in 15 min is 0.9/s; this test offers 40.9/s to it: the limit is reached after 4.88 s, and then 99.5 % of these requests get 429")),
    "a headline with other numbers": (CRASH, set_in("headline", "370 of 755 requests failed (49.4 %)")),
    "a headline that does not divide": (CRASH, set_in("headline", "373 of 755 requests failed (59.4 %)")),
    "a passed run that failed": (HEALTHY, set_in("headline", "all 400 requests succeeded")),
    "a passed run with a cause": (CRASH, set_in("verdict", "passed")),
    "lines of an input": (CRASH, set_in("inputs", 0, "lines", 171)),
    "a setting from another line": (CRASH, set_in("facts", "script.vus", "source", "script.js:1")),
    "a command that no shell reads": (CRASH, append("verify", "grep 'open logs/app.log")),
    "a command left open": (CRASH, append("verify", "kill -QUIT PID    # stacks")),
    "a path that is not there": (CRASH, set_in("inputs", 0, "here", "k6/nowhere.txt")),
    "ranks out of order": (LIMIT, set_in("causes", 0, "rank", 2)),
    "one requests": (CRASH, append("next_steps", "Look at the 1 requests that failed")),
}


class Audit(unittest.TestCase):
    def test_the_reports_of_the_samples_hold(self):
        for sample in SAMPLES:
            with self.subTest(sample):
                self.assertEqual([], false_in(sample, read(sample)))

    def test_each_tampering_is_caught(self):
        self.assertGreaterEqual(len(TAMPERINGS), 30)
        for name, (sample, change) in TAMPERINGS.items():
            with self.subTest(name):
                report = copy.deepcopy(read(sample))
                change(report)
                self.assertNotEqual([], false_in(sample, report))

    def test_much_of_a_report_is_checked(self):
        os.chdir(ROOT)
        ledger = audit.audit(read(CRASH), material(CRASH), PATTERNS)
        self.assertGreater(ledger.checked, 80)
        self.assertGreater(ledger.checked, 10 * sum(ledger.unjudged.values()))


class Parts(unittest.TestCase):
    def test_a_percentile_lies_between_its_neighbours(self):
        self.assertEqual(2.5, percentile([4, 1, 3, 2], 50))
        self.assertIsNone(percentile([], 95))

    def test_a_stamp_is_read_with_its_zone(self):
        self.assertEqual(1764403200.25, instant("2025-11-29T09:00:00.25+01:00"))
        self.assertIsNone(instant("no time at all"))

    def test_what_cannot_be_judged_is_neither_true_nor_false(self):
        ledger = Ledger()
        ledger.equal("requests", None, 3, "unknown")
        self.assertEqual((0, 1), (ledger.checked, ledger.unjudged["requests"]))


if __name__ == "__main__":
    unittest.main()
