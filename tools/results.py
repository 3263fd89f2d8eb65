#!/usr/bin/env python3
"""What became of generated tests when they ran: by category and case, generated, passed, failed, skipped.

    hcgen run --root CHECKOUT src --write --output-format json > report.json
    pytest --junitxml=results/tests.xml …
    tools/results.py report.json results/ --needs "SnubaError|requires '\\w+' server"

The report is what `hcgen run` prints as JSON; the results are JUnit XML files, or folders of them.
A test that ran in several modes passed if it passed in all of them; one that ran again counts as it
did last. What `--needs` matches in a failure or a skip wants a service that was not there.
"""

import argparse
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from pathlib import Path

ORDER = ["failed", "needs a service", "skipped", "passed"]
KINDS = {"failure": "failed", "error": "failed", "skipped": "skipped"}


def outcomes(paths, needs):
    """The outcome and message of each test that ran, by module, class and name; the newest run counts."""
    found = {}
    files = [it for path in paths for it in (path.rglob("*.xml") if path.is_dir() else [path])]
    suites = [
        suite for file in files for suite in ElementTree.parse(file).getroot().iter("testsuite")
    ]
    for suite in sorted(suites, key=lambda it: it.get("timestamp", "")):
        for case in suite.iter("testcase"):
            outcome, message = "passed", ""
            for child in case:
                if child.tag in KINDS:
                    outcome, message = KINDS[child.tag], child.get("message") or ""
                    # What was printed tells of services that the code under test asks.
                    said = [
                        message,
                        child.text or "",
                        *(case.findtext(it) or "" for it in ("system-out", "system-err")),
                    ]
                    if needs and any(needs.search(it) for it in said):
                        outcome = "needs a service"
            found[case.get("classname", ""), case.get("name", "")] = (outcome, message)
    ran = defaultdict(list)
    for (where, name), it in found.items():
        ran[name.split("[")[0]].append((where, *it))
    return ran


def case_of(test):
    """The name of its case, without what each target fills in."""
    return re.sub(r"\{\{.*?\}\}", "…", test["case_template"])


def outcome_of(test, path, ran):
    """The worst outcome of a test over the modes that it ran in."""
    module = path.removesuffix(".py").replace("/", ".")
    wanted = f"{module}.{test['class']}" if test["class"] else module

    def is_it(where):
        # A decorator may run a class under a longer name for each mode.
        return where == wanted or where.startswith(wanted + "__")

    hits = [(outcome, message) for where, outcome, message in ran[test["name"]] if is_it(where)]
    return min(hits, key=lambda it: ORDER.index(it[0])) if hits else ("not run", "")


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |")
    print()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("report", type=Path, help="what `hcgen run --output-format json` printed")
    parser.add_argument("results", type=Path, nargs="+", help="JUnit XML files or folders of them")
    parser.add_argument(
        "--needs", type=re.compile, metavar="REGEX", help="how a missing service shows"
    )
    parser.add_argument("--failures", action="store_true", help="name each test that failed")
    arguments = parser.parse_args()
    report = json.loads(arguments.report.read_text())
    ran = outcomes(arguments.results, arguments.needs)
    rows, targets, passing, failures = defaultdict(Counter), defaultdict(set), defaultdict(set), []
    skips = Counter()
    for file in report["files"]:
        for test in file["tests"]:
            if test["action"] not in ("insert", "identical"):
                continue
            outcome, message = outcome_of(test, file["path"], ran)
            for key in ((test["category"], case_of(test)), (test["category"], "**all**")):
                rows[key]["generated"] += 1
                rows[key][outcome] += 1
                targets[key].add(test["target"])
            if outcome == "passed":
                for item in test["covers"]:
                    passing[test["category"], item].add(test["target"])
            if outcome == "failed":
                failures.append(
                    (file["path"], test["class"], test["name"], message.splitlines()[:1])
                )
            elif outcome != "passed":
                skips[outcome, message.split("\n")[0]] += 1
    counted = ("generated", "passed", "failed", "needs a service", "skipped", "not run")
    table(
        ["category", "case", "targets", *counted],
        (
            [*key, len(targets[key]), *(row[it] for it in counted)]
            for key, row in sorted(rows.items())
        ),
    )

    def others(category, item):
        return set().union(
            *(it for (of, name), it in passing.items() if of == category and name != item)
        )

    table(
        ["category", "covers", "targets with a passing test of it", "of nothing else"],
        ([*key, len(it), len(it - others(*key))] for key, it in sorted(passing.items())),
    )
    for (outcome, message), count in skips.most_common():
        print(f"{count:6} {outcome}: {message}")
    reasons = Counter((case_of(it), it["reason"]) for it in report["skipped"])
    print(f"\nnot generated: {sum(reasons.values())}")
    for (case, reason), count in reasons.most_common():
        print(f"{count:6} {case}: {reason}")
    if arguments.failures:
        print()
        for path, class_, name, message in failures:
            print(f"{path}::{class_}::{name}  {' '.join(message)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
