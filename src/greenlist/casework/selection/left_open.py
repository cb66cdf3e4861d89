"""What a round leaves open when its selection goes on: cases at the province that no draft ranks, bureaus that may still report."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.clock import now
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import extensions_of
from greenlist.casework.selection.models import SelectionDraft
from greenlist.rulebook.notices import round_parameters

IN_HAND = ("recommended", "accepted", "reviewing", "reviewed")


def left_open(round_: Round, ranked: Collection[Any]) -> list[str]:
    """One sentence for the open cases by name, one for the bureaus that have not reported and still may; `ranked` are ids of cases."""
    cases = Application.objects.filter(round=round_, state__in=IN_HAND).exclude(pk__in=ranked)
    named = [f"{a.number}{a.site.name}（{a.get_state_display()}）" for a in cases.select_related("site__organisation").order_by("number")]
    reported = Batch.objects.filter(round=round_, state="submitted").values_list("unit", flat=True)
    extended = {unit: extension.deadline_at for unit, extension in extensions_of(round_).items()}
    return [*_cases(len(named), f"：{'、'.join(named)}"), *_bureaus(round_, set(reported), extended)]


def left_open_counted(round_: Round, open_cases: int, reported: Collection[str]) -> list[str]:
    """The same where only figures are at hand, as while a line is tried; without the extensions of single bureaus."""
    return [*_cases(open_cases, ""), *_bureaus(round_, reported, {})]


def left_open_by(draft: SelectionDraft) -> list[str]:
    """The same for a draft."""
    return left_open(draft.round, list(draft.rows.values_list("application", flat=True)))


def _cases(count: int, named: str) -> list[str]:
    return [f"{count}件在省级还没有办结，不在本稿中{named}"] if count > 0 else []


def _bureaus(round_: Round, reported: Collection[str], extended: Mapping[str, datetime]) -> list[str]:
    units = [u for u in round_parameters(round_.notice).units if now() < extended.get(u.code, round_.deadline_at)]
    waited_for = [unit.city for unit in units if unit.code not in reported]
    return [f"报送还没有截止，{len(waited_for)}家推荐单位还没有报送：{'、'.join(waited_for)}"] if waited_for else []
