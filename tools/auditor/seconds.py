"""The course of the run: each slice of time, and the parts of requests before, after and among the failures."""
from .figures import like_percentile

PARTS = {"blocked_ms": "http_req_blocked", "sending_ms": "http_req_sending", "waiting_ms": "http_req_waiting",
         "receiving_ms": "http_req_receiving"}


def audit(report, points, clock, ledger):
    timeline = report.get("timeline", {})
    slices = timeline.get("slices") or []
    if slices:
        ledger.equal("sums", sum(one["requests"] for one in slices), len(points.requests), "requests of all slices together")
        each_slice(slices, timeline["slice_s"], points, clock, ledger)
    failed = (timeline.get("timings") or {}).get("failed")
    bad = [one for one in points.requests if one.failed]
    if failed and len(bad) == failed["requests"]:
        parts(failed, bad, ledger)


def each_slice(slices, width, points, clock, ledger):
    """A request belongs to the slice in which it ended. The first slice may be cut by the run's start."""
    grid = clock.zero + slices[-1]["start_s"]
    ended = {}
    for one in points.requests:
        ended.setdefault(int((one.end - grid) // width), []).append(one)
    for number, each in enumerate(slices):
        at = number - len(slices) + 1
        here = ended.get(at, [])
        what = f"the slice at {each['start_s']:.1f} s"
        if clock.tolerance > 0.1 or on_an_edge(at, width, grid, ended):
            ledger.judge("seconds", None, what)
            continue
        ledger.equal("seconds", each["requests"], len(here), what + ", requests")
        ledger.equal("seconds", each["failed"], sum(one.failed for one in here), what + ", failed")
        good = [one.ms["http_req_duration"] for one in here if not one.failed and "http_req_duration" in one.ms]
        for rank, member in ((50, "p50_ms"), (95, "p95_ms")):
            if each.get(member) is not None:
                like_percentile(each[member], good, rank, f"{what}, {member}", ledger, "seconds")


def on_an_edge(at, width, zero, ended):
    """Stamps as floating numbers of seconds since 1970 hold a quarter of a microsecond; an edge may fall between."""
    edges = [zero + at * width, zero + (at + 1) * width]
    near = [one.end for place in (at - 1, at, at + 1) for one in ended.get(place, [])]
    return any(abs(end - edge) < 2e-6 for end in near for edge in edges)


def parts(stated, requests, ledger):
    for member, metric in PARTS.items():
        values = [one.ms[metric] for one in requests if metric in one.ms]
        if stated.get(member) is None or len(values) != len(requests):
            continue
        ledger.equal("percentiles", stated[member], sum(values) / len(values), f"mean {metric} of failed requests", 1e-3, 1e-4)
