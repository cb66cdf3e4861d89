"""Are the tests worth something? Every mutant of a folder (`--of`), and whether a test notices it.

The tests are collected and watched once. A mutant is put into a child of that process, which runs the tests that call the changed function
until the first fails. A survivor that is equivalent stands in survivors.yaml with the reason; it is not played but counts as survived.

The proof is kept file by file, as soon as a file has no error and no survivor without a reason; only files it does not cover are played
(`running/file_by_file.py` says when it holds and what is lost). GREENLIST_MUTATE=expr.py,lint/ takes some of these, `all` plays every file
anew and so notices a test that was weakened. GREENLIST_PROCESSES bounds the children.
"""

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutants import Mutant, mutants
from benchmarks.playing import NOTICED, TOOL, End, Playing, Room
from benchmarks.report import Budget, arguments, tell
from benchmarks.survivors import Explained, explained
from running import proofs
from running.file_by_file import Kept

OF = {
    "eligibility": Room(
        "greenlist.rulebook.eligibility", ("tests/rulebook/eligibility", "tests/clauses"), "test_kept_findings", "mutation"
    ),
    "scoring": Room(
        "greenlist.engines.scoring", ("tests/engines/scoring", "tests/rulebook/standards"), "test_kept_language", "mutation_scoring"
    ),
}


def main() -> int:
    """Collect the tests, play the mutants of what is not covered, tell; `--quick` takes every twentieth and keeps nothing."""
    given = arguments(__doc__ or "", of=tuple(OF))
    room, reasons, kept, begun = OF[given.of], explained(given.of), _kept(OF[given.of]), time.monotonic()
    wanted = os.environ.get("GREENLIST_MUTATE", "")
    chosen = kept.there() if wanted == "all" else [f for f in kept.not_covered() if any(part in f for part in wanted.split(","))]
    folder = Path(os.environ.get("GREENLIST_VAR") or "var").absolute() / "mutation"  # asked now: the tests have a folder of their own
    folder.mkdir(parents=True, exist_ok=True)
    digests = {file: kept.digest(file) for file in chosen}
    found = Playing(
        room, folder, digests, partial(_finished, kept, reasons, digests, is_quick=given.quick),
        explained=reasons, is_quick=given.quick, is_fresh=wanted == "all",
    )  # fmt: skip
    options = ["-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-o", "addopts=", "--hypothesis-seed=0", "-x", "-s"]
    # A failure is only counted: nobody reads why, and telling why would take longer than the test.
    code = pytest.main([*options, "--assert=plain", "--tb=no", *room.tests], plugins=[found]) if digests else 0
    if code or (digests and not found.ends):
        print(f"the tests themselves end with {code}")
        return 1
    return _tell(given, kept, found.ends, reasons, time.monotonic() - begun)


def _kept(room: Room) -> Kept:
    tool = [f"benchmarks/{name}.py" for name in TOOL]
    return Kept.read(proofs.FOLDER / f"{room.proof}.json", proofs.PROOFS[room.proof][1], tool)


def _finished(kept: Kept, reasons: Explained, digests: dict[str, str], file: str, ends: list[End], *, is_quick: bool) -> None:
    """Tell what became of a file, and keep it when nothing is left to be said of it."""
    alive, without_reason = _alive(ends), _alive(ends, reasons)
    count, killed, errors = sum(e.mutant.number >= 0 for e in ends), sum(e.how in NOTICED for e in ends), _errors(ends)
    print(f"{file}: {count} mutants, {killed} killed, {len(alive)} survived, {len(without_reason)} of these without a reason", flush=True)
    for mutant in without_reason:
        print(f"  survived {_told(mutant)}", flush=True)
    for error in errors:
        print(f"  error {error}", file=sys.stderr, flush=True)
    if not is_quick and not errors and not without_reason:
        figures = {"mutants": count, "killed": killed, "survivors_explained": len(alive)}
        kept.keep(file, digests[file], proofs.commit(), figures)


def _tell(given: Any, kept: Kept, ends: list[End], reasons: Explained, seconds: float) -> int:
    covered, everything = kept.covered(), {file: mutants(kept.folder / file, file) for file in kept.there()}
    total, killed = (sum(one[figure] for one in covered.values()) for figure in ("mutants", "killed"))
    without_reason, errors = _alive(ends, reasons), _errors(ends)
    figures = {
        "seconds": round(seconds), "mutants_played": sum(end.mutant.number >= 0 for end in ends),
        "files_covered": f"{len(covered)} of {len(everything)}", "mutants_covered": f"{total} of {sum(map(len, everything.values()))}",
        "killed_percent": round(100 * killed / total, 1) if total else 0,
        "survivors_explained": sum(one["survivors_explained"] for one in covered.values()),
        "not_covered": {file: len(some) for file, some in everything.items() if file not in covered},
        "survivors_not_explained": [_told(mutant) for mutant in without_reason], "errors": errors,
        "explanations_of_nothing": reasons.of_nothing(mutant.key for some in everything.values() for mutant in some),
    }  # fmt: skip
    budgets = [
        Budget("survived_percent", round(100 * (total - killed) / total, 1) if total else 0, 10),
        Budget("not_explained", len(without_reason), 0),
        Budget("errors", len(errors), 0),
    ]
    return tell(OF[given.of].proof, given, figures, budgets)


def _alive(ends: list[End], reasons: Explained | None = None) -> list[Mutant]:
    """Who survived; with `reasons`: only those without one."""
    alive = [end.mutant for end in ends if end.how == "survived" and end.mutant.number >= 0]
    return sorted((one for one in alive if reasons is None or one.key not in reasons), key=lambda one: (one.file, one.line))


def _errors(ends: list[End]) -> list[str]:
    """Mutants that could not be put in, and modules of which a test says they are wrong as they are."""
    wrong = [end for end in ends if end.how not in {*NOTICED, "survived"} or (end.mutant.number < 0 and end.how in NOTICED)]
    return [f"{end.mutant.key}: {end.how} {end.by}" for end in wrong]


def _told(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.line} {mutant.function or 'module'}: {mutant.was} → {mutant.became}"


if __name__ == "__main__":
    raise SystemExit(main())
