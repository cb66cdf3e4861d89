"""50 public and 5 officers' requests a second for five minutes on one machine, beside the same officers alone before and after.

A real PostgreSQL that writes safely, the server with two workers, the sealer and the background program; the demo's province with a list
of 20,000 rows and 2,000 applications. Requests come at times of their own (`open_loop`); the generator is a process of its own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from secrets import randbits, token_hex
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.open_loop import Answer, Question, arrivals, drawn, play
from benchmarks.public_list import processor_seconds, served_at
from benchmarks.report import Budget, Figures, arguments, tell
from running import postgresql

PUBLIC_A_SECOND, OFFICERS_A_SECOND = 50, 5
IDLE_S, BUSY_S = 60, 300
ROWS, APPLICATIONS = 20_000, 2_000
LIMIT = 2
GENERATE = "GREENLIST_LOAD_PLAN"  # the generator's own process is told here what to ask
TOKEN = token_hex(16)


def main() -> int:
    """Prepare, ask, tell."""
    given = arguments(__doc__ or "")
    if plan := os.environ.get(GENERATE):
        return _generate(json.loads(Path(plan).read_text()))
    seed = given.seed or randbits(32)
    idle, busy = (8, 15) if given.quick else (IDLE_S, BUSY_S)
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="greenlist-load-"))
        url = stack.enter_context(postgresql.throw_away(flags=""))
        asked = _prepare(folder, url, seed, quick=given.quick)
        port, pids = stack.enter_context(_serving())
        _ask(asked, port, {"officer": 10}, 6, seed)  # every worker has seen every page once
        before = _ask(asked, port, {"officer": OFFICERS_A_SECOND}, idle, seed + 1)
        spent = [processor_seconds(pid) for pid in pids]
        loaded = _ask(asked, port, {"officer": OFFICERS_A_SECOND, "public": PUBLIC_A_SECOND}, busy, seed + 2)
        spent = [processor_seconds(pid) - was for pid, was in zip(pids, spent, strict=True)]
        after = _ask(asked, port, {"officer": OFFICERS_A_SECOND}, idle, seed + 3)
    alone = median(_times(before, "officer") + _times(after, "officer"))
    crowded = median(_times(loaded, "officer"))
    figures: Figures = {
        "seed": seed, "seconds": busy, "officers_alone_ms": _told(before + after, "officer"), "officers_ms": _told(loaded, "officer"),
        "public_ms": _told(loaded, "public"), "server_cpu_share": round(spent[0] / busy, 2), "sealer_and_worker_cpu_share": round(sum(spent[1:]) / busy, 3),
        "generator_cpu_share": round(loaded[-1]["generator_cpu_s"] / busy, 3),
    }  # fmt: skip
    errors = [one for part in (before, loaded, after) for one in part if "status" in one and one["is_error"]]
    figures["errors"] = sorted({f"{one['status']} {one['path']}" for one in errors})[:5]
    budgets = [Budget("errors", len(errors), 0), Budget("officers_median_to_alone", round(crowded / alone, 2), LIMIT)]
    return tell("load", given, figures, budgets)


def _prepare(folder: str, url: str, seed: int, *, quick: bool) -> dict[str, list[tuple[int, list[Question]]]]:
    """The demo's province on PostgreSQL with many rows; what is asked there, by whom."""
    Path(folder, "static").mkdir()
    os.environ.update(GREENLIST_VAR=folder, GREENLIST_DATABASE_URL=url, GREENLIST_DEMO="1", GREENLIST_SECRET_KEY=token_hex(32),
                      DJANGO_SETTINGS_MODULE="greenlist.config.settings")  # fmt: skip
    import django  # noqa: PLC0415 -- the settings are read when it is set up

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from benchmarks.load_questions import questions  # noqa: PLC0415 -- models need the settings made above

    call_command("migrate", verbosity=0)
    return questions(ROWS // 10 if quick else ROWS, APPLICATIONS // 10 if quick else APPLICATIONS, Random(seed), TOKEN)


@contextmanager
def _serving() -> Iterator[tuple[int, list[int]]]:
    """The port, and the processes: the server with two workers, the sealer, the background program."""
    cli = [sys.executable, "-m", "greenlist.portals.cli"]
    env = {**os.environ, "PYTHONPATH": "src"}
    with served_at(workers=2) as (port, pid):
        others = [subprocess.Popen([*cli, *words], env=env) for words in (["journal", "seal", "--follow"], ["work"])]
        try:
            yield port, [pid, *(other.pid for other in others)]
        finally:
            for other in others:
                other.terminate()
                other.wait()


def _ask(asked: dict[str, Any], port: int, rates: dict[str, int], seconds: int, seed: int) -> list[dict[str, Any]]:
    """Let the generator ask; its answers, and last what it spent itself."""
    plan = {"port": port, "seconds": seconds, "seed": seed, "rates": rates,
            "asked": {who: [(weight, [asdict(q) for q in held]) for weight, held in asked[who]] for who in rates}}  # fmt: skip
    file = Path(os.environ["GREENLIST_VAR"], "plan.json")
    file.write_text(json.dumps(plan))
    done = subprocess.run([sys.executable, "-m", "benchmarks.load"], env={**os.environ, GENERATE: str(file)}, capture_output=True,
                          text=True, check=True)  # fmt: skip
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def _generate(plan: dict[str, Any]) -> int:
    """The generator's own process: play the plan, print the answers."""
    random = Random(plan["seed"])
    streams = []
    for who, rate in plan["rates"].items():
        weighted = [(weight, [Question(**held) for held in kind]) for weight, kind in plan["asked"][who]]
        streams += list(arrivals(drawn(weighted, random), rate, plan["seconds"], random))
    answers = play(sorted(streams, key=lambda one: one[0]), plan["port"])
    used = getrusage(RUSAGE_SELF)
    print(json.dumps([*map(_line, answers), {"generator_cpu_s": used.ru_utime + used.ru_stime}]))
    return 0


def _line(answer: Answer) -> dict[str, Any]:
    return {
        "who": answer.question.who,
        "path": answer.question.path,
        "s": answer.seconds,
        "status": answer.status,
        "is_error": answer.is_error,
    }


def _times(answers: list[dict[str, Any]], who: str) -> list[float]:
    return [one["s"] for one in answers if one.get("who") == who]


def _told(answers: list[dict[str, Any]], who: str) -> dict[str, float]:
    """{how many, median, 95 %, 99 %, longest} in milliseconds."""
    times = _times(answers, who)
    cuts = quantiles(times, n=100)
    shown = {"median": median(times), "p95": cuts[94], "p99": cuts[98], "longest": max(times)}
    return {"answers": len(times), **{name: round(1000 * value, 1) for name, value in shown.items()}}


if __name__ == "__main__":
    sys.exit(main())
