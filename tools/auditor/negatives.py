"""What is said not to be there is searched for: with the patterns of rules/signatures, which are data."""
import pathlib
import re

from .events import all_events

OWN = ("k6-", "context", "empty")
ENTRY = re.compile(r"^\s*-?\s*(id|shows|pattern|reads):\s*(.+?)\s*$")


def unquoted(text):
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].encode().decode("unicode_escape")
    return text


def patterns_of(folder):
    """observation -> compiled patterns. RE2's syntax is Python's, but for a few that are left out."""
    found = {}
    for path in sorted(pathlib.Path(folder).glob("*.yaml")):
        shows = None
        for line in path.read_text(encoding="utf-8").split("\n"):
            entry = ENTRY.match(line)
            if line.lstrip().startswith("- "):
                shows = None
            if not entry:
                continue
            if entry.group(1) == "shows":
                shows = unquoted(entry.group(2))
            if entry.group(1) == "pattern" and shows:
                try:
                    found.setdefault(shows, []).append(re.compile(unquoted(entry.group(2))))
                except re.error:
                    pass
    return found


def audit(report, material, patterns, ledger):
    logs = logs_of(report, material)
    for claim in report.get("claims", []):
        if claim["kind"] == "lines":
            at_most(claim, logs, material, patterns.get(claim["subject"], []), ledger)
        if claim["kind"] != "absent":
            continue
        hit = first_hit(logs, material, patterns.get(claim["subject"], []))
        ledger.judge("negatives", None if claim["subject"] not in patterns else hit is None,
                     f"no line shows {claim['subject']}, but {hit}")


def at_most(claim, logs, material, patterns, ledger):
    """No line is counted twice: there are at least as many lines, or events, as the report says."""
    file, _, number = claim["source"].rpartition(":")
    what = f"{claim['value']} lines show {claim['subject']}"
    at_place = "\n".join(material.texts(file)[max(0, int(number) - 60):int(number) + 60])
    if not any(one.search(at_place) for one in patterns):
        ledger.judge("lines counted", None, what)
        return
    texts = [material.texts(name) for name in logs]
    found = sum(shows(patterns, line) for log in texts for line in log)
    if claim["value"] > found:
        found = max(found, sum(shows(patterns, event) for log in texts for event in all_events(log)))
    ledger.judge("lines counted", claim["value"] <= found, f"{what}: {found} do")


def shows(patterns, text):
    return any(one.search(text) for one in patterns)


def logs_of(report, material):
    """What the service and what stands around it wrote: all that is not the load generator's own."""
    names = {one["path"] for one in report.get("inputs", []) if one.get("kind") and not one["kind"].startswith(OWN)}
    return [name for name in material.names() if name in names]


def first_hit(logs, material, patterns):
    for name in logs:
        for number, line in enumerate(material.texts(name), 1):
            if shows(patterns, line):
                return f"{name}:{number} does: {line[:90]}"
    return None
