"""Are the tests worth something? Every mutant of a folder (`--of`), and whether a test notices it.

The tests are collected once. A mutant is put into a child of that process, which runs the tests that call the changed function (all of
them for what stands in a module or a class) until the first fails. A survivor that is equivalent stands in survivors.yaml with the reason; it is told
apart and does not count as killed.
"""

import gc
import os
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from _pytest.runner import runtestprotocol

from benchmarks.mutants import Mutant, mutants
from benchmarks.report import Budget, arguments, tell

ROOT = Path(__file__).resolve().parents[1]
SECONDS, KILLED, SURVIVED = 60, 1, 0
SLOW_SECONDS = 3  # a test that takes longer while it is watched is not asked: the quicker ones have to notice
INNER = re.compile(r"\.<\w+>")  # what runs inside a function belongs to it
NEEDS_DATABASE = {"db", "transactional_db", "django_db_setup"}


@dataclass(frozen=True)
class Room:
    """A package to be changed, the tests that should notice, and which of them notice most."""

    package: str
    tests: tuple[str, ...]
    first: str
    proof: str

    @property
    def folder(self) -> Path:
        return ROOT.joinpath("src", *self.package.split("."))


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
    found, begun = Playing(OF[given.of], given.quick, given.only), time.monotonic()
    options = ["-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-o", "addopts=", "--hypothesis-seed=0", "-x", "-s"]
    code = pytest.main([*options, *OF[given.of].tests], plugins=[found])
    if code or not found.verdicts:
        print(f"the tests themselves end with {code}")
        return 1
    return _tell(given, found, time.monotonic() - begun)


class Playing:
    """A plugin that plays the mutants instead of running the tests once."""

    def __init__(self, room: Room, is_quick: bool, only: str) -> None:
        self.room, self.is_quick, self.only = room, is_quick, only
        self.verdicts: list[tuple[Mutant, bool]] = []

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Only what needs no database: those are the specs of the rules."""
        items[:] = [item for item in items if not NEEDS_DATABASE & set(item.fixturenames) and not item.get_closest_marker("django_db")]

    def pytest_runtestloop(self, session: Any) -> bool:
        """First every test as it is, noting what it calls; then every mutant in a child."""
        from benchmarks.grafting import forget, graft  # noqa: PLC0415 -- app ready: Django is set up first

        callers = _callers(session.items, self.room.package, forget)
        chosen = [(m, name) for m, name in _all_mutants(self.room) if any(part in m.file for part in self.only.split(","))][
            :: 20 if self.is_quick else 1
        ]
        asked = {item for some in callers.values() for item in some}
        everything = sorted(asked, key=lambda item: (self.room.first not in item.nodeid, item.nodeid))  # these notice most
        running: dict[int, Mutant] = {}
        gc.freeze()  # what is there already is not touched again: a child costs less
        for mutant, name in chosen:
            if len(running) >= (os.cpu_count() or 1):
                self._wait(running)
            items = callers.get((name, mutant.function), everything)  # what is not called stands in the module or a class: all
            if pid := os.fork():
                running[pid] = mutant
            else:
                os._exit(_in_child(graft, name, mutant, items))
        while running:
            self._wait(running)
        return True

    def _wait(self, running: dict[int, Mutant]) -> None:
        pid, status = os.wait()
        self.verdicts.append((running.pop(pid), status != SURVIVED))
        if len(self.verdicts) % 100 == 0:
            alive = sum(not is_killed for _, is_killed in self.verdicts)
            print(f"{len(self.verdicts)} played, {alive} survived", file=sys.stderr, flush=True)


def _all_mutants(room: Room) -> Iterator[tuple[Mutant, str]]:
    for path in sorted(room.folder.rglob("*.py")):
        inside = path.relative_to(room.folder)
        name = ".".join((room.package, *(part for part in inside.with_suffix("").parts if part != "__init__")))
        yield from ((mutant, name) for mutant in mutants(path, str(inside)))


def _callers(items: list[Any], package: str, forget: Callable[[], None]) -> dict[tuple[str, str], list[Any]]:
    """{(module, function): the tests that call it}, from one run of all, the quickest test first."""
    called: dict[tuple[str, str], dict[Any, float]] = {}
    for item in items:
        seen: set[tuple[str, str]] = set()
        forget()
        sys.setprofile(lambda frame, event, _, seen=seen: _note(frame, event, package, seen))
        begun = time.perf_counter()
        failed = _fails([item])
        sys.setprofile(None)
        if failed:
            raise pytest.UsageError(f"{item.nodeid} fails without a mutant")
        took = time.perf_counter() - begun
        for one in seen if took < SLOW_SECONDS else ():
            called.setdefault(one, {})[item] = took
    return {one: sorted(some, key=some.__getitem__) for one, some in called.items()}


def _note(frame: Any, event: str, package: str, seen: set[tuple[str, str]]) -> None:
    if event == "call" and (module := frame.f_globals.get("__name__", "")).startswith(package):
        seen.add((module, INNER.sub("", frame.f_code.co_qualname)))


def _in_child(graft: Any, name: str, mutant: Mutant, items: list[Any]) -> int:
    """Put the mutant in and run the tests: KILLED when one fails, when it cannot be imported, or when it does not end."""
    signal.signal(signal.SIGPROF, lambda *_: os._exit(KILLED))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of processor time: a busy machine is no reason
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    try:
        graft(name, mutant.tree())
        return KILLED if _fails(items) else SURVIVED
    except BaseException:
        return KILLED


def _fails(items: list[Any]) -> bool:
    for item in items:
        reports = runtestprotocol(item, nextitem=None, log=False)
        if any(report.failed for report in reports):
            return True
    return False


def _tell(given: Any, found: Playing, seconds: float) -> int:
    explained: dict[str, str] = yaml.safe_load((ROOT / "benchmarks" / "survivors.yaml").read_text(encoding="utf-8"))[given.of]
    alive = sorted((m for m, is_killed in found.verdicts if not is_killed), key=lambda m: (m.file, m.line))
    for mutant in alive:
        print(f"  survived {mutant.file}:{mutant.line} {mutant.function}: {mutant.was} → {mutant.became}"
              f"{'   (explained)' if mutant.key in explained else ''}")  # fmt: skip
    by_file = Counter(m.file for m, _ in found.verdicts), Counter(m.file for m in alive)
    total, killed = len(found.verdicts), len(found.verdicts) - len(alive)
    unexplained = [f"{m.file}:{m.line} {m.was} → {m.became}" for m in alive if m.key not in explained]
    figures = {
        "mutants": total, "killed": killed, "killed_percent": round(100 * killed / total, 1), "seconds": round(seconds),
        "survived_by_file": {file: f"{by_file[1][file]} of {n}" for file, n in sorted(by_file[0].items())},
        "survivors_explained": len(alive) - len(unexplained), "survivors_not_explained": unexplained,
    }  # fmt: skip
    budgets = [Budget("survived_percent", round(100 * len(alive) / total, 1), 10), Budget("not_explained", len(unexplained), 0)]
    return tell(OF[given.of].proof, given, figures, budgets)


if __name__ == "__main__":
    raise SystemExit(main())
