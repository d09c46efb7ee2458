"""What is asked of a corpus, one blinding after the other."""
from blind import program
from blind.corpora import is_log, widest
from blind.drop import droppable
from blind.judge import Job, run_all


def known(asked):
    return run_all([Job(asked.tool, case, variant, "known", None) for case, variant in asked.variants()], asked.workers)


def touched_by(asked, probe):
    """folder of a case -> the ecosystems that its widest variant has lines of"""
    rows = run_all([Job(asked.tool, case, widest(case), "probed", probe) for case in asked.cases], asked.workers)
    for row in rows:
        if "error" in row:  # a case that was not probed would pass for one that nothing touches
            raise program.Failed(f"the probe for ecosystems failed: {row['error']}")
    return {row["folder"]: set(row["touched"]) for row in rows}


def without(asked, touched, overlays, reads_k6):
    """Only what an ecosystem can touch is run; everything else stays as it was."""
    jobs = [Job(asked.tool, case, variant, "without", (name, overlays[name]))
            for name in overlays for case, variant in asked.variants()
            if name in touched[case.folder] and (name in reads_k6 or has_logs(variant))]
    return run_all(jobs, asked.workers)


def reworded(asked):
    jobs = [Job(asked.tool, case, variant, "reworded", None) for case, variant in asked.variants() if has_logs(variant)]
    return [row for row in run_all(jobs, asked.workers) if not row.get("untouched")]


def said_before(rows):
    return {(row["folder"], row["variant"]): row["said"] for row in rows if "said" in row}


def dropped(asked, known_rows):
    before, jobs = said_before(known_rows), []
    for case in asked.cases:
        variant = widest(case)
        said = before.get((case.folder, variant["name"]))
        if said is not None:
            jobs += [Job(asked.tool, case, variant, "dropped", (kind, left, said))
                     for kind, left in droppable(case, variant)]
    return run_all(jobs, asked.workers)


def renamed(asked, known_rows):
    before = said_before(known_rows)
    keys = {case.folder: (case.folder, widest(case)["name"]) for case in asked.cases}
    return run_all([Job(asked.tool, case, widest(case), "renamed", before[keys[case.folder]])
                    for case in asked.cases if keys[case.folder] in before], asked.workers)


def has_logs(variant):
    return any(is_log(name) for name in variant["inputs"])
