"""Every hostile and harmless file at every door: seconds and the most memory of its children, and whether it ended as declared."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import monotonic

from benchmarks import scratch
from benchmarks.report import Budget, arguments, tell

SECONDS, MEGABYTES = 5, 512
SHOWN = 12


def main() -> int:
    """Open all, one after another, and tell the slowest and the largest."""
    given = arguments(__doc__ or "")
    scratch.set_up()
    from tests.hostile.declared import declared  # noqa: PLC0415 -- the doors need the settings made by scratch

    files, rows = declared()[:: 8 if given.quick else 1], []
    with tempfile.TemporaryDirectory() as folder:
        _make(folder, [file.name for file in files])
        for file in files:
            rows += [{"file": file.name, "door": door, **_measured(file, door, Path(folder, file.name))} for door in file.doors]
    rows.sort(key=lambda row: -row["seconds"])
    for row in rows:
        print(
            f"  {row['file']:<34}{row['door']:<10}{row['seconds']:>6.2f} s {row['mb']:>5} MB  {'as declared' if row['is_right'] else 'OTHERWISE'}"
        )
    hostile = [row for row in rows if not row["file"].startswith("ok_")]
    figures = {
        "files": len({row["file"] for row in rows}), "hostile_files": len({row["file"] for row in hostile}), "openings": len(rows),
        "slowest_harmless_seconds": max((row["seconds"] for row in rows if row not in hostile), default=0),
        "median_seconds": sorted(row["seconds"] for row in rows)[len(rows) // 2], "an_empty_child_mb": min(row["mb"] for row in rows),
        "slowest": [_short(row) for row in rows[:SHOWN]], "largest": [_short(row) for row in sorted(rows, key=lambda row: -row["mb"])[:SHOWN]],
    }  # fmt: skip
    budgets = [
        Budget("seconds_of_the_slowest_hostile", hostile[0]["seconds"], SECONDS),
        Budget("processor_seconds_of_the_busiest", max(row["processor"] for row in rows), SECONDS),
        Budget("megabytes_of_the_largest", max(row["mb"] for row in rows), MEGABYTES),
        Budget("not_as_declared", sum(not row["is_right"] for row in rows), 0),
    ]
    return tell("hostile", given, figures, budgets)


def _make(folder: str, names: list[str]) -> None:
    """In another process, so that what making them took is not counted."""
    subprocess.run([sys.executable, "-m", "tests.hostile.make", folder, *names], check=True, stdout=subprocess.DEVNULL)


def _measured(file: object, door: str, path: Path) -> dict[str, object]:
    """Open it in a fork of this process, whose only children are the door's. A child begins with the size of the process that starts
    it in the kernel's books, so that no figure is smaller than the fork itself.
    """
    outlet, inlet = os.pipe()
    if os.fork() == 0:
        os.write(inlet, json.dumps(_opened(file, door, path)).encode())
        os._exit(0)
    os.close(inlet)
    with os.fdopen(outlet) as told:
        found = json.load(told)
    os.wait()
    return found


def _opened(file: object, door: str, path: Path) -> dict[str, object]:
    from greenlist.casework.files.forking import end_forker  # noqa: PLC0415 -- as below
    from tests.hostile.doors import opened  # noqa: PLC0415 -- the doors need the settings made by scratch

    begun = monotonic()
    is_taken, said = opened(door, path)
    seconds = monotonic() - begun
    end_forker()
    children = getrusage(RUSAGE_CHILDREN)
    is_right = door in file.taken and file.reads.get(door, "") in said if is_taken else any(w in said for w in file.refused.get(door, []))
    return {"seconds": round(seconds, 2), "processor": round(children.ru_utime + children.ru_stime, 2),
            "mb": max(children.ru_maxrss, 0) // 1024, "is_right": is_right}  # fmt: skip


def _short(row: dict[str, object]) -> str:
    return f"{row['file']} at {row['door']}: {row['seconds']} s, {row['mb']} MB"


if __name__ == "__main__":
    sys.exit(main())
