"""What is said not to be there is searched for: with the patterns of rules/signatures, which are data."""
import pathlib
import re

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
    for claim in report.get("claims", []):
        if claim["kind"] == "lines":
            at_most(claim, material, patterns.get(claim["subject"], []), ledger)
        if claim["kind"] != "absent":
            continue
        hit = first_hit(material, patterns.get(claim["subject"], []))
        ledger.judge("negatives", None if claim["subject"] not in patterns else hit is None,
                     f"no line shows {claim['subject']}, but {hit}")


def at_most(claim, material, patterns, ledger):
    """No line is counted twice: there are at least as many as the report says. A log whose records are
    taken apart before they are searched (JSON) can't be counted so."""
    file, _, number = claim["source"].rpartition(":")
    what = f"{claim['value']} lines show {claim['subject']}"
    lines = material.lines(file) or []
    at_place = lines[int(number) - 1:int(number) + 5]
    if not any(one.search(line) for one in patterns for line in at_place):
        ledger.judge("lines counted", None, what)
        return
    found = sum(any(one.search(line) for one in patterns) for name in logs_of(material) for line in material.lines(name))
    ledger.judge("lines counted", claim["value"] <= found, f"{what}: {found} do")


def logs_of(material):
    return [name for name in material.names() if not name.startswith("k6/") and not name.endswith((".js", ".gz", ".json"))]


def first_hit(material, patterns):
    for name in material.names():
        if not name.endswith((".log", ".txt", ".out", ".err")) or name.startswith("k6/"):
            continue
        for number, line in enumerate(material.lines(name), 1):
            if any(one.search(line) for one in patterns):
                return f"{name}:{number} does: {line[:90]}"
    return None
