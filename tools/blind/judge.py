"""Lays a variant of a case into a folder, blinds it, runs the program and scores the report."""
import os
import tempfile
from collections import namedtuple
from concurrent.futures import ProcessPoolExecutor

from blind import drop, ecosystems, program
from blind.corpora import files_of, is_log, lay
from blind.rename import rename_folder
from blind.reword import reword_file
from blind.score import score

# What is done with a variant: `how` is a name of BLINDINGS, `what` what it needs to know.
Job = namedtuple("Job", "tool case variant how what")


def run_all(jobs, workers):
    """Rows in the order of the jobs; several processes, for rewriting costs as much as judging."""
    if workers == 1:
        return [run(job) for job in jobs]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(run, jobs, chunksize=4))


def run(job):
    row = {"case": job.case.id, "folder": job.case.folder, "variant": job.variant["name"], "named": job.case.named,
           "well": bool(job.variant.get("healthy")), "want": job.variant["primary"], "how": job.how, "what": job.what}
    with tempfile.TemporaryDirectory() as folder:
        try:
            row.update(BLINDINGS[job.how](job, folder))
        except program.Failed as failed:
            row["error"] = str(failed)
    return row


def judged(job, folder, rules=None):
    document, _ = program.analyze(job.tool, [folder], rules)
    return {**score(document, job.variant), "said": said(document)}


def said(document):
    return [{key: cause.get(key) for key in ("id", "kind", "confidence", "share", "leads_to")}
            for cause in program.causes(document)]


def known(job, folder):
    lay(job.case, files_of(job.case, job.variant["inputs"]), folder)
    return judged(job, folder)


def probed(job, folder):
    """Which ecosystems the inputs hold lines of."""
    lay(job.case, files_of(job.case, job.variant["inputs"]), folder)
    _, explanation = program.analyze(job.tool, [folder], job.what, ecosystems.PROBE)
    return {"touched": sorted(ecosystems.probed(explanation))}


def without(job, folder):
    """`what`: (ecosystem, folder of the rules that disable it)"""
    lay(job.case, files_of(job.case, job.variant["inputs"]), folder)
    return judged(job, folder, job.what[1])


def reworded(job, folder):
    files = list(files_of(job.case, job.variant["inputs"]))
    lay(job.case, files, folder)
    changed = [reword_file(path, job.case.id) for path in logs_in(files, folder)]
    return judged(job, folder) if any(changed) else {"untouched": True}


def logs_in(files, folder):
    return [os.path.join(folder, name) for name in files if is_log(name)]


def dropped(job, folder):
    """`what`: (kind, files that are left, what was said of everything)"""
    kind, left, before = job.what
    lay(job.case, left, folder)
    document, _ = program.analyze(job.tool, [folder])
    after = said(document)
    known_variant = drop.variant_of(job.case, left)
    row = score(document, known_variant) if known_variant else {}
    if not known_variant:
        row["misled"] = drop.misled(job.case, job.variant, after[0]["id"] if after else None)
    row.update(kind=drop.row_name(kind), dropped=kind, raised=drop.raised(job.case, before, after), said=after)
    return row


def renamed(job, folder):
    """`what`: what was said under the old names"""
    files = list(files_of(job.case, job.variant["inputs"]))
    lay(job.case, files, folder)
    document, _ = program.analyze(job.tool, rename_folder(job.case.id, files, folder))
    after = said(document)
    return {"said": after, "changed": outline(job.what) != outline(after), "before": outline(job.what)}


def outline(causes):
    return [(cause["id"], round(cause["confidence"], 3), round(cause["share"] or 0.0, 3)) for cause in causes]


BLINDINGS = {"known": known, "probed": probed, "without": without, "reworded": reworded, "dropped": dropped,
             "renamed": renamed}
