"""Builds every hostile and every harmless file into a folder: `python -m tests.hostile.make FOLDER [NAME…]`. The same seed, the same bytes
(but for the salts of the locked ones). None is kept in the repository, and none does harm: only their structure is hostile.
"""

import sys
from pathlib import Path
from random import Random

from tests.hostile.makers import archives, harmless, office, pdf, pictures, texts
from tests.hostile.makers.registry import FILES

MAKERS = (pdf, office, archives, texts, pictures, harmless)
SEED = 5


def make(name: str, folder: Path, seed: int = SEED) -> Path:
    """Make one file of this name in the folder, unless it is there."""
    path = folder / name
    if not path.exists():
        path.write_bytes(FILES[name](Random(f"{seed} {name}")))
    return path


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for wanted in sys.argv[2:] or FILES:
        print(f"{make(wanted, target).stat().st_size:>12} {wanted}")
