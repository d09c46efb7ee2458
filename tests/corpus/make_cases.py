#!/usr/bin/env python3
"""Makes the cases of this folder that are not runs of samples/: k6's points and summary, and the
log as the software named would print it. Run it to make them anew; the same bytes come out.

    tests/corpus/make_cases.py"""
import gzip
import json
import os
import random
from datetime import datetime, timedelta, timezone

HERE = os.path.dirname(os.path.abspath(__file__))
START = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)
SECONDS, PER_SECOND = 30, 12

# A request from `onset` on fails with the chance `share`, after `fails_ms`; each failure is followed
# by the lines of `says`, which know {time}, {n} (counting), {ms} and {hex}.
CASES = {
    "lending-desk": {
        "title": "A home-made pool of connections runs dry, in home-made words",
        "endpoint": "loan", "onset": 12.0, "share": 0.5, "fails_ms": 1500,
        "start": ["{time} level=info svc=lending msg=\"storage gate ready\" capacity=5 patience_ms=1500"],
        "ok": "{time} level=info svc=lending msg=\"loan written\" took_ms={ms}",
        "says": ["{time} level=error svc=lending msg=\"loan {n} not written\" "
                 "cause=\"GateStarved: storage gate starved, no slot within 1500 (capacity 5)\""],
        "log": "lending.log", "primary": ["db.pool-exhausted"], "acceptable": ["app.server-errors"],
        "must_not_lead": ["db.unreachable", "app.crash", "db.too-many-connections", "app.unhandled-error"]},
    "seat-maps": {
        "title": "Ecto's pool runs dry", "endpoint": "seat map", "onset": 10.0, "share": 0.6, "fails_ms": 1010,
        "start": ["{clock} [info] Running SeatsWeb.Endpoint with Bandit 1.5.7 at 0.0.0.0:4000 (http)"],
        "ok": "{clock} request_id={hex} [info] Sent 200 in {ms}ms",
        "says": ["{clock} request_id={hex} [error] ** (DBConnection.ConnectionError) connection not available and request was "
                 "dropped from queue after 1009ms. This means requests are coming in and your connection pool cannot serve "
                 "them fast enough. You can address this by:",
                 "", "  1. Ensuring your database is available and that you can connect to it",
                 "    (ecto_sql 3.11.1) lib/ecto/adapters/sql.ex:1054: Ecto.Adapters.SQL.raise_sql_call_error/1"],
        "log": "seats.log", "primary": ["db.pool-exhausted"], "acceptable": [],
        "must_not_lead": ["db.unreachable", "db.too-many-connections", "app.unhandled-error"]},
    "fare-quotes": {
        "title": "A Rust service calls a tariff service that nobody started", "endpoint": "quote", "onset": 0.0, "share": 1.0,
        "fails_ms": 4, "status": 502, "k6_says": ["edge.upstream-down"],  # who answers 502 is mostly a proxy
        "start": ["{time}  INFO quotes: listening on 0.0.0.0:8081"],
        "ok": "{time}  INFO quotes: quote answered ms={ms}",
        "says": ["{time} ERROR quotes::tariff: tariff lookup failed: error sending request for url "
                 "(http://tariffs.internal:9310/v2/zones): client error (Connect): tcp connect error: "
                 "Connection refused (os error 111)"],
        "log": "quotes.log", "primary": ["dep.unreachable"], "acceptable": [],
        "must_not_lead": ["app.boot-failure", "app.crash", "net.connection-refused"]},
    "stock-ledger": {
        "title": "PostgreSQL has no slot left for a .NET service", "endpoint": "posting", "onset": 15.0, "share": 0.7,
        "fails_ms": 35,
        "start": ["info: Microsoft.Hosting.Lifetime[14]", "      Now listening on: http://[::]:8080"],
        "ok": None,
        "says": ["fail: Microsoft.AspNetCore.Server.Kestrel[13]",
                 "      Connection id \"0HN{n}\", Request id \"0HN{n}:00000002\": An unhandled exception was thrown by the "
                 "application.",
                 "      Npgsql.PostgresException (0x80004005): 53300: sorry, too many clients already",
                 "         at Npgsql.Internal.NpgsqlConnector.ReadMessageLong(Boolean async)"],
        "log": "ledger.log", "primary": ["db.too-many-connections"], "acceptable": [],
        "must_not_lead": ["app.unhandled-error", "db.unreachable"]},
    "basket-sessions": {
        "title": "Redis is full and evicts nothing", "endpoint": "basket", "onset": 18.0, "share": 0.8, "fails_ms": 6,
        "start": ["{time} INFO basket started"],
        "ok": "{time} INFO basket saved in {ms} ms",
        "says": ["{time} ERROR basket could not be saved", "Traceback (most recent call last):",
                 "  File \"/app/basket/store.py\", line 41, in save",
                 "redis.exceptions.OutOfMemoryError: command not allowed when used memory > 'maxmemory'."],
        "log": "basket.log", "primary": ["cache.out-of-memory"], "acceptable": [],
        "must_not_lead": ["app.out-of-memory", "app.unhandled-error", "cache.unreachable"]},
    "order-events": {
        "title": "No Kafka broker answers a Java service", "endpoint": "order", "onset": 9.0, "share": 1.0, "fails_ms": 2001,
        "status": 503,
        "start": ["{time}  INFO 1 --- [main] com.acme.orders.OrdersApplication : Started OrdersApplication in 3.1 seconds"],
        "ok": "{time}  INFO 1 --- [nio-8080-exec-3] c.a.orders.OrderController : order taken in {ms} ms",
        "says": ["{time}  WARN 1 --- [ad | producer-1] org.apache.kafka.clients.NetworkClient : [Producer clientId=producer-1] "
                 "Connection to node 1 (broker-1/10.20.0.7:9092) could not be established. Node may not be available.",
                 "{time} ERROR 1 --- [nio-8080-exec-3] c.a.orders.OrderController : order {n} not handed on: "
                 "org.apache.kafka.common.errors.TimeoutException: Topic orders not present in metadata after 2000 ms."],
        "log": "orders.log", "primary": ["queue.unreachable"], "acceptable": [],
        "must_not_lead": ["app.load-shedding", "db.unreachable", "app.unhandled-error"]},
    "billing-quiet": {
        "title": "Nothing is wrong; a mail relay is retried as always", "endpoint": "invoice", "onset": 99.0, "share": 0.0,
        "fails_ms": 0,
        "start": ["{time} INFO billing listening on :8090"],
        "ok": "{time} INFO invoice written in {ms} ms",
        "always": "{time} WARN mail relay not reachable, will try again: dial tcp 10.20.0.9:25: connect: connection refused",
        "says": [], "log": "billing.log", "primary": [], "acceptable": [],
        "must_not_lead": ["dep.unreachable", "app.crash"]},
}


def requests(case, dice):
    """(when, milliseconds, failed) for each request."""
    for n in range(SECONDS * PER_SECOND):
        at = n / PER_SECOND + dice.random() / PER_SECOND
        failed = at >= case["onset"] and dice.random() < case["share"]
        took = case["fails_ms"] * (1 + dice.random() * 0.004) if failed else dice.uniform(6, 14)
        yield at, took, failed


def write_points(case, sent, path):
    metrics = {"http_reqs": "counter", "http_req_duration": "trend", "http_req_waiting": "trend", "http_req_failed": "rate",
               "vus": "gauge"}
    lines = [json.dumps({"type": "Metric", "data": {"name": name, "type": kind, "contains": "default", "thresholds": [],
                                                    "submetrics": None}, "metric": name}) for name, kind in metrics.items()]
    for at, took, failed in sent:
        status = case.get("status", 500) if failed else 200
        tags = {"expected_response": str(not failed).lower(), "group": "", "method": "POST", "name": case["endpoint"],
                "proto": "HTTP/1.1", "scenario": "steady", "status": str(status), "url": case["endpoint"]}
        if failed:
            tags["error_code"] = f"1{status}"
        time = (START + timedelta(seconds=at, milliseconds=took)).isoformat().replace("+00:00", "Z")
        values = {"http_reqs": 1, "http_req_duration": round(took, 4), "http_req_waiting": round(took * 0.98, 4),
                  "http_req_failed": int(failed), "vus": 20}
        lines += [json.dumps({"metric": name, "type": "Point", "data": {"time": time, "value": value,
                  "tags": {"scenario": "steady"} if name == "vus" else tags}}) for name, value in values.items()]
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as file:
        file.write(("\n".join(lines) + "\n").encode())


def trend(values):
    values = sorted(values)
    at = lambda share: values[min(len(values) - 1, int(share * len(values)))]
    return {"avg": sum(values) / len(values), "min": values[0], "med": at(0.5), "max": values[-1], "p(90)": at(0.9), "p(95)": at(0.95)}


def write_summary(sent, path):
    count, failed = len(sent), sum(failure for _, _, failure in sent)
    metrics = {
        "http_reqs": {"count": count, "rate": count / SECONDS},
        "http_req_duration": trend([took for _, took, _ in sent]),
        "http_req_failed": {"passes": failed, "fails": count - failed, "value": failed / count,
                            "thresholds": {"rate<0.01": failed / count >= 0.01}},
        "iterations": {"count": count, "rate": count / SECONDS},
        "vus_max": {"value": 20, "min": 20, "max": 20},
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"root_group": {"name": "", "path": "", "groups": {}, "checks": {}}, "metrics": metrics}, file, indent=1)
        file.write("\n")


def write_log(case, sent, dice, path):
    entries = [(-2.0, line) for line in case["start"]]
    for n, (at, took, failed) in enumerate(sent):
        done = at + took / 1000
        lines = case["says"] if failed else [case["ok"]] if case["ok"] else []
        entries += [(done, line.replace("{n}", str(4100 + n)).replace("{ms}", f"{took:.0f}")) for line in lines]
    if "always" in case:
        entries += [(second + 0.4, case["always"]) for second in range(0, SECONDS, 3)]
    entries.sort(key=lambda entry: entry[0])
    with open(path, "w", encoding="utf-8") as file:
        for at, line in entries:
            when = START + timedelta(seconds=at)
            file.write(line.replace("{time}", when.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
                       .replace("{clock}", when.strftime("%H:%M:%S.") + f"{when.microsecond // 1000:03}")
                       .replace("{hex}", f"{dice.getrandbits(80):020X}") + "\n")


def truth_of(name, case, sent):
    failed = [at for at, _, failure in sent if failure]
    shared = {"onset_s": round(failed[0], 2) if failed else None, "failed_share": round(len(failed) / len(sent), 4),
              "healthy": not case["primary"], "facts": {"requests": len(sent)}, "contributing": []}
    full = {"name": "full", "inputs": ["k6/summary.json", "k6/raw.ndjson.gz", "logs"], "primary": case["primary"],
            "acceptable": case["acceptable"], "must_not_lead": case["must_not_lead"], **shared}
    k6_only = {"name": "k6-only", "inputs": ["k6/summary.json", "k6/raw.ndjson.gz"],
               "primary": ["app.server-errors", *case.get("k6_says", [])] if case["primary"] else [], "acceptable": [],
               "must_not_lead": ["app.crash", "net.connection-refused"], **shared}
    return {"id": name, "title": case["title"], "variants": [full, k6_only]}


def main():
    for name, case in CASES.items():
        dice = random.Random(name)
        sent = list(requests(case, dice))
        folder = os.path.join(HERE, "cases", name)
        for part in ("k6", "logs"):
            os.makedirs(os.path.join(folder, part), exist_ok=True)
        write_points(case, sent, os.path.join(folder, "k6", "raw.ndjson.gz"))
        write_summary(sent, os.path.join(folder, "k6", "summary.json"))
        write_log(case, sent, dice, os.path.join(folder, "logs", case["log"]))
        with open(os.path.join(HERE, "truth", f"{name}.json"), "w", encoding="utf-8") as file:
            json.dump(truth_of(name, case, sent), file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
