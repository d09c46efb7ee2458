"""The classes of evidence: where a fit starts from, what order they keep, how they are stored."""
import re

# What a careful person would write down before looking at any run: a fit is pulled towards
# these numbers, so that a class which the runs hardly show stays where common sense puts it.
ANCHOR = {
    "decisive": 4.6, "strong": 3.0, "supporting": 1.5, "hint": 0.7,
    "against": -1.5, "strongly-against": -3.0, "excludes": -8.0,
    "prior common": -1.5, "prior uncommon": -2.5, "prior rare": -3.5,
}
# A veto is a matter of logic, not of frequency.
FIXED = {"excludes"}
# Each list from the least to the greatest; neighbours stay at least GAP apart, and evidence
# keeps its sign.
ORDER = (("strongly-against", "against", "hint", "supporting", "strong", "decisive"),
         ("prior rare", "prior uncommon", "prior common"))
GAP, LEAST = 0.25, 0.3
SUPPORTS = {"decisive", "strong", "supporting", "hint"}


def bounds(name, weights):
    low, high = -20.0, 20.0
    for names in ORDER:
        if name in names:
            at = names.index(name)
            low = max(low, weights[names[at - 1]] + GAP if at > 0 else low)
            high = min(high, weights[names[at + 1]] - GAP if at + 1 < len(names) else high)
    if name in SUPPORTS:
        low = max(low, LEAST)
    elif "against" in name or name.startswith("prior "):
        high = min(high, -LEAST)
    return low, high


def read_odds(path):
    odds, section = {}, None
    with open(path) as file:
        for line in file:
            if re.match(r"^\w+:", line):
                section = line.split(":")[0]
            elif found := re.match(r"^  ([\w-]+): (-?[\d.]+)", line):
                if section in ("classes", "priors"):
                    odds[("prior " if section == "priors" else "") + found.group(1)] = float(found.group(2))
    return odds


def write_odds(path, weights):
    """A rule file with these numbers and nothing else; what it leaves out stays as it was."""
    with open(path, "w") as file:
        for section in ("classes", "priors"):
            file.write(section + ":\n")
            for name, value in weights.items():
                if name.startswith("prior ") == (section == "priors"):
                    file.write(f"  {name.removeprefix('prior ')}: {value:.2f}\n")


def replace_odds(path, weights):
    """The same file with the fitted numbers in it, comments and all."""
    with open(path) as file:
        lines = file.readlines()
    section = None
    for number, line in enumerate(lines):
        if re.match(r"^\w+:", line):
            section = line.split(":")[0]
        elif found := re.match(r"^  ([\w-]+): ", line):
            name = ("prior " if section == "priors" else "") + found.group(1)
            if name in weights and section in ("classes", "priors"):
                lines[number] = f"  {found.group(1)}: {weights[name]:.2f}\n"
    with open(path, "w") as file:
        file.writelines(lines)
