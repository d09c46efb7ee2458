"""Rewords the lines of level warning and above that an application wrote, in the logs of a case."""
import json
import os
import re

from blind.tables import read_table
from blind.wording import Wording

COLOURS = re.compile(r"\x1b\[[\d;]*m")
LEVEL = re.compile(r"(?<![\w/.-])(?:ERROR|ERR|WARN(?:ING)?|FATAL|CRITICAL|CRIT|SEVERE|PANIC|EMERG|error|warn(?:ing)?|"
                   r"fatal|critical|panic|Error|Warning|Fatal|E|W)(?![\w/.-])")
LOW = re.compile(r"(?<![\w/.-])(?:INFO|DEBUG|TRACE|NOTICE|info|debug|trace|notice|LOG)(?![\w/.-])")
THROWN = re.compile(r"(?<![\w$])[\w.$\\:]*(?:Error|Exception)(?:: |$|\()|^Traceback |^panic: |^fatal error: |heap out of memory|^Terminating due to ")
# Where a new entry begins; other lines go on with the one before.
ENTRY = re.compile(r"(?:[\w.-]+\s+\| )?\S{0,40} ?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d[-/]\w{3}[-/]\d{4}|\d\d:\d\d:\d\d|\[|\{|<\d+>|(?:INFO|WARN|ERROR|DEBUG|CRITICAL)\b|"
                   r"(?:time|level|ts|timestamp)=|[A-Z][a-z]{2} [ \d]\d )")
# Who speaks where several write into one file: `api-1  | ...` of compose, `host api[81]: ...` of syslog.
STREAM = re.compile(r"^([\w.-]+?)(?:-\d+)?\s+\| |^(?:<\d+>)?(?:\d )?(?:\w{3} [ \d]\d [\d:]+|\d{4}-\S+) (?:[\w.-]+ )?([\w./-]+)(?:\[\d+\])?: ")
# PHP's process manager hands on what the application said, after these words.
QUOTES = ("said into stderr", "PHP message:")
# A JSON log's fields that hold words; under an error every field does.
SPEAKS = {"msg", "message", "err", "error", "stack", "stack_trace", "stacktrace", "exception", "exc_info", "detail", "details",
          "reason", "cause", "event", "error_message", "errormessage", "text", "log", "trace", "backtrace", "short_message",
          "full_message", "@message", "logger", "context"}
SPEAKS_WHOLLY = {"err", "error", "exception", "cause", "@error"}
LEVEL_KEYS = ("level", "severity", "levelname", "lvl", "log.level", "loglevel", "levelName")

SERVERS = [re.compile(row[1]) for row in read_table("servers.tsv")]


def is_server(name):
    return any(server.search(name.lower()) for server in SERVERS)


def reword_file(path, case):
    """Whether a line changed."""
    name = os.path.basename(path)
    fpm = "fpm" in name.lower()
    if is_server(name) and not fpm:
        return False
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        text = file.read()
    if "\0" in text:
        return False  # not a text, or one in an encoding of wide characters
    reworded = "".join(reword_lines(text.splitlines(keepends=True), Wording(case), fpm))
    if reworded == text:
        return False
    with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(reworded)
    return True


def reword_lines(lines, wording, quoted_only=False):
    loud = False
    for line in lines:
        if len(line) > 20000 or quoted_only and not any(words in line for words in QUOTES):
            yield line
            continue
        stream = STREAM.match(line)
        if stream and is_server(stream.group(1) or stream.group(2)):
            loud = False
            yield line
            continue
        brace = line.find("{", 0, 120)
        record = parsed(line[brace:]) if brace >= 0 else None
        if record is not None:
            loud = is_loud_record(record)
            yield line[:brace] + rewritten(record, line[brace:], wording) if loud else line
            continue
        plain = COLOURS.sub("", line)
        if quoted_only:
            head, words, tail = line.partition(QUOTES[0] if QUOTES[0] in line else QUOTES[1])
            yield head + words + wording.say(tail)
            continue
        if ENTRY.match(plain) or THROWN.search(plain):
            loud = is_loud(plain)
        yield wording.say(line) if loud else line


def is_loud(plain):
    head = plain[:160]
    level, low = LEVEL.search(head), LOW.search(head)
    if low and (not level or low.start() < level.start()):
        return False  # `INFO ... error rate 0`
    return bool(level or THROWN.search(plain))


def parsed(text):
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def is_loud_record(record):
    inner = record.get("log")
    if isinstance(inner, str):  # docker's own wrapping
        nested = parsed(inner)
        return is_loud_record(nested) if nested is not None else is_loud(COLOURS.sub("", inner))
    for key in LEVEL_KEYS:
        level = record.get(key)
        if isinstance(level, (int, float)):
            return level >= 40 if level > 9 else level <= 4
        if isinstance(level, str):
            return bool(LEVEL.search(level)) or level.isdigit() and int(level) >= 40
    return any(key in record for key in SPEAKS_WHOLLY)


def rewritten(record, text, wording):
    ending = text[len(text.rstrip("\r\n")):]
    inner = record.get("log")
    nested = parsed(inner) if isinstance(inner, str) else None
    if nested is not None:
        record = {**record, "log": rewritten(nested, inner, wording)}
    else:
        record = reword_record(record, wording, False)
    separators = (", ", ": ") if re.match(r'\{\s*"[^"]*": ', text) else (",", ":")
    return json.dumps(record, ensure_ascii=False, separators=separators) + ending


def reword_record(value, wording, wholly):
    if isinstance(value, dict):
        return {key: reword_record(inner, wording, wholly or key.lower() in SPEAKS_WHOLLY)
                if wholly or key.lower() in SPEAKS else inner for key, inner in value.items()}
    if isinstance(value, list):
        return [reword_record(inner, wording, wholly) for inner in value]
    return wording.say(value) if isinstance(value, str) else value
