"""本轮的步骤: a line of the steps that this round has, with what stands at each."""

from dataclasses import dataclass

from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import steps_of
from greenlist.portals.province.overview import Counts, by_state

AT = {
    "county": ("screening",), "city": ("submitted", "verifying", "returned", "recommendable"), "hand_in": ("frozen",),
    "formal": ("recommended",), "experts": ("accepted", "reviewing"), "meeting": ("reviewed",), "notice": ("proposed",),
    "publication": ("listed",),
}  # fmt: skip


@dataclass(frozen=True)
class Stand:
    """One step: its label, how many cases stand at it (None where the step is counted with the next one)."""

    label: str
    count: int | None


def line_of(round_: Round, counts: Counts) -> list[Stand]:
    """The steps that are on, in order."""
    return [Stand(s.label, by_state(counts, AT[s.id]) if s.id in AT else None) for s in steps_of(round_) if s.is_on]
