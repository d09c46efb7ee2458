"""Each place that the report names: the line is there, and holds what is said of it."""
import re

from .raw import STAMP, instant

WORD = re.compile(r"[A-Za-z0-9_]{3,}")
REACH = 40          # lines of an event: a stack trace, a document over many lines
ENOUGH = 0.6        # share of a quote's words: quotes are cut, secrets taken out, JSON made readable
ZONE = 900          # clocks differ from the run's by whole quarters of an hour, or by what `clocks` says


def audit(report, material, ledger):
    for cause in report.get("causes", []):
        for evidence in cause.get("evidence", []):
            if evidence.get("source"):
                place(evidence, material, ledger)
    for pattern in report.get("unrecognised", []):
        if pattern.get("source"):
            held("places", pattern["source"], pattern.get("example", ""), material, ledger)
    for name, fact in report.get("facts", {}).items():
        fact_at(name, fact, material, ledger)
    for claim in report.get("claims", []):
        if claim["kind"] == "line-time":
            line_time(claim, report, material, ledger)
    inputs(report, material, ledger)


def text_at(material, source):
    """The line named, and the lines behind it that may belong to it; None where there is no such line."""
    lines = material.lines(source["file"])
    number = source.get("line")
    if lines is None or number is None:
        return None
    if not 1 <= number <= len(lines):
        return ""
    return "\n".join(lines[number - 1:number - 1 + REACH])


def words(text):
    return [one.lower() for one in WORD.findall(text)]


def held(kind, source, quote, material, ledger):
    what = f"{source['file']}:{source.get('line', '')} holds `{quote[:70]}`"
    lines = material.lines(source["file"])
    if lines is None:
        ledger.judge(kind, None if source["file"] in material.unread else False, what + ": no such input")
        return
    text = text_at(material, source)
    if text is None:
        ledger.judge(kind, None, what)
        return
    if text == "":
        ledger.judge(kind, False, what + f": the input has {len(lines)} lines")
        return
    wanted = words(quote)
    there = set(words(text.replace("\\n", " ").replace("\\t", " ")))
    if len(wanted) < 2:
        ledger.judge(kind, True, what)
        return
    share = sum(one in there for one in wanted[:-1]) / max(1, len(wanted) - 1)
    ledger.judge(kind, share >= ENOUGH, what + f": {share:.0%} of its words are there")


def place(evidence, material, ledger):
    quote = evidence.get("quote")
    if quote is None and ": " in evidence["text"]:
        tail = evidence["text"].split(": ", 1)[1]
        quote = tail if len(words(tail)) >= 3 else None
    held("places", evidence["source"], quote or "", material, ledger)


def fact_at(name, fact, material, ledger):
    found = re.match(r"^(.+):(\d+)$", fact.get("source") or "")
    names = [one for one in material.names() if found and (one == found.group(1) or one.endswith("/" + found.group(1)))]
    if not found or len(names) != 1:
        return
    text = text_at(material, {"file": names[0], "line": int(found.group(2))})
    digits = re.findall(r"\d+", str(fact.get("written") or fact["value"]).replace(",", ""))
    ledger.judge("settings", bool(text) and (not digits or any(one in text.replace("_", "") for one in digits)),
                 f"{name} = {fact.get('written', fact['value'])} at {fact['source']}")


def line_time(claim, report, material, ledger):
    file, _, number = claim["source"].rpartition(":")
    what = f"{claim['source']} is of {claim['value']} s"
    text = text_at(material, {"file": file, "line": int(number)})
    start = instant(report["run"].get("start") or "")
    if text is None or start is None:
        ledger.judge("first and last times", None, what)
        return
    line = text.split("\n", 1)[0]
    stamp = instant(line)
    if text == "" or stamp is None:
        ledger.judge("first and last times", False if text == "" else None, what)
        return
    shift = sum(one["offset_s"] for one in report.get("clocks", []) if one["file"] == file)
    off = stamp + shift - start - claim["value"]
    off = off - ZONE * round(off / ZONE)
    exact = STAMP.search(line).group(7)
    ledger.judge("first and last times", -0.01 - (0 if exact else 1) <= off <= 1.05 if not shift else abs(off) < 2.1,
                 what + f": the line's own time is {off:+.2f} s off")


def inputs(report, material, ledger):
    for one in report.get("inputs", []):
        fates = sum(one.get(name, 0) for name in ("samples", "events", "continuations", "blank", "dropped"))
        if one.get("kind"):
            ledger.equal("lines of inputs", fates, one["lines"], f"fates of the lines of {one['path']}")
        lines = material.lines(one["path"])
        if lines is not None and one.get("kind") and one["lines"]:
            # A run's output may end without a line feed; a NUL or a bare CR is no line's end.
            ledger.judge("lines of inputs", abs(one["lines"] - len(lines)) <= 1,
                         f"{one['path']}: the report says {one['lines']} lines, it has {len(lines)}")
