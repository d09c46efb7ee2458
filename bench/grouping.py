#!/usr/bin/env python3
"""Measures how well templates group messages, on labelled sets of logs.

    bench/grouping.py GROUP_LINES FOLDER [--wrong SET]

FOLDER holds Loghub's labelled sets (https://github.com/logpai/loghub): files named
*_2k.log_structured.csv with the columns Content and EventId, at any depth. GROUP_LINES is the
program built from group_lines.cpp.

Printed is the grouping accuracy of each set (Zhu et al., ICSE-SEIP 2019): the share of messages
whose group, as the templates give it, is exactly the group that the label gives. One message too
many or too few makes a whole group wrong. --wrong lists the largest wrong groups of a set.
"""
import collections
import csv
import pathlib
import subprocess
import sys


def groups(keys):
    members = collections.defaultdict(list)
    for i, key in enumerate(keys):
        members[key].append(i)
    return members


def read_set(path):
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["Content"].replace("\n", " ") for row in rows], [row["EventId"] for row in rows]


def templates_of(program, messages):
    done = subprocess.run([program], input="".join(m + "\n" for m in messages), capture_output=True, text=True, check=True)
    return done.stdout.split("\n")[: len(messages)]


def main():
    arguments = sys.argv[1:]
    wrong = arguments.pop(arguments.index("--wrong") + 1) if "--wrong" in arguments else None
    arguments = [argument for argument in arguments if argument != "--wrong"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    program, folder = arguments
    shares = []
    for path in sorted(pathlib.Path(folder).rglob("*_2k.log_structured.csv")):
        name = path.name.split("_2k")[0]
        messages, labels = read_set(path)
        templates = templates_of(program, messages)
        wanted, found = groups(labels), groups(templates)
        right = sum(len(members) for members in found.values() if wanted[labels[members[0]]] == members)
        shares.append(right / len(messages))
        print(f"{name:<12} {shares[-1]:.3f}   {len(wanted):4} groups wanted, {len(found):4} found")
        if name == wrong:
            for label, members in sorted(wanted.items(), key=lambda item: -len(item[1])):
                kinds = {templates[i] for i in members}
                if any(found[kind] != members for kind in kinds):
                    print(f"    {label}: {len(members)} messages, {len(kinds)} templates")
                    for kind in sorted(kinds)[:6]:
                        others = {labels[i] for i in found[kind]} - {label}
                        print(f"        {kind}" + (f"   also {', '.join(sorted(others))}" if others else ""))
    if not shares:
        sys.exit(f"no *_2k.log_structured.csv below {folder}")
    print(f"{'mean':<12} {sum(shares) / len(shares):.3f}")


if __name__ == "__main__":
    main()
