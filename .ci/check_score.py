#!/usr/bin/env python3
"""Runs the corpus scorer and compares its figures with the floor, which only rises.

check_score.py PROGRAM CORPUS SCORER FLOOR"""
import json
import re
import subprocess
import sys

FIGURES = {
    "top1": (r"^top1 ([\d.]+)", "at least"),
    "top1_acceptable": (r"top1\+acceptable ([\d.]+)", "at least"),
    "top3": (r"top3 ([\d.]+)", "at least"),
    "misled": (r"misled (\d+)", "at most"),
    "brier": (r"brier ([\d.]+)", "at most"),
    "onset_within_2s": (r"onset within 2 s ([\d.]+)", "at least"),
    "failed_share": (r"failed share within 0.01 ([\d.]+)", "at least"),
    "facts": (r"facts right ([\d.]+)", "at least"),
    "healthy_clean": (r"healthy runs passed clean ([\d.]+)", "at least"),
}


def main():
    program, corpus, scorer, floor_file = sys.argv[1:5]
    printed = subprocess.run(
        [sys.executable, scorer, "--tool", program, "--corpus", corpus, "--misses"],
        capture_output=True, text=True, check=True).stdout
    print(printed)
    with open(floor_file) as file:
        floor = json.load(file)
    failed = 0
    for name, (pattern, sense) in FIGURES.items():
        found = re.search(pattern, printed, re.MULTILINE)
        value = float(found.group(1)) if found else None
        holds = value is not None and (value >= floor[name] if sense == "at least" else value <= floor[name])
        print(f"{'ok  ' if holds else 'FAIL'} {name} {value} ({sense} {floor[name]})")
        failed += not holds
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
