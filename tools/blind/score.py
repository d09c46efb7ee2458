"""How right a report is, given the truth of its inputs, and the figures over many reports."""
from blind.program import causes

FIGURES = ("top1", "top1_acceptable", "top3", "misled", "brier")


def close(found, true):
    """Numbers within 10 %, anything else word for word."""
    try:
        found, true = float(found), float(true)
    except (TypeError, ValueError):
        return str(found) == str(true)
    return abs(found - true) <= 0.1 * max(abs(true), 1e-9)


def fact(document, name):
    value = document.get("facts", {}).get(name)
    return value.get("value") if isinstance(value, dict) else value


def score(document, variant):
    said = causes(document)
    ids = [cause["id"] for cause in said]
    row = {"ids": ids[:3], "confidence": said[0]["confidence"] if said else None}
    if variant.get("healthy"):
        row["healthy"] = document.get("verdict") == "passed" and not ids
        return row
    primary = set(variant["primary"])
    first = ids[0] if ids else None
    row["top1"] = float(first in primary)
    row["top1_acceptable"] = 1.0 if first in primary else 0.5 if first in variant.get("acceptable", []) else 0.0
    row["top3"] = float(bool(primary & set(ids[:3])))
    row["misled"] = int(first in variant.get("must_not_lead", []))
    if said:
        row["brier"] = (said[0]["confidence"] - row["top1"]) ** 2
    run = document.get("run", {})
    if variant.get("onset_s") is not None:
        row["onset"] = float(near_onset(run.get("onset_s"), variant))
    if variant.get("failed_share") is not None:
        share = run.get("failed_share")
        row["failed_share"] = float(share is not None and abs(share - variant["failed_share"]) <= 0.01)
    if variant.get("facts"):
        right = [close(fact(document, name), true) for name, true in variant["facts"].items()]
        row["facts"] = sum(right) / len(right)
    return row


def near_onset(found, variant):
    """Within 2 s of the first request that the fault made fail, from its start to its end."""
    if found is None:
        return False
    low = variant["onset_s"]
    return low - 2 <= found <= variant.get("onset_end_s", low) + 2


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else None


def figures(rows):
    """Errors count as wrong everywhere, but have no confidence to judge."""
    sick = [row for row in rows if "top1" in row or row.get("error") and not row.get("well")]
    out = {"runs": len(rows), "errors": sum("error" in row for row in rows)}
    for name in ("top1", "top1_acceptable", "top3"):
        out[name] = mean(row.get(name, 0.0) for row in sick)
    out["misled"] = sum(row.get("misled", 0) for row in sick)
    for name in ("brier", "onset", "failed_share", "facts"):
        out[name] = mean(row[name] for row in sick if name in row)
    well = [row for row in rows if "healthy" in row or row.get("error") and row.get("well")]
    out["healthy"] = mean(float(row.get("healthy", False)) for row in well)
    return out
