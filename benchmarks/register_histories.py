"""2,000 histories of 20 acts on a register through the real services, with seeds not used before; what they break."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from secrets import randbits

from benchmarks import scratch
from benchmarks.report import Budget, arguments, tell

RUNS, LENGTH = 2000, 20
PART = "GREENLIST_REGISTER_PART"  # which of the processes this one is


def main() -> int:
    """Share the histories among the processors; with the environment's part set, play that part and print it."""
    given = arguments(__doc__ or "")
    runs = 30 if given.quick else RUNS
    if part := os.environ.get(PART):
        number, of, seed = map(int, part.split("/"))
        print(json.dumps(_play_part(range(number, runs, of), seed)))
        return 0
    seed, begun, of = given.seed or randbits(32), time.monotonic(), os.cpu_count() or 1
    parts = [_start(number, of, seed) for number in range(of)]
    told = [json.loads(part.communicate()[0].splitlines()[-1]) for part in parts]
    acts: Counter[str] = sum((Counter(one["acts"]) for one in told), Counter())
    broken = [sentence for one in told for sentence in one["broken"]]
    names = sorted({key.split()[0] for key in acts})
    figures = {
        "seed": seed, "runs": sum(one["runs"] for one in told), "length": LENGTH, "seconds": round(time.monotonic() - begun), "processes": of,
        "done_and_refused": {name: [acts[f"{name} done"], acts[f"{name} refused"]] for name in names}, "broken": broken,
    }  # fmt: skip
    return tell("register_histories", given, figures, [Budget("histories_broken", len(broken), 0)])


def _start(number: int, of: int, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.register_histories", *sys.argv[1:]]
    return subprocess.Popen(command, env={**os.environ, PART: f"{number}/{of}/{seed}"}, stdout=subprocess.PIPE, text=True)


def _play_part(numbers: range, seed: int) -> dict[str, object]:
    """Play these histories in a database of this process."""
    scratch.set_up()
    from django.db import transaction  # noqa: PLC0415 -- app ready: Django is set up first

    from tests.casework.cast import make_province  # noqa: PLC0415 -- app ready: Django is set up first
    from tests.casework.register.playing import play  # noqa: PLC0415 -- app ready: Django is set up first

    acts: Counter[str] = Counter()
    broken: list[str] = []
    with transaction.atomic():
        province = make_province()
        for number in numbers:
            made, wrong = play(province, (seed << 20) + number, LENGTH)
            acts.update(made.acts)
            broken += wrong
    return {"runs": len(numbers), "acts": acts, "broken": broken}


if __name__ == "__main__":
    raise SystemExit(main())
