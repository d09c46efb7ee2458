"""The raw material: k6's points and summaries, and the lines of every input, read the plain way."""
import csv
import datetime
import gzip
import io
import json
import math
import pathlib
import re

from .console import read_console
from .events import plain

STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?")
REQUEST_PARTS = ("http_req_duration", "http_req_blocked", "http_req_sending", "http_req_waiting", "http_req_receiving")


DIAL_TIMEOUT, DIAL_TIMEOUT_S = "1211", 30          # k6's error code, and how long it dials
NO_ROUTE, NO_ROUTE_S = "no route to host", 3       # a neighbour that is not there: three requests of a second each


def instant(text):
    """Seconds since 1970 of an ISO stamp (UTC where it names no zone); None where there is none."""
    found = STAMP.search(text)
    if not found:
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    try:
        moment = datetime.datetime(year, month, day, hour, minute, second, tzinfo=datetime.timezone.utc).timestamp()
    except ValueError:
        return None
    fraction, zone = found.group(7), found.group(8)
    if fraction:
        moment += int(fraction) / 10 ** len(fraction)
    if zone and zone != "Z":
        sign = -1 if zone[0] == "-" else 1
        digits = zone[1:].replace(":", "")
        moment -= sign * (int(digits[:2]) * 3600 + int(digits[2:]) * 60)
    return moment


def bytes_of(path):
    data = pathlib.Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    if data[:4] == b"\x28\xb5\x2f\xfd":
        return None  # zstd: not in the standard library
    return data


class Request:
    """One request as the points tell it: a count with its tags, and its times joined by position."""
    __slots__ = ("end", "tags", "failed", "ms")

    def __init__(self, end, tags):
        self.end, self.tags, self.failed, self.ms = end, tags, None, {}

    @property
    def start(self):
        took = self.ms.get("http_req_duration", 0.0) / 1000
        if took == 0:  # no duration is told of what never got a connection
            took = DIAL_TIMEOUT_S if str(self.tags.get("error_code")) == DIAL_TIMEOUT else \
                NO_ROUTE_S if NO_ROUTE in str(self.tags.get("error")) else 0
        return self.end - took


class Points:
    """All points of the inputs. Values of trends by metric; requests in the order of their http_reqs points."""

    def __init__(self):
        self.requests, self.trends, self.counters, self.rates = [], {}, {}, {}
        self.checks, self.starts, self.times = {}, [], []

    def __bool__(self):
        return bool(self.times)

    def add(self, metric, when, value, tags):
        self.times.append(when)
        if metric == "http_reqs":
            self.requests.append(Request(when, tags))
        if metric in REQUEST_PARTS or metric == "http_req_failed":
            self._to_request(metric, when, value, tags)
        if metric in ("http_req_duration", "iteration_duration"):
            self.starts.append(when - value / 1000)
        if metric == "checks":
            passes, fails = self.checks.get(tags.get("check"), (0, 0))
            self.checks[tags.get("check")] = (passes + (value != 0), fails + (value == 0))
        self.trends.setdefault(metric, []).append(value)
        self.counters[metric] = self.counters.get(metric, 0) + value
        nonzero, zero = self.rates.get(metric, (0, 0))
        self.rates[metric] = (nonzero + (value != 0), zero + (value == 0))

    def _to_request(self, metric, when, value, tags):
        """k6 writes the points of a request together, first its count."""
        for request in reversed(self.requests[-64:]):
            if request.end != when or request.tags.get("name") != tags.get("name"):
                continue
            known = request.failed is not None if metric == "http_req_failed" else metric in request.ms
            if known:
                continue
            if metric == "http_req_failed":
                request.failed = value != 0
            else:
                request.ms[metric] = value
            return

    def settle(self):
        for request in self.requests:
            if request.failed is None:
                status = request.tags.get("status", "0") or "0"
                request.failed = status == "0" or int(status) >= 400

    def zero(self):
        return min(self.starts) if self.starts else (min(self.times) if self.times else None)


def read_points(data, points):
    """Whether `data` was k6's JSON lines or CSV."""
    head = data[:4096]
    if head.lstrip().startswith(b"metric_name,"):
        return read_csv(data, points)
    if b'"type":"Point"' not in data[:200000] and b'"type": "Point"' not in data[:200000]:
        return False
    taken = False
    for line in data.split(b"\n"):
        if b'"Point"' not in line:
            continue
        try:
            one = json.loads(line)
            when = instant(one["data"]["time"])
        except (ValueError, KeyError, TypeError):
            continue
        if one.get("type") != "Point" or when is None:
            continue
        points.add(one["metric"], when, float(one["data"]["value"]), one["data"].get("tags") or {})
        taken = True
    return taken


def read_csv(data, points):
    rows = csv.DictReader(io.StringIO(data.decode("utf-8", "replace")))
    taken = False
    for row in rows:
        try:
            when, value = float(row["timestamp"]), float(row["metric_value"])
        except (TypeError, ValueError):
            continue
        while when > 1e11:  # --csv-time-format unix_milli, unix_micro, unix_nano
            when /= 1000
        points.add(row["metric_name"], when, value, {name: text for name, text in row.items() if name and text})
        taken = True
    return taken


class Summary:
    """One end-of-test summary: metric -> its numbers, under k6's own names."""

    def __init__(self, document, duration_s=None):
        self.metrics, self.duration_s = {}, duration_s
        metrics = document.get("metrics")
        if isinstance(metrics, list):
            metrics = {one.get("name"): one for one in metrics if isinstance(one, dict)}
        for name, one in (metrics or {}).items():
            if isinstance(one, dict):
                values = one.get("values") if isinstance(one.get("values"), dict) else one
                self.metrics[name] = {key: value for key, value in values.items() if isinstance(value, (int, float))}

    def number(self, metric, aggregate):
        values = self.metrics.get(metric, {})
        if aggregate == "rate" and "rate" not in values:
            return values.get("value")
        if aggregate == "p(50)":
            return values.get("p(50)", values.get("med"))
        return values.get(aggregate)


def read_summary(data):
    if not data.lstrip()[:1] == b"{" and b"{" not in data[:4000]:
        return None
    try:
        document = json.loads(data[data.index(b"{"):])
    except ValueError:
        return None
    return Summary(document) if isinstance(document, dict) and "metrics" in document else None


def leaves(value):
    if isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, (dict, list)):
                yield from leaves(one)
            else:
                yield f"{name}={one}" if not isinstance(one, str) else one
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield str(value)


def records_of(lines):
    """What each record of an export says, where the whole input is one document."""
    if not lines or lines[0].lstrip()[:1] not in ("[", "{") or len(lines) > 1 and said(lines[0]) != lines[0]:
        return None
    try:
        document = json.loads("\n".join(lines))
    except ValueError:
        return None
    return list(leaves(document))


def said(line):
    start = line.find("{")
    if start < 0 or not line.rstrip().endswith("}"):
        return line
    try:
        document = json.loads(line[start:])
    except ValueError:
        return line
    return line + "\n" + "\n".join(leaves(document)) if isinstance(document, dict) else line


def percentile(values, rank):
    """As k6 has it: linear between the two nearest."""
    ordered = sorted(values)
    if not ordered:
        return None
    at = rank / 100 * (len(ordered) - 1)
    low = math.floor(at)
    return ordered[low] + (at - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


class Material:
    """Everything below a folder, or the files given; names are those of the report's `path`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.points, self.summaries, self.consoles, self._lines, self._texts, self.unread = Points(), [], [], {}, {}, []
        for path in sorted(self.folder.rglob("*")) if self.folder.is_dir() else [self.folder]:
            if not path.is_file():
                continue
            data = bytes_of(path)
            name = str(path.relative_to(self.folder)) if self.folder.is_dir() else str(path)
            if data is None:
                self.unread.append(name)
                continue
            if not read_points(data, self.points):
                summary = read_summary(data)
                if summary:
                    self.summaries.append(summary)
                elif b"http_req" in data or b"iterations" in data:
                    metrics, took = read_console(data.decode("utf-8", "replace"))
                    if "iterations" in metrics or "http_reqs" in metrics:
                        self.consoles.append(Summary({"metrics": metrics}, took))
            self._lines[name] = data
        self.points.settle()

    @property
    def ends(self):
        """What the run's end was summed up to, in files and on the console."""
        return self.summaries + self.consoles

    def names(self):
        return list(self._lines)

    def texts(self, name):
        """The lines as a reader of logs sees them: of a JSON record what its members say."""
        if name not in self._texts:
            lines = self.lines(name) or []
            self._texts[name] = records_of(lines) or [said(plain(line)) for line in lines]
        return self._texts[name]

    def lines(self, name):
        data = self._lines.get(name)
        if isinstance(data, bytes):
            text = data.decode("utf-8", "replace")
            data = text.split("\n")
            if data and data[-1] == "":
                data.pop()
            self._lines[name] = data
        return data
