"""The 60-indicator standard by the cohort lane and by openfisca-core, in turns; one application with tree against one traced, of that
standard and of GB/T 36132-2018.

openfisca-core is installed into a virtual environment of its own; nothing of ours imports it. Both sides are given the same float64
columns in memory. Its settings are those of its documentation: formulas in vectors over whole arrays, a default simulation filled in by
arrays, its own float32 and int32, the tracer off over the cohort. Told twice: by processor time, one core each; and by the clock, each with what
it can make of this machine (our lane has threads, openfisca-core has none). One application is given to it as a situation and traced as its
Web API's /trace does, and to us as `greenlist.application/1`. The limit of 1 ms is held against both.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from itertools import cycle
from pathlib import Path
from random import Random
from secrets import randbits
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks import sixty
from benchmarks.declarations import declaration
from benchmarks.openfisca_source import Package
from benchmarks.report import Budget, arguments, tell
from benchmarks.score_one import ON, compiled
from benchmarks.timing import milliseconds, ratio
from greenlist.engines.cohort import Column, Program, compile_program, score_batch
from greenlist.engines.scoring import Plan, read_application, score
from greenlist.engines.scoring.rational import Rational
from greenlist.rulebook.standards import standard_file
from running import environment

LOCK = environment.ROOT / "requirements" / "peers.txt"
CHILD = Path(__file__).with_name("openfisca_child.py")
FASTER = 10
A_TURN = 10  # situations
SINGLE = 0.001  # of a total of a hundred points, in openfisca-core's float32


def main() -> int:
    """Measure in turns and tell."""
    given = arguments(__doc__ or "")
    seed, rows, rounds = given.seed or randbits(31), 1_000_000, 2 if given.quick else 9
    plan = sixty.plan()
    columns = sixty.columns(plan, rows, seed)
    turns = 4 if given.quick else 20
    with Peer(Package(plan), columns) as peer:
        figures: dict[str, Any] = {"seed": seed, "rows": rows, "openfisca_core": _version(), "openfisca_variables": peer.ready["variables"],
                                   "openfisca_types": peer.ready["types"], "our_number": Rational.__name__}  # fmt: skip
        figures |= _cohort(compile_program(plan), columns, rows, rounds, peer)
        figures |= _one("sixty", plan, sixty.applications(plan, columns, 1000), turns, peer)
    plan = compiled(standard_file("gbt-36132", "2018"), ON)
    contents = [declaration(plan, Random(f"{seed}/{i}")) for i in range(1000)]
    with Peer(Package(plan), _columns(plan, contents)) as peer:
        figures |= _one("gbt-36132/2018", plan, contents, turns, peer)
        peer.does("run")
        found = [float(_total(plan, content)) for content in contents]
        figures["openfisca_total_differs_by gbt-36132/2018"] = round(float(np.abs(peer.total() - found).max()), 4)
    shares = [f"our_share_of_openfisca_traced {name}" for name in ("sixty", "gbt-36132/2018")]
    budgets = [
        *(Budget(name, figures[name], 1 / FASTER) for name in ("openfisca_share_of_our_rate", *shares)),
        *(Budget(name, figures[name], 1) for name in ("with_tree_median_ms sixty", "with_tree_median_ms gbt-36132/2018")),
        Budget("openfisca_total_differs_by gbt-36132/2018", figures["openfisca_total_differs_by gbt-36132/2018"], SINGLE),
    ]
    return tell("openfisca_peer", given, figures, budgets)


class Peer:
    """The other side: a process of its own that does one piece of work when told."""

    def __init__(self, package: Package, columns: Mapping[str, Column]) -> None:
        environment.VAR.mkdir(parents=True, exist_ok=True)
        self.held = TemporaryDirectory(prefix="peer-", dir=environment.VAR)
        self.folder = folder = Path(self.held.name)
        (folder / "package.py").write_text(package.text, encoding="utf-8")
        places = {name: place for name, place in package.places.items() if name in columns}
        (folder / "places.json").write_text(json.dumps(places, ensure_ascii=False), encoding="utf-8")
        for i, name in enumerate(places):
            np.save(folder / f"{i}.npy", columns[name].values)

    def __enter__(self) -> "Peer":
        command = [str(_python()), str(CHILD), str(self.folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = self._heard()
        return self

    def __exit__(self, *_: object) -> None:
        with self.held:
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


def _one(name: str, plan: Plan, contents: list[dict[str, Any]], turns: int, peer: Peer) -> dict[str, Any]:
    """One application read from its typed text and scored, its whole tree made as plain content (every figure as text, what the page and the
    JSON are written from); and one situation read, calculated and its trace serialised. Neither side writes JSON.

    A turn is ten situations of theirs and as many applications of ours as take as long: what comes first after the other's turn finds the
    processor as the other left it. What such a first one of ours takes is told too.
    """
    ours, firsts, theirs, next_one = [], [], [], cycle(contents)
    for _ in range(turns):
        their_turn = [peer.does("one")["cpu"] for _ in range(A_TURN)]
        theirs += their_turn
        turn: list[float] = []
        while sum(turn) < sum(their_turn):
            content = next(next_one)
            begun = process_time()
            score(plan, read_application(plan, content))
            turn.append(process_time() - begun)
        firsts.append(turn[0])
        ours += turn
    return {
        f"with_tree_median_ms {name}": milliseconds(ours),
        f"with_tree_first_of_a_turn_median_ms {name}": milliseconds(firsts),
        f"openfisca_traced_median_ms {name}": milliseconds(theirs),
        f"times_openfisca_traced {name}": round(median(theirs) / median(ours), 2),
        f"our_share_of_openfisca_traced {name}": round(median(ours) / median(theirs), 4),
    }


def _total(plan: Plan, content: dict[str, Any]) -> Fraction:
    return score(plan, read_application(plan, content)).total


def _columns(plan: Plan, contents: list[dict[str, Any]]) -> dict[str, Column]:
    """Declarations as columns, one a row."""
    read = [read_application(plan, content) for content in contents]
    rows = [one.inputs | one.answers for one in read]
    return {name: Column(np.array([float(row[name]) for row in rows])) for name in rows[0]}


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
