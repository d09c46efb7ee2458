"""Runs with known truth: cases/<id>/ holds the inputs, truth/<id>.json what is right."""
import fnmatch
import glob
import json
import os
import shutil
from collections import namedtuple

# `named`: whether its misses may be printed. Half of a corpus that nobody has looked into stays
# closed, so that what is learned from the other half can be judged on it.
Case = namedtuple("Case", "id folder truth named")

CLOSED_HALF = ("corpus-2", "public")


def read_corpus(corpus):
    half_closed = os.path.basename(os.path.normpath(corpus)) in CLOSED_HALF
    cases = []
    for place, path in enumerate(sorted(glob.glob(os.path.join(corpus, "truth", "*.json")))):
        with open(path, encoding="utf-8") as file:
            truth = json.load(file)
        folder = os.path.join(corpus, "cases", truth["id"])
        cases.append(Case(truth["id"], folder, truth, not (half_closed and place % 2 == 1) and not truth.get("closed", False)))
    return cases


def select(cases, pattern):
    """A selection may single cases out, so it never holds one of a closed half."""
    if not pattern:
        return cases
    return [case for case in cases if case.named and fnmatch.fnmatch(case.id, pattern)]


def widest(case):
    """The variant that holds the most: what is dropped or renamed is taken from it."""
    return max(case.truth["variants"], key=lambda variant: sum(1 for _ in files_of(case, variant["inputs"])))


def files_of(case, inputs):
    """Every file of the inputs, relative to the case."""
    for name in inputs:
        path = os.path.join(case.folder, name)
        if not os.path.isdir(path):
            yield name
            continue
        for folder, _, names in sorted(os.walk(path)):
            for inner in sorted(names):
                yield os.path.relpath(os.path.join(folder, inner), case.folder)


def lay(case, files, into):
    """Links would do for reading, but a blinding writes over what it changes."""
    for name in files:
        target = os.path.join(into, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(os.path.join(case.folder, name), target)


def is_log(name):
    return name.split("/")[0] == "logs"
