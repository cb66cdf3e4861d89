"""Holds the engine against the oracle: one standard, one application, everything that is published."""

from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from greenlist.engines.scoring import Plan, compile_plan, read_application, score
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.schema import Standard
from tests.engines.scoring.oracle.making import DAY
from tests.engines.scoring.oracle.scorer import answer


def planned(content: dict[str, Any], on: date = DAY) -> Plan:
    """The engine's plan of a standard given as the content of its file."""
    return compile_plan(Source(msgspec.convert(content, Standard, strict=False), "made-up/1.yaml", {}), on)


def differences(plan: Plan, content: dict[str, Any], application: dict[str, Any], on: date = DAY, line: str | None = None) -> list[str]:
    """What the engine publishes otherwise than the oracle; empty when they agree."""
    mine = answer(content, on, application, line)
    theirs = score(plan, read_application(plan, application), Fraction(line) if line else None)
    items = {name: (result.status, result.points) for name, result in theirs.items.items()}
    pairs = {
        "total": (mine.total, theirs.total),
        "rounded": (mine.rounded, theirs.rounded),
        "verdict": (mine.verdict, theirs.verdict),
        "grade": (mine.grade, theirs.grade),
        "unmet": (mine.unmet, len(theirs.unmet)),
        "missing": (sorted(mine.needed), sorted(gap.id for gap in theirs.missing if gap.is_needed)),
        **{f"gate {name}": (state, theirs.gates.get(name)) for name, state in mine.gates.items()},
        **{f"item {name}": (found, items.get(name)) for name, found in mine.items.items()},
    }
    return [f"{what}: oracle {one}, engine {other}" for what, (one, other) in pairs.items() if one != other]
