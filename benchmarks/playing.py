"""A plugin that plays mutants instead of running the tests once: each in a child of the process that collected the tests."""

import gc
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

import hypothesis
from _pytest.runner import runtestprotocol

from benchmarks.mutants import Mutant, mutants, unchanged
from benchmarks.watching import digest, watched

ROOT = Path(__file__).resolve().parents[1]
SURVIVED, KILLED, NOT_IMPORTED, NOT_GRAFTED = range(4)
SIGNALLED = {signal.SIGPROF: "endless", signal.SIGSEGV: "crashed", signal.SIGABRT: "crashed"}
NOTICED = {"killed", "endless", "crashed"}
ASKED_SECONDS = 8  # of processor time a mutant: what no test noticed by then counts as survived
UNCHANGED_SECONDS = 1
TIMES, SPARE = 10, 2  # a test that takes ten times as long as it does, and two seconds, does not end
MEMORY = 4 << 30
NEEDS_DATABASE = {"db", "transactional_db", "django_db_setup"}
TOOL = ("mutants", "grafting", "playing")  # what decides whether a mutant is noticed


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

    def modules(self) -> Iterator[tuple[str, Path, str]]:
        """Name, file, and what the file is called in lists."""
        for path in sorted(self.folder.rglob("*.py")):
            inside = path.relative_to(self.folder)
            yield ".".join((self.package, *(part for part in inside.with_suffix("").parts if part != "__init__"))), path, str(inside)


@dataclass(frozen=True)
class End:
    """What became of a mutant: `how` is survived, one of NOTICED, or an error of the tool; `by` is the test that noticed."""

    mutant: Mutant
    how: str
    by: str = ""


Finished = Callable[[str, list[End]], None]  # a file and what became of its mutants


class Playing:
    """Plays the mutants of some files of a room, and calls `finished` after each file.

    What is played is kept in `folder`, so a run can be taken up again: what was noticed until the file or the tool changes (with `is_fresh`:
    until anything changes), what survived until the program or the tests change.
    """

    def __init__(
        self, room: Room, folder: Path, digests: dict[str, str], finished: Finished, *, explained: Any, is_quick: bool, is_fresh: bool
    ) -> None:
        self.room, self.digests, self.finished, self.folder = room, digests, finished, folder
        self.is_quick, self.is_fresh, self.explained = is_quick, is_fresh, explained
        self.ends: list[End] = []
        self.killers: dict[str, dict[str, None]] = defaultdict(dict)  # the tests that noticed, last one last
        beneath = [ROOT / "src" / "greenlist" / part for part in ("rulebook", "engines")]
        tests = [ROOT / part for part in room.tests]
        supports = [p for part in tests for p in part.rglob("*") if p.is_file() and not p.name.startswith("test_")]
        self.beneath = digest([*beneath, *supports, ROOT / "tests" / "conftest.py"])
        self.all = digest([*beneath, *tests, ROOT / "tests" / "conftest.py"])

    def pytest_collection(self) -> None:
        """A property that fails is not made shorter, and nothing is remembered of it: one failure is enough."""
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile("mutants", hypothesis.settings.default, phases=phases, database=None)
        hypothesis.settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Only what needs no database: those are the specs of the rules."""
        items[:] = [item for item in items if not NEEDS_DATABASE & set(item.fixturenames) and not item.get_closest_marker("django_db")]

    def pytest_runtestloop(self, session: Any) -> bool:
        """First every test as it is, noting what it calls; then the files one by one."""
        from benchmarks.grafting import forget  # noqa: PLC0415 -- app ready: Django is set up first

        seen = watched(session.items, self.room.package, self.beneath, self.folder, forget, processes())
        self.seconds = {item: seconds for item, (seconds, _) in seen.items() if seconds < inf}
        self.callers: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for item in sorted(self.seconds, key=self.seconds.__getitem__):
            for name, function in seen[item][1]:
                self.callers[name, function].append(item)
        self.hints = self._hints()
        gc.freeze()  # what is there already is not touched again: a child costs less
        for name, path, file in self.room.modules():
            if file in self.digests:
                self._play_file(name, file, [unchanged(path, file), *mutants(path, file)[:: 20 if self.is_quick else 1]])
        return True

    def _play_file(self, name: str, file: str, chosen: list[Mutant]) -> None:
        """First the module as it is, then its mutants, each in a child."""
        begun, before, running = len(self.ends), self._before(file), dict[int, tuple[Mutant, int]]()
        for mutant in chosen:
            if end := before.get(mutant.number):
                self._note(End(mutant, *end))
                continue
            if mutant.key in self.explained:
                self._note(End(mutant, "survived"))
                continue
            while len(running) >= processes():
                self._wait(running)
            items, (reading, writing) = self._asked(name, mutant), os.pipe()
            if pid := os.fork():
                os.close(writing)
                running[pid] = mutant, reading
            else:
                os._exit(self._in_child(name, mutant, items, writing))
        while running:
            self._wait(running)
        self.finished(file, self.ends[begun:])

    def _asked(self, name: str, mutant: Mutant) -> list[Any]:
        """The tests that call the function; of what stands in a module or a class, those that call something of it, then all the others.
        First the one that noticed it in an earlier run, then those that noticed a neighbour lately, those named after the class or function,
        those of the module's own file.
        """
        items = self.callers.get((name, mutant.function))
        if items is None:
            near = {item: None for (of, _), some in self.callers.items() if of == name for item in some}
            items = [*sorted(near, key=self.seconds.__getitem__), *(item for item in self.seconds if item not in near)]
        marks = [nodeid for near in _neighbourhoods(mutant) for nodeid in list(self.killers[near])[-3:]]
        rank = {nodeid: at for at, nodeid in enumerate(marks, 1)} | {self.hints.get(mutant.key): len(marks) + 1}
        stem = Path(mutant.file).stem
        own, named = f"test_{stem}", f"{stem}.{mutant.function}" if mutant.function else f"test_{stem}"
        return sorted(
            items,
            key=lambda i: (-rank.get(i.nodeid, 0), named not in i.nodeid, i.path.stem != own, self.room.first not in i.nodeid),
        )

    def _in_child(self, name: str, mutant: Mutant, items: list[Any], writing: int) -> int:
        """Put the mutant in and run the tests until one fails, whose name is written. A test that does not end is ended by the kernel."""
        from benchmarks.grafting import CannotBeImported, graft  # noqa: PLC0415 -- app ready: Django is set up first

        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        try:
            signal.setitimer(signal.ITIMER_PROF, SPARE)
            graft(name, mutant.tree())
            begun = time.process_time()
            for item, following in zip(items, [*items[1:], None], strict=True):
                if time.process_time() - begun > (ASKED_SECONDS if mutant.number >= 0 else UNCHANGED_SECONDS):
                    break
                signal.setitimer(signal.ITIMER_PROF, SPARE + TIMES * self.seconds[item])  # a busy machine is no reason
                if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
                    os.write(writing, item.nodeid.encode())
                    return KILLED
        except CannotBeImported:
            return NOT_IMPORTED
        except BaseException as error:
            os.write(writing, f"{type(error).__name__}: {error}"[:500].encode())
            return NOT_GRAFTED
        return SURVIVED

    def _wait(self, running: dict[int, tuple[Mutant, int]]) -> None:
        pid, status = os.wait()
        mutant, reading = running.pop(pid)
        with os.fdopen(reading, "rb") as told:
            by = told.read().decode(errors="replace")
        if os.WIFSIGNALED(status):
            how = SIGNALLED.get(os.WTERMSIG(status), f"ended by signal {os.WTERMSIG(status)}")
        else:
            how = {SURVIVED: "survived", KILLED: "killed", NOT_IMPORTED: "killed"}.get(os.WEXITSTATUS(status), "not grafted")
        with self._kept(mutant.file).open("a") as kept:
            kept.write(json.dumps([mutant.number, how, by, mutant.key, self.all]) + "\n")
        self._note(End(mutant, how, by))

    def _note(self, end: End) -> None:
        self.ends.append(end)
        if end.how == "killed" and end.by:
            for near in _neighbourhoods(end.mutant):
                self.killers[near].pop(end.by, None)
                self.killers[near][end.by] = None
        if len(self.ends) % 100 == 0:
            print(f"{len(self.ends)} played, {sum(end.how == 'survived' for end in self.ends)} survived", file=sys.stderr, flush=True)

    def _kept(self, file: str) -> Path:
        return self.folder / f"played-{self.digests[file][:24]}.jsonl"

    def _before(self, file: str) -> dict[int, tuple[str, str]]:
        """{number of a mutant: what an earlier run found and still holds}."""
        return {
            number: (how, by)
            for number, how, by, _, everything in _lines(self._kept(file))
            if everything == self.all or (how in NOTICED and number >= 0 and not self.is_fresh)
        }

    def _hints(self) -> dict[str, str]:
        """Which test noticed a mutant in earlier runs, over whatever files: it is asked first."""
        played = sorted(self.folder.glob("played-*.jsonl"), key=lambda path: path.stat().st_mtime)
        return {key: by for path in played for _, how, by, key, *_ in _lines(path) if how == "killed"}


def _neighbourhoods(mutant: Mutant) -> tuple[str, str, str]:
    """Those of the same change anywhere, of the file, of the function: the nearest last."""
    return f"{mutant.was} → {mutant.became}", mutant.file, f"{mutant.file} {mutant.function}"


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def processes() -> int:
    """As many children at a time as GREENLIST_PROCESSES says, or as there are processors."""
    return int(os.environ.get("GREENLIST_PROCESSES", "") or os.cpu_count() or 1)
