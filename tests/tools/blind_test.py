"""The parts of tools/blind that rewrite inputs and judge reports."""
import gzip
import json
import os
import re
import tempfile
import unittest

from blind import drop, ecosystems, floor, rename, report, reword
from blind.corpora import Case, read_corpus, select, widest
from blind.score import figures, score
from blind.tables import read_table
from blind.wording import Wording

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
RULES = os.path.join(ROOT, "rules")


def reworded(*lines, case="a case"):
    return list(reword.reword_lines([line + "\n" for line in lines], Wording(case)))


def document(*causes, verdict="failed"):
    return {"verdict": verdict, "causes": [{"rank": n + 1, "id": id, "kind": kind, "confidence": sure, "share": 1.0, "leads_to": []}
                                           for n, (id, sure, kind) in enumerate(causes)]}


class Wordings(unittest.TestCase):
    def test_a_sentence_of_a_technology_is_said_in_other_words(self):
        said = Wording("a").say("Connection is not available, request timed out after 1500ms")
        self.assertNotRegex(said, r"(?i)connection|available|timed out")
        self.assertRegex(said, r"storage|store")

    def test_one_sentence_is_told_in_one_way_and_cases_differ(self):
        line = "HikariPool-1 - Connection is not available, request timed out after {}ms"
        first, second = (Wording("a").say(line.format(ms)) for ms in (1500, 2500))
        self.assertEqual(re.sub(r"\d+", "#", first), re.sub(r"\d+", "#", second))
        self.assertGreater(len({Wording(f"case {n}").say(line) for n in range(20)}), 2)

    def test_numbers_and_addresses_are_kept(self):
        self.assertIn("10.0.0.4:5432", Wording("a").say("Error: connect ECONNREFUSED 10.0.0.4:5432"))
        said = Wording("a").say("QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 3.00")
        for number in ("5", "10", "3.00"):
            self.assertRegex(said, rf"\b{number}\b")

    def test_a_slot_that_nothing_fills_leaves_no_brace(self):
        for meaning, sentence in (("pool", "pool exhausted"), ("refused", "connection refused"), ("lock", "database is locked")):
            for case in range(12):
                self.assertNotRegex(Wording(str(case)).sentence(meaning, sentence), r"[{}]")

    def test_classes_of_exceptions_are_invented_anew(self):
        said = Wording("a").say("org.postgresql.util.PSQLException: boom; SequelizeConnectionAcquireTimeoutError; Error: x")
        self.assertNotRegex(said, "PSQL|Sequelize")
        self.assertIn("Error: x", said)

    def test_codes_go_but_words_in_capitals_stay(self):
        said = Wording("a").say("ERROR code ECONNRESETX P2024 ER_CON_COUNT_ERROR EVENT")
        self.assertNotRegex(said, "ECONNRESETX|P2024|ER_CON")
        self.assertTrue(said.startswith("ERROR code ") and said.endswith(" EVENT"))

    def test_keys_of_a_line_stay(self):
        self.assertIn("timeout=5", Wording("a").say("level=error timeout=5"))

    def test_every_phrase_has_wordings_and_no_wording_repeats_a_phrase(self):
        meanings = {row[0] for row in read_table("wordings.tsv")}
        self.assertEqual({row[0] for row in read_table("phrases.tsv")} - meanings, set())
        for _, wording in read_table("wordings.tsv"):
            for _, phrase in read_table("phrases.tsv"):
                self.assertIsNone(re.search(phrase, wording), (phrase, wording))


class Lines(unittest.TestCase):
    def test_only_warnings_and_errors_are_reworded(self):
        quiet = "2026-03-01 12:00:05 INFO retrying after ECONNRESET, error rate 0"
        loud = "2026-03-01 12:00:05 ERROR socket hang up"
        out = reworded(quiet, loud)
        self.assertEqual(out[0], quiet + "\n")
        self.assertNotIn("socket hang up", out[1])
        self.assertTrue(out[1].startswith("2026-03-01 12:00:05 ERROR "))

    def test_a_stack_goes_with_its_error(self):
        out = reworded("2026-03-01 12:00:05 ERROR failed", "    at /srv/node_modules/pg-pool/index.js:45:11",
                       "2026-03-01 12:00:06 INFO node_modules/pg-pool/index.js")
        self.assertNotIn("pg-pool", out[1])
        self.assertIn("pg-pool", out[2])

    def test_json_stays_json_with_its_keys(self):
        line = '{"level":50,"time":1,"url":"/redis","err":{"message":"read ECONNRESET","code":"ECONNRESET"},"msg":"redis error"}'
        record = json.loads(reworded(line)[0])
        self.assertEqual((record["level"], record["time"], record["url"]), (50, 1, "/redis"))
        self.assertNotIn("ECONNRESET", json.dumps(record))
        self.assertNotIn("redis", record["msg"])

    def test_a_record_of_level_info_stays(self):
        line = '{"level":30,"msg":"redis error ECONNRESET"}'
        self.assertEqual(reworded(line), [line + "\n"])

    def test_a_json_line_within_a_containers_line(self):
        out = reworded('2026-11-23T07:55:54.169Z stdout F {"level":50,"msg":"socket hang up"}')[0]
        self.assertTrue(out.startswith('2026-11-23T07:55:54.169Z stdout F {"level":50,"msg":"'))
        self.assertNotIn("hang up", out)

    def test_what_a_database_says_in_a_shared_log_stays(self):
        out = reworded("postgres-1  | 2026-03-01 12:00:05 UTC [81] ERROR:  deadlock detected",
                       "api-1       | 2026-03-01 12:00:05 ERROR deadlock detected")
        self.assertIn("deadlock detected", out[0])
        self.assertNotIn("deadlock detected", out[1])

    def test_servers_are_known_by_name_and_applications_are_not_taken_for_them(self):
        for name in ("postgresql.log", "nginx-error.log", "haproxy.log", "redis.log", "mariadb-slow.log", "kernel.log", "error.log"):
            self.assertTrue(reword.is_server(name), name)
        for name in ("wallet.log", "hr-portal-5c7d9-0.log", "shipping.log", "php-error.log", "app.log"):
            self.assertFalse(reword.is_server(name), name)

    def test_the_application_within_phps_process_manager(self):
        line = '[23-Nov-2026 07:58:06] WARNING: [pool www] child 7 said into stderr: "PDOException: Too many connections"'
        own = "[23-Nov-2026 07:58:06] WARNING: [pool www] server reached pm.max_children setting (5)"
        out = list(reword.reword_lines([line + "\n", own + "\n"], Wording("a"), quoted_only=True))
        self.assertTrue(out[0].startswith("[23-Nov-2026 07:58:06] WARNING: [pool www] child 7 said into stderr"))
        self.assertNotIn("Too many connections", out[0])
        self.assertEqual(out[1], own + "\n")


class Ecosystems(unittest.TestCase):
    def setUp(self):
        self.map = ecosystems.Map(RULES)

    def test_every_signature_has_a_home(self):
        self.assertEqual(self.map.faults, [])

    def test_a_file_that_is_in_no_ecosystem_is_a_fault(self):
        table = [row for row in read_table("ecosystems.tsv") if not row[1].startswith("kafka")]
        faults = ecosystems.Map(RULES, table).faults
        self.assertTrue(any("rules/signatures/kafka.yaml" in fault for fault in faults), faults)

    def test_a_file_of_several_ecosystems_is_cut_by_id(self):
        self.assertIn("dotnet.oom", self.map.owned["dotnet"])
        self.assertIn("rust.panic", self.map.owned["rust"])
        self.assertIn("rails.fatal-exception", self.map.owned["ruby"])

    def test_leaving_out_disables_every_signature_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            self.map.write_without("kafka", folder)
            with open(os.path.join(folder, "without.yaml"), encoding="utf-8") as file:
                text = file.read()
        self.assertEqual(ecosystems.ID.findall(text), self.map.owned["kafka"])
        self.assertEqual(text.count("disabled: true"), len(self.map.owned["kafka"]))

    def test_the_probe_shows_ecosystems_and_leaves_patterns_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            self.map.write_probe(folder)
            with open(os.path.join(folder, "kafka.yaml"), encoding="utf-8") as file:
                probing = file.read()
        with open(os.path.join(RULES, "signatures", "kafka.yaml"), encoding="utf-8") as file:
            own = file.read()
        patterns = re.compile(r"^\s+pattern:.*$", re.MULTILINE)
        self.assertEqual(patterns.findall(probing), patterns.findall(own))
        self.assertEqual(set(re.findall(r"shows: (.*)", probing)), {"probe.kafka"})

    def test_what_was_probed_is_read_from_the_explanation(self):
        told = ("   +0.3  seen('probe.node').before + seen('probe.node').during > 0 (hint): yes\n         saw node\n"
                "         seen('probe.go').before + seen('probe.go').during > 0 (hint): no\n")
        self.assertEqual(ecosystems.probed(told), {"node"})


class Scores(unittest.TestCase):
    VARIANT = {"primary": ["db.pool-exhausted"], "acceptable": ["app.saturated"], "must_not_lead": ["app.crash"]}

    def test_the_right_first_cause(self):
        row = score(document(("db.pool-exhausted", 0.9, "root")), self.VARIANT)
        self.assertEqual((row["top1"], row["top1_acceptable"], row["top3"], row["misled"]), (1.0, 1.0, 1.0, 0))
        self.assertAlmostEqual(row["brier"], 0.01)

    def test_an_acceptable_one_counts_half_and_its_certainty_as_wrong(self):
        row = score(document(("app.saturated", 0.8, "symptom"), ("db.pool-exhausted", 0.6, "root")), self.VARIANT)
        self.assertEqual((row["top1"], row["top1_acceptable"], row["top3"]), (0.0, 0.5, 1.0))
        self.assertAlmostEqual(row["brier"], 0.64)

    def test_misled_and_nothing_said(self):
        self.assertEqual(score(document(("app.crash", 0.9, "root")), self.VARIANT)["misled"], 1)
        row = score(document(), self.VARIANT)
        self.assertEqual((row["top1"], row["misled"]), (0.0, 0))
        self.assertNotIn("brier", row)

    def test_a_healthy_run_must_be_passed_without_a_cause(self):
        well = {"primary": [], "healthy": True}
        self.assertTrue(score(document(verdict="passed"), well)["healthy"])
        self.assertFalse(score(document(("app.crash", 0.6, "root"), verdict="passed"), well)["healthy"])

    def test_a_run_without_a_report_counts_as_wrong(self):
        rows = [score(document(("db.pool-exhausted", 0.9, "root")), self.VARIANT), {"error": "exit 2"}]
        self.assertEqual((figures(rows)["top1"], figures(rows)["errors"]), (0.5, 1))

    def test_runs_that_were_not_touched_count_as_they_were(self):
        known = [{"folder": "a", "variant": "full", "top1": 1.0}, {"folder": "b", "variant": "full", "top1": 1.0}]
        changed = [{"folder": "b", "variant": "full", "top1": 0.0}]
        self.assertEqual([row["top1"] for row in report.over_all(known, changed)], [1.0, 0.0])


class Drops(unittest.TestCase):
    CASE = Case("x", "nowhere", {"variants": [{"name": "full", "inputs": [], "primary": ["db.slow-query"],
                                                "contributing": ["db.pool-exhausted"]}]}, True)

    @staticmethod
    def cause(id, sure, kind="root", leads_to=()):
        return {"id": id, "confidence": sure, "kind": kind, "leads_to": list(leads_to)}

    def test_a_wrong_cause_that_less_evidence_made_sure_is_raised(self):
        before = [self.cause("db.slow-query", 0.99), self.cause("app.crash", 0.6)]
        self.assertEqual(drop.raised(self.CASE, before, [self.cause("app.crash", 0.95)]), ["app.crash"])

    def test_what_was_sure_before_what_is_true_and_what_follows_is_not(self):
        before = [self.cause("app.crash", 0.95), self.cause("db.slow-query", 0.9, leads_to=["app.saturated"])]
        after = [self.cause(id, 0.99) for id in ("app.crash", "db.pool-exhausted", "app.saturated")]
        self.assertEqual(drop.raised(self.CASE, before, after + [self.cause("app.server-errors", 0.99, "symptom")]), [])

    def test_each_log_is_an_input_of_its_own(self):
        self.assertEqual([drop.kind_of(name) for name in ("k6/raw.csv", "k6/k6.log", "logs/a.log", "logs/b/x.log", "script.js")],
                         ["raw points", "k6 log", "logs/a.log", "logs/b", "script"])


class Renames(unittest.TestCase):
    def setUp(self):
        self.names = rename.Names("a case", ["logs/orders-api-1.log", "logs/billing.log", "logs/postgresql.log"],
                                  ["GET http://orders-api:8123/x http://10.1.2.3:7412/ postgres://db:5432"])

    def test_services_ports_hosts_and_folders_get_other_names(self):
        text = "orders-api called http://10.1.2.3:7412/billing from /srv/app/x.js, http://pay.internal/"
        renamed = self.names.rename(text)
        for old in ("orders-api", "10.1.2.3", "7412", "billing", "/srv/", "pay.internal"):
            self.assertNotIn(old, renamed)
        self.assertEqual(renamed, self.names.rename(text))

    def test_telling_names_and_ports_stay(self):
        self.assertEqual(self.names.rename("postgresql at 127.0.0.1:5432 took 7412 ms"), "postgresql at 127.0.0.1:5432 took 7412 ms")

    def test_the_order_of_services_is_turned_round(self):
        new = self.names.services
        self.assertEqual(sorted(new), ["billing", "orders-api"])
        self.assertGreater(new["billing"], new["orders-api"])

    def test_a_folder_is_renamed_with_what_is_packed(self):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "k6"))
            os.makedirs(os.path.join(folder, "logs"))
            with gzip.open(os.path.join(folder, "k6/raw.ndjson.gz"), "wb") as file:
                file.write(b"http://orders-api:8123/")
            with open(os.path.join(folder, "logs/orders-api.log"), "wb") as file:
                file.write(b"orders-api up\xff\n")
            paths = rename.rename_folder("a case", ["k6/raw.ndjson.gz", "logs/orders-api.log"], folder)
            self.assertEqual([os.path.basename(path) for path in paths], ["logs", "k6"])
            (name,) = os.listdir(os.path.join(folder, "logs"))
            with open(os.path.join(folder, "logs", name), "rb") as file:
                self.assertEqual(file.read(), name[:-len(".log")].encode() + b" up\xff\n")
            with gzip.open(os.path.join(folder, "k6/raw.ndjson.gz"), "rb") as file:
                self.assertNotIn(b"orders-api", file.read())


class Corpora(unittest.TestCase):
    def test_a_closed_half_is_never_named_nor_selected(self):
        with tempfile.TemporaryDirectory() as folder:
            corpus = os.path.join(folder, "corpus-2")
            os.makedirs(os.path.join(corpus, "truth"))
            for id in ("a", "b", "c"):
                with open(os.path.join(corpus, "truth", f"{id}.json"), "w", encoding="utf-8") as file:
                    json.dump({"id": id, "variants": []}, file)
            cases = read_corpus(corpus)
        self.assertEqual([case.named for case in cases], [True, False, True])
        self.assertEqual([case.id for case in select(cases, "*")], ["a", "c"])

    def test_the_own_corpus_can_be_read(self):
        cases = read_corpus(os.path.join(ROOT, "tests", "corpus"))
        self.assertGreaterEqual(len(cases), 12)
        for case in cases:
            self.assertTrue(all(os.path.exists(os.path.join(case.folder, name)) for name in widest(case)["inputs"]), case.id)


class Floors(unittest.TestCase):
    def check(self, floors, table, raise_floor=False):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "floor.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(floors, file)
            held = floor.check_floor(path, "own", table, raise_floor)
            with open(path, encoding="utf-8") as file:
                return held, json.load(file)

    def test_worse_figures_fail_and_rounding_does_not(self):
        floors = {"own": {"reworded": {"top1": 0.667, "misled": 1, "brier": 0.1}}}
        self.assertTrue(self.check(floors, {"reworded": {"top1": 2 / 3, "misled": 1, "brier": 0.1}})[0])
        self.assertFalse(self.check(floors, {"reworded": {"top1": 0.6, "misled": 1, "brier": 0.1}})[0])
        self.assertFalse(self.check(floors, {"reworded": {"top1": 0.7, "misled": 2, "brier": 0.1}})[0])

    def test_a_figure_without_a_floor_fails(self):
        self.assertFalse(self.check({}, {"reworded": {"top1": 1.0}})[0])

    def test_floors_only_rise(self):
        floors = {"own": {"reworded": {"top1": 0.5, "brier": 0.1}}}
        held, after = self.check(floors, {"reworded": {"top1": 0.6, "brier": 0.2}}, raise_floor=True)
        self.assertFalse(held)
        self.assertEqual(after["own"]["reworded"], {"top1": 0.6, "brier": 0.1})


if __name__ == "__main__":
    unittest.main()
