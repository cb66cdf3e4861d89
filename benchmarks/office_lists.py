"""The bureau's workbench and the province's intake at 20,000 applications, each in turn with a bare Django list view."""

import sys
from random import Random
from secrets import randbits, token_hex

from benchmarks import scratch
from benchmarks.report import arguments


def main() -> int:
    """One case of 九江 begun through the services, then 20,000 like it; ask for the pages, tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    scratch.set_up()
    from benchmarks.pages import Page, compare  # noqa: PLC0415 -- models need the settings made by scratch

    _fill(Random(seed))
    pages = (
        Page("bureau_workbench", "/bureau/workbench/", "/bare/workbench/", "bureau360400"),
        Page("province_intake", "/province/intake/", "/bare/intake/", "province"),
    )
    return compare("office_lists", pages, given, seed)


def _fill(random: Random) -> None:
    from benchmarks.crowd import add_applications  # noqa: PLC0415 -- models need the settings made by scratch
    from benchmarks.pages import ROWS  # noqa: PLC0415
    from greenlist.casework.journal import clock  # noqa: PLC0415
    from greenlist.rehearsal import acts  # noqa: PLC0415
    from greenlist.rehearsal.playing import at  # noqa: PLC0415
    from greenlist.rehearsal.year import prepare  # noqa: PLC0415

    handed_in = at(4, 10)
    with clock.at(handed_in):
        year = prepare(random.randint(0, 10**9), password=token_hex(8), units={"360400": 1})
        case = acts.begin(year.cast.units["360400"][0], year.round)
    case.submitted_at = handed_in
    add_applications(case, ROWS, random)


if __name__ == "__main__":
    sys.exit(main())
