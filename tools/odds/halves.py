"""The scorer, run on one half of the cases with odds fitted on the other."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from odds.classes import write_odds

NODE = {"express", "nestjs", "koa", "fastify", "node-http", "prisma", "pino", "winston-text", "winston-json",
        "log4js", "bunyan", "sequelize", "typeorm", "knex", "ioredis", "node-redis", "pm2", "morgan"}
FIGURES = {
    "top1": r"^top1 ([\d.]+)", "top1 or acceptable": r"top1\+acceptable ([\d.]+)", "top3": r"top3 ([\d.]+)",
    "misled": r"misled (\d+)", "brier": r"brier ([\d.]+)", "healthy": r"passed clean ([\d.]+)",
}


def by_stack(tags):
    node = sorted(case for case in tags if NODE & tags[case])
    return {"Node stacks": node, "other stacks": sorted(set(tags) - set(node))}


def score(tool, corpus, scorer, cases, weights):
    """(figures, what the scorer said of each variant), of these cases with these odds."""
    with tempfile.TemporaryDirectory() as folder:
        rules, part = os.path.join(folder, "rules"), os.path.join(folder, "corpus")
        os.makedirs(rules)
        write_odds(os.path.join(rules, "odds.yaml"), weights)
        os.makedirs(os.path.join(part, "truth"))
        os.symlink(os.path.abspath(os.path.join(corpus, "cases")), os.path.join(part, "cases"))
        for case in cases:
            shutil.copy(os.path.join(corpus, "truth", case + ".json"), os.path.join(part, "truth"))
        wrapper, rows = os.path.join(folder, "loadtriage"), os.path.join(folder, "rows.json")
        with open(wrapper, "w") as file:
            file.write(f'#!/bin/sh\nexec "{os.path.abspath(tool)}" "$@" --rules "{rules}"\n')
        os.chmod(wrapper, 0o755)
        printed = subprocess.run([sys.executable, scorer, "--tool", wrapper, "--corpus", part, "--json", rows],
                                 capture_output=True, text=True, check=True).stdout
        with open(rows) as file:
            judged = json.load(file)
    figures = {}
    for name, pattern in FIGURES.items():
        found = re.search(pattern, printed, re.MULTILINE)
        figures[name] = float(found.group(1)) if found else None
    return figures, judged


def worse_by(name, held_out, whole):
    """How much worse a figure is than the same of all cases; counts as shares of one."""
    if held_out[name] is None or whole[name] is None:
        return 0.0
    sign = -1 if name in ("misled", "brier") else 1
    return sign * (whole[name] - held_out[name])
