"""Logistic regression over classes of evidence, with a pull towards the anchor, kept in order."""
import math
from collections import defaultdict

from odds.classes import ANCHOR, FIXED, bounds

PULLS = (0.5, 1, 2, 5, 10, 20, 40)
FOLDS = 10


def logistic(x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def says(weights, counts):
    return logistic(sum(weights[name] * count for name, count in counts.items()))


def loss(weights, observations):
    """Log loss, the proper score that the fit makes small."""
    return sum(-math.log(max(1e-9, abs(1 - o.right - says(weights, o.counts)))) for o in observations)


def fit(observations, pull):
    """One class after the other by Newton's step, clamped between its neighbours, until none moves."""
    rows = defaultdict(float)
    for o in observations:
        rows[(tuple(sorted(o.counts.items())), o.right)] += 1
    rows = [(dict(counts), right, times) for (counts, right), times in sorted(rows.items())]
    weights = dict(ANCHOR)
    free = [name for name in weights if name not in FIXED]
    touching = {name: [row for row in rows if name in row[0]] for name in free}
    for _ in range(200):
        moved = 0.0
        for name in free:
            slope, bend = pull * (weights[name] - ANCHOR[name]), pull
            for counts, right, times in touching[name]:
                said, count = says(weights, counts), counts[name]
                slope += times * (said - right) * count
                bend += times * said * (1 - said) * count * count
            low, high = bounds(name, weights)
            step = max(-0.5, min(0.5, slope / bend))
            new = max(low, min(high, weights[name] - step))
            moved = max(moved, abs(new - weights[name]))
            weights[name] = new
        if moved < 1e-3:
            break
    return weights


def folds(observations):
    cases = sorted({o.case for o in observations})
    for k in range(FOLDS):
        yield set(cases[k::FOLDS])


def cross_validate(observations, always, pull):
    """(mean loss of left-out cases, its standard error, what was said of each). `always` is known
    beside the runs and never judged."""
    losses, said = [], []
    for left_out in folds(observations):
        weights = fit([o for o in observations if o.case not in left_out] + always, pull)
        judged = [o for o in observations if o.case in left_out]
        losses.append(loss(weights, judged) / max(1, len(judged)))
        said += [(says(weights, o.counts), o.right) for o in judged]
    mean = sum(losses) / len(losses)
    spread = math.sqrt(sum((x - mean) ** 2 for x in losses) / (len(losses) - 1))
    return mean, spread / math.sqrt(len(losses)), said


def choose_pull(observations, always):
    """The strongest pull that is not clearly worse than the best: within one standard error.
    The rules were written with these runs at hand, so what suits them best is too sure of itself."""
    tried = {pull: cross_validate(observations, always, pull) for pull in PULLS}
    best = min(PULLS, key=lambda pull: tried[pull][0])
    limit = tried[best][0] + tried[best][1]
    return max(pull for pull in PULLS if tried[pull][0] <= limit), tried
