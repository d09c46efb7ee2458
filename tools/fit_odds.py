#!/usr/bin/env python3
"""Fits the numbers behind the classes in rules/odds.yaml on real runs with known truth.

    fit_odds.py --tool build/release/src/loadtriage --corpus ../shared/corpus [--score ../shared/score/score.py]

For every variant of every case the program prints why each rule did or did not fire
(`--explain all`). Each cause that was considered is one observation: how often each class
of evidence held, and whether the truth names the cause (as primary, acceptable or
contributing). A logistic regression with a pull towards the numbers in use gives the
log-odds of the classes. Cross-validation leaves out whole cases, so that a case never
judges itself; the reliability table is made of left-out cases only. With --score the
scorer is run on each half of the cases with the odds fitted on the other half (the halves
are split by stack). Standard library only; nothing is written."""
import argparse
import glob
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict

HELD = re.compile(r"^\s*([+-]\d+\.\d)\s+.*\((decisive|strong|supporting|hint|against|strongly-against|excludes)\): yes$")
PRIOR = re.compile(r"^\s*[+-]\d+\.\d\s+prior: (\w+)$")
HEAD = re.compile(r"^([a-z]+\.[a-z0-9-]+): ")
NODE = {"express", "nestjs", "koa", "fastify", "node-http", "prisma", "pino", "winston-text", "winston-json",
        "log4js", "bunyan", "sequelize", "typeorm", "knex", "ioredis", "node-redis", "pm2", "morgan"}


def read_odds(path):
    odds, section = {}, None
    for line in open(path):
        if re.match(r"^(classes|priors):", line):
            section = line.split(":")[0]
        elif found := re.match(r"^  ([\w-]+): (-?[\d.]+)", line):
            odds[("prior " if section == "priors" else "") + found.group(1)] = float(found.group(2))
    return odds


def lay(case_dir, inputs, into):
    for name in inputs:
        source, target = os.path.join(case_dir, name), os.path.join(into, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if os.path.isdir(source):
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy2(source, target)


def explanations(tool, corpus, truth, variant):
    with tempfile.TemporaryDirectory() as folder:
        lay(os.path.join(corpus, "cases", truth["id"]), variant["inputs"], folder)
        told = subprocess.run([tool, "analyze", folder, "--format", "json", "--explain", "all"],
                              capture_output=True, text=True, errors="replace").stderr
    rows, cause, counts = [], None, None
    for line in told.split("\n"):
        if found := HEAD.match(line):
            cause, counts = found.group(1), defaultdict(int)
        elif cause and (found := PRIOR.match(line)):
            counts["prior " + found.group(1)] += 1
        elif cause and (found := HELD.match(line)):
            counts[found.group(2)] += 1
        elif cause and "  in all, which is" in line:
            rows.append((cause, dict(counts)))
            cause = None
    return rows


def logistic(x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def fit(observations, start, pull=2.0, rounds=150, step=0.5):
    """Gradient descent; `pull` keeps classes that are hardly seen near where they are."""
    weights = dict(start)
    for _ in range(rounds):
        slope = {name: pull * (weights[name] - start[name]) for name in weights}
        for counts, right in observations:
            error = logistic(sum(weights[n] * c for n, c in counts.items())) - right
            for name, count in counts.items():
                slope[name] += error * count
        for name in weights:
            weights[name] -= step * slope[name] / (20 + 0.02 * len(observations))
    return weights


def reliability(pairs):
    print("| said | causes | right |\n|---|---|---|")
    for low, high in ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01)):
        inside = [(p, r) for p, r in pairs if low <= p < high]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            print(f"| {said:.2f} | {len(inside)} | {sum(r for _, r in inside) / len(inside):.2f} |")
    if pairs:
        print(f"\nBrier score over causes said: {sum((p - r) ** 2 for p, r in pairs) / len(pairs):.3f}")


def write_odds(path, weights):
    with open(path, "w") as file:
        for section, prefix in (("classes", ""), ("priors", "prior ")):
            file.write(section + ":\n")
            for name, value in weights.items():
                if name.startswith("prior ") == bool(prefix):
                    file.write(f"  {name[len(prefix):]}: {value:.2f}\n")


def score_half(arguments, cases, weights):
    with tempfile.TemporaryDirectory() as folder:
        rules, half = os.path.join(folder, "rules"), os.path.join(folder, "corpus")
        os.makedirs(rules)
        write_odds(os.path.join(rules, "odds.yaml"), weights)
        os.makedirs(os.path.join(half, "truth"))
        os.symlink(os.path.abspath(os.path.join(arguments.corpus, "cases")), os.path.join(half, "cases"))
        for case in cases:
            shutil.copy(os.path.join(arguments.corpus, "truth", case + ".json"), os.path.join(half, "truth"))
        wrapper = os.path.join(folder, "loadtriage")
        with open(wrapper, "w") as file:
            file.write(f'#!/bin/sh\nexec "{os.path.abspath(arguments.tool)}" "$@" --rules "{rules}"\n')
        os.chmod(wrapper, 0o755)
        printed = subprocess.run([sys.executable, arguments.score, "--tool", wrapper, "--corpus", half],
                                 capture_output=True, text=True).stdout
    return [line for line in printed.split("\n") if line.startswith(("top1", "healthy"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--score")
    parser.add_argument("--odds", default=os.path.join(os.path.dirname(__file__), "..", "rules", "odds.yaml"))
    arguments = parser.parse_args()
    start = read_odds(arguments.odds)
    by_case, node = defaultdict(list), set()
    for path in sorted(glob.glob(os.path.join(arguments.corpus, "truth", "*.json"))):
        truth = json.load(open(path))
        if NODE & set(truth.get("tags", [])):
            node.add(truth["id"])
        for variant in truth["variants"]:
            true = set(variant["primary"]) | set(variant.get("acceptable", [])) | set(variant.get("contributing", []))
            for cause, counts in explanations(arguments.tool, arguments.corpus, truth, variant):
                by_case[truth["id"]].append((counts, 1.0 if cause in true else 0.0))
    cases = sorted(by_case)
    everything = [o for case in cases for o in by_case[case]]
    print(f"{len(cases)} cases, {len(everything)} causes considered, {int(sum(r for _, r in everything))} of them true\n")
    fitted = fit(everything, start)
    print("| class | in use | fitted on all |\n|---|---|---|")
    for name in start:
        print(f"| {name} | {start[name]:+.2f} | {fitted[name]:+.2f} |")
    print("\nLeft-out cases, ten folds:\n")
    pairs = []
    for fold in range(10):
        left_out = set(cases[fold::10])
        weights = fit([o for case in cases if case not in left_out for o in by_case[case]], start)
        for case in left_out:
            for counts, right in by_case[case]:
                said = logistic(sum(weights[n] * c for n, c in counts.items()))
                if said >= 0.5:
                    pairs.append((said, right))
    reliability(pairs)
    if arguments.score:
        halves = {"Node stacks": [c for c in cases if c in node], "other stacks": [c for c in cases if c not in node]}
        for name, half in halves.items():
            others = [o for case in cases if case not in half for o in by_case[case]]
            print(f"\n{name} ({len(half)} cases), odds fitted on the other half:")
            print("\n".join(score_half(arguments, half, fit(others, start))))
            print("with the odds in use:")
            print("\n".join(score_half(arguments, half, start)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
