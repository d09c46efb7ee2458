#!/usr/bin/env python3
"""How right is the program where it can't know the words? Judges blinded runs with known truth.

    check_blind.py --tool build/release/src/loadtriage [--corpus FOLDER]... [--misses] [--cases PATTERN]
                   [--only known,without,reworded,dropped,renamed] [--floor FILE [--raise]]

docs/blind-score.md says what is done and how to read the table. Needs Python 3.9, standard library only."""
import argparse
import os
import sys
import tempfile

from blind import blindings, program, report
from blind.corpora import read_corpus, select
from blind.ecosystems import Map
from blind.floor import check_floor

RULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "rules")
KINDS = ("known", "without", "reworded", "dropped", "renamed")


class Asked:
    """What is judged, with which program, by how many processes side by side."""

    def __init__(self, arguments):
        self.tool = os.path.abspath(arguments.tool)
        self.workers = arguments.workers
        self.cases = [case for corpus in arguments.corpus for case in select(read_corpus(corpus), arguments.cases)]

    def variants(self):
        return [(case, variant) for case in self.cases for variant in case.truth["variants"]]


def judge_without(asked, ecosystems, folder):
    probe = os.path.join(folder, "probe")
    os.mkdir(probe)
    ecosystems.write_probe(probe)
    overlays = {}
    for name in ecosystems.names():
        overlays[name] = os.path.join(folder, name)
        os.mkdir(overlays[name])
        ecosystems.write_without(name, overlays[name])
    touched = blindings.touched_by(asked, probe)
    return blindings.without(asked, touched, overlays, ecosystems.reads_k6)


def judge(asked, ecosystems, kinds):
    rows = {"known": blindings.known(asked)}
    if "without" in kinds:
        with tempfile.TemporaryDirectory() as folder:
            rows["without"] = judge_without(asked, ecosystems, folder)
    if "reworded" in kinds:
        rows["reworded"] = blindings.reworded(asked)
    if "dropped" in kinds:
        rows["dropped"] = blindings.dropped(asked, rows["known"])
    if "renamed" in kinds:
        rows["renamed"] = blindings.renamed(asked, rows["known"])
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--corpus", action="append", required=True)
    parser.add_argument("--cases", help="only cases whose name fits")
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--misses", action="store_true", help="name what is judged wrongly, outside closed halves")
    parser.add_argument("--floor", help="the file whose figures must be met")
    parser.add_argument("--key", default="shared", help="which figures of that file")
    parser.add_argument("--raise", dest="raise_floor", action="store_true", help="write what was measured where it is better")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    ecosystems = Map(RULES)
    for fault in ecosystems.faults:
        print(fault, file=sys.stderr)
    asked = Asked(arguments)
    if not asked.cases:
        print("no case to judge", file=sys.stderr)
        return 2
    try:
        rows = judge(asked, ecosystems, arguments.only.split(","))
    except program.Failed as failed:
        print(failed, file=sys.stderr)
        return 2
    table = report.figures_of(rows)
    report.print_table(table)
    if arguments.misses:
        report.print_misses(rows)
    held = True
    if arguments.floor and not arguments.cases:
        held = check_floor(arguments.floor, arguments.key, table, arguments.raise_floor)
    return 0 if held and not ecosystems.faults else 1


if __name__ == "__main__":
    sys.exit(main())
