"""Which units a row is asked for because it means a party they are tied to. Nothing is linked and nobody is barred by a tie."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Tie
from greenlist.casework.journal.clock import today
from greenlist.casework.register.models import ON_LIST, ListEntry
from greenlist.engines.identity import Asked, Proposal, name_key

FROM_THE_OTHER_SIDE = {"parent_company": "子公司", "branch_office": "总公司", "group_company": "集团成员"}
OVER = ("withdrawn", "not_recommended")
SHORT_CODE = slice(8, 17)  # what older lists print


@dataclass(frozen=True)
class TiedProposal(Proposal):
    """The row means a party that the unit is tied to, not the unit."""


@dataclass(frozen=True)
class Party:
    """The other party of a unit's tie, and what it is to the unit."""

    unit: UUID
    held: UUID | None
    name: str
    code: str
    word: str
    tie: Tie

    def is_in_force(self, day: date) -> bool:
        """`until_on` is the first day without; without a beginning it held before too."""
        return (self.tie.from_on is None or self.tie.from_on <= day) and (self.tie.until_on is None or day < self.tie.until_on)


class Tied:
    """The parties of those of these units that have a case under way or stand on the list."""

    def __init__(self, units: Collection[UUID]) -> None:
        parties = [p for tie in Tie.objects.select_related("organisation", "other").order_by("id") for p in _sides(tie) if p.unit in units]
        live = _live({p.unit for p in parties}) if parties else set()
        self._by: dict[str | UUID, list[Party]] = {}
        for party in (p for p in parties if p.unit in live):
            keys = {name_key(party.name), party.code, party.code[SHORT_CODE], party.held}
            for key in keys - {"", None}:
                self._by.setdefault(key, []).append(party)

    @property
    def is_empty(self) -> bool:
        return not self._by

    @property
    def held(self) -> set[UUID]:
        """The parties that are organisations of ours."""
        return {key for key in self._by if isinstance(key, UUID)}

    def proposals(self, row: Asked, link: UUID | None, day: date) -> list[TiedProposal]:
        """One for each unit whose tied party the row is by link, credit code or same name, in force on the row's day or today."""
        if not self._by:
            return []
        met = [p for key in (link, row.credit_code) if key for p in self._by.get(key, [])]
        named = [p for p in self._by.get(name_key(row.name), []) if not _codes_differ(row.credit_code, p.code)]
        units = {p.unit: p for p in (*met, *named) if p.unit != link and (p.is_in_force(day) or p.is_in_force(today()))}
        return [TiedProposal(str(p.unit), row.name, 1000, f"与本单位有关联：{p.word}") for p in units.values()]


def _sides(tie: Tie) -> Iterator[Party]:
    yield Party(tie.organisation_id, tie.other_id, tie.party_name, tie.party_code, tie.get_kind_display(), tie)
    if tie.other_id:
        unit = tie.organisation
        yield Party(tie.other_id, unit.pk, unit.name, unit.credit_code or "", FROM_THE_OTHER_SIDE[tie.kind], tie)


def _live(units: set[UUID]) -> set[UUID]:
    """A draft counts too: handed in tomorrow, it must not find that nobody was asked."""
    cases = Application.objects.filter(site__organisation__in=units).exclude(state__in=OVER)
    listed = ListEntry.objects.filter(site__organisation__in=units, state__in=ON_LIST)
    return {
        *cases.order_by().values_list("site__organisation_id", flat=True),
        *listed.values_list("site__organisation_id", flat=True),
    }


def _codes_differ(row: str, party: str) -> bool:
    return bool(row and party) and row not in {party, party[SHORT_CODE]}
