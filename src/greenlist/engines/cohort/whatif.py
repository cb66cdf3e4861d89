"""Several programs over one pass of the same rows: each block is read once, while it lies in the cache."""

from collections.abc import Sequence

from greenlist.engines.cohort.columns import Array, Columns
from greenlist.engines.cohort.lane import Scores, score_all
from greenlist.engines.cohort.program import Program


def score_overlays(
    programs: Sequence[Program], columns: Columns, rows: int, groups: Array | None = None, *, threads: int = 1, is_compiled: bool | None = None,
) -> tuple[list[Scores], list[Array]]:  # fmt: skip
    """Scores of each program, and losses[program][group, item]: the points each item (`Program.item_ids`) cost, by group of rows.

    `groups`: a whole number from 0 for every row, such as its city; None: no losses. Losses are sums of floats, good to about 12 digits.
    """
    return score_all(programs, columns, rows, codes=groups, threads=threads, is_compiled=is_compiled)
