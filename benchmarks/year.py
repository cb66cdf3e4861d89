"""A whole year of the synthetic province, from the opening of the round to the published list, sealed: 120 units, or `--units 1000`.

`--years 3` plays so many in a row, with life on the list between the rounds; each year has its own budget, and the stock must add up.
"""

import sys
from collections import Counter
from resource import RUSAGE_CHILDREN, getrusage
from secrets import randbits
from time import perf_counter, process_time

from benchmarks import scratch
from benchmarks.report import Budget, Figures, arguments, tell


def main() -> int:
    """Play and tell. `--quick` plays 24 units, and holds them to their share of the budget."""
    given = arguments(__doc__ or "", units=120, years=1)
    units = 24 if given.quick else given.units
    scratch.set_up()
    seed = given.seed or randbits(32)
    figures, walls = _in_a_row(seed, units, given.years) if given.years > 1 else _played(seed, units)
    limit = round(min(60 * units / 120, 60 + (units - 120) * 300 / 880), 1)  # 60 s for 120 units, 6 min for 1,000
    return tell("year", given, figures, [Budget(name, wall, limit) for name, wall in walls.items()])


def _played(seed: int, units: int) -> tuple[Figures, dict[str, float]]:
    from greenlist.casework.applications.models import Application  # noqa: PLC0415 -- models need the settings made above
    from greenlist.rehearsal.demo import play_year  # noqa: PLC0415

    begun, begun_cpu, begun_children = perf_counter(), process_time(), _children()
    lines = list(play_year(seed=seed, units=units))
    wall, cpu, children = perf_counter() - begun, process_time() - begun_cpu, _children() - begun_children
    states = Counter(Application.objects.values_list("state", flat=True))
    figures = {"seed": seed, "units": units, "told": lines[0], "states": dict(sorted(states.items()))} | _left_behind() | {
        "wall_s": round(wall, 1), "cpu_s": round(cpu, 1), "children_cpu_s": round(children, 1),
        "cpu_ms_per_unit": round(1000 * (cpu + children) / units),
    }  # fmt: skip
    return figures, {"wall_s": round(wall, 1)}


def _in_a_row(seed: int, units: int, years: int) -> tuple[Figures, dict[str, float]]:
    """Several years: the clock is read when each has been told. DoesNotAddUp ends it when a unit is missing somewhere."""
    from greenlist.rehearsal.years import play_years  # noqa: PLC0415 -- models need the settings made above

    walls: dict[str, float] = {}
    cpus: dict[str, str] = {}
    told: list[str] = []
    wall, cpu, children = perf_counter(), process_time(), _children()
    for line in play_years(seed=seed, units=units, years=years):
        told.append(line.strip())
        if line[:4].isdecimal():
            walls[f"wall_s_{line[:4]}"] = round(perf_counter() - wall, 1)
            cpus[line[:4]] = f"{process_time() - cpu:.1f} + {_children() - children:.1f}"
            wall, cpu, children = perf_counter(), process_time(), _children()
    figures = {"seed": seed, "units": units, "years": years, "told": told} | _left_behind() | {"cpu_s_and_childrens": cpus}
    return figures, walls


def _left_behind() -> Figures:
    from greenlist.casework.files.models import StoredFile  # noqa: PLC0415 -- models need the settings made above
    from greenlist.casework.journal.models import JournalEntry  # noqa: PLC0415
    from greenlist.casework.journal.sealer import verify  # noqa: PLC0415

    sealed = verify()
    return {
        "journal_entries": JournalEntry.objects.count(), "files": StoredFile.objects.count(),
        "chain": "whole" if sealed.is_whole and not sealed.unsealed else "BROKEN OR UNSEALED",
    }  # fmt: skip


def _children() -> float:
    """Processor time of the children that look at uploads."""
    from greenlist.casework.files.forking import end_forker  # noqa: PLC0415 -- models need the settings made above

    end_forker()
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
