"""A package of 200 reports of 5 MB: streamed to a file beside copying the same bytes, as a whole background job, and its memory at 20 and at 200 reports."""

import os
import resource
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from secrets import randbits
from time import monotonic

from benchmarks import scratch
from benchmarks.report import Budget, arguments, tell
from benchmarks.timing import Side, cpu, ratio, taking_turns

REPORTS, FEW, SIZE = 200, 20, 5 << 20
PIECE = 1 << 18


def main() -> int:
    """Store the reports, take turns, tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    scratch.set_up()
    work = _Work(Random(seed))
    rounds = 3 if given.quick else 9
    sides: dict[str, Side] = {"package": work.package, "copy": work.copy}
    spent = taking_turns(sides, 1 if given.quick else 5, cpu)
    waited = taking_turns({**sides, "job": work.job}, rounds, _clock)
    few, many = _peak_mb(lambda: work.package(FEW)), _peak_mb(work.package)
    figures = {
        "seed": seed, "reports": REPORTS, "megabytes": REPORTS * SIZE >> 20,
        **{f"{name}_cpu_s": _middle(times) for name, times in spent.items()},
        **{f"{name}_s": _middle(times) for name, times in waited.items()},
        "package_to_copy_cpu": ratio(spent["package"], spent["copy"]), "job_to_copy": ratio(waited["job"], waited["copy"]),
        "peak_mb_at_20_reports": few, "peak_mb_at_200_reports": many,
    }  # fmt: skip
    budgets = [
        Budget("package_to_copy", ratio(waited["package"], waited["copy"]), 3),
        Budget("peak_at_200_to_20_reports", round(many / few, 2), 1.1),
    ]
    return tell("package", given, figures, budgets)


class _Work:
    """The stored reports and the three ways to put them into one file."""

    def __init__(self, dice: Random) -> None:
        from greenlist.casework.files.models import StoredFile  # noqa: PLC0415 -- models need the settings made by scratch
        from greenlist.casework.files.storage import keep, receive  # noqa: PLC0415
        from greenlist.casework.journal.clock import now  # noqa: PLC0415
        from greenlist.casework.recommendation.package import Part  # noqa: PLC0415

        self.at, self.parts = now(), []
        for number in range(REPORTS):
            temporary, digest, size = receive([dice.randbytes(SIZE)])
            keep(temporary, digest)
            file = StoredFile(digest=digest, name=f"{number}.pdf", media_type="application/pdf", size_bytes=size)
            self.parts.append(Part(f"评价报告/{number:03d}.pdf", file=file))
        self.folder = Path(os.environ["GREENLIST_VAR"])

    def package(self, count: int = REPORTS) -> None:
        from greenlist.casework.recommendation.package import streamed  # noqa: PLC0415 -- models need the settings made by scratch

        with (self.folder / "package.zip").open("wb") as target:
            for piece in streamed(self.parts[:count], at=self.at):
                target.write(piece)

    def copy(self) -> None:
        from greenlist.casework.files.storage import path_of  # noqa: PLC0415 -- models need the settings made by scratch

        with (self.folder / "copy").open("wb") as target:
            for part in self.parts:
                with path_of(part.file.digest).open("rb") as source:
                    shutil.copyfileobj(source, target, PIECE)

    def job(self) -> None:
        from greenlist.casework.jobs.results import digest_of  # noqa: PLC0415 -- models need the settings made by scratch

        """What the worker does: the package, then its digest."""
        self.package()
        digest_of(self.folder / "package.zip")


def _clock(work: Side) -> float:
    begun = monotonic()
    work()
    return monotonic() - begun


def _middle(times: list[float]) -> float:
    return round(sorted(times)[len(times) // 2], 3)


def _peak_mb(work: Callable[[], object]) -> float:
    """The most memory a process of its own held while it did this."""
    hears, tells = os.pipe()
    if os.fork() == 0:
        work()
        os.write(tells, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).encode())
        os._exit(0)
    os.close(tells)
    os.wait()
    return round(int(os.read(hears, 32)) / 1024, 1)


if __name__ == "__main__":
    sys.exit(main())
