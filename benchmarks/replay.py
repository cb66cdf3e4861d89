"""500 applications of the round of 2024 put to the rules of 2025, beside a bare read of the same rows."""

import sys
import time
from random import Random
from secrets import randbits, token_hex

from benchmarks import scratch
from benchmarks.report import Budget, arguments, tell
from benchmarks.timing import cpu

CASES, UNDER = 500, "miit-2025-390"


def main() -> int:
    """One case begun through the services, 499 like it; replay them all, tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    scratch.set_up()
    from benchmarks.crowd import add_applications  # noqa: PLC0415 -- models need the settings made by scratch
    from greenlist.casework.applications.models import Application  # noqa: PLC0415
    from greenlist.casework.journal import clock  # noqa: PLC0415
    from greenlist.casework.verification.replaying import MEMBERS, replay  # noqa: PLC0415
    from greenlist.rehearsal import acts  # noqa: PLC0415
    from greenlist.rehearsal.year import at, prepare  # noqa: PLC0415

    random = Random(seed)
    with clock.at(at(4, 10)):
        year = prepare(random.randint(0, 10**9), password=token_hex(8), units={"360400": 1})
        case = acts.begin(year.cast.units["360400"][0], year.round)
        case.submitted_at = at(4, 10)
        add_applications(case, CASES - 1, random)
        cases = Application.objects.select_related(*MEMBERS)
        begun = time.monotonic()
        found = replay(cases, UNDER, at(5, 27).date())
        seconds = round(time.monotonic() - begun, 2)
        bare = cpu(lambda: list(cases.all()))
    figures = {
        "seed": seed, "applications": cases.count(), "clauses": len(found), "changes": sum(len(line.changes) for line in found),
        "bare_read_seconds": round(bare, 3),
    }  # fmt: skip
    return tell("replay", given, figures, [Budget("seconds", seconds, 10)])


if __name__ == "__main__":
    sys.exit(main())
