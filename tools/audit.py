#!/usr/bin/env python3
"""Audits reports: recomputes from the raw inputs what a report states, and searches for what it denies.

    tools/audit.py --report report.json FOLDER            one report and the folder that it was made of
    tools/audit.py --tool PROGRAM samples/* ...           makes the reports first
    tools/audit.py --tool PROGRAM --corpus DIR ...        every variant of every case of a corpus

Prints a table of the claims checked. Ends with 1 where one is false, 77 where nothing could be judged.
--details names the false ones; without it only their kinds are told."""
import argparse
import collections
import concurrent.futures
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from auditor import commands, figures, negatives, places, seconds, sums  # noqa: E402
from auditor.ledger import Ledger, table  # noqa: E402
from auditor.raw import Material  # noqa: E402

SIGNATURES = pathlib.Path(__file__).resolve().parent.parent / "rules" / "signatures"


def audit(report, material, patterns):
    ledger = Ledger()
    clock = figures.audit(report, material, ledger)
    if clock:
        seconds.audit(report, material.points, clock, ledger)
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
    """Each set of inputs of each case once: what a case is called, which inputs, and where they lie."""
    for truth in sorted(pathlib.Path(corpus, "truth").glob("*.json")):
        case = json.loads(truth.read_text(encoding="utf-8"))
        seen = set()
        for variant in case.get("variants", []):
            inputs = tuple(sorted(variant["inputs"]))
            if inputs not in seen:
                seen.add(inputs)
                yield f"{case['id']}/{variant['name']}", inputs, pathlib.Path(corpus, "cases", case["id"])


def lay(case, inputs, into):
    for name in inputs:
        source, target = case / name, pathlib.Path(into, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy2(source, target)


@functools.lru_cache(maxsize=1)
def patterns_of_rules():
    """Once in each process: handing them over would compile them anew for every variant."""
    return negatives.patterns_of(SIGNATURES)


def audit_variant(tool, name, inputs, case):
    with tempfile.TemporaryDirectory() as folder:
        lay(case, inputs, folder)
        ledger = audit_folder(tool, folder, patterns_of_rules())
    if ledger:
        ledger.false = [(kind, f"{name}: {what}") for kind, what in ledger.false]
    return ledger


def audit_corpus(tool, corpus):
    total, jobs = Ledger(), list(variants(corpus))
    with concurrent.futures.ProcessPoolExecutor() as pool:
        done = pool.map(functools.partial(audit_variant, tool), *zip(*jobs), chunksize=4) if jobs else []
        for ledger in done:
            if ledger:
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
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--at-least", type=int, default=1, help="fewer claims than these are a fault, too")
    options = parser.parse_args()
    total = Ledger()
    for folder in options.folders:
        if options.report:
            report = json.loads(pathlib.Path(options.report).read_text(encoding="utf-8"))
            ledger = audit(report, Material(folder), patterns_of_rules())
        else:
            ledger = audit_folder(os.path.abspath(options.tool), folder, patterns_of_rules())
        if ledger:
            show(folder, ledger, options.details)
            total.add(ledger)
    for corpus in options.corpus:
        ledger = audit_corpus(os.path.abspath(options.tool), corpus)
        show(corpus, ledger, options.details)
        total.add(ledger)
    false = collections.Counter(kind for kind, _ in total.false)
    print(f"\n{total.checked:,} claims checked, {len(total.false)} false" + (f": {dict(false)}" if false else ""))
    if not total.checked:
        return 77
    if total.checked < options.at_least:
        print(f"fewer than {options.at_least:,}: something is no longer looked at")
    return 1 if total.false or total.checked < options.at_least else 0


if __name__ == "__main__":
    sys.exit(main())
