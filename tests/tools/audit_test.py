"""The auditor: a report as it was written holds; tampered with in any of these ways it does not."""
import copy
import json
import os
import pathlib
import re
import tempfile
import unittest

import audit
from auditor import commands, figures, negatives, readings
from auditor.ledger import Ledger
from auditor.raw import Material, Request, instant, percentile

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
    "a slice with one request more": (CRASH, set_in("timeline", "slices", 3, "requests", 27)),
    "a slice in which something failed": (CRASH, set_in("timeline", "slices", 3, "failed", 1)),
    "the median of a slice": (CRASH, set_in("timeline", "slices", 3, "p50_ms", 25.0)),
    "the mean of a part of failed requests": (LIMIT, set_in("timeline", "timings", "failed", "waiting_ms", 1.5)),
    "a line that is named and not quoted": (CHAT, lambda report: report["causes"][0]["evidence"][0].pop("quote")),
    "a quote from further down in the trace": (CRASH, lambda report: first(
        report["causes"][0]["evidence"], text="the process died: Node.js v20.20.2")["source"].update(line=393)),
    "the time of a line within a trace": (CRASH, claim("line-time", add_to("value", 0.3), source="logs/profile-api.log:393")),
    "lines of an input": (CRASH, set_in("inputs", 0, "lines", 171)),
    "a setting from another line": (CRASH, set_in("facts", "script.vus", "source", "script.js:1")),
    "a command that no shell reads": (CRASH, append("verify", "grep 'open logs/app.log")),
    "a command left open": (CRASH, append("verify", "kill -QUIT PID    # stacks")),
    "a command for a file that is not there": (CRASH, append("verify", "grep -c Error app.log.txt    # how many")),
    "a file of another machine, and nobody says so": (CRASH, append("verify", "tail /srv/proxy/denied.log    # what it denies")),
    "a search that finds nothing": (CRASH, append("verify", "grep -n 'lock held' samples/crash-in-mid-run/logs/profile-api.log | head")),
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


def laid(**files):
    """The material of a folder that holds these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            pathlib.Path(folder, name.replace("_", ".")).write_text(text, encoding="utf-8")
        return Material(folder)


POINT = '{"metric":"%s","type":"Point","data":{"time":"2026-11-23T07:51:%02d.000Z","value":%s,"tags":{"name":"a","status":"200"}}}\n'
CONSOLE = """
    http_req_duration..............: avg=%s min=1.1ms med=60.2ms max=1m2s p(90)=150.2ms p(95)=1.25s
      { expected_response:true }...: avg=9.44ms min=4.16ms med=8.91ms max=21.83ms p(90)=12.43ms p(95)=17.29ms
    http_req_failed................: 25.00%% 1 out of 4
    http_reqs......................: 4  2.0000/s
    iterations.....................: 4  2.0000/s

running (1m30.0s), 000/30 VUs, 450 complete and 0 interrupted iterations
"""


class Parts(unittest.TestCase):
    def test_a_console_is_read_as_k6_prints_it(self):
        [end] = laid(console_txt=CONSOLE % "84.1ms").consoles
        self.assertEqual(90, end.duration_s)
        self.assertEqual(62000, end.number("http_req_duration", "max"))
        self.assertEqual(1250, end.number("http_req_duration", "p(95)"))
        self.assertEqual(8.91, end.number("http_req_duration{expected_response:true}", "p(50)"))
        self.assertEqual((1, 3, 0.25), tuple(end.number("http_req_failed", one) for one in ("passes", "fails", "rate")))
        self.assertEqual(4, end.number("http_reqs", "count"))

    def test_two_means_of_one_metric_must_be_told(self):
        points = "".join(POINT % ("http_reqs", at, 1) + POINT % ("http_req_duration", at, 10.0) for at in range(4))
        for mean, notes, false in (("10ms", [], 0), ("84.1ms", [], 1),
                                   ("84.1ms", ["the summary has 84.1 ms for the mean http_req_duration: they are not of one run"], 0)):
            material, ledger = laid(console_txt=CONSOLE % mean, raw_json=points), Ledger()
            figures.tellings({"notes": notes}, material, material.points, ledger)
            self.assertEqual(false, len(ledger.false), (mean, notes))

    def test_a_neighbour_that_is_not_there_takes_three_seconds(self):
        tags = {"error_code": "1213", "error": "dial: unknown errno 113 error with msg `no route to host`"}
        self.assertEqual(97, Request(100, tags).start)
        self.assertEqual(70, Request(100, {"error_code": "1211"}).start)
        self.assertEqual(100, Request(100, {"error_code": "1212"}).start)

    def test_a_request_without_a_name_goes_by_its_path(self):
        self.assertEqual("/search", figures.path_of("http://127.0.0.1:20270/search?q=Customer"))
        self.assertEqual("/", figures.path_of("https://shop.internal"))
        self.assertEqual("checkout", figures.path_of("checkout"))

    def test_a_control_group_is_read_by_its_differences(self):
        lines = ["nr_periods 133", "nr_throttled 7", "throttled_time 94577750", "burst_time 0",
                 "nr_periods 153", "nr_throttled 23", "throttled_time 509008317"]
        self.assertTrue(readings.is_control_group(lines))
        self.assertTrue(readings.holds(lines, 5, "cpu.stat nr_throttled=23 throttled_pct=80 throttled_ms=414"))
        for lie in ("nr_throttled=24 throttled_pct=80", "nr_throttled=23 throttled_pct=90", "throttled_ms=509", "idle"):
            self.assertFalse(readings.holds(lines, 5, lie), lie)
        self.assertFalse(readings.holds(lines, 2, "nr_throttled=7"))

    def test_events_are_counted_where_a_pattern_needs_more_than_a_line(self):
        log = "".join(f"[3{n}] Nest 11/23/2026, 7:57:0{n} AM ERROR no database\nError: connect ECONNREFUSED\n" for n in range(3))
        record = '{"level":50,"err":{"where":"while updating tuple (0,3) in relation \\"accounts\\""}}\n'
        material = laid(app_log=log, db_log=record * 2)
        for pattern, found in (("(?s)no database.*ECONNREFUSED", 3), ('tuple .* in relation "', 2)):
            for value in (found, found + 1):
                ledger = Ledger()
                source = "app.log:1" if found == 3 else "db.log:1"
                negatives.at_most({"value": value, "subject": "it", "source": source}, material.names(), material,
                                  [re.compile(pattern)], ledger)
                self.assertEqual(value > found, bool(ledger.false), (pattern, value))

    def test_a_shell_reads_each_command_and_each_fault_is_named(self):
        ledger = Ledger()
        commands.audit({"verify": ["ls", "grep 'open x", "echo ok"], "run": {}}, ledger)
        self.assertEqual(1, len(ledger.false))
        self.assertIn("grep 'open x", ledger.false[0][1])

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
