"""The 60-indicator standard by the cohort lane and by openfisca-core, in turns; one application with tree against one traced.

openfisca-core is installed into a virtual environment of its own; nothing of ours imports it. Both sides are given the same float64
columns in memory. Its settings are those of its documentation: formulas in vectors over whole arrays, a default simulation filled in by
arrays, its own float32 and int32, the tracer off over the cohort. Told twice: by processor time, one core each; and by the clock, each with what
it can make of this machine (our lane has threads, openfisca-core has none). One application is given to it as a situation and traced as its
Web API's /trace does, and to us as `greenlist.application/1`.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from secrets import randbits
from shutil import rmtree
from statistics import median
from tempfile import mkdtemp
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks import sixty
from benchmarks.openfisca_source import Package
from benchmarks.report import Budget, arguments, tell
from benchmarks.timing import ratio
from greenlist.engines.cohort import Column, Program, compile_program, score_batch
from greenlist.engines.scoring import Plan, read_application, score
from greenlist.engines.scoring.rational import Rational
from running import environment

LOCK = environment.ROOT / "requirements" / "peers.txt"
CHILD = Path(__file__).with_name("openfisca_child.py")
FASTER = 10


def main() -> int:
    """Measure in turns and tell."""
    given = arguments(__doc__ or "")
    seed, rows, rounds = given.seed or randbits(31), 1_000_000, 2 if given.quick else 9
    plan = sixty.plan()
    columns = sixty.columns(plan, rows, seed)
    program = compile_program(plan)
    environment.VAR.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix="peer-", dir=environment.VAR))
    try:
        with Peer(Package(plan), columns, folder) as peer:
            figures: dict[str, Any] = {"seed": seed, "rows": rows, "openfisca_core": _version(), "openfisca_variables": peer.ready["variables"],
                                       "openfisca_types": peer.ready["types"]}  # fmt: skip
            figures |= _cohort(program, columns, rows, rounds, peer) | _one(program, columns, 20 if given.quick else 200, peer)
    finally:
        rmtree(folder, ignore_errors=True)
    budgets = [
        Budget("openfisca_share_of_our_rate", figures["openfisca_share_of_our_rate"], 1 / FASTER),
        Budget("our_share_of_openfisca_traced", figures["our_share_of_openfisca_traced"], 1 / FASTER),
        Budget("one_with_tree_median_ms", figures["one_with_tree_median_ms"], 1),
    ]
    return tell("openfisca_peer", given, figures, budgets)


class Peer:
    """The other side: a process of its own that does one piece of work when told."""

    def __init__(self, package: Package, columns: Mapping[str, Column], folder: Path) -> None:
        (folder / "package.py").write_text(package.text, encoding="utf-8")
        places = {name: place for name, place in package.places.items() if name in columns}
        (folder / "places.json").write_text(json.dumps(places, ensure_ascii=False), encoding="utf-8")
        for i, name in enumerate(places):
            np.save(folder / f"{i}.npy", columns[name].values)
        self.folder = folder

    def __enter__(self) -> "Peer":
        command = [str(_python()), str(CHILD), str(self.folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = self._heard()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(timeout=60)

    def does(self, work: str) -> dict[str, Any]:
        """What it says of one piece of work."""
        assert self.process.stdin is not None
        self.process.stdin.write(work + "\n")
        self.process.stdin.flush()
        return self._heard()

    def total(self) -> np.ndarray[Any, Any]:
        """The totals of its last run."""
        return np.load(self.folder / "total.npy")

    def _heard(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("openfisca-core ended early")
        return dict(json.loads(line))


def _cohort(program: Program, columns: Mapping[str, Column], rows: int, rounds: int, peer: Peer) -> dict[str, Any]:
    ours, ours_by_clock, theirs, theirs_by_clock, calculating = [], [], [], [], []
    cores = os.cpu_count() or 1
    scores = score_batch(program, columns, rows)  # the kernel is loaded before anything is timed
    peer.does("run")
    for number in range(rounds):
        for side in ("ours", "theirs") if number % 2 else ("theirs", "ours"):
            if side == "ours":
                begun = process_time()
                scores = score_batch(program, columns, rows)
                ours.append(process_time() - begun)
                begun = perf_counter()
                score_batch(program, columns, rows, threads=cores)
                ours_by_clock.append(perf_counter() - begun)
            else:
                told = peer.does("run")
                theirs.append(told["cpu"])
                theirs_by_clock.append(told["clock"])
                calculating.append(told["calculate"])
    steps = np.rint(peer.total().astype(np.float64) * 100)  # what would be published from its totals
    return {
        "our_rows_a_second": round(rows / median(ours)),
        "openfisca_rows_a_second": round(rows / median(theirs)),
        "openfisca_rows_a_second_calculating": round(rows / median(calculating)),
        "times_openfisca_one_core": ratio(theirs, ours),
        "our_threads": cores,
        "our_rows_a_second_by_the_clock": round(rows / median(ours_by_clock)),
        "openfisca_rows_a_second_by_the_clock": round(rows / median(theirs_by_clock)),
        "times_openfisca_by_the_clock": ratio(theirs_by_clock, ours_by_clock),
        "openfisca_share_of_our_rate": round(median(ours_by_clock) / median(theirs_by_clock), 4),
        "rows_for_the_exact_lane": scores.flagged,
        "openfisca_scores_that_differ": int((steps != scores.total).sum()),
        "openfisca_largest_difference": round(float(np.abs(steps - scores.total).max()) / 100, 4),
    }


def _one(program: Program, columns: Mapping[str, Column], times: int, peer: Peer) -> dict[str, Any]:
    """One application read from its typed text and scored, its whole tree made as plain content (every figure as text, what the page and the
    JSON are written from); and one situation read, calculated and its trace serialised. Neither side writes JSON."""
    ours, theirs, content = [], [], _content(program.plan, columns)
    for _ in range(times):
        begun = process_time()
        score(program.plan, read_application(program.plan, content))
        ours.append(process_time() - begun)
        theirs.append(peer.does("one")["cpu"])
    return {
        "our_number": Rational.__name__,  # mpq where gmpy2 is installed, else Fraction
        "one_with_tree_median_ms": round(1000 * median(ours), 3),
        "openfisca_traced_median_ms": round(1000 * median(theirs), 3),
        "times_openfisca_traced": ratio(theirs, ours),
        "our_share_of_openfisca_traced": round(median(ours) / median(theirs), 4),
    }


def _content(plan: Plan, columns: Mapping[str, Column]) -> dict[str, Any]:
    """The first row as a unit declares it: figures as text."""
    first = {name: column.values[0] for name, column in columns.items()}
    return {
        "inputs": {name: repr(float(first[name])) for name in plan.inputs},
        "items": {name: "met" if first[name] else "not_met" for name in plan.items if name in first},
        "not_applicable": {name[3:]: "不适用" for name, value in first.items() if name.startswith("na:") and value},
    }


def _python() -> Path:
    """The peers' own Python, made when it is missing or its lock changed."""
    home = environment.VAR / "peers"
    python, stamp = home / "bin" / "python", home / "stamp"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        install = [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", str(LOCK)]
        subprocess.run(install, check=True)
        stamp.write_text(wanted)
    return python


def _version() -> str:
    command = [str(_python()), "-c", "from importlib.metadata import version; print(version('openfisca-core'))"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
