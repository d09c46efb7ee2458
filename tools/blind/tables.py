"""The tables beside the programs: columns between tabs, comments after a # at the start of a line."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def read_table(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
