"""Each command of a report is one that a shell can read, and names files that are there."""
import os
import re
import shlex
import subprocess

FILE = re.compile(r"^[\w./*-]*[\w*]\.(?:log|js|ts|txt|out|err|json|pem|conf|jmx|py)$")
PLACEHOLDER = re.compile(r"\b(?:PID|SERVICE|NAME|[A-Z]+_HOST|[A-Z]+_PORT|URL_OF_\w+|app\.log|slow\.log|SELECT \.\.\.)(?!\w)")


def audit(report, ledger):
    lines = report.get("verify", []) + [line for cause in report.get("causes", []) for line in cause.get("verify", [])]
    unread = {line: fault for line in lines if (fault := fault_of(line))} if fault_of("\n".join(lines)) else {}
    known = {one.get(key) for one in report.get("inputs", []) for key in ("path", "here")} | {report["run"].get("script")}
    for line in lines:
        ledger.judge("commands", line not in unread, f"`{line}`: {unread.get(line)}")
        command, _, comment = line.partition("    # ")
        # A path of the inputs, or a pattern to search for, may hold such a word.
        named = PLACEHOLDER.search(re.sub(r"/\S+|grep -\S+ '[^']*'", "", command))
        ledger.judge("commands", not named or "put in" in comment, f"`{line}` leaves {named and named.group()} open")
        if "put in" not in comment:
            for path in files_of(command):
                elsewhere = path.startswith("/") and "on the " in comment
                ledger.judge("commands", elsewhere or path in known or os.path.exists(path),
                             f"`{line}` reads {path}, which is not there")
        for found in searches(command, known):
            ledger.judge("commands", found, f"`{line}` finds nothing")
    for one in report.get("inputs", []):
        if one.get("here"):
            ledger.judge("commands", os.path.exists(one["here"]), f"{one['here']} is a path from here")


def files_of(command):
    """The files that a command reads, by their names' ends; not what it writes, nor what it searches below."""
    try:
        words = shlex.split(command)
    except ValueError:
        return []
    return [word for before, word in zip([""] + words, words)
            if FILE.match(word) and before not in (">", ">>", "-o") and not before.startswith("--include")]


def searches(command, known):
    """Whether a grep in a log that was handed in finds something there. A script may well have nothing of it."""
    try:
        words = shlex.split(command)
    except ValueError:
        return
    words = words[:words.index("|")] if "|" in words else words
    path = words[-1] if words else ""
    if words[:1] == ["grep"] and path in known and os.path.isfile(path) and not path.endswith((".js", ".ts")):
        yield subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def fault_of(script):
    """What the shell says that it can't read; empty where it can."""
    parsed = subprocess.run(["bash", "-n"], input=script + "\n", text=True, capture_output=True, check=False)
    return "" if parsed.returncode == 0 else parsed.stderr.strip()[:100] or "refused"
