"""Requests, failures, percentiles, thresholds, checks: recomputed from the points and the summaries."""
import re

from .raw import instant, percentile

HISTOGRAM = 0.011   # the report's own percentiles are within 1 %
SECOND = 1.05       # a run's start is told to the second


def audit(report, material, ledger):
    """Returns the clock of the points, where there are any."""
    points = material.points if material.points.requests else None
    run = report["run"]
    counts_of_run(run, report, material, points, ledger)
    thresholds(report, material, ledger)
    check_counts(report, material, points, ledger)
    claimed_percentiles(report, material, points, ledger)
    tellings(report, material, points, ledger)
    if not points:
        return None
    clock = Clock(report, points, ledger)
    endpoints(report, points, ledger)
    failures(report, points, clock, ledger)
    moments(report, points, clock, ledger)
    return clock


class Clock:
    """Where the report's seconds begin: no earlier point may lie far before it, none may begin far behind it."""

    def __init__(self, report, points, ledger):
        run = report["run"]
        stated = instant(run["start"]) if run.get("start") else None
        exact = next((one["value"] for one in report.get("claims", []) if one["kind"] == "start"), None)
        if exact is not None and stated is not None:
            ledger.judge("first and last times", 0 <= exact < 1, f"start {exact} s behind {run['start']}")
            exact += stated
        self.zero = exact if exact is not None else stated if stated is not None else points.zero()
        self.tolerance = 0.06 if exact is not None else SECOND


def among(kind, stated, candidates, what, ledger, tolerance=0.0):
    """True where one source of the run says so: shards and cut inputs may tell less than another."""
    candidates = [one for one in candidates if one is not None]
    if stated is None or not candidates:
        ledger.judge(kind, None, what)
        return
    holds = any(abs(stated - one) <= max(tolerance * abs(one), 1e-6 * abs(one), 1e-9) for one in candidates)
    ledger.judge(kind, holds, f"{what}: the report says {stated}, the inputs {candidates}")


def summed(material, metric, aggregate):
    """What each summary says, and what the shards of a run add up to."""
    found = []
    for ends in (material.summaries, material.consoles):
        known = [one for one in (each.number(metric, aggregate) for each in ends) if one is not None]
        found += known + ([sum(known)] if len(known) > 1 else [])
    return found


def failed_counts(material):
    """k6 calls the failed requests of http_req_failed its passes."""
    return summed(material, "http_req_failed", "passes")


def counts_of_run(run, report, material, points, ledger):
    sent = [len(points.requests)] if points else []
    failed = [sum(one.failed for one in points.requests)] if points else []
    sent += summed(material, "http_reqs", "count")
    failed += failed_counts(material)
    among("requests", run.get("requests"), sent, "requests of the run", ledger)
    among("failed requests", run.get("failed"), failed, "failed requests of the run", ledger)
    for name, member in (("requests", "requests"), ("failed_requests", "failed")):
        fact = report["facts"].get(name)
        if fact and run.get(member) is not None:
            ledger.equal("requests", fact["value"], run[member], f"the fact {name}")
    if run.get("requests") and run.get("failed") is not None and run.get("failed_share") is not None:
        ledger.equal("shares", run["failed_share"], run["failed"] / run["requests"], "failed share", 1e-4)
    if points and run.get("duration_s"):
        span = max(points.times) - points.zero()
        by_rate = [one.number("http_reqs", "count") / one.number("http_reqs", "rate") for one in material.ends
                   if one.number("http_reqs", "count") and one.number("http_reqs", "rate")]
        by_rate += [one.duration_s for one in material.consoles if one.duration_s]
        holds = run["duration_s"] >= span - 1.5 or any(abs(run["duration_s"] - one) < 0.01 * one for one in by_rate)
        ledger.judge("durations", holds, f"duration {run['duration_s']} s, the points span {span:.1f} s")


def path_of(name):
    """A request without a name of its own goes by its URL, of which the report keeps the path."""
    found = re.match(r"https?://[^/?#]+([^?#]*)", name)
    return (found.group(1) or "/") if found else name


def endpoints(report, points, ledger):
    by_name = {}
    for one in points.requests:
        by_name.setdefault((path_of(one.tags.get("name", "")), one.tags.get("method", "")), []).append(one)
    for endpoint in report.get("endpoints", []):
        found = by_name.get((endpoint["name"], endpoint.get("method", "")))
        what = f"endpoint {endpoint.get('method', '')} {endpoint['name']}"
        if found is None:  # ids were taken out of the name, or it was folded
            ledger.judge("endpoints", None, what)
            continue
        good = [one.ms.get("http_req_duration", 0.0) for one in found if not one.failed]
        ledger.equal("endpoints", endpoint["requests"], len(found), what + ", requests")
        ledger.equal("endpoints", endpoint["failed"], sum(one.failed for one in found), what + ", failed")
        for rank, member in ((50, "p50_ms"), (95, "p95_ms")):
            if endpoint.get(member) is not None:
                like_percentile(endpoint[member], good, rank, f"{what}, {member} of good ones", ledger)
    if report.get("endpoints"):
        total = sum(one["requests"] for one in report["endpoints"])
        ledger.equal("endpoints", total, len(points.requests), "requests of all endpoints together")
    names = {path_of(one.tags.get("name", "")) for one in points.requests}
    for operation in report.get("operations", []):
        if operation.get("derived_from") != "raw points" or operation["name"] not in names:
            continue
        found = [one for one in points.requests if path_of(one.tags.get("name", "")) == operation["name"]]
        methods = {one.tags.get("method", "") for one in found}
        if len(methods) == 1:
            ledger.equal("operations", operation.get("requests"), len(found), f"operation {operation['name']}")
            ledger.equal("operations", operation.get("failed"), sum(one.failed for one in found),
                         f"operation {operation['name']}, failed")


def like_percentile(stated, values, rank, what, ledger, kind="percentiles"):
    """Within 1 % of some value between the neighbours of the rank: definitions differ in which they take."""
    if not values:
        ledger.judge(kind, None, what)
        return
    ordered = sorted(values)
    at = rank / 100 * (len(ordered) - 1)
    slack = 1 if len(ordered) >= 2 else 0
    low = ordered[max(0, int(at) - slack)]
    high = ordered[min(len(ordered) - 1, int(at) + 1 + slack)]
    holds = low * (1 - HISTOGRAM) - 1e-6 <= stated <= high * (1 + HISTOGRAM) + 1e-6
    ledger.judge(kind, holds, f"{what}: the report says {stated}, the inputs {percentile(values, rank)}")


def look(cell):
    return (cell.get("status", 0) or 0, cell.get("error_code", 0) or 0, cell.get("method", ""), cell.get("endpoint", ""))


def raw_look(request):
    code = request.tags.get("error_code") or 0
    return (int(request.tags.get("status") or 0), int(code), request.tags.get("method", ""), path_of(request.tags.get("name", "")))


def failures(report, points, clock, ledger):
    found, stated = {}, {}
    for one in points.requests:
        if one.failed:
            found.setdefault(raw_look(one), []).append(one)
    for cell in report.get("failures", []):
        if cell.get("known_from") == "raw points":
            stated.setdefault(look(cell), []).append(cell)
    if not stated:
        return
    for key, cells in stated.items():
        what = f"failures {key}"
        requests = found.get(key)
        if requests is None:
            ledger.judge("failures", None, what)
            continue
        ledger.equal("failures", sum(one["count"] for one in cells), len(requests), what)
        firsts = [one["first_s"] for one in cells if one.get("first_s") is not None]
        lasts = [one["last_s"] for one in cells if one.get("last_s") is not None]
        if firsts:
            first = min(one.start for one in requests) - clock.zero
            ledger.equal("first and last times", min(firsts), max(0, first), what + ", first", least=clock.tolerance)
        if lasts:
            last = max(one.end for one in requests) - clock.zero
            ledger.equal("first and last times", max(lasts), last, what + ", last", least=clock.tolerance)
        if len(cells) == 1:
            values = [one.ms.get("http_req_duration", 0.0) for one in requests]
            for rank, member in ((50, "p50_ms"), (95, "p95_ms")):
                if cells[0].get(member) is not None:
                    like_percentile(cells[0][member], values, rank, f"{what}, {member}", ledger)
    total = sum(cell["count"] for cells in stated.values() for cell in cells)
    ledger.equal("failures", total, sum(one.failed for one in points.requests), "failed requests of all looks together")


def moments(report, points, clock, ledger):
    failed = [one for one in points.requests if one.failed]
    timeline = report.get("timeline", {})
    if failed:
        first = min(one.start for one in failed) - clock.zero
        last = max(one.end for one in failed) - clock.zero
        for member, found in (("first_failure_s", max(0, first)), ("last_failure_s", last)):
            if timeline.get(member) is not None:
                ledger.equal("first and last times", timeline[member], found, member, least=clock.tolerance)
    onset, duration = report["run"].get("onset_s"), report["run"].get("duration_s")
    if onset is not None and duration:
        ledger.judge("first and last times", -3600 <= onset <= duration + 60, f"the onset, {onset} s, lies in the run")
    if timeline.get("recovered") and failed and timeline.get("last_failure_s") is not None:
        later = [one for one in points.requests if not one.failed and one.end - clock.zero > timeline["last_failure_s"]]
        ledger.judge("negatives", bool(later), "requests succeeded after the last failure")
    times = timeline.get("timings") or {}
    parts = [times.get(name, {}).get("requests") for name in ("before", "after", "failed") if times.get(name)]
    if parts and len(points.requests) == report["run"].get("requests"):
        ledger.judge("sums", sum(parts) <= len(points.requests) + 0.5, f"requests before, after and failed: {parts}")


EXPRESSION = re.compile(r"^\s*(p\([\d.]+\)|avg|min|max|med|rate|count|value)\s*(<=|>=|<|>|===?|!=)\s*(-?[\d.]+)")
HOLDS = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
         "==": lambda a, b: a == b, "===": lambda a, b: a == b, "!=": lambda a, b: a != b}


def of_points(points, metric, aggregate):
    """What the points give for an aggregate of a metric without a selector, and the values of a trend."""
    if "{" in metric or metric not in points.trends:
        return None, None
    values = points.trends[metric]
    ranks = re.match(r"p\(([\d.]+)\)|med", aggregate)
    if ranks:
        return percentile(values, float(ranks.group(1) or 50)), values
    simple = {"avg": sum(values) / len(values), "min": min(values), "max": max(values), "count": points.counters[metric]}
    if aggregate == "rate":
        nonzero, zero = points.rates[metric]
        return nonzero / (nonzero + zero), None
    return simple.get(aggregate), None


def candidates_of(material, metric, aggregate):
    found = [one.number(metric, aggregate) for one in material.ends]
    if aggregate == "count":
        found += summed(material, metric, aggregate)
    value, _ = of_points(material.points, metric, aggregate)
    return [one for one in found + [value] if one is not None]


def thresholds(report, material, ledger):
    for one in report.get("thresholds", []):
        what = f"threshold {one['metric']}: {one['expression']}"
        parsed = EXPRESSION.match(one["expression"])
        if one.get("observed_value") is None or not parsed:
            ledger.judge("thresholds", None, what)
            continue
        aggregate, sign, limit = parsed.groups()
        found = candidates_of(material, one["metric"], aggregate)
        _, values = of_points(material.points, one["metric"], aggregate)
        rank = re.match(r"p\(([\d.]+)\)", aggregate)
        if values and rank and not any(abs(one["observed_value"] - each) <= HISTOGRAM * abs(each) for each in found):
            like_percentile(one["observed_value"], values, float(rank.group(1)), what, ledger, "thresholds")
        else:
            among("thresholds", one["observed_value"], found, what, ledger, HISTOGRAM)
        limit = float(limit)
        clear = abs(one["observed_value"] - limit) > HISTOGRAM * abs(limit)
        if one["result"] in ("passed", "failed") and clear:
            held = HOLDS[sign](one["observed_value"], limit)
            ledger.judge("thresholds", held == (one["result"] == "passed"),
                         f"{what} {one['result']}, with {one['observed_value']} observed")
    stated = {f"{one['metric']}: {one['expression']}": one.get("observed_value") for one in report.get("thresholds", [])}
    for claim in report.get("claims", []):
        if claim["kind"] == "threshold":
            ledger.equal("contradictions", claim["value"], stated.get(claim["subject"]), f"claim {claim['subject']}")


def check_counts(report, material, points, ledger):
    stated = {}
    for check in report.get("checks", []):
        passes, fails = stated.get(check["name"], (0, 0))
        stated[check["name"]] = (passes + check["passes"], fails + check["fails"])
    for name, (passes, fails) in stated.items():
        if points and name in points.checks:
            found = points.checks[name]
            ledger.judge("checks", (passes, fails) == found or not whole(points, material),
                         f"check {name}: the report says {(passes, fails)}, the points {found}")
        else:
            ledger.judge("checks", None, name)


def whole(points, material):
    """Whether the points hold all that the summary counts: a run's output may be cut."""
    sent = summed(material, "http_reqs", "count")
    return not sent or len(points.requests) in sent


def tellings(report, material, points, ledger):
    """Where a summary and all points of the run have two means of one metric, the report says so."""
    for end in material.ends if points else []:
        mean, count = end.number("http_req_duration", "avg"), end.number("http_reqs", "count")
        values = points.trends.get("http_req_duration")
        if mean is None or not values or count != len(points.requests) or len(material.summaries) > 1:
            continue
        true = sum(values) / len(values)
        if abs(mean - true) > max(1, 0.03 * max(mean, true)):
            told = any("http_req_duration" in note and "not of one run" in note for note in report.get("notes", []))
            ledger.judge("contradictions", told, f"a summary has {mean} ms for the mean request, the points {true:.2f} ms")


def claimed_percentiles(report, material, points, ledger):
    for claim in report.get("claims", []):
        if claim["kind"] != "percentile" or claim["value"] is None:
            continue
        metric, _, aggregate = claim["subject"].partition(" ")
        what = f"{claim['subject']} of {claim['population']}"
        candidates = [one.number(metric, aggregate) for one in material.ends]
        candidates = [one for one in candidates if one is not None]
        if claim.get("source") != "raw points" and candidates:
            among("percentiles", claim["value"], candidates, what, ledger, 1e-3)
        elif points and metric in points.trends:
            rank = float(aggregate[2:-1])
            like_percentile(claim["value"], points.trends[metric], rank, what, ledger)
        else:
            ledger.judge("percentiles", None, what)
