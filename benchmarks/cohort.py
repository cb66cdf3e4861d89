"""The cohort lane on one core, in turns with numpy copying the same bytes; several what-ifs in one pass; the memory it needs above its input."""

import sys
from collections.abc import Mapping
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from secrets import randbits
from statistics import median
from threading import Event, Thread
from time import process_time, sleep

import numpy as np

from benchmarks import sixty
from benchmarks.report import Budget, Figures, arguments, tell
from benchmarks.timing import ratio, taking_turns
from greenlist.engines.cohort import Column, Program, compile_program, score_batch, score_overlays

LINE = Fraction(60)
WHAT_IFS = 16


def main() -> int:
    """Measure and tell."""
    given = arguments(__doc__ or "")
    seed, rows, rounds = given.seed or randbits(32), 100_000 if given.quick else 1_000_000, 5 if given.quick else 9
    plan = sixty.plan()
    program, columns = compile_program(plan, LINE), sixty.columns(plan, rows, seed)
    begun = process_time()
    score_batch(program, {name: column.rows(0, 10) for name, column in columns.items()}, 10)
    figures: Figures = {"seed": seed, "rows": rows, "numba": version("numba"), "numpy": np.__version__, "bytes_a_row": _bytes(columns) // rows,
                        "first_call_s": round(process_time() - begun, 1)}  # fmt: skip
    told, share = _single(program, columns, rows, rounds)
    many, gain = _many(columns, rows, max(3, rounds // 3))
    memory = _memory(program, columns, rows)
    figures |= told | many | {"memory_above_input": memory}
    # a budget is an upper limit: how much slower than it may be
    budgets = [Budget("copy_to_cohort_inverse", round(1 / share, 2), round(1 / 0.7, 2)), Budget("single_to_what_if_inverse", round(1 / gain, 2),
               round(1 / 1.5, 2)), Budget("memory_above_input", memory, 0.02)]  # fmt: skip
    return tell("cohort", given, figures, budgets)


def copier(columns: Mapping[str, Column]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """What is copied, and where to: memory that has been touched before."""
    sources = [column.values for column in columns.values()]
    return sources, [source.copy() for source in sources]


def copy(pair: tuple[list[np.ndarray], list[np.ndarray]]) -> None:
    """One numpy copy of all columns."""
    for source, target in zip(*pair, strict=True):
        np.copyto(target, source)


def _bytes(columns: Mapping[str, Column]) -> int:
    return sum(column.values.nbytes for column in columns.values())


def _single(program: Program, columns: dict[str, Column], rows: int, rounds: int) -> tuple[Figures, float]:
    pair = copier(columns)
    sides = {
        "copy": lambda: copy(pair),
        "fresh_copy": lambda: [column.values.copy() for column in columns.values()],
        "cohort": lambda: score_batch(program, columns, rows),
        "numpy": lambda: score_batch(program, columns, rows, is_compiled=False),
    }
    spent = taking_turns({name: sides[name] for name in ("copy", "fresh_copy", "cohort")}, rounds)
    spent["numpy"] = taking_turns({"numpy": sides["numpy"]}, 1)["numpy"]
    share = ratio(spent["copy"], spent["cohort"])
    return {
        **{f"{name}_rows_per_s": round(rows / median(seconds)) for name, seconds in spent.items()},
        "cohort_to_copy": share,
        "cohort_to_fresh_copy": ratio(spent["fresh_copy"], spent["cohort"]),
        "flagged": score_batch(program, columns, rows).flagged,
    }, share


def what_ifs() -> list[Program]:
    """The standard with the leading value of one indicator moved, sixteen times."""
    made, content = [], sixty.standard()
    score = next(item["score"] for item in content["groups"][0]["items"] if item.get("score", {}).get("kind") == "pos")
    first = Fraction(score["lead"])
    for number in range(WHAT_IFS):
        score["lead"] = str(float(first * (100 + number) / 100))
        made.append(compile_program(sixty.plan(sixty.text(content)), LINE))
    return made


def _many(columns: dict[str, Column], rows: int, rounds: int) -> tuple[Figures, float]:
    programs = what_ifs()
    sides = {"single": lambda: score_batch(programs[0], columns, rows), "what_ifs": lambda: score_overlays(programs, columns, rows)}
    spent = taking_turns(sides, rounds)
    gain = round(WHAT_IFS * ratio(spent["single"], spent["what_ifs"]), 2)
    return {"what_if_rows_per_s": round(WHAT_IFS * rows / median(spent["what_ifs"])), "what_if_to_single": gain}, gain


def _memory(program: Program, columns: dict[str, Column], rows: int) -> float:
    """The most that one call held beside its input, as a share of it: resident pages, asked every millisecond."""
    before, most, is_done = _resident(), [0], Event()

    def watch() -> None:
        while not is_done.is_set():
            most[0] = max(most[0], _resident())
            sleep(0.001)

    watcher = Thread(target=watch)
    watcher.start()
    scores = score_batch(program, columns, rows)
    is_done.set()
    watcher.join()
    held = max(most[0] - before, sum(getattr(scores, name).nbytes for name in ("total", "verdict", "grade", "unmet", "missing")))
    return round(held / _bytes(columns), 4)


def _resident() -> int:
    with Path("/proc/self/statm").open(encoding="ascii") as told:
        return int(told.read().split()[1]) * 4096


if __name__ == "__main__":
    sys.exit(main())
