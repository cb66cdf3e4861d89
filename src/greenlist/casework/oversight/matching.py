"""Which unit a row means: known units by all their names, and what a row becomes. Nothing is written here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from uuid import UUID

from django.db.models import Q

from greenlist.casework.directory.models import Organisation, OrganisationName, Site
from greenlist.casework.oversight.models import DeliveryRow
from greenlist.casework.oversight.selectors import all_alive
from greenlist.casework.oversight.tied import Tied
from greenlist.casework.register.models import ON_LIST, ListEntry
from greenlist.engines.identity import Asked, Known, Match, Matcher, Proposal, Thorough, name_key
from greenlist.rulebook.reference.regions import divisions

CODE_LENGTH = 18
MOST_PROPOSALS = 10
CLEAR = 950  # so alike (‰), and nobody else needs to be looked for
CLOSER = 500  # how alike a name counts that only a closer look finds
WHOLE_PROVINCE = "360000"
OTHER_PROVINCES = re.compile(
    "北京|天津|河北|山西|内蒙|辽宁|吉林|黑龙江|上海|浙江|安徽|福建|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|江苏"
)
ELSEWHERE = "990000"  # a region that is named and is none of ours: no name there is linked by itself


@dataclass(frozen=True)
class Meant:
    """The organisation a row means without doubt, or '' and those that may be meant; either way those tied to what it means."""

    link: str
    proposals: tuple[Proposal, ...] = ()


class Units:
    """The units of one office (all for ''), with their sites and every name they bear or bore."""

    def __init__(self, unit: str) -> None:
        rows = Site.objects.select_related("organisation").order_by("id")
        self.sites: dict[UUID, list[Site]] = {}
        for site in rows.filter(unit=unit) if unit else rows:
            self.sites.setdefault(site.organisation_id, []).append(site)
        self._organisations = {key: sites[0].organisation for key, sites in self.sites.items()}

    def meant(self, asked: Sequence[Asked], days: Sequence[date]) -> list[Meant]:
        """One answer a row, in order; `days`: from when what it states is so."""
        if not self.sites:
            return [Meant("") for _ in asked]
        found = self._matcher.match([self._completed(row) for row in asked])
        return [self._with_tied(row, self._answer(row, match), day) for row, match, day in zip(asked, found, days, strict=True)]

    @cached_property
    def tied(self) -> Tied:
        """The parties that the units with an open case or on the list are tied to."""
        return Tied(self._organisations)

    def _with_tied(self, row: Asked, meant: Meant, day: date) -> Meant:
        asked = {p.id for p in meant.proposals}
        tied = self.tied.proposals(row, UUID(meant.link) if meant.link else None, day)
        return replace(meant, proposals=(*meant.proposals, *(p for p in tied if p.id not in asked)))

    @cached_property
    def _matcher(self) -> Matcher:
        known = [self._known(o, name) for o, name in self._names]
        return Matcher(known)

    @cached_property
    def _names(self) -> list[tuple[Organisation, str]]:
        """Every organisation with its names of today and before, and those of its sites; each once."""
        names = {(key, o.name): o for key, o in self._organisations.items()}
        for key, name in OrganisationName.objects.values_list("organisation_id", "name"):
            if key in self._organisations:
                names.setdefault((key, name), self._organisations[key])
        for key, sites in self.sites.items():
            for site in sites:
                names.setdefault((key, site.name), self._organisations[key])
        return [(organisation, name) for (_, name), organisation in names.items()]

    def _known(self, organisation: Organisation, name: str) -> Known:
        division = self.sites[organisation.pk][0].division
        return Known(str(organisation.pk), name, division, organisation.credit_code or "")

    @cached_property
    def _names_today(self) -> dict[UUID, set[str]]:
        """How each organisation and its sites are called now, as names are compared."""
        return {key: {name_key(name) for name in (sites[0].organisation.name, *(site.name for site in sites))}
                for key, sites in self.sites.items()}  # fmt: skip

    @cached_property
    def _by_short_code(self) -> dict[str, str]:
        """A credit code holds the organisation code of nine characters that older lists print."""
        return {o.credit_code[8:17]: o.credit_code for o in self._organisations.values() if o.credit_code}

    def _completed(self, row: Asked) -> Asked:
        if row.credit_code and len(row.credit_code) < CODE_LENGTH:
            return Asked(row.name, row.region, self._by_short_code.get(row.credit_code, ""))
        return row

    def _answer(self, row: Asked, match: Match) -> Meant:
        """A near name under another valid code is another unit, unless one name holds the other: a branch, or a code written wrong.

        A name that the unit gave up may be another's today: it is asked, not linked.
        """
        if match.how == "name" and name_key(row.name) not in self._names_today[UUID(match.link)]:
            return Meant("", (Proposal(match.link, row.name, 1000, f"与曾用名相同，现名“{self._organisations[UUID(match.link)].name}”"),))
        if match.link:
            return Meant(match.link)
        is_clear = any(p.likeness >= CLEAR for p in match.proposals)
        near = {p.id: p for p in (*(() if is_clear else self._looked_closer(row)), *match.proposals)}
        kept = [p for p in sorted(near.values(), key=lambda p: -p.likeness) if not self._is_another(row, p)]
        return Meant("", tuple(kept[:MOST_PROPOSALS]))

    def _looked_closer(self, row: Asked) -> list[Proposal]:
        """The units with an open case of which a hasty hand may have made this name; of those none may be missed."""
        if row.region == ELSEWHERE:
            return []
        thorough, names = self._open
        return [
            Proposal(str(names[at][0].pk), names[at][1], CLOSER, f"名称有几处不同：登记为“{names[at][1]}”")
            for at in thorough.near(row.name)
        ]

    @cached_property
    def _open(self) -> tuple[Thorough, list[tuple[Organisation, str]]]:
        """The names of the units whose application is under way or listed."""
        live = set(all_alive().order_by().values_list("site__organisation_id", flat=True))
        names = [(organisation, name) for organisation, name in self._names if organisation.pk in live]
        return Thorough([name for _, name in names]), names

    def _is_another(self, row: Asked, proposal: Proposal) -> bool:
        code = self._organisations[UUID(proposal.id)].credit_code
        if not code or len(row.credit_code) != CODE_LENGTH or code == row.credit_code:
            return False
        one, other = name_key(row.name), name_key(proposal.name)
        return one not in other and other not in one


def region_of_row(written: str, whole: str) -> str:
    """The division a row names, else what the list as a whole is about; a region we do not know is elsewhere."""
    text = "".join(written.split())
    if not text:
        return whole
    if text in divisions() and text.isdecimal():
        return text
    if OTHER_PROVINCES.match(text):
        return ELSEWHERE
    named = [(len(name), code) for name, code in _division_names().items() if name in text]
    code = max(named)[1] if named else ELSEWHERE
    return code if code.isdecimal() else WHOLE_PROVINCE  # 赣江新区 has no code of its own in a unit's address


@cache
def _division_names() -> Mapping[str, str]:
    names = {"江西": "360000"}
    for found in divisions().values():
        names.setdefault(found.name, found.code)
        if len(found.name) > 2:
            names.setdefault(found.name[:-1], found.code)
    return names


def entries_met() -> list[dict[str, str]]:
    """Rows of kept lists that are called like somebody on the list whom nobody has linked to a unit: the entry, the row, and why."""
    entries = list(ListEntry.objects.filter(site=None, state__in=ON_LIST).filter(Q(region__startswith="江西") | ~Q(unit="")).order_by("id"))
    rows = (
        list(DeliveryRow.objects.filter(fate=DeliveryRow.Fate.STRANGER).select_related("delivery__source").order_by("id"))
        if entries
        else []
    )
    if not rows:
        return []
    known = [Known(str(entry.pk), entry.name, entry.division or entry.unit or WHOLE_PROVINCE, entry.credit_code) for entry in entries]
    names = {str(entry.pk): f"{entry.name}（{entry.year}年{entry.get_level_display()}）" for entry in entries}
    found = Matcher(known).match([Asked(r.name, region_of_row(r.values.get("region", ""), r.delivery.region), r.values.get("credit_code", "")) for r in rows])  # fmt: skip
    met = []
    for row, match in zip(rows, found, strict=True):
        meant = [(match.link, "名称或信用代码相同")] if match.link else [(p.id, p.why) for p in match.proposals[:1]]
        met += [
            {"entry": names[pk], "delivery": str(row.delivery_id), "place": row.place, "name": row.name, "why": why} for pk, why in meant
        ]
    return met
