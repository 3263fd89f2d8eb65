#!/usr/bin/env python3
"""What became of generated tests when they ran: by category and case, generated, passed, failed, skipped.

    hcgen run --root CHECKOUT src --write --output-format json > report.json
    pytest --junitxml=results/tests.xml …
    tools/results.py report.json results/

The report is what `hcgen run` prints as JSON; the results are JUnit XML files, or folders of them.
A test that ran in several modes passed if it passed in all of them.
"""

import argparse
import json
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from pathlib import Path

ORDER = ["failed", "error", "skipped", "passed"]


def outcomes(paths):
    """Outcome and message of each test that ran, by module and name."""
    found = defaultdict(list)
    files = [it for path in paths for it in (path.rglob("*.xml") if path.is_dir() else [path])]
    for file in files:
        for case in ElementTree.parse(file).getroot().iter("testcase"):
            outcome, message = "passed", ""
            for child in case:
                kind = {"failure": "failed", "error": "error", "skipped": "skipped"}.get(child.tag)
                if kind:
                    outcome, message = kind, child.get("message") or ""
            name = case.get("name", "").split("[")[0]
            found[name].append((case.get("classname", ""), outcome, message))
    return found


def outcome_of(test, path, ran):
    """The worst outcome of a test over the modes that it ran in."""
    module = path.removesuffix(".py").replace("/", ".")
    wanted = f"{module}.{test['class']}" if test["class"] else module

    def is_it(where):
        # A decorator may run a class under a longer name for each mode.
        return where == wanted or where.startswith(wanted + "__")

    hits = [(outcome, message) for where, outcome, message in ran[test["name"]] if is_it(where)]
    return min(hits, key=lambda it: ORDER.index(it[0])) if hits else ("not run", "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path, help="what `hcgen run --output-format json` printed")
    parser.add_argument("results", type=Path, nargs="+", help="JUnit XML files or folders of them")
    parser.add_argument("--failures", action="store_true", help="name each test that did not pass")
    arguments = parser.parse_args()
    report = json.loads(arguments.report.read_text())
    ran = outcomes(arguments.results)
    rows, targets, failures = defaultdict(Counter), defaultdict(set), []
    for file in report["files"]:
        for test in file["tests"]:
            if test["action"] not in ("insert", "identical"):
                continue
            key = (test["category"], test["case_template"])
            outcome, message = outcome_of(test, file["path"], ran)
            rows[key]["generated"] += 1
            rows[key][outcome] += 1
            targets[key].add(test["target"])
            if outcome in ("failed", "error"):
                failures.append((file["path"], test["class"], test["name"], message.splitlines()[:1]))
    head = ["category", "case", "targets", "generated", "passed", "failed", "skipped", "not run"]
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for (category, case), row in sorted(rows.items()):
        failed = row["failed"] + row["error"]
        cells = [category, case, len(targets[category, case]), row["generated"], row["passed"], failed]
        print("| " + " | ".join(map(str, [*cells, row["skipped"], row["not run"]])) + " |")
    print()
    reasons = Counter(it["reason"] for it in report["skipped"])
    print(f"not generated: {sum(reasons.values())}")
    for reason, count in reasons.most_common():
        print(f"{count:6} {reason}")
    if arguments.failures:
        print()
        for path, class_, name, message in failures:
            print(f"{path}::{class_}::{name}  {' '.join(message)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
