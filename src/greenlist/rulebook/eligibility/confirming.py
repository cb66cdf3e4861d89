"""What a unit declares for a priority is not yet a yes: it counts once an officer has compared it with what it rests on."""

from dataclasses import dataclass

from greenlist.rulebook.eligibility.findings import Verdict
from greenlist.rulebook.eligibility.plain import Plain

TO_DECLARE = "请申报单位在基本信息里填报"  # what settles it while nothing is declared: there is nothing to confirm yet


@dataclass(frozen=True, kw_only=True)
class Confirmable(Plain):
    """What was declared, and what an officer made of it: None while nobody has confirmed it, with his ground."""

    is_confirmed: bool | None = None
    ground: str = ""


def confirmed(facts: Confirmable, said: str) -> tuple[Verdict, str]:
    """The verdict on a declaration that may hold, and how it is told."""
    if facts.is_confirmed is None:
        return Verdict.UNKNOWN, f"填报{said}，待推荐单位核对"
    if facts.is_confirmed:
        return Verdict.MET, f"{said}；核对相符：{facts.ground}"
    return Verdict.NOT_MET, f"填报{said}；核对不符：{facts.ground}"
