"""Which test calls which function of a package, and how long it takes: from one run of every test as it is, kept file by file."""

import hashlib
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable
from math import inf
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
SLOW_SECONDS = 3  # a test that takes longer while it is watched is not asked: the quicker ones have to notice
INNER = re.compile(r"\.<\w+>")  # what runs inside a function belongs to it

Called = list[tuple[str, str]]  # module and function


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over names and bytes of these files, and of all below where one is a folder."""
    summed = hashlib.sha256()
    for path in sorted(file for given in paths for file in (given.rglob("*") if given.is_dir() else [given])):
        if path.suffix in {".py", ".yaml", ".json", ".md"}:
            summed.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return summed.hexdigest()


def watched(
    items: list[Any], package: str, beneath: str, folder: Path, forget: Callable[[], None], processes: int
) -> dict[Any, tuple[float, Called]]:
    """{test: its processor seconds, what it calls}. A file of tests is watched in a child, and not again while neither it nor the program
    (`beneath` is its digest) changes. Raises SystemExit when a test fails as it is: nothing could be said of mutants then.
    """
    by_file: dict[Path, list[Any]] = {}
    for item in items:
        by_file.setdefault(item.path, []).append(item)
    kept = {path: folder / f"watched-{hashlib.sha256((beneath + digest([path])).encode()).hexdigest()[:24]}.json" for path in by_file}
    running: set[int] = set()
    for path in [path for path in by_file if not kept[path].exists()]:
        if len(running) >= processes:
            _ended(running)
        if pid := os.fork():
            running.add(pid)
        else:
            _watch_file(by_file[path], package, kept[path], forget)
    while running:
        _ended(running)
    before = {nodeid: seen for path in by_file for nodeid, seen in json.loads(kept[path].read_text()).items()}
    return {item: (seconds, [(name, of) for name, of in called]) for item in items for seconds, called in [before[item.nodeid]]}


def _ended(running: set[int]) -> None:
    pid, status = os.wait()
    running.discard(pid)
    if status:
        raise SystemExit("a test fails without a mutant: mend it first")


def _watch_file(items: list[Any], package: str, kept: Path, forget: Callable[[], None]) -> NoReturn:
    seen = {item.nodeid: _watch(item, package, forget) for item in items}
    if None in seen.values():
        print(next(nodeid for nodeid, one in seen.items() if one is None), file=sys.stderr, flush=True)
        os._exit(1)
    kept.write_text(json.dumps(seen))
    os._exit(0)


def _watch(item: Any, package: str, forget: Callable[[], None]) -> tuple[float, Called] | None:
    """Seconds and calls of one test; seconds without end for one that is too slow to be asked, nothing for one that fails."""
    seen: set[CodeType] = set()
    broken_off = []

    def note(frame: Any, *_: object) -> None:
        seen.add(frame.f_code)

    def too_slow(*_: object) -> None:
        sys.settrace(None)
        broken_off.append(item)
        pytest.skip("too slow to be asked")

    forget()
    signal.signal(signal.SIGPROF, too_slow)
    signal.setitimer(signal.ITIMER_PROF, SLOW_SECONDS)
    begun = time.process_time()
    sys.settrace(note)  # told of every call, and of no line
    reports = runtestprotocol(item, nextitem=None, log=False)
    sys.settrace(None)
    signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - begun
    if broken_off:  # how it ended says nothing
        return inf, []
    if any(report.failed for report in reports):
        return None
    called = {(_module(path), INNER.sub("", code.co_qualname)) for code in seen if (path := Path(code.co_filename)).is_relative_to(SOURCE)}
    return round(seconds, 4), sorted(one for one in called if one[0].startswith(package))


def _module(path: Path) -> str:
    return ".".join(part for part in path.relative_to(SOURCE).with_suffix("").parts if part != "__init__")
