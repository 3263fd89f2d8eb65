#!/usr/bin/env python3
"""Writes the seeds of every fuzz target into FOLDER: what the project's own files are made of."""

import hashlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 16 << 10


def texts(pattern):
    files = sorted(ROOT.glob(pattern))
    return [it.read_text(errors="replace") for it in files if it.is_file() and it.stat().st_size < LARGEST]


def write(folder, target, seeds):
    place = folder / target
    place.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        name = hashlib.sha256(seed.encode()).hexdigest()[:16]
        (place / name).write_text(seed)
    print(f"{target}: {len(list(place.iterdir()))} seeds")


def main():
    folder = Path(sys.argv[1])
    specs = texts("specs/*.kdl") + texts("tests/cases/**/*.kdl") + texts("tests/cases/**/*.kdl.txt")
    python = texts("tests/checkouts/**/*.py") + texts("tests/cases/**/*.py")
    templates = [text for spec in specs for text in re.findall(r'"""\n(.*?)"""', spec, re.DOTALL)]
    templates += [text for spec in specs for text in re.findall(r'"([^"\n]*\{[{%][^"\n]*)"', spec)]
    finds = [text for spec in specs for text in re.findall(r'(?:find|inside|has|fix) #*"([^"\n]+)"', spec)]
    write(folder, "spec", specs)
    write(folder, "template", templates)
    write(folder, "pattern", [f"{it}\0{code}" for it, code in zip(finds, python * 9)])
    write(folder, "splice", python)
    write(folder, "mend", python)
    sources = texts("tests/checkouts/region/src/**/*.py")
    tests = texts("tests/checkouts/region/tests/**/*.py")
    write(folder, "run", [f"{source}\0{test}" for source, test in zip(sources, tests * 99)])


if __name__ == "__main__":
    sys.exit(main())
