"""Are the tests worth something? Every mutant of a folder (`--of`), and whether a test notices it.

The tests are collected and watched once. A mutant is put into a child of that process, which runs the tests that call the changed function
until the first fails. A survivor that is equivalent stands in survivors.yaml with the reason; it is not played but counts as survived. What
is played is kept under GREENLIST_VAR, so that a run that was interrupted goes on where it was, and files played one by one
(GREENLIST_MUTATE=expr.py,tree.py) are told together. GREENLIST_PROCESSES bounds the children.
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.playing import NOTICED, Playing, Room
from benchmarks.report import Budget, arguments, tell
from benchmarks.survivors import Explained, explained

OF = {
    "eligibility": Room(
        "greenlist.rulebook.eligibility", ("tests/rulebook/eligibility", "tests/clauses"), "test_kept_findings", "mutation"
    ),
    "scoring": Room(
        "greenlist.engines.scoring", ("tests/engines/scoring", "tests/rulebook/standards"), "test_kept_language", "mutation_scoring"
    ),
}


def main() -> int:
    """Collect the tests, play every mutant, tell; `--quick` takes every twentieth."""
    given = arguments(__doc__ or "", of=tuple(OF))
    given.only = os.environ.get("GREENLIST_MUTATE", "")
    room, reasons = OF[given.of], explained(given.of)
    kept = Path(os.environ.get("GREENLIST_VAR") or "var").absolute() / "mutation"  # asked now: the tests have a folder of their own
    kept.mkdir(parents=True, exist_ok=True)
    found, begun = Playing(room, kept, only=given.only, is_quick=given.quick, explained=reasons), time.monotonic()
    options = ["-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-o", "addopts=", "--hypothesis-seed=0", "-x", "-s"]
    # A failure is only counted: nobody reads why, and telling why would take longer than the test.
    code = pytest.main([*options, "--assert=plain", "--tb=no", *room.tests], plugins=[found])
    if code or not found.ends:
        print(f"the tests themselves end with {code}")
        return 1
    return _tell(given, found, reasons, time.monotonic() - begun)


def _tell(given: Any, found: Playing, reasons: Explained, seconds: float) -> int:
    errors = [f"{end.mutant.file}: {end.mutant.key}: {end.how} {end.by}" for end in found.ends if end.how not in {*NOTICED, "survived"}]
    errors += [f"{e.mutant.file} unchanged: {e.how} {e.by}" for e in found.ends if e.mutant.number < 0 and e.how in NOTICED]
    ends = [end for end in found.ends if end.mutant.number >= 0]
    alive = sorted((end.mutant for end in ends if end.how == "survived"), key=lambda m: (m.file, m.line))
    for mutant in alive:
        print(f"  survived {mutant.file}:{mutant.line} {mutant.function}: {mutant.was} → {mutant.became}"
              f"{'   (explained)' if mutant.key in reasons else ''}")  # fmt: skip
    for error in errors:
        print(f"  error {error}", file=sys.stderr)
    by_file = Counter(end.mutant.file for end in ends), Counter(m.file for m in alive)
    total, killed = len(ends), sum(end.how in NOTICED for end in ends)
    unexplained = [f"{m.file}:{m.line} {m.was} → {m.became}" for m in alive if m.key not in reasons]
    figures = {
        "mutants": total, "killed": killed, "killed_percent": round(100 * killed / total, 1), "seconds": round(seconds),
        "of_these_endless": sum(end.how == "endless" for end in ends), "errors": errors,
        "survived_by_file": {file: f"{by_file[1][file]} of {n}" for file, n in sorted(by_file[0].items())},
        "survivors_explained": len(alive) - len(unexplained), "survivors_not_explained": unexplained,
    }  # fmt: skip
    if not given.quick and not given.only:
        figures["explanations_of_nothing"] = reasons.of_nothing(end.mutant.key for end in ends)
    budgets = [
        Budget("survived_percent", round(100 * (total - killed) / total, 1), 10),
        Budget("not_explained", len(unexplained), 0),
        Budget("errors", len(errors), 0),
    ]
    return tell(OF[given.of].proof, given, figures, budgets)


if __name__ == "__main__":
    raise SystemExit(main())
