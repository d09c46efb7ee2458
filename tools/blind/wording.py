"""Says an error in home-made words: the same meaning without the words of any technology."""
import hashlib
import re

from blind.tables import read_table

CLASS = re.compile(r"(?<![\w$])(?:[A-Za-z_$][\w$]*(?:\.|::|\\+))*[A-Z][\w$]*?(?:Error|Exception|Timeout|Failure)(?![\w$])")
CODE = re.compile(r"(?<![\w$])(?:SQLSTATE ?\[?\w{5}\]?|(?:FST_|UND_)?ERR?_[A-Z0-9_]+|P[12]\d{3}|"
                  r"E(?!RROR|RRNO|VENT|NTRY|MERG|XCEPTION|XIT|ACH\b)[A-Z]{4,}\d?)(?![\w$])")
ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}:\d+|\[[0-9a-f:]+\]:\d+|[\w-]+(?:\.[\w-]+)*:\d{2,5}|"
                     r"(?<=ENOTFOUND )[\w.-]+|(?<=EAI_AGAIN )[\w.-]+|(?<=lookup )[\w.-]+|/\S*sock\w*")
NUMBER = re.compile(r"(?<![\w.:])\d+(?:\.\d+)?")
BARE = re.compile(r" ?\S+ \{\w+\}| ?\{\w+\}")  # a slot that nothing fills, with the word before it
NOUNS = ("Gate", "Quill", "Harbor", "Lantern", "Pebble", "Thistle", "Copper", "Saddle", "Willow", "Marble")
ENDS = ("Trouble", "Fault", "Mishap", "Woe", "Upset")
PLAIN = ("Error", "Exception")  # the mother of all errors names nothing


def pick(choices, *seed):
    digest = hashlib.sha256("\0".join(seed).encode(errors="replace")).digest()
    return choices[int.from_bytes(digest[:4], "big") % len(choices)]


class Wording:
    """Each meaning has several wordings; which one is said depends on the case and on the template
    of the sentence, so that one sentence is always told in one way."""

    def __init__(self, case):
        self.case = case
        self.phrases = [(re.compile(row[1]), row[0]) for row in read_table("phrases.tsv")]
        self.wordings = {}
        for meaning, wording in read_table("wordings.tsv"):
            self.wordings.setdefault(meaning, []).append(wording)
        words = read_table("words.tsv")
        self.word_choices = [choices.split("|") for _, choices in words]
        # Neither a key (`timeout=5`) nor a part of a longer word.
        self.words = re.compile("(?<![\\w$])(?:" + "|".join(f"({word})" for word, _ in words) + r")(?![\w$]|['\"]?[=:]\S)")
        self.known = {}

    def say(self, text):
        """`text` in other words, line for line."""
        if text not in self.known:
            self.known[text] = self._say(text)
        return self.known[text]

    def _say(self, text):
        kept = []  # what was said anew is not looked at again

        if CODE.fullmatch(text):
            return "X" + self.digits(text)

        def keep(said):
            kept.append(said)
            return f"\x01{len(kept) - 1}\x02"

        for pattern, meaning in self.phrases:
            text = pattern.sub(lambda found, meaning=meaning: keep(self.sentence(meaning, found.group(0))), text)
        text = CLASS.sub(lambda found: keep(self.class_name(found.group(0))), text)
        text = CODE.sub(lambda found: keep("X" + self.digits(found.group(0))), text)
        text = self.words.sub(lambda found: keep(self.word(found)), text)
        while "\x01" in text:
            text = re.sub("\x01(\\d+)\x02", lambda found: kept[int(found.group(1))], text)
        return text

    def sentence(self, meaning, phrase):
        wording = pick(self.wordings[meaning], self.case, re.sub(r"\d+", "#", phrase))
        address = ADDRESS.search(phrase)
        numbers = NUMBER.findall(ADDRESS.sub(" ", phrase))
        if address:
            wording = wording.replace("{address}", address.group(0))
        if numbers and "{n}" in wording:
            wording = wording.replace("{n}", numbers.pop(0))
        wording = BARE.sub("", wording)
        return wording + (f" ({', '.join(numbers)})" if numbers else "")

    def class_name(self, name):
        if name in PLAIN:
            return name
        return pick(NOUNS, self.case, name) + pick(NOUNS, name, self.case).lower() + pick(ENDS, self.case, name, "end")

    def digits(self, code):
        return f"{pick(range(100, 1000), self.case, code)}"

    def word(self, found):
        return pick(self.word_choices[found.lastindex - 1], self.case, found.group(0).lower())
