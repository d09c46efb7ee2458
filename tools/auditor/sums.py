"""Shares, certainties, arithmetic in sentences, and whether two places of a report agree."""
import re

NUMBER = r"([\d,]+(?:\.\d+)?)"
FAILED_OF = re.compile(NUMBER + r" of " + NUMBER + r" requests failed \(([<>]?)([\d.]+) %\)")
ALL_FAILED = re.compile(r"\ball " + NUMBER + r" requests (?:failed|hit a closed port)")
SUCCEEDED = re.compile(r"^all " + NUMBER + r" requests succeeded")
LIMIT = re.compile(NUMBER + r" in (.+?) is " + NUMBER + r"/s; this test offers " + NUMBER + r"/s to it: the limit is reached "
                   r"after (.+?), and then " + NUMBER + r" % of these")
HOLD = re.compile(r"at " + NUMBER + r"/s requests " + NUMBER + r" connections? suffice while each is held for less than (.+?);")
PIECE = re.compile(r"([\d.,]+) (ms|s|min|h|d)\b")
UNIT = {"ms": 0.001, "s": 1, "min": 60, "h": 3600, "d": 86400}


def number(text):
    return float(text.replace(",", ""))


def seconds(text):
    return sum(number(value) * UNIT[unit] for value, unit in PIECE.findall(text))


def texts_of(report):
    yield report["headline"]
    for cause in report.get("causes", []):
        yield cause.get("headline", "")
        yield from (one["text"] for one in cause.get("evidence", []))
    yield from report.get("next_steps", [])


def audit(report, ledger):
    shares(report, ledger)
    certainties(report, ledger)
    for text in texts_of(report):
        sentence(text, report["run"], ledger)
    for cause in report.get("causes", []):
        if cause.get("latent"):
            latent(cause["headline"], ledger)
    agree(report, ledger)


def shares(report, ledger):
    main = [one for one in report["causes"] if not one.get("latent") and one.get("share") is not None]
    failed = report["run"].get("failed")
    total = sum(one["share"] for one in main)
    ledger.judge("shares", total <= 1 + 1e-6, f"the causes' shares add up to {total:.3f}")
    for cause in main:
        ledger.judge("shares", 0 <= cause["share"] <= 1, f"share {cause['share']} of {cause['id']}")
        if failed and cause.get("explained") is not None:
            ledger.equal("shares", cause["share"], min(1, cause["explained"] / failed), f"share of {cause['id']}", 1e-3)
    if failed and report.get("unexplained") is not None:
        explained = sum(one.get("explained", 0) for one in main)
        ledger.equal("sums", explained + report["unexplained"], failed, "explained and unexplained failed requests", least=0.51)
    stated = {one["id"]: one.get("explained") for one in main}
    for claim in report.get("claims", []):
        if claim["kind"] == "explained":
            ledger.equal("contradictions", claim["value"], stated.get(claim["subject"]), f"explained by {claim['subject']}")


def certainties(report, ledger):
    ranks = [one["rank"] for one in report["causes"]]
    ledger.judge("ranks", ranks == list(range(1, len(ranks) + 1)), f"ranks {ranks}")
    for cause in report["causes"]:
        if not cause.get("latent"):
            ledger.judge("certainties", 0 <= cause["confidence"] <= 1, f"confidence {cause['confidence']}")
        for evidence in cause.get("evidence", []):
            if evidence.get("log_odds") is not None:
                ledger.judge("certainties", evidence["for"] == (evidence["log_odds"] >= 0),
                             f"evidence of {evidence['log_odds']} counts for: {evidence['for']}")
    gun = report.get("smoking_gun", "")
    ledger.judge("certainties", not re.search(r"\d+ times as likely", gun), f"smoking gun: {gun}")


def sentence(text, run, ledger):
    for failed, requests, sign, percent in FAILED_OF.findall(text):
        ledger.equal("contradictions", number(requests), run.get("requests"), f"requests in `{text[:80]}`")
        ledger.equal("contradictions", number(failed), run.get("failed"), f"failed in `{text[:80]}`")
        if number(requests) and not sign:
            ledger.equal("arithmetic", number(percent), 100 * number(failed) / number(requests), text[:80], least=0.06)
    for all_of in ALL_FAILED.findall(text):
        ledger.equal("contradictions", number(all_of), run.get("failed"), f"`{text[:80]}`")
    for all_of in SUCCEEDED.findall(text):
        ledger.equal("contradictions", number(all_of), run.get("requests"), f"`{text[:80]}`")
        ledger.equal("contradictions", run.get("failed") or 0, 0, f"`{text[:80]}`")
    ledger.judge("grammar", not re.search(r"(?<![\d.,])1 (requests|workers|lines|times|connections)\b", text), text[:100])


def latent(text, ledger):
    for limit, window, per_s, offer, after, lost in LIMIT.findall(text):
        ledger.equal("arithmetic", number(per_s), number(limit) / seconds(window), text[:90], 0.02, 0.006)
        ledger.equal("arithmetic", seconds(after), number(limit) / number(offer), text[:90], 0.02, 0.6)
        ledger.equal("arithmetic", number(lost), 100 * (1 - number(per_s) / number(offer)), text[:90], least=1.0)
    for rate, connections, hold in HOLD.findall(text):
        ledger.equal("arithmetic", seconds(hold), number(connections) / number(rate), text[:90], 0.02)


def agree(report, ledger):
    run, timeline = report["run"], report.get("timeline", {})
    if timeline.get("onset_s") is not None and run.get("onset_s") is not None:
        ledger.equal("contradictions", timeline["onset_s"], run["onset_s"], "onset of the run and of the timeline")
    if run.get("requests") is not None and run.get("failed") is not None:
        ledger.judge("contradictions", run["failed"] <= run["requests"], "failed requests are at most the requests")
    ledger.judge("contradictions", not (report["verdict"] == "passed" and any(not one.get("latent") for one in report["causes"])),
                 "a passed run has no cause")
    for one in report.get("endpoints", []) + report.get("operations", []):
        if one.get("failed") is not None and one.get("requests") is not None:
            ledger.judge("contradictions", one["failed"] <= one["requests"], f"{one['name']} failed at most as often as it was sent")
