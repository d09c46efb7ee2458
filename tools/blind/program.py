"""Runs loadtriage and keeps of its report what can be judged."""
import json
import subprocess

SECONDS = 60


class Failed(Exception):
    pass


def analyze(tool, paths, rules=None, explain=None):
    """(document, what it said on standard error)"""
    command = [tool, "analyze", *paths, "--format", "json", "--threads", "1"]
    if rules:
        command += ["--rules", rules]
    if explain:
        command += ["--explain", explain]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Failed(f"no answer in {SECONDS} s") from None
    told = done.stderr.decode(errors="replace")
    if done.returncode not in (0, 1):
        raise Failed(f"exit {done.returncode}: {told[-300:].strip()}")
    try:
        return json.loads(done.stdout), told
    except ValueError as error:
        raise Failed(f"the report is not JSON: {error}") from None


def causes(document):
    """What was said, in order; walls that the run did not reach are no causes of it."""
    return sorted((c for c in document.get("causes", []) if not c.get("latent")), key=lambda c: c["rank"])
