"""Which signatures belong to which ecosystem, and overlays of rules that leave one out or tell
which ones a case touches."""
import fnmatch
import os
import re

from blind.tables import read_table

GENERAL = "general"
PROBE = "test.blind-probe"  # a cause that asks for one observation of each ecosystem

ID = re.compile(r"^\s*- id:\s*['\"]?([^\s'\"]+)", re.MULTILINE)
SIGNATURE = re.compile(r"^(?=\s*- id:)", re.MULTILINE)
SHOWS = re.compile(r"^(\s+shows:).*$", re.MULTILINE)
PROBED = re.compile(r"seen\('probe\.([a-z-]+)'\)\.before .*: yes$", re.MULTILINE)


class Map:
    def __init__(self, rules, table=None):
        self.rules = os.path.join(rules, "signatures")
        self.table = read_table("ecosystems.tsv") if table is None else table
        self.owned = {}  # ecosystem -> ids
        self.reads_k6 = set()  # ecosystems that have signatures of k6's own lines
        self.faults = []
        for name in sorted(os.listdir(self.rules)):
            if name.endswith(".yaml"):
                self._take(name)

    def _take(self, name):
        with open(os.path.join(self.rules, name), encoding="utf-8") as file:
            text = file.read()
        ids = ID.findall(text)
        homeless = [id for id in ids if self.ecosystem(name, id) is None]
        if homeless:
            self.faults.append(f"rules/signatures/{name}: {len(homeless)} of {len(ids)} signatures (the first is "
                               f"`{homeless[0]}`) belong to no ecosystem; "
                               f"list the file in tools/blind/ecosystems.tsv, if need be as `{GENERAL}`")
        for id in ids:
            self.owned.setdefault(self.ecosystem(name, id), []).append(id)
        if re.search(r"^\s+reads:", text, re.MULTILINE):
            self.reads_k6.update(self.ecosystem(name, id) for id in ids)

    def ecosystem(self, name, id):
        for row in self.table:
            if fnmatch.fnmatch(name, row[1]) and (len(row) < 3 or fnmatch.fnmatch(id, row[2])):
                return row[0]
        return None

    def names(self):
        return [name for name in dict.fromkeys(row[0] for row in self.table)
                if name != GENERAL and name in self.owned]

    def write_without(self, ecosystem, folder):
        """Rules that disable every signature of the ecosystem."""
        with open(os.path.join(folder, "without.yaml"), "w", encoding="utf-8") as file:
            file.write("technology: left out\nsignatures:\n")
            for id in self.owned[ecosystem]:
                file.write(f"  - id: {id}\n    disabled: true\n")

    def write_probe(self, folder):
        """The same signatures showing nothing but their ecosystem, and a cause that asks for each.
        The patterns stay as they are, so that what was compiled with the program is used."""
        for name in sorted(os.listdir(self.rules)):
            if not name.endswith(".yaml"):
                continue
            with open(os.path.join(self.rules, name), encoding="utf-8") as file:
                head, *signatures = SIGNATURE.split(file.read())
            probing = []
            for signature in signatures:
                owner = self.ecosystem(name, ID.match(signature).group(1))
                if owner not in (None, GENERAL):
                    probing.append(SHOWS.sub(rf"\1 probe.{owner}", signature, count=1))
            if probing:
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(head + "".join(probing))
        cause = os.path.join(folder, "causes", *PROBE.split(".")) + ".yaml"
        os.makedirs(os.path.dirname(cause))
        with open(cause, "w", encoding="utf-8") as file:
            file.write(probe_cause(self.names()))


def probe_cause(names):
    """`count` leaves out what is as frequent in healthy seconds; it counts as touched all the same."""
    clues = "".join(f"  - when: seen('probe.{name}').before + seen('probe.{name}').during > 0\n"
                    f"    when_true: usually\n    otherwise: often\n    tell: saw {name}\n" for name in names)
    return (f"# Asks which ecosystems a run has lines of.\ncause: {PROBE}\ntitle: Ecosystems seen\nkind: symptom\n"
            f"prior: rare\nclues:\n{clues}explains: 'false'\nheadline: seen\nbecause: seen\n"
            f"examples:\n  - {{ name: seen, expect: fires }}\n  - {{ name: unseen, expect: silent }}\n")


def probed(explanation):
    return set(PROBED.findall(explanation))
