"""Gives everything in a case another name: services, files, ports, hosts, folders, ids. What the
names say is nothing that a cause may hang on, so the report has to stay the same but for them."""
import gzip
import os
import re

from blind.corpora import is_log
from blind.reword import is_server
from blind.wording import pick

# Names that mean something to a reader of logs, whoever's they are, and words of k6 and HTTP.
TELLING = set("access app api application backend catalina console container cron data db debug docker edge error errors "
              "event events frontend gateway health http https index info journal k6 kube localhost log login logs main "
              "metrics node output pod prod proxy requests root rates checks script server service status stderr stdout "
              "summary system test token user users web worker".split())
# Ports that say what listens there; rules may know them.
KNOWN_PORTS = set("21 22 25 53 80 443 1433 1521 1883 2181 2379 3306 4222 5432 5672 5984 6379 6432 7000 7687 8086 8123 9042 "
                  "9092 9200 11211 15672 26257 26379 27017 33060 50000 61613 61616".split())
INVENTED = ("amber-quay", "birch-well", "cedar-loft", "dune-path", "ember-hall", "fjord-gate", "glade-mill", "heron-yard",
            "ivory-cove", "jasper-row", "kelp-stone", "larch-view", "mossy-dell", "north-fold", "otter-weir", "pine-crest")
NAME_PARTS = re.compile(r"(?:[-.]\d+|-[0-9a-f]{4,}|-[0-9a-z]{5}|\.json|\.txt|\.log|\.out|\.err|\.journal)+$")
PORT = re.compile(r"(?://|@)[\w.-]+:(\d{4,5})\b|\d+\.\d+\.\d+\.\d+:(\d{4,5})\b")
PRIVATE = re.compile(r"10\.\d+\.\d+\.\d+$|192\.168\.\d+\.\d+$|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+$")
HEX = str.maketrans("0123456789abcdefABCDEF", "3816507294cefbdaCEFBDA")
FOLDERS = {"/srv/": "/home/quarry/", "/opt/": "/srv/", "/usr/src/": "/home/quarry/"}
LONGEST = 400 << 20


class Names:
    """Old name -> new name, the same in all files of a case."""

    def __init__(self, case, files, texts):
        self.case = case
        self.services = self._services(files)
        self.ports = self._ports(texts)
        names = "|".join(re.escape(name) for name in sorted(self.services, key=len, reverse=True)) or "(?!)"
        ports = "|".join(sorted(self.ports)) or "(?!)"
        self.pattern = re.compile(
            rf"(?P<service>(?<![A-Za-z0-9])(?:{names})(?![A-Za-z0-9]))"
            rf"|(?P<port>(?:(?<=[A-Za-z0-9\]]:)|(?<=port[ =:])|(?<=port\":)|(?<=port=')|(?<=port\": ))(?:{ports})(?!\d))"
            r"|(?P<ip>(?<![\d.])(?:10|172|192)\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.]))"
            r"|(?P<host>(?<=//)[a-z][\w-]*(?=\.[\w.-]*(?:internal|local|test|example|lan|corp)\b))"
            r"|(?P<folder>(?<![\w./-])/(?:srv|opt|usr/src)/)"
            r"|(?P<id>(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-]))")

    def _services(self, files):
        """Named so that their order is turned round: nothing depends on the alphabet."""
        stems = set()
        for name in files:
            base = os.path.basename(name)
            stem = NAME_PARTS.sub("", base)
            if is_log(name) and not is_server(base) and len(stem) > 3 and stem not in TELLING:
                stems.add(stem)
        start = pick(range(len(INVENTED) - min(len(stems), len(INVENTED)) + 1), self.case)
        new = [INVENTED[(start + place) % len(INVENTED)] + ("" if place < len(INVENTED) else str(place))
               for place in range(len(stems))]
        return dict(zip(sorted(stems, reverse=True), new))

    def _ports(self, texts):
        found = {port for text in texts for pair in PORT.findall(text) for port in pair if port}
        new, taken = {}, set(found) | KNOWN_PORTS
        for port in sorted(found - KNOWN_PORTS):
            other = str(pick(range(3001, 9999) if len(port) == 4 else range(20001, 60000), self.case, port))
            while other in taken:
                other = str(int(other) + 1)
            taken.add(other)
            new[port] = other
        return new

    def rename(self, text):
        return self.pattern.sub(self._other, text)

    def _other(self, found):
        kind, old = found.lastgroup, found.group(0)
        if kind == "service":
            return self.services[old]
        if kind == "port":
            return self.ports[old]
        if kind == "ip":
            return self.address(old)
        if kind == "host":
            return pick(INVENTED, self.case, old)
        if kind == "folder":
            return FOLDERS[old]
        return old.translate(HEX)

    @staticmethod
    def address(old):
        if not PRIVATE.match(old):
            return old
        a, b, c, d = (int(part) for part in old.split("."))
        return f"{a}.{b}.{c ^ 5}.{d}" if a != 10 else f"10.{b ^ 9}.{c ^ 5}.{d}"


def read_text(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rb") as file:
        data = file.read(LONGEST)
    return None if b"\0" in data[:4096] else data.decode("utf-8", "surrogateescape")


def write_text(path, text):
    data = text.encode("utf-8", "surrogateescape")
    with open(path, "wb") as file:
        file.write(gzip.compress(data, 1) if path.endswith(".gz") else data)


def rename_folder(case, files, folder):
    """The folder's paths in another order, for what was laid there."""
    texts = {name: read_text(os.path.join(folder, name)) for name in files}
    names = Names(case, files, [text for text in texts.values() if text is not None])
    for name, text in texts.items():
        if text is not None:
            write_text(os.path.join(folder, name), names.rename(text))
        new = names.rename(name)
        if is_log(name) and new != name:
            os.renames(os.path.join(folder, name), os.path.join(folder, new))
    return [os.path.join(folder, entry) for entry in sorted(os.listdir(folder), reverse=True)]
