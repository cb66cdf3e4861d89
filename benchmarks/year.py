"""A whole year of the synthetic province, from the opening of the round to the published list, sealed: 120 units, or `--units 1000`."""

import sys
from collections import Counter
from resource import RUSAGE_CHILDREN, getrusage
from secrets import randbits
from time import perf_counter, process_time

from benchmarks import scratch
from benchmarks.report import Budget, Figures, arguments, tell


def main() -> int:
    """Play and tell. `--quick` plays 24 units, and holds them to their share of the budget."""
    given = arguments(__doc__ or "", units=120)
    units = 24 if given.quick else given.units
    scratch.set_up()
    figures = _played(given.seed or randbits(32), units)
    limit = min(60 * units / 120, 60 + (units - 120) * 300 / 880)  # 60 s for 120 units, 6 min for 1,000
    return tell("year", given, figures, [Budget("wall_s", float(str(figures["wall_s"])), round(limit, 1))])


def _played(seed: int, units: int) -> Figures:
    from greenlist.casework.applications.models import Application  # noqa: PLC0415 -- models need the settings made above
    from greenlist.casework.files.models import StoredFile  # noqa: PLC0415
    from greenlist.casework.journal.models import JournalEntry  # noqa: PLC0415
    from greenlist.casework.journal.sealer import verify  # noqa: PLC0415
    from greenlist.rehearsal.demo import play_year  # noqa: PLC0415

    begun, begun_cpu, begun_children = perf_counter(), process_time(), _children()
    lines = list(play_year(seed=seed, units=units))
    wall, cpu, children = perf_counter() - begun, process_time() - begun_cpu, _children() - begun_children
    sealed = verify()
    states = Counter(Application.objects.values_list("state", flat=True))
    return {
        "seed": seed,
        "units": units,
        "told": lines[0],
        "states": dict(sorted(states.items())),
        "journal_entries": JournalEntry.objects.count(),
        "files": StoredFile.objects.count(),
        "chain": "whole" if sealed.is_whole and not sealed.unsealed else "BROKEN OR UNSEALED",
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "children_cpu_s": round(children, 1),
        "cpu_ms_per_unit": round(1000 * (cpu + children) / units),
    }


def _children() -> float:
    """Processor time of the children that look at uploads."""
    from greenlist.casework.files.forking import end_forker  # noqa: PLC0415 -- models need the settings made above

    end_forker()
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
