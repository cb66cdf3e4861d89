"""The compiled lane: one kernel for every standard, interpreting the arrays of `layout.py` over blocks of rows.

Weights, leads, thresholds and caps are data: nothing is compiled for a standard. A leaf is a value of one of six shapes put through a share
of one of four kinds; what does not fit arrives as a share of its own, computed by `measures.py`. Rare events (a zero denominator, a value
near a threshold) are only counted in the fast loops; where the count is not zero a slow loop finds the rows.

Machine code is kept on disk. numba looks only at the file of the function that is called, so the folder has the hash of all of them.
"""

import hashlib
import os
from pathlib import Path

import numba

FILES = (*Path(__file__).parent.glob("*.py"), Path(__file__).parents[1] / "layout.py")


def kept_in() -> Path:
    """The folder of the machine code: under GREENLIST_KERNEL, GREENLIST_VAR, or beside the compiled modules."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(FILES))).hexdigest()[:16]
    place = os.environ.get("GREENLIST_KERNEL") or os.environ.get("GREENLIST_VAR")
    return (Path(place) / "kernel" if place else Path(__file__).parent / "__pycache__") / digest


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(kept_in())
