"""Which unit a row means: known units by all their names, and what a row becomes. Nothing is written here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from uuid import UUID

from greenlist.casework.directory.models import Organisation, OrganisationName, Site
from greenlist.engines.identity import Asked, Known, Match, Matcher, Proposal, name_key
from greenlist.rulebook.reference.regions import divisions

CODE_LENGTH = 18
MOST_PROPOSALS = 5
WHOLE_PROVINCE = "360000"
OTHER_PROVINCES = re.compile(
    "北京|天津|河北|山西|内蒙|辽宁|吉林|黑龙江|上海|浙江|安徽|福建|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|江苏"
)
ELSEWHERE = "990000"  # a region that is named and is none of ours: no name there is linked by itself


@dataclass(frozen=True)
class Meant:
    """The organisation a row means without doubt, or '' and those that may be meant."""

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

    def meant(self, asked: Sequence[Asked]) -> list[Meant]:
        """One answer a row, in order."""
        if not self.sites:
            return [Meant("") for _ in asked]
        found = self._matcher.match([self._completed(row) for row in asked])
        return [self._answer(row, match) for row, match in zip(asked, found, strict=True)]

    @cached_property
    def _matcher(self) -> Matcher:
        known = [self._known(o, name) for o, name in self._names()]
        return Matcher(known)

    def _names(self) -> Iterable[tuple[Organisation, str]]:
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
    def _by_short_code(self) -> dict[str, str]:
        """A credit code holds the organisation code of nine characters that older lists print."""
        return {o.credit_code[8:17]: o.credit_code for o in self._organisations.values() if o.credit_code}

    def _completed(self, row: Asked) -> Asked:
        if row.credit_code and len(row.credit_code) < CODE_LENGTH:
            return Asked(row.name, row.region, self._by_short_code.get(row.credit_code, ""))
        return row

    def _answer(self, row: Asked, match: Match) -> Meant:
        """A near name under another valid code is another unit, unless one name holds the other: a branch, or a code written wrong."""
        if match.link:
            return Meant(match.link)
        kept = [p for p in match.proposals if not self._is_another(row, p)]
        return Meant("", tuple(kept[:MOST_PROPOSALS]))

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
