#!/usr/bin/env python3
"""Audits reports: recomputes from the raw inputs what a report states, and searches for what it denies.

    tools/audit.py --report report.json FOLDER            one report and the folder that it was made of
    tools/audit.py --tool PROGRAM samples/* ...           makes the reports first
    tools/audit.py --tool PROGRAM --corpus DIR ...        every variant of every case of a corpus

Prints a table of the claims checked. Ends with 1 where one is false, 77 where nothing could be judged.
--details names the false ones; without it only their kinds are told."""
import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from auditor import commands, figures, negatives, places, sums  # noqa: E402
from auditor.ledger import Ledger, table  # noqa: E402
from auditor.raw import Material  # noqa: E402

SIGNATURES = pathlib.Path(__file__).resolve().parent.parent / "rules" / "signatures"


def audit(report, material, patterns):
    ledger = Ledger()
    figures.audit(report, material, ledger)
    places.audit(report, material, ledger)
    negatives.audit(report, material, patterns, ledger)
    sums.audit(report, ledger)
    commands.audit(report, ledger)
    return ledger


def report_of(tool, folder):
    done = subprocess.run([tool, "analyze", str(folder), "--format", "json"], capture_output=True, check=False)
    return json.loads(done.stdout) if done.returncode in (0, 1) and done.stdout else None


def audit_folder(tool, folder, patterns):
    report = report_of(tool, folder)
    return audit(report, Material(folder), patterns) if report else None


def variants(corpus):
    for truth in sorted(pathlib.Path(corpus, "truth").glob("*.json")):
        case = json.loads(truth.read_text(encoding="utf-8"))
        for variant in case.get("variants", []):
            yield case["id"], variant, pathlib.Path(corpus, "cases", case["id"])


def lay(case, inputs, into):
    for name in inputs:
        source, target = case / name, pathlib.Path(into, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy2(source, target)


def audit_corpus(tool, corpus, patterns, first_only):
    total, seen = Ledger(), set()
    for name, variant, case in variants(corpus):
        if first_only and name in seen:
            continue
        seen.add(name)
        with tempfile.TemporaryDirectory() as folder:
            lay(case, variant["inputs"], folder)
            ledger = audit_folder(tool, folder, patterns)
        if ledger:
            ledger.false = [(kind, f"{name}/{variant['name']}: {what}") for kind, what in ledger.false]
            total.add(ledger)
    return total


def show(title, ledger, details):
    print(f"\n{title}\n{table(ledger)}")
    for kind, what in ledger.false if details else []:
        print(f"  FALSE {kind}: {what}")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--tool")
    parser.add_argument("--report")
    parser.add_argument("--corpus", action="append", default=[])
    parser.add_argument("--first", action="store_true", help="of each case the first variant only")
    parser.add_argument("--details", action="store_true")
    options = parser.parse_args()
    patterns = negatives.patterns_of(SIGNATURES)
    total = Ledger()
    for folder in options.folders:
        if options.report:
            report = json.loads(pathlib.Path(options.report).read_text(encoding="utf-8"))
            ledger = audit(report, Material(folder), patterns)
        else:
            ledger = audit_folder(os.path.abspath(options.tool), folder, patterns)
        if ledger:
            show(folder, ledger, options.details)
            total.add(ledger)
    for corpus in options.corpus:
        ledger = audit_corpus(os.path.abspath(options.tool), corpus, patterns, options.first)
        show(corpus, ledger, options.details)
        total.add(ledger)
    false = collections.Counter(kind for kind, _ in total.false)
    print(f"\n{total.checked:,} claims checked, {len(total.false)} false" + (f": {dict(false)}" if false else ""))
    return 77 if not total.checked else 1 if total.false else 0


if __name__ == "__main__":
    sys.exit(main())
