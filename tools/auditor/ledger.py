"""What was checked, and what came of it."""
import collections


class Ledger:
    """Claims by kind. A claim is true, false, or could not be judged from the inputs at hand."""

    def __init__(self):
        self.true, self.unjudged, self.false = collections.Counter(), collections.Counter(), []

    def judge(self, kind, holds, what):
        if holds is None:
            self.unjudged[kind] += 1
        elif holds:
            self.true[kind] += 1
        else:
            self.false.append((kind, what))

    def equal(self, kind, stated, found, what, tolerance=0.0, least=1e-9):
        """`stated` is `found` within a share of it (or `least`, for what is near zero)."""
        if stated is None or found is None:
            self.judge(kind, None, what)
            return
        near = abs(stated - found) <= max(least, tolerance * abs(found), 1e-6 * abs(found))
        self.judge(kind, near, f"{what}: the report says {stated}, the inputs {found}")

    def add(self, other):
        self.true += other.true
        self.unjudged += other.unjudged
        self.false += other.false

    @property
    def checked(self):
        return sum(self.true.values()) + len(self.false)


def table(ledger):
    false = collections.Counter(kind for kind, _ in ledger.false)
    kinds = sorted(set(ledger.true) | set(ledger.unjudged) | set(false))
    rows = [f"{'claims about':<28} {'true':>8} {'false':>6} {'not judged':>11}"]
    rows += [f"{kind:<28} {ledger.true[kind]:>8} {false[kind]:>6} {ledger.unjudged[kind]:>11}" for kind in kinds]
    rows.append(f"{'all':<28} {sum(ledger.true.values()):>8} {len(ledger.false):>6} {sum(ledger.unjudged.values()):>11}")
    return "\n".join(rows)
