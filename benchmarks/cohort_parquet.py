"""Ten million rows of the 60-indicator standard from a Parquet file on two cores, beside a bare read of the same file, in turns.

The file: 106 float64 columns of random six-digit figures, uncompressed, no dictionary, row groups of 100,000; written under GREENLIST_VAR,
read through once so that it lies in the cache, deleted afterwards. Every side of every round is a process of its own, timed by the clock
from the opened file to the last result, with what was imported and compiled before that left out; its peak is the kernel's.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from secrets import randbits
from shutil import disk_usage, rmtree
from statistics import median
from tempfile import mkdtemp
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import sixty
from benchmarks.report import Budget, Figures, arguments, tell
from greenlist.engines.cohort import Program, compile_program, score_batch
from greenlist.engines.cohort.parquet import score_parquet, scored_parts
from running import environment

CORES, GROUP = 2, 100_000
SECONDS, MEGABYTES = 5.0, 1000
PIECE = 1 << 22


def main() -> int:
    """Write the file, measure in turns, delete it, tell."""
    if len(sys.argv) == 4 and sys.argv[1] == "side":
        print(json.dumps(_measured(sys.argv[2], Path(sys.argv[3]))))
        return 0
    given = arguments(__doc__ or "")
    seed, rows, rounds = given.seed or randbits(31), 500_000 if given.quick else 10_000_000, 2 if given.quick else 5
    environment.VAR.mkdir(parents=True, exist_ok=True)
    _check_room(rows)
    folder = Path(mkdtemp(prefix="cohort-", dir=environment.VAR))
    try:
        file = folder / "cohort.parquet"
        _write(file, rows, seed)
        _in_child("bytes", file)
        found: dict[str, list[dict[str, float]]] = {side: [] for side in SIDES}
        for number in range(rounds):
            for side in list(SIDES)[:: 1 if number % 2 else -1]:
                found[side].append(_in_child(side, file))
        figures: Figures = {"seed": seed, "rows": rows, "columns": 106, "gigabytes": round(file.stat().st_size / 1e9, 2), "cores": CORES}
    finally:
        rmtree(folder, ignore_errors=True)
    for side, measures in found.items():
        for key, places in (("seconds", 2), ("cpu_seconds", 2), ("peak_mb", 0)):
            figures[f"{side}_{key}"] = round(median(m[key] for m in measures), places)
    peak = max(float(str(figures[f"{side}_peak_mb"])) for side in ("scored", "written"))
    budgets = [Budget("scored_seconds", float(str(figures["scored_seconds"])), SECONDS), Budget("peak_mb", peak, MEGABYTES)]
    return tell("cohort_parquet", given, figures, budgets)


def _check_room(rows: int) -> None:
    wanted, free = rows * 106 * 8 * 1.1, disk_usage(environment.VAR).free
    if free < wanted + 2e9:
        raise SystemExit(f"{wanted / 1e9:.1f} GB are wanted under GREENLIST_VAR, {free / 1e9:.1f} GB are free")


def _write(file: Path, rows: int, seed: int) -> None:
    plan, random = sixty.plan(), np.random.default_rng(seed)
    names = sixty.names(plan)
    schema = pa.schema([pa.field(name, pa.float64()) for name in names])
    with pq.ParquetWriter(file, schema, compression="none", use_dictionary=False) as writer:
        for _ in range(0, rows, GROUP):
            arrays = [pa.array((random.random(GROUP) < 0.8).astype(float) if name in plan.items else random.integers(100, 999_999, GROUP) / 100)
                      for name in names]  # fmt: skip
            writer.write_batch(pa.record_batch(arrays, schema=schema), row_group_size=GROUP)


def _in_child(side: str, file: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cohort_parquet", "side", side, str(file)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _measured(side: str, file: Path) -> dict[str, float]:
    pa.set_cpu_count(1)
    program = compile_program(sixty.plan())
    score_batch(program, sixty.columns(program.plan, 100, 1), 100)
    begun, spent = perf_counter(), process_time()
    SIDES[side](program, file)
    return {"seconds": perf_counter() - begun, "cpu_seconds": process_time() - spent, "peak_mb": getrusage(RUSAGE_SELF).ru_maxrss / 1000}


def _bytes(_: Program, file: Path) -> None:
    """Every byte into a small buffer, a half of the file a thread."""
    size = file.stat().st_size
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(lambda part: _read(file, size * part // CORES, size * (part + 1) // CORES), range(CORES)))


def _read(file: Path, start: int, stop: int) -> None:
    buffer = memoryview(bytearray(PIECE))
    with file.open("rb", buffering=0) as opened:
        opened.seek(start)
        while start < stop:
            start += opened.readinto(buffer[: min(PIECE, stop - start)]) or stop


def _decoded(_: Program, file: Path) -> None:
    """Every row group into Arrow columns, and let go."""
    groups = pq.ParquetFile(file).num_row_groups
    with ThreadPoolExecutor(CORES) as pool:
        list(
            pool.map(lambda group: pq.ParquetFile(file, pre_buffer=False).read_row_group(group, use_threads=False).num_rows, range(groups))
        )


def _scored(program: Program, file: Path) -> None:
    """Every row scored; the results of a part are let go when they were counted."""
    assert sum(len(part.scores[0].total) for part in scored_parts([program], file, threads=CORES))


def _written(program: Program, file: Path) -> None:
    """The same, with the results of all rows written to a file."""
    score_parquet(program, file, file.with_name("results.parquet"), threads=CORES)


SIDES: dict[str, Callable[[Program, Path], None]] = {"bytes": _bytes, "decoded": _decoded, "scored": _scored, "written": _written}


if __name__ == "__main__":
    sys.exit(main())
