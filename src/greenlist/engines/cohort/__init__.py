"""The cohort lane: one plan over millions of rows in float64 columns, with the exact lane's published numbers.

Floats only filter: a row whose total, verdict or grade lies within a proven bound of a tie, a line or a threshold is scored again by the
exact lane (`engines.scoring`). `lane.score_batch` chooses between the compiled kernel and numpy; nothing here imports numba by itself.
"""

from greenlist.engines.cohort.columns import Column
from greenlist.engines.cohort.lane import Scores, score_batch
from greenlist.engines.cohort.program import Program, compile_program
from greenlist.engines.cohort.whatif import score_overlays

__all__ = ["Column", "Program", "Scores", "compile_program", "score_batch", "score_overlays"]
