"""Which lines of a log are one event: what stands behind a line that tells a time belongs to it."""
import re

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d:\d\d(?!\d)")
WITHIN = 90   # a line's own time stands near its beginning
REACH = 120   # lines of an event: chained traces of Python take that many


def plain(line):
    return COLOUR.sub("", line)


def begins(line):
    """Whether an event begins. PostgreSQL gives each part of one event its own time."""
    if line.startswith("{"):
        return True
    return CLOCK.search(line[:WITHIN]) is not None and not re.search(r"\b(?:DETAIL|STATEMENT|HINT|CONTEXT|QUERY):  ", line)


def head_of(lines, number):
    """The line that begins the event which the line belongs to; None where none does nearby. A JSON record
    is an event of its own: what stands behind it is dated otherwise."""
    for at in range(number, max(0, number - REACH), -1):
        line = plain(lines[at - 1])
        if begins(line):
            return None if line.startswith("{") and at != number else line
    return None


def all_events(texts):
    """The events of a log, each as one text."""
    event = []
    for text in texts:
        if event and (begins(text) or len(event) >= REACH):
            yield "\n".join(event)
            event = []
        event.append(text)
    if event:
        yield "\n".join(event)
