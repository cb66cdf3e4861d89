"""Keeps, word for word, what the engine makes of a few made-up standards over the whole language and what it refuses.

`PYTHONPATH=src python -m tests.engines.scoring.keeping` writes kept_language/ anew from the standards and answers kept there: read the
difference. `… keeping 155 26` takes up other made-up standards by number.
"""

import json
import sys
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from msgspec import structs

from greenlist.engines.scoring import ApplicationProblems, Plan, Result, form_of, read_application, score
from greenlist.engines.scoring.expr import FormulaError, formula, rendered
from tests.engines.scoring.oracle.agreement import planned
from tests.engines.scoring.oracle.making import application, standard

FOLDER = Path(__file__).parent / "kept_language"
LABELS = {"a": "甲", "b": "乙", "b[-1]": "乙（去年）", "y": "逐年"}


def cases() -> list[Path]:
    """The files of the kept standards."""
    return sorted(FOLDER.glob("language_*.json"))


def taken_up(number: int) -> dict[str, Any]:
    """A made-up standard and an application, by number."""
    dice = Random(number)
    content = standard(dice)
    return {"standard": content, "application": application(content, dice), "line": dice.choice((None, "4.5", "10", "60"))}


def outcome(kept: dict[str, Any]) -> dict[str, Any]:
    """Everything the engine makes of a standard and an application, as plain content."""
    plan = planned(kept["standard"])
    line = Fraction(kept["line"]) if kept["line"] else None
    result = score(Plan.from_content(plan.as_content()), read_application(plan, kept["application"]), line)
    return json.loads(json.dumps({"plan": plan.as_content(), "form": asdict(form_of(plan)), "result": _told(result)}, default=str))


def _told(result: Result) -> dict[str, Any]:
    return {
        "total": result.total, "shown": result.shown, "verdict": result.verdict, "grade": result.grade, "gain": result.gain,
        "items": {name: structs.asdict(item) for name, item in result.items.items()}, "gates": result.gates,
        "groups": [structs.asdict(group) for group in result.groups], "missing": [structs.asdict(gap) for gap in result.missing], "unmet": result.unmet,
        "unverified": result.unverified, "trace": result.trace,
    }  # fmt: skip


def refusals(kept: dict[str, Any]) -> dict[str, Any]:
    """What is said of each formula and each application that cannot be."""
    plan = planned(kept["standard"])
    return {
        "formulas": {text: _of_formula(text) for text in kept["formulas"]},
        "applications": [
            {"given": given, "said": _of_application(plan, given)} for given in (one["given"] for one in kept["applications"])
        ],
    }


def _of_formula(text: str) -> str:
    try:
        read = formula(text)
    except FormulaError as error:
        return f"{error.column}: {error}"
    return f"{rendered(text, LABELS)} | {' '.join(read.names)} | {read.is_test}"


def _of_application(plan: Plan, given: dict[str, Any]) -> list[str]:
    try:
        read = read_application(plan, given)
    except ApplicationProblems as error:
        return error.problems
    return [
        f"{name}={value}"
        for part in (read.inputs, read.choices, read.answers, read.not_applicable, read.chosen)
        for name, value in part.items()
    ] + sorted(read.doubtful)


def written(content: dict[str, Any]) -> str:
    """One line a small thing, so that a difference can be read."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main(numbers: list[str]) -> None:
    """Write the kept outcomes anew, or take other standards up first."""
    FOLDER.mkdir(exist_ok=True)
    for number in numbers:
        (FOLDER / f"language_{int(number):03}.json").write_text(written(taken_up(int(number))), encoding="utf-8")
    for path in cases():
        kept = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(written(kept | {"outcome": outcome(kept)}), encoding="utf-8")
    path = FOLDER / "refusals.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(written(kept | refusals(kept)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
