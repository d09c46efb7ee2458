"""Each place that the report names: the line is there, and holds what is said of it."""
import re

from . import readings
from .events import head_of, plain
from .raw import instant

WORD = re.compile(r"[A-Za-z0-9_]{3,}")
ENOUGH = 0.6        # share of a quote's words: quotes are cut, secrets taken out, JSON made readable
HEAD = 400          # a record's time may stand behind other members
ZONE = 900          # clocks differ from the run's by whole quarters of an hour, or by what `clocks` says


SAME, MOVED = 0.06, 2.1  # seconds: how near a line's time is to its stamp, and where its clock was moved


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


def lines_from(material, source, most):
    """The line named and those behind it; None where no line is named, [] where it is not there."""
    lines = material.lines(source["file"])
    number = source.get("line")
    if lines is None or number is None:
        return None
    return [plain(line) for line in lines[number - 1:number - 1 + most]] if number > 0 else []


def words(text):
    return [one.lower() for one in WORD.findall(text)]


def held(kind, source, quote, material, ledger):
    what = f"{source['file']}:{source.get('line', '')} holds `{quote[:70]}`"
    lines = material.lines(source["file"])
    if lines is None:
        ledger.judge(kind, None if source["file"] in material.unread else False, what + ": no such input")
        return
    parts = quote.split("\\n")
    there = lines_from(material, source, 2 * len(parts) + 6)
    if there is None:
        ledger.judge(kind, None, what)
        return
    if not there:
        ledger.judge(kind, False, what + f": the input has {len(lines)} lines")
        return
    if readings.is_control_group(there):
        ledger.judge(kind, readings.holds(lines, source["line"], quote), what)
        return
    # The quote begins with the very line; what stands behind its line feeds is further down.
    for part, text in ((parts[0], there[0]), (quote, "\n".join(there))):
        share = share_of(part, text, cut=part == quote)
        ledger.judge(kind, share >= ENOUGH, what + f": {share:.0%} of the words of `{part[:60]}` are there")


def share_of(quote, text, cut):
    """How many of the quote's words the text holds; the last may be cut."""
    wanted = words(quote)
    if len(wanted) < 2:
        return 1
    there = set(words(text.replace("\\n", " ").replace("\\t", " ").replace('\\"', " ")))
    wanted = wanted[:-1] if cut else wanted
    return sum(one in there for one in wanted) / len(wanted)


def place(evidence, material, ledger):
    if evidence["source"].get("line") and not evidence.get("quote"):
        ledger.judge("places", False, f"{evidence['text'][:80]}: a line is named, and not quoted")
    held("places", evidence["source"], evidence.get("quote", ""), material, ledger)


def fact_at(name, fact, material, ledger):
    found = re.match(r"^(.+):(\d+)$", fact.get("source") or "")
    names = [one for one in material.names() if found and (one == found.group(1) or one.endswith("/" + found.group(1)))]
    if not found or len(names) != 1:
        return
    there = lines_from(material, {"file": names[0], "line": int(found.group(2))}, 1)
    digits = re.findall(r"\d+", str(fact.get("written") or fact["value"]).replace(",", ""))
    text = there[0] if there else ""
    ledger.judge("settings", bool(text) and (not digits or any(one in text.replace("_", "") for one in digits)),
                 f"{name} = {fact.get('written', fact['value'])} at {fact['source']}")


def line_time(claim, report, material, ledger):
    file, _, number = claim["source"].rpartition(":")
    what = f"{claim['source']} is of {claim['value']} s"
    there = lines_from(material, {"file": file, "line": int(number)}, 1)
    start = instant(report["run"].get("start") or "")
    if there is None or start is None or not there:
        ledger.judge("first and last times", None if there is None or start is None else False, what)
        return
    line = head_of(material.lines(file), int(number))
    stamp = instant(line[:HEAD]) if line else None
    if stamp is None:
        ledger.judge("first and last times", None, what)
        return
    shift = sum(one["offset_s"] for one in report.get("clocks", []) if one["file"] == file)
    behind = next((one["value"] for one in report.get("claims", []) if one["kind"] == "start"), 0)
    off = stamp + shift - start - behind - claim["value"]
    off = off - ZONE * round(off / ZONE)
    ledger.judge("first and last times", abs(off) <= (MOVED if shift else SAME), what + f": the line's own time is {off:+.2f} s off")


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
