"""`python -m greenlist.engines.cohort.warming`: compiles the kernel once and keeps it on disk, at install and never in a request."""

from datetime import date
from time import monotonic

import numpy as np

from greenlist.engines.cohort.columns import Column
from greenlist.engines.cohort.lane import is_kernel_there, score_batch
from greenlist.engines.cohort.program import compile_program
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.rulebook.standards import held_editions


def main() -> None:
    """Score one row of one standard with it; without numba nothing is to be done."""
    if not is_kernel_there():
        return
    begun = monotonic()
    source = load_standard(held_editions()[0])
    program = compile_program(compile_plan(source, date.fromisoformat(str(source.standard.in_force["from"]))))
    item = next(leaf.id for leaf in program.leaves if leaf.is_answered)
    score_batch(program, {item: Column(np.ones(1))}, 1, is_compiled=True)
    print(f"cohort kernel ready in {monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
