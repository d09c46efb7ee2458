"""What k6 prints at a run's end: metric -> its numbers, under the names that its summary file has."""
import re

METRIC = re.compile(r"^\s*(?:[✓✗]\s+)?(\{ [^}]+ \}|[A-Za-z_][\w.]*(?:\{[^}]*\})?)\.*: +(\S.*)$")
SHARE = re.compile(r"^([\d.]+)%\s+(?:(\d+) out of (\d+)|[✓✗]?\s*(\d+)\s+[✓✗]?\s*(\d+))")
COUNT = re.compile(r"^(\d+)\s+([\d.]+)/s")
TOOK = re.compile(r"running \(((?:\d+h)?(?:\d+m)?[\d.]+s)\), ")
PIECE = re.compile(r"([\d.]+)(µs|us|ms|s|m|h)")
MS = {"µs": 0.001, "us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0, "h": 3600000.0}
VALUE = re.compile(r"(avg|min|med|max|p\([\d.]+\))=(\S+)")


def milliseconds(text):
    pieces = PIECE.findall(text)
    if pieces and "".join(number + unit for number, unit in pieces) == text:
        return sum(float(number) * MS[unit] for number, unit in pieces)
    try:
        return float(text)
    except ValueError:
        return None


def numbers_of(text):
    trend = {name: milliseconds(value) for name, value in VALUE.findall(text)}
    if trend:
        return {name: value for name, value in trend.items() if value is not None}
    share = SHARE.match(text)
    if share:
        percent, some, whole, first, second = share.groups()
        passes = int(some or first)
        fails = int(whole) - passes if whole else int(second)
        # "5.00% ✓ 19 ✗ 361": what is counted stands first whichever the mark is.
        return {"rate": float(percent) / 100, "value": float(percent) / 100, "passes": passes, "fails": fails}
    count = COUNT.match(text)
    return {"count": int(count.group(1)), "rate": float(count.group(2))} if count else {}


def read_console(text):
    """metric -> numbers, and the run's length in seconds; empty where the text holds no summary."""
    metrics, parent, took = {}, "", None
    for line in text.split("\n"):
        line = line.rstrip("\r")
        running = TOOK.search(line)
        if running:
            took = milliseconds(running.group(1)) / 1000
        found = METRIC.match(line)
        if not found:
            continue
        name, rest = found.groups()
        name = re.sub(r"\.+(?=$|\{)", "", name)
        if name.startswith("{"):
            name = parent + "{" + name[2:-2] + "}" if parent else ""
        else:
            parent = name
        numbers = numbers_of(rest)
        if numbers and name:
            metrics[name] = numbers
    return metrics, took
