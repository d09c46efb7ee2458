"""The table of all blindings, and what was judged wrongly."""
from blind.score import FIGURES, figures

COLUMNS = ("runs", *FIGURES, "raised", "changed")


def over_all(known, changed):
    """The figures over every run: those that were not touched are as they were."""
    def key(row):
        return row["folder"], row["variant"]

    instead = {key(row): row for row in changed}
    return [instead.get(key(row), row) for row in known]


def figures_of(rows):
    """name of a row of the table -> figures"""
    table = {"known": figures(rows["known"])}
    without = rows.get("without", [])
    for name in dict.fromkeys(row["what"][0] for row in without):
        table[f"without {name}"] = figures([row for row in without if row["what"][0] == name])
    if without:
        table["without one ecosystem"] = figures(without)
    if "reworded" in rows:
        table["reworded"] = figures(rows["reworded"])
        table["reworded, all runs"] = figures(over_all(rows["known"], rows["reworded"]))
    dropped = rows.get("dropped", [])
    for kind in dict.fromkeys(row.get("kind") for row in dropped):
        table[f"without {kind}"] = honesty([row for row in dropped if row.get("kind") == kind])
    if dropped:
        table["without one input"] = honesty(dropped)
    if "renamed" in rows:
        errors = sum("error" in row for row in rows["renamed"])
        table["renamed"] = {"runs": len(rows["renamed"]), "errors": errors,
                            "changed": sum(row.get("changed", 0) for row in rows["renamed"])}
    return table


def honesty(rows):
    """Only some sets of inputs have a truth of their own; the others are judged by what they may not say."""
    true = figures([row for row in rows if "top1" in row or "healthy" in row])
    return {**true, "runs": len(rows), "errors": sum("error" in row for row in rows),
            "misled": sum(row.get("misled", 0) for row in rows),
            "raised": sum(bool(row.get("raised")) for row in rows)}


def shown(value):
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def print_table(table):
    print("| blinding | " + " | ".join(name.replace("_", " or ") for name in COLUMNS) + " |\n|" + "---|" * (1 + len(COLUMNS)))
    for name, values in table.items():
        print(f"| {name} | " + " | ".join(shown(values.get(column)) for column in COLUMNS) + " |")
        if values.get("errors"):
            print(f"{values['errors']} runs of `{name}` ended without a report")


def print_misses(rows):
    for kind, judged in rows.items():
        for row in judged:
            if row["named"] and (wrong := what_is_wrong(row)):
                what = f" {row['what'][0]}" if kind == "without" else ""
                print(f"{kind}{what}: {row['case']} [{row['variant']}] {wrong}")


def what_is_wrong(row):
    if "error" in row:
        return row["error"]
    if row.get("healthy") is False:
        return f"healthy, but said {row['ids']}"
    if row.get("changed"):
        return f"was {row['before']}, is {[(c['id'], c['confidence'], c['share']) for c in row['said']]}"
    if "raised" in row and (row["raised"] or row.get("misled")):
        return f"without {row['dropped']} said {[c['id'] for c in row['said']]}, surer of {row['raised']}, misled {row.get('misled', 0)}"
    if row.get("top1", 1.0) == 1.0:
        return ""
    sure = "-" if row["confidence"] is None else f"{row['confidence']:.3f}"
    return f"want {'/'.join(row['want'])}, said {row['ids']} {sure}{' MISLED' if row['misled'] else ''}"
