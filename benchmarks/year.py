"""A whole year of the synthetic province, 120 units, from the opening of the round to the published list."""

import sys
from collections import Counter
from secrets import randbits
from time import perf_counter, process_time

from benchmarks import scratch
from benchmarks.report import Budget, Figures, arguments, tell


def main() -> int:
    """Play and tell. `--quick` plays 24 units, and holds them to their share of the budget."""
    given = arguments(__doc__ or "")
    units = 24 if given.quick else 120
    scratch.set_up()
    figures = _played(given.seed or randbits(32), units)
    return tell("year", given, figures, [Budget("wall_s", float(str(figures["wall_s"])), 60 * units / 120)])


def _played(seed: int, units: int) -> Figures:
    from greenlist.casework.applications.models import Application  # noqa: PLC0415 -- models need the settings made above
    from greenlist.casework.journal.models import JournalEntry  # noqa: PLC0415
    from greenlist.rehearsal.demo import play_year  # noqa: PLC0415

    begun, begun_cpu = perf_counter(), process_time()
    lines = list(play_year(seed=seed, units=units))
    wall, cpu = perf_counter() - begun, process_time() - begun_cpu
    states = Counter(Application.objects.values_list("state", flat=True))
    return {
        "seed": seed,
        "units": units,
        "told": lines[0],
        "states": dict(sorted(states.items())),
        "journal_entries": JournalEntry.objects.count(),
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "cpu_ms_per_unit": round(1000 * cpu / units),
    }


if __name__ == "__main__":
    sys.exit(main())
