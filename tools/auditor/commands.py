"""Each command of a report is one that a shell can read, and names files that are there."""
import os
import re
import subprocess

PLACEHOLDER = re.compile(r"\b(?:PID|SERVICE|NAME|[A-Z]+_HOST|[A-Z]+_PORT|URL_OF_\w+|app\.log|slow\.log|SELECT \.\.\.)(?!\w)")


def audit(report, ledger):
    for line in report.get("verify", []):
        parsed = subprocess.run(["bash", "-n"], input=line + "\n", text=True, capture_output=True, check=False)
        ledger.judge("commands", parsed.returncode == 0, f"`{line}`: {parsed.stderr.strip()[:100]}")
        command, _, comment = line.partition("    # ")
        # A path of the inputs, or a pattern to search for, may hold such a word.
        named = PLACEHOLDER.search(re.sub(r"/\S+|grep -\S+ '[^']*'", "", command))
        ledger.judge("commands", not named or "put in" in comment, f"`{line}` leaves {named and named.group()} open")
    for one in report.get("inputs", []):
        if one.get("here"):
            ledger.judge("commands", os.path.exists(one["here"]), f"{one['here']} is a path from here")
