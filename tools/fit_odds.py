#!/usr/bin/env python3
"""Fits the numbers behind the classes in rules/odds.yaml on real runs with known truth.

    fit_odds.py --tool build/release/src/loadtriage --corpus ../shared/corpus [--score SCORER] [--check | --write]

For every variant of every case the program prints why each rule did or did not fire. Each
cause for which something speaks is one observation: how often each class of evidence held,
and whether the truth names the cause. The examples inside the rules are observations as
well. A logistic regression, pulled towards numbers set by hand and kept in order, gives the
log-odds. How strong the pull is, is chosen by cross-validation that leaves out whole cases,
so that a case never judges itself; the reliability table is made of left-out cases only.

With --score the scorer is run on each half of the cases, split by stack, with odds (and
pull) fitted on the other half. --check fails where rules/odds.yaml does not hold what the
fit says, or where a half scores more than 0.03 below the whole. --write puts the fitted
numbers into rules/odds.yaml. Standard library only."""
import argparse
import os
import sys

from odds import classes, halves, observe
from odds.fit import choose_pull, fit, says

RULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "rules")
# Every new rule moves the fit a little; what is in use may trail it by this much.
TOLERANCE = 0.2
ALLOWED = 0.03


def print_reliability(pairs):
    print("| said | causes | right |\n|---|---|---|")
    for low, high in ((0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 0.98), (0.98, 1.01)):
        inside = [(p, r) for p, r in pairs if low <= p < high]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            print(f"| {said:.2f} | {len(inside)} | {sum(r for _, r in inside) / len(inside):.2f} |")
    if pairs:
        print(f"\nBrier score: {sum((p - r) ** 2 for p, r in pairs) / len(pairs):.3f}")


def print_classes(in_use, fitted):
    print("| class | by hand | in use | fitted |\n|---|---|---|---|")
    for name, value in fitted.items():
        print(f"| {name} | {classes.ANCHOR[name]:+.2f} | {in_use[name]:+.2f} | {value:+.2f} |")


def print_halves(arguments, tags, observations, examples, fitted):
    """The largest loss of a half against the whole."""
    print("\nScored with odds fitted on the other half:\n")
    names = list(halves.FIGURES)
    print("| cases judged | odds fitted on | pull | " + " | ".join(names) + " |\n|" + "---|" * (3 + len(names)))

    def row(judged, fitted_on, pull, figures):
        shown = ["-" if figures[n] is None else f"{figures[n]:g}" for n in names]
        print(f"| {judged} | {fitted_on} | {pull} | " + " | ".join(shown) + " |")

    whole, _ = halves.score(arguments.tool, arguments.corpus, arguments.score, sorted(tags), fitted[1])
    row(f"all ({len(tags)})", "all", fitted[0], whole)
    worst, pairs = 0.0, []
    split = halves.by_stack(tags)
    for name, cases in split.items():
        other = next(n for n in split if n != name)
        known = [o for o in observations if o.case not in cases]
        pull, _ = choose_pull(known, examples)
        figures, judged = halves.score(arguments.tool, arguments.corpus, arguments.score, cases,
                                       fit(known + examples, pull))
        row(f"{name} ({len(cases)})", other, pull, figures)
        worst = max([worst] + [halves.worse_by(n, figures, whole) for n in names])
        pairs += [(r["confidence"], float(r["top1"] == 1)) for r in judged
                  if r.get("confidence") is not None and "top1" in r]
    print("\nOf the first causes said there:\n")
    print_reliability(pairs)
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--score")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    odds_file = os.path.join(RULES, "odds.yaml")
    tags, observations = observe.of_corpus(arguments.tool, arguments.corpus, RULES)
    examples = observe.of_examples(arguments.tool)
    print(f"{len(tags)} cases, {len(observations)} causes for which something speaks, "
          f"{int(sum(o.right for o in observations))} of them true; {len(examples)} examples of the rules\n")
    pull, tried = choose_pull(observations, examples)
    print("| pull | log loss of left-out cases | standard error |\n|---|---|---|")
    for strength, (mean, error, _) in tried.items():
        print(f"| {strength}{' (chosen)' if strength == pull else ''} | {mean:.4f} | {error:.4f} |")
    fitted, in_use = fit(observations + examples, pull), classes.read_odds(odds_file)
    print()
    print_classes(in_use, fitted)
    print("\nOf the causes said of left-out cases, ten folds:\n")
    print_reliability([(p, r) for p, r in tried[pull][2] if p >= 0.5])
    faults = [name for name in fitted if abs(fitted[name] - in_use[name]) > TOLERANCE]
    worst = print_halves(arguments, tags, observations, examples, (pull, fitted)) if arguments.score else 0.0
    if arguments.write:
        classes.replace_odds(odds_file, fitted)
    elif arguments.check:
        for name in faults:
            print(f"rules/odds.yaml: `{name}` is {in_use[name]:+.2f}, but the fit gives {fitted[name]:+.2f}")
        if worst > ALLOWED:
            print(f"a half scores {worst:.3f} below the whole; at most {ALLOWED} are allowed")
        return 1 if faults or worst > ALLOWED else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
