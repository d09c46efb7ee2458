"""What the program weighed, as observations: which classes of evidence held for a cause, and
whether the cause was true. From real runs with known truth, and from the examples in the rules."""
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict, namedtuple
from concurrent.futures import ThreadPoolExecutor

from odds.classes import ANCHOR, SUPPORTS, write_odds

Observation = namedtuple("Observation", "case cause counts right")

CAUSE = re.compile(r"^([a-z]+\.[a-z0-9-]+): ")
EXAMPLE = re.compile(r"causes/([\w/-]+)\.yaml:.*error: example `.*` should (fire|be silent), but")
HELD = re.compile(r"^\s*[+-]\d+\.\d\s+.*\(([a-z-]+)\): yes$")
PRIOR = re.compile(r"^\s*[+-]\d+\.\d\s+prior: (\w+)$")
TOTAL = "  in all, which is"


def weighed(text, heading):
    """(match of the heading, counts of classes) for each cause that the explanation holds."""
    head, counts = None, None
    for line in text.split("\n"):
        if found := heading.search(line):
            head, counts = found, defaultdict(int)
        elif head is None:
            continue
        elif found := PRIOR.match(line):
            counts["prior " + found.group(1)] += 1
        elif (found := HELD.match(line)) and found.group(1) in ANCHOR:
            counts[found.group(1)] += 1
        elif TOTAL in line:
            yield head, dict(counts)
            head = None


def lay(case_dir, inputs, into):
    for name in inputs:
        source, target = os.path.join(case_dir, name), os.path.join(into, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if os.path.isdir(source):
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy2(source, target)


def explanation(tool, corpus, case, inputs):
    with tempfile.TemporaryDirectory() as folder:
        lay(os.path.join(corpus, "cases", case), inputs, folder)
        return subprocess.run([tool, "analyze", folder, "--format", "json", "--explain", "all"],
                              capture_output=True, text=True, errors="replace").stderr


def leads_to(rules):
    graph = {}
    for path in glob.glob(os.path.join(rules, "causes", "*", "*.yaml")):
        with open(path) as file:
            text = file.read()
        cause = re.search(r"^cause: (\S+)", text, re.MULTILINE).group(1)
        found = re.search(r"^leads_to: *\[([^\]]*)\]", text, re.MULTILINE)
        graph[cause] = [name.strip() for name in found.group(1).split(",")] if found else []
    return graph


def below(graph, causes):
    reached, open_ends = set(), list(causes)
    while open_ends:
        for name in graph.get(open_ends.pop(), []):
            if name not in reached:
                reached.add(name)
                open_ends.append(name)
    return reached


def of_corpus(tool, corpus, rules):
    """A cause without any support is never said, whatever the numbers, so it teaches nothing
    about them. One that a true cause leads to stands in its chain: neither right nor wrong."""
    graph, jobs = leads_to(rules), []
    for path in sorted(glob.glob(os.path.join(corpus, "truth", "*.json"))):
        with open(path) as file:
            truth = json.load(file)
        jobs += [(truth, variant) for variant in truth["variants"]]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        texts = list(workers.map(lambda job: explanation(tool, corpus, job[0]["id"], job[1]["inputs"]), jobs))
    tags = {truth["id"]: set(truth.get("tags", [])) for truth, _ in jobs}
    observations = []
    for (truth, variant), text in zip(jobs, texts):
        true = {*variant["primary"], *variant.get("acceptable", []), *variant.get("contributing", [])}
        effects = below(graph, true) - true
        for head, counts in weighed(text, CAUSE):
            cause = head.group(1)
            if SUPPORTS & set(counts) and cause not in effects:
                observations.append(Observation(truth["id"], cause, counts, 1.0 if cause in true else 0.0))
    return tags, observations


def of_examples(tool):
    """The examples inside the rules: what their authors say must fire and must not. A failing
    example is explained, so each is made to fail: once with no prior at all, once with none but it."""
    observations = []
    for prior in (-1.0, 20.0):
        with tempfile.TemporaryDirectory() as folder:
            write_odds(os.path.join(folder, "odds.yaml"),
                       {name: prior if name.startswith("prior ") else 0.01 for name in ANCHOR})
            told = subprocess.run([tool, "rules", "test", "--rules", folder], capture_output=True, text=True)
        for head, counts in weighed(told.stdout + told.stderr, EXAMPLE):
            right = 1.0 if head.group(2) == "fire" else 0.0
            observations.append(Observation("", head.group(1).replace("/", "."), counts, right))
    return observations
