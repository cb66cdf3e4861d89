"""Grades by relative rank, as a standard may give them: the best so many percent of a list are A+, the next A …"""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import fraction, round_to
from greenlist.rulebook.yearly.ranking import ranked
from greenlist.rulebook.yearly.texts import Share

Unit = TypeVar("Unit", bound=Hashable)


def grades_by_rank(plan: Plan, totals: Mapping[Unit, Fraction]) -> dict[Unit, str]:
    """The grade of every unit of a list by the `ranks` of the standard; {} where it has none.

    Ranked on the published total, rounded once (GB/T 8170): what looks equal is equal. Units that share a total stand or fall together.
    """
    shares = [Share(grade=entry["name"], part=fraction(entry["share"])) for entry in plan.content.get("ranks", ())]
    if not shares:
        return {}
    published = {unit: round_to(total, plan.interval) for unit, total in totals.items()}
    return {unit: place.grade for unit, place in ranked(published, shares, Rational(0)).items()}
