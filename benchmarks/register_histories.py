"""2,000 histories of 20 acts on a register through the real services, with seeds not used before: is ever a listing left an orphan?"""

import time
from collections import Counter
from secrets import randbits

from benchmarks import scratch
from benchmarks.report import Budget, arguments, tell
from benchmarks.sharing import shared

RUNS, LENGTH = 2000, 20


def main() -> int:
    """Play them, shared among the processors, and tell."""
    given = arguments(__doc__ or "")
    runs, seed, begun = 30 if given.quick else RUNS, given.seed or randbits(32), time.monotonic()
    told = shared("benchmarks.register_histories", runs, seed, _play_part)
    acts: Counter[str] = sum((Counter(one["acts"]) for one in told), Counter())
    broken = [sentence for one in told for sentence in one["broken"]]
    names = sorted({key.split()[0] for key in acts})
    figures = {
        "seed": seed, "runs": sum(one["runs"] for one in told), "length": LENGTH, "seconds": round(time.monotonic() - begun),
        "processes": len(told), "cpu_s": [one["cpu_s"] for one in told],
        "done_and_refused": {name: [acts[f"{name} done"], acts[f"{name} refused"]] for name in names}, "broken": broken,
    }  # fmt: skip
    return tell("register_histories", given, figures, [Budget("histories_broken", len(broken), 0)])


def _play_part(numbers: range, seed: int) -> dict[str, object]:
    """Play these histories in a database of this process."""
    scratch.set_up()
    from django.db import transaction  # noqa: PLC0415 -- app ready: Django is set up first

    from tests.casework.cast import make_province  # noqa: PLC0415 -- app ready: Django is set up first
    from tests.casework.register.playing import play  # noqa: PLC0415 -- app ready: Django is set up first

    acts: Counter[str] = Counter()
    broken: list[str] = []
    begun = time.process_time()
    with transaction.atomic():
        province = make_province()
        for number in numbers:
            made, wrong = play(province, (seed << 20) + number, LENGTH)
            acts.update(made.acts)
            broken += wrong
    return {"runs": len(numbers), "acts": acts, "broken": broken, "cpu_s": round(time.process_time() - begun)}


if __name__ == "__main__":
    raise SystemExit(main())
