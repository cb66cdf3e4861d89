"""2,000 histories of 50 steps through the real services, with seeds not used before; what they break, and whether planted faults are found."""

import time
from collections import Counter
from secrets import randbits

from benchmarks import scratch
from benchmarks.report import Budget, arguments, tell
from benchmarks.sharing import shared

RUNS, LENGTH, TOGETHER = 2000, 50, 25  # TOGETHER: how many begin at the same opening


def main() -> int:
    """Play them, shared among the processors, and tell."""
    given = arguments(__doc__ or "")
    runs, seed, begun = 40 if given.quick else RUNS, given.seed or randbits(32), time.monotonic()
    told = shared("benchmarks.histories", runs, seed, _play_part)
    broken = [sentence for one in told for sentence in one["broken"]]
    acts: Counter[str] = sum((Counter(one["acts"]) for one in told), Counter())
    planted: dict[str, int] = {name: n for one in told for name, n in one["planted"].items()}
    figures = {
        "seed": seed, "runs": sum(one["runs"] for one in told), "length": LENGTH, "steps": sum(one["steps"] for one in told),
        "seconds": round(time.monotonic() - begun), "processes": len(told), "cpu_ms_a_step": round(1000 * sum(one["cpu"] for one in told) / max(1, sum(acts.values())), 1),
        "done_and_refused": _by_act(acts), "planted_found_after_steps": planted, "broken": broken,
    }  # fmt: skip
    missed = sum(1 for n in planted.values() if not n)
    return tell("histories", given, figures, [Budget("histories_broken", len(broken), 0), Budget("planted_faults_missed", missed, 0)])


def _by_act(acts: Counter[str]) -> dict[str, list[int]]:
    names = sorted({key.split()[0] for key in acts})
    return {name: [acts[f"{name} done"], acts[f"{name} refused"]] for name in names}


def _play_part(numbers: range, seed: int) -> dict[str, object]:
    """Play these histories in a database of this process; the five planted faults are shared out among the processes."""
    scratch.set_up()
    from django.db import transaction  # noqa: PLC0415 -- app ready: Django is set up first

    from tests.casework.histories.world import make_world  # noqa: PLC0415 -- app ready: Django is set up first

    with transaction.atomic():
        return _play_all(make_world(), numbers, seed)


def _play_all(world: object, numbers: range, seed: int) -> dict[str, object]:
    from tests.casework.histories import planting, playing  # noqa: PLC0415 -- app ready: Django is set up first

    acts: Counter[str] = Counter()
    broken: list[str] = []
    runs, begun = 0, time.process_time()
    for at in range(0, len(numbers), TOGETHER):
        with playing.opened(world, at // TOGETHER) as opening:
            for number in numbers[at : at + TOGETHER]:
                steps = playing.drawn((seed << 20) + number, LENGTH)
                outcome = playing.play(opening, steps)
                runs += 1
                acts.update({f"{name} {end}": n for (name, end), n in outcome.acts.items()})
                if outcome.broken:
                    fewer = playing.shortest(steps, lambda some: bool(playing.play(opening, some).broken))
                    shown = playing.play(opening, fewer)
                    broken.append(" | ".join([*shown.told, *shown.broken]))
    cpu, first = time.process_time() - begun, numbers.start
    mine = [name for at, name in enumerate(planting.FAULTS) if at % numbers.step == first]
    planted = {name: planting.found_after(world, name, seed=seed, most=1000) for name in mine}
    return {"runs": runs, "steps": sum(acts.values()), "acts": acts, "broken": broken, "cpu": cpu, "planted": planted}


if __name__ == "__main__":
    raise SystemExit(main())
