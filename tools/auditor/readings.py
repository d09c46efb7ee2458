"""A control group's cpu.stat, printed over and over: a report names the change since the block before."""
import re

ROW = re.compile(r"^(nr_periods|nr_throttled|throttled_usec|throttled_time) (\d+)$")
STATED = re.compile(r"\b(nr_throttled|throttled_pct|throttled_ms)=(\d+)")


def is_control_group(lines):
    return ROW.match(lines[0].strip()) is not None and any("nr_throttled" in line for line in lines)


def blocks(lines):
    """line of nr_periods -> its block's numbers, in order."""
    found = {}
    for number, line in enumerate(lines, 1):
        row = ROW.match(line.strip())
        if not row:
            continue
        if row.group(1) == "nr_periods" or not found:
            found[number] = {}
        found[next(reversed(found))][row.group(1)] = int(row.group(2))
    return found


def holds(lines, number, quote):
    """Whether the quote's numbers are those of the block at the line, less those of the block before."""
    all_blocks = blocks(lines)
    if number not in all_blocks or not STATED.search(quote):
        return False
    order = list(all_blocks)
    here, at = all_blocks[number], order.index(number)
    before = all_blocks[order[at - 1]] if at else {}

    def since(name):
        return here.get(name, 0) - before.get(name, 0)
    took_ms = since("throttled_usec") / 1e3 + since("throttled_time") / 1e6
    periods = since("nr_periods")
    true = {"nr_throttled": [here.get("nr_throttled"), since("nr_throttled")], "throttled_ms": [took_ms],
            "throttled_pct": [100 * since("nr_throttled") / periods if periods else 0]}
    rounded = {"nr_throttled": 0, "throttled_ms": 1, "throttled_pct": 1}
    return all(any(one is not None and abs(int(value) - one) <= rounded[name] for one in true[name])
               for name, value in STATED.findall(quote))
