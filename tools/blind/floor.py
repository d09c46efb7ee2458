"""Figures that must not get worse: .ci/blind-floor.json, one table for each key."""
import json

AT_LEAST = ("top1", "top3")
AT_MOST = ("misled", "brier", "raised", "errors", "changed")
DIGITS = 3


def floored(table):
    """The figures of a table that have a floor. Single ecosystems and single kinds of input have
    none: a handful of runs says little, and all of them together are in a row of their own."""
    return {name: {figure: values[figure] for figure in AT_LEAST + AT_MOST if values.get(figure) is not None}
            for name, values in table.items() if not name.startswith("without ") or name.startswith("without one ")}


def better(figure, value, floor):
    """Rounding may lose what stands in the file only to three digits."""
    margin = 0.5 * 10 ** -DIGITS
    return value >= floor - margin if figure in AT_LEAST else value <= floor + margin


def check_floor(path, key, table, raise_floor):
    with open(path, encoding="utf-8") as file:
        floors = json.load(file)
    held = True
    for name, values in floored(table).items():
        floor = floors.setdefault(key, {}).setdefault(name, {})
        for figure, value in values.items():
            if figure not in floor or raise_floor and better(figure, value, floor[figure]):
                if raise_floor:
                    floor[figure] = round(value, DIGITS)
                    continue
                print(f"FAIL {name}: {figure} has no floor in {path}; set it with --raise")
                held = False
            elif not better(figure, value, floor[figure]):
                sense = "at least" if figure in AT_LEAST else "at most"
                print(f"FAIL {name}: {figure} {value:.3f} ({sense} {floor[figure]})")
                held = False
    if raise_floor:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(floors, file, indent=2)
            file.write("\n")
    elif held:
        print(f"every figure of `{key}` is at its floor or better")
    return held
