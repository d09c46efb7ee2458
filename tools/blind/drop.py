"""Leaves one kind of input out, and judges whether what is said without it is still honest."""
from blind.corpora import files_of, is_log

SURE = 0.9
K6_KINDS = {"k6/raw": "raw points", "k6/summary": "summary", "k6/console": "console", "k6/k6.log": "k6 log",
            "script": "script", "context": "context"}
ALL_LOGS, ALL_K6 = "all backend logs", "all of k6"


def kind_of(name):
    """Each log is one of its own: what a folder below logs/ holds belongs together."""
    if is_log(name):
        return "/".join(name.split("/")[:2])
    return next((kind for start, kind in K6_KINDS.items() if name.startswith(start)), name)


def droppable(case, variant):
    """(kind, what is left) for each kind of input, where something is left; then without any log,
    and without anything of k6, which the truth often has a variant for."""
    files = list(files_of(case, variant["inputs"]))
    kinds = dict.fromkeys(kind_of(name) for name in files)
    for kind in kinds:
        left = [name for name in files if kind_of(name) != kind]
        if left:
            yield kind, left
    logs = [name for name in files if is_log(name)]
    if sum(is_log(kind) for kind in kinds) > 1 and len(logs) < len(files):
        yield ALL_LOGS, [name for name in files if not is_log(name)]
    if any(name.startswith("k6/") for name in files) and logs:
        yield ALL_K6, [name for name in files if not name.startswith("k6/")]


def variant_of(case, files):
    """The truth may know what follows from just these inputs."""
    return next((variant for variant in case.truth["variants"]
                 if set(files_of(case, variant["inputs"])) == set(files)), None)


def row_name(kind):
    return "a backend log" if kind.startswith("logs/") else kind


def true_causes(case):
    """What any variant of the case calls right: with less at hand, less can be known."""
    return {id for variant in case.truth["variants"] for key in ("primary", "acceptable", "contributing")
            for id in variant.get(key, [])}


def misled(case, variant, first):
    return int(first in variant.get("must_not_lead", []) and first not in true_causes(case))


def raised(case, before, after):
    """Wrong causes that less evidence made surer than 0.9. What a true cause leads to is not wrong,
    nor is a symptom: "requests were answered with 5xx" needs no log."""
    true = true_causes(case)
    follows = {id for cause in before + after if cause["id"] in true for id in cause["leads_to"] or ()}
    was = {cause["id"]: cause["confidence"] for cause in before}
    return [cause["id"] for cause in after
            if cause["kind"] == "root" and cause["confidence"] > SURE and was.get(cause["id"], 0.0) <= SURE
            and cause["id"] not in true | follows]
