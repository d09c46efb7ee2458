"""What README shows can be pasted: its commands run in an empty folder, and print what stands below them."""
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("LOADTRIAGE", str(ROOT / "build" / "release" / "src" / "loadtriage"))
SAMPLE = ROOT / "samples" / "crash-in-mid-run"
README = (ROOT / "README.md").read_text(encoding="utf-8")
THRESHOLDS_CROSSED = 99  # k6's exit code

# Leaves behind what the real one did in the sample's run.
K6 = """#!/usr/bin/env bash
set -e
for argument in "$@"; do
  case "$argument" in
    --summary-export=*) cp {sample}/k6/summary.json "${{argument#*=}}" ;;
    json=*) cp {sample}/k6/raw.ndjson.gz "${{argument#*=}}" ;;
  esac
done
cat {sample}/k6/console.txt
exit {status}
"""


def section(title, page=README):
    return page.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def yaml_block(opening):
    """The block below the paragraph that begins so."""
    return README.split("\n" + opening, 1)[1].split("```yaml\n", 1)[1].split("```", 1)[0]


def indented(text):
    return [line.strip() for line in text.split("\n") if re.match(r" {4}(?:\$ )?\S", line)]


class Readme(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name, "empty")
        tools = pathlib.Path(folder.name, "bin")
        self.here.mkdir()
        tools.mkdir()
        (tools / "loadtriage").symlink_to(PROGRAM)
        k6 = tools / "k6"
        k6.write_text(K6.format(sample=SAMPLE, status=THRESHOLDS_CROSSED), encoding="utf-8")
        k6.chmod(k6.stat().st_mode | stat.S_IXUSR)
        self.environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        self.environment.pop("GITHUB_STEP_SUMMARY", None)

    def paste(self, command):
        return subprocess.run(["bash", "-e", "-c", command], cwd=self.here, env=self.environment, text=True,
                              capture_output=True, stdin=subprocess.DEVNULL, check=False)

    def expect(self, status, command):
        done = self.paste(command)
        self.assertEqual(status, done.returncode, f"{command}\n{done.stdout[-300:]}{done.stderr}")
        return done

    def backend_log(self, lines=0):
        log = (SAMPLE / "logs" / "profile-api.log").read_text(encoding="utf-8")
        again = log.split("\n", 1)[0] + "\n"
        (self.here / "backend.log").write_text(again * lines + log, encoding="utf-8")

    def results(self):
        shutil.copytree(SAMPLE / "k6", self.here / "results")

    def test_the_outputs_are_those_of_the_commands_above_them(self):
        shutil.copytree(ROOT / "samples", self.here / "samples")
        shown = re.findall(r"<!-- output of: (loadtriage [^>]*?) -->\n```text\n(.*?)```\n", README, re.DOTALL)
        self.assertTrue(shown)
        for command, output in shown:
            with self.subTest(command):
                self.assertEqual(output, self.paste(command).stdout)

    def test_what_is_to_be_run_in_a_clone_is_there(self):
        lines = indented(section("Try it"))
        self.assertTrue(lines)
        for line in lines:
            with self.subTest(line):
                words = line.split("#", 1)[0].split()
                self.assertTrue(os.access(ROOT / words[0], os.X_OK))
                for path in words[1:]:
                    self.assertTrue((ROOT / path).exists(), path)

    def test_the_steps_for_github_run_and_their_annotations_land(self):
        self.backend_log()
        steps = re.findall(r"run: (.*)", yaml_block("GitHub Actions"))
        self.assertEqual(2, len(steps))
        self.expect(THRESHOLDS_CROSSED, steps[0])
        annotations = re.findall(r"file=([^,:]+)", self.expect(1, steps[1]).stdout)
        self.assertTrue(annotations)
        for path in annotations:
            self.assertTrue((self.here / path).exists(), path)
        name = re.search(r"sarif_file: (\S+)", yaml_block("GitHub Actions")).group(1).rstrip(" }")
        run = json.loads((self.here / name).read_text(encoding="utf-8"))["runs"][0]
        self.assertTrue(run["results"])
        for result in run["results"]:  # code scanning refuses a file that has one without a place
            path = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            self.assertTrue((self.here / path).exists(), path)

    def test_the_job_for_gitlab_runs_and_leaves_its_reports(self):
        self.backend_log()
        block = yaml_block("GitLab")
        lines = re.findall(r"^ +- (.*)$", block, re.MULTILINE)
        self.assertEqual(3, len(lines))
        self.expect(0, lines[0])
        self.expect(THRESHOLDS_CROSSED, lines[1])
        self.expect(1, lines[2])
        reports = dict(re.findall(r"(codequality|junit): ([\w.-]+)", block))
        findings = json.loads((self.here / reports["codequality"]).read_text(encoding="utf-8"))
        self.assertTrue(findings)
        for finding in findings:
            self.assertTrue((self.here / finding["location"]["path"]).exists())
        cases = xml.etree.ElementTree.parse(self.here / reports["junit"]).getroot().iter("testcase")
        self.assertTrue(list(cases))

    def test_the_way_to_a_rule_of_your_own_can_be_gone(self):
        self.backend_log(lines=5000)
        self.results()
        lines = indented(section("Your own rules"))
        said = {line: self.paste(line) for line in lines}
        self.assertEqual(0, sum(done.returncode > 1 for done in said.values()),
                         [done.stderr for done in said.values() if done.returncode > 1])
        check = next(line for line in lines if " rules check " in line)
        # What the draft leaves open is said, with its place, and nothing else is wrong with it.
        self.assertRegex(said[check].stderr, r"^own/signatures/ledger\.yaml:\d+:\d+: warning: no cause looks for observation")
        self.assertEqual(1, said[check].stderr.count("warning: ") + said[check].stderr.count("error: "))
        draft = self.here / "own" / "signatures" / "ledger.yaml"
        draft.write_text(draft.read_text(encoding="utf-8").replace("app.what-happened", "app.unhandled-error"), encoding="utf-8")
        self.expect(0, check)

    def test_the_walk_through_can_be_gone(self):
        page = (ROOT / "docs" / "add-a-rule.md").read_text(encoding="utf-8")
        (self.here / "logs").mkdir()
        self.backend_log(lines=5000)
        (self.here / "backend.log").rename(self.here / "logs" / "shop.log")
        self.results()
        commands = re.findall(r"^ {4}\$ (loadtriage .*|mkdir .*)$", page, re.MULTILINE)
        self.assertGreater(len(commands), 3)
        for command in commands:
            with self.subTest(command):
                self.assertLess(self.paste(command).returncode, 2)


if __name__ == "__main__":
    unittest.main()
