"""Spoiled standards, formulas and applications, ten minutes of them with a new seed: does anything but a declared refusal come out?

Each input goes the whole way (load, lint, compile, form, preview, application, score) in a child with a limit on its memory and on the
processor time of one input. A child that dies, hangs or grows too large is a finding as an uncaught error is.
"""

import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from secrets import randbits
from typing import Any

from benchmarks import deforming
from benchmarks.report import Budget, arguments, tell
from benchmarks.sharing import shared
from greenlist.engines.scoring import ApplicationProblems, Plan, compile_plan, form_of, load_standard, read_application, score
from greenlist.engines.scoring.authoring.cases import run_tests
from greenlist.engines.scoring.authoring.lint import hints, lint
from greenlist.engines.scoring.authoring.preview import preview
from greenlist.engines.scoring.check import coverage_of
from greenlist.engines.scoring.compiling import NotInForce
from greenlist.engines.scoring.expr import FormulaError, MissingValue, formula, rendered
from greenlist.engines.scoring.load import StandardProblems
from tests.engines.scoring.oracle import making
from tests.engines.scoring.oracle.agreement import planned

SECONDS, QUICK_SECONDS = 600, 25
BATCH, POOL, LIMIT_SECONDS, HANG_SECONDS, LIMIT_MB = 400, 60, 2.0, 60, 600
DECLARED = (StandardProblems, FormulaError, NotInForce, ApplicationProblems)
SHIPPED = sorted(Path(load_standard.__code__.co_filename).parents[2].joinpath("rulebook", "standards").glob("*/*.yaml"))
DAYS = (date(2024, 5, 27), date(2025, 6, 1), date(2026, 5, 1), date(1, 1, 1), date(9999, 12, 31))


class TooSlow(BaseException):
    """One input took more than its share of the processor."""


def main() -> int:
    """Spoil and try until the time is over, in one process a processor, and tell."""
    given, begun = arguments(__doc__ or ""), time.monotonic()
    seconds = QUICK_SECONDS if given.quick else SECONDS
    told = shared(
        "benchmarks.fuzz_standards", os.cpu_count() or 1, given.seed or randbits(32), lambda numbers, seed: _part(numbers, seed, seconds)
    )
    ends: Counter[str] = sum((Counter(one["ends"]) for one in told), Counter())
    findings = {where: sample for one in told for where, sample in one["findings"].items()}
    figures = {
        "seed": told[0]["seed"], "inputs": sum(ends.values()), "seconds": round(time.monotonic() - begun), "processes": len(told),
        "ends": dict(ends.most_common()), "findings": findings,
    }  # fmt: skip
    budgets = [Budget("findings", len(findings), 0), Budget("seconds_missing", max(0, seconds - figures["seconds"]), 0)]
    return tell("fuzz_standards", given, figures, budgets)


def _part(numbers: range, seed: int, seconds: int) -> dict[str, object]:
    ends: Counter[str] = Counter()
    findings: dict[str, str] = {}
    for each in range(POOL):  # made once, before any child
        sound(each)
        sound_plan(each)
    until, number = time.monotonic() + seconds, numbers.start << 40
    while time.monotonic() < until:
        number = _batch(seed, number, until, ends, findings)
    return {"seed": seed, "ends": ends, "findings": findings}


def _batch(seed: int, first: int, until: float, ends: Counter[str], findings: dict[str, str]) -> int:
    """Try a batch in a child that tells the end of each input; the next input's number."""
    outlet, inlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(outlet)
        os._exit(_in_child(seed, first, until, inlet))
    os.close(inlet)
    done = 0
    with os.fdopen(outlet, "rb", buffering=0) as lines:
        rest = b""
        while select.select([lines], [], [], HANG_SECONDS)[0] and (more := lines.read(65536)):
            *whole, rest = (rest + more).split(b"\n")
            for line in whole:
                end, where, sample = json.loads(line)
                ends[end] += 1
                done += 1
                if where:
                    findings.setdefault(where, sample)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if done < BATCH and time.monotonic() < until + 1 and not os.WIFEXITED(status):
        findings.setdefault(f"input {seed}/{first + done} hung or ended its process ({status})", _described(seed, first + done))
        done += 1
    return first + done


def _in_child(seed: int, first: int, until: float, inlet: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_size() + LIMIT_MB * 2**20,) * 2)
    signal.signal(signal.SIGPROF, _stop)
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 -- warnings of the parser about what is spoiled
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + BATCH):
            if time.monotonic() > until:
                break
            os.write(inlet, json.dumps(_tried(seed, number, Path(folder, "spoiled.yaml"))).encode() + b"\n")
    return 0


def _size() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _stop(*_: object) -> None:
    raise TooSlow


def _tried(seed: int, number: int, path: Path) -> tuple[str, str, str]:
    """How one input ended, and where and with what if that is a finding."""
    dice = Random(f"{seed}/{number}")
    try:
        signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
        return _way(dice)(dice, path), "", ""
    except DECLARED as error:
        return type(error).__name__, "", ""
    except BaseException as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "greenlist" in f.filename or "oracle" in f.filename]
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
        return "FINDING", f"{type(error).__name__} at {place}: {str(error)[:120]}", _described(seed, number)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _described(seed: int, number: int) -> str:
    dice = Random(f"{seed}/{number}")
    return f"{_way(dice).__name__} of {seed}/{number}"


def _way(dice: Random) -> Callable[[Random, Path], str]:
    spoiling = (spoiled_file, spoiled_file, bent_file, bent_file, retotalled_file, referred_file)
    return dice.choice((*spoiling, spoiled_formula, spoiled_formula, hostile_application))


# ---- the ways


@cache
def sound(number: int) -> str:
    """A sound standard to be spoiled: one that is shipped, or a small one made up."""
    return SHIPPED[number].read_text(encoding="utf-8") if number < len(SHIPPED) else making.written(making.standard(Random(number)))


@cache
def sound_plan(number: int) -> tuple[Plan, list[str]]:
    """A made-up plan, and every name an application may give to something."""
    made = making.standard(Random(number))
    plan = planned(made)
    return plan, [*plan.inputs, *plan.items, *(gate["id"] for gate, _ in plan.gates), *made["inputs"], "p_energy#1", "p_kind#2"]


def spoiled_file(dice: Random, path: Path) -> str:
    """A spoiled file the whole way; `told` when something was found wrong with it."""
    path.write_bytes(deforming.spoiled(sound(dice.randrange(len(SHIPPED) if dice.random() < 0.4 else POOL)), dice))
    return _checked(path, dice)


def bent_file(dice: Random, path: Path) -> str:
    """A shipped file changed so that it may stay sound, the whole way."""
    path.write_bytes(deforming.bent(sound(dice.randrange(len(SHIPPED))), dice))
    return _checked(path, dice)


def retotalled_file(dice: Random, path: Path) -> str:
    """A sound file with other rounding, another maximum or other lines, the whole way."""
    path.write_bytes(deforming.retotalled(sound(_mostly_shipped(dice)), dice))
    return _checked(path, dice)


def referred_file(dice: Random, path: Path) -> str:
    """A sound file in which values are looked up otherwise, the whole way."""
    path.write_bytes(deforming.referred(sound(_mostly_shipped(dice)), dice))
    return _checked(path, dice)


def _mostly_shipped(dice: Random) -> int:
    """Lint finds the sums of those made up wrong; only one that is shipped goes all the way."""
    return dice.randrange(len(SHIPPED) if dice.random() < 0.8 else POOL)


def _checked(path: Path, dice: Random) -> str:
    source = load_standard(path)
    problems = lint(source)
    hints(source)
    if dice.random() < 0.2:
        coverage_of(path)
    if problems:
        return "told"
    run_tests(source)
    plan = compile_plan(source, dice.choice(DAYS))
    preview(source, date.fromisoformat(plan.content["reference_date"]))
    return _whole_way(plan, dice)


def _whole_way(plan: Plan, dice: Random) -> str:
    plan = Plan.from_content(json.loads(json.dumps(plan.as_content(), ensure_ascii=False)))
    form = form_of(plan)
    rows = [row for section in form.sections for row in section.rows]
    for _ in range(3):
        filled = {row.id: dice.choice(making.FIGURES) for row in rows if row.kind == "quantity" and dice.random() < 0.9}
        items = {row.id: "met" for row in rows if row.kind in {"yes_no", "degree", "count"} and dice.random() < 0.9}
        try:
            result = score(plan, read_application(plan, {"inputs": filled, "items": items}))
        except ApplicationProblems:
            continue
        _ = (result.shown, result.verdict, result.gain, result.unverified, json.dumps(result.trace))
    return "scored"


def spoiled_formula(dice: Random, _path: Path) -> str:
    """A spoiled formula read, shown and worked out."""
    sound = [making.figure(dice, 2), making.test(dice), *making.PLAIN]
    text = deforming.formula(dice, sound)
    read = formula(text)
    rendered(text, {"a": "甲"})
    try:
        read.evaluate({name: dice.choice((None, *map(making.exact, making.FIGURES))) for name in read.names})
    except (MissingValue, ZeroDivisionError):
        return "not known"
    return "worked out"


def hostile_application(dice: Random, _path: Path) -> str:
    """A sound plan and an application nobody should send."""
    plan, ids = sound_plan(dice.randrange(POOL))
    content: dict[str, Any] = deforming.application(ids, dice)
    result = score(plan, read_application(plan, content))
    _ = (result.shown, result.verdict, json.dumps(result.trace))
    return "scored"


if __name__ == "__main__":
    raise SystemExit(main())
