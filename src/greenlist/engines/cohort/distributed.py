"""The same scoring over partitioned files, here or by the workers of a Dask cluster: a file is a task, and its bytes are the same."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from greenlist.engines.cohort.parquet import score_parquet
from greenlist.engines.cohort.program import compile_program
from greenlist.engines.scoring import Plan


def score_files(
    plan: Plan, sources: Sequence[Path], target: Path, *, pass_line: Fraction | None = None, carried: Sequence[str] = (), client: Any = None
) -> list[int]:  # fmt: skip
    """Score each file into one of its name in the folder `target`; the rows of each. `client`: a `distributed.Client`; None: here.

    Only the plan's content travels to the workers, which must see the same folders. Raises CohortProblems.
    """
    target.mkdir(parents=True, exist_ok=True)
    tasks = [(plan.as_content(), pass_line, source, target / source.name, tuple(carried)) for source in sources]
    if client is None:
        return [score_file(*task) for task in tasks]
    futures = client.map(score_file, *zip(*tasks, strict=True), pure=False)
    return [int(rows) for rows in client.gather(futures)]


def score_file(content: dict[str, Any], pass_line: Fraction | None, source: Path, target: Path, carried: tuple[str, ...]) -> int:
    """One task: everything it needs is in its arguments."""
    program = compile_program(Plan.from_content(content), pass_line)
    return score_parquet(program, source, target, carried=carried, threads=1)
