"""Reading the register: search by name, old name or credit code; coverage; adverse records of a site."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Replace

from greenlist.casework.directory.models import Organisation, OrganisationName, Site
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.models import ON_LIST, AdverseRecord, Coverage, ListEntry, ListEvent, ProposedHit

CODE_LENGTH = 18


@dataclass(frozen=True)
class Filters:
    """What the public list can be narrowed by; '' means all. `removed` is '' (include), 'no' or 'only'; `industry` two digits of
    GB/T 4754, or 'none'; `stood` a year at whose end the entries stood on the list.
    """

    text: str = ""
    category: str = ""
    level: str = ""
    unit: str = ""
    year: str = ""
    removed: str = ""
    industry: str = ""
    stood: str = ""


def entries(origin: str) -> QuerySet[ListEntry]:
    """All rows of one origin, newest year first, then by name."""
    return ListEntry.objects.filter(origin=origin).order_by("-year", "category", "name", "id")


def entries_visible_to(actor: Actor) -> QuerySet[ListEntry]:
    """The rows of this province's lists that an office looks after: the province all, a bureau those it recommended."""
    rows = entries(ListEntry.Origin.PUBLISHED).select_related("site__organisation")
    if actor.may("read_province"):
        return rows
    return rows.filter(unit=actor.unit) if actor.may("read_region") else rows.none()


def site_called(text: str) -> Site:
    """The one site meant by a credit code or a name. Raises Refused when there is none, or more than one."""
    wanted = text.strip()
    found = list(Site.objects.filter(Q(organisation__credit_code__iexact=wanted) | Q(name=wanted)).select_related("organisation")[:3])
    if not wanted or not found:
        raise Refused(
            "没有登记。", items=[f"没有找到名称或信用代码是“{wanted[:40]}”的单位。"], then="请核对；没有登记过的单位，先在单位账号里登记。"
        )
    if len(found) > 1:
        names = "、".join(site.name for site in found)
        raise Refused("没有登记。", items=[f"“{wanted[:40]}”有几处厂址：{names}。"], then="请改填厂址的全称。")
    return found[0]


def listings_of(organisation: Organisation) -> QuerySet[ListEntry]:
    """Where a unit stands on the lists today: rows of its sites or under its credit code, newest first."""
    own = Q(site__organisation=organisation)
    if organisation.credit_code:
        own |= Q(credit_code=organisation.credit_code)
    return ListEntry.objects.filter(own, state__in=ON_LIST).order_by("-year", "level", "id")


def places_on(site_id: Any, level: str, category: str, origin: str = ListEntry.Origin.PUBLISHED) -> QuerySet[ListEntry]:
    """The entries by which a site stands on one list today; there should be one at most."""
    return ListEntry.objects.filter(site=site_id, state__in=ON_LIST, level=level, category=category, origin=origin).order_by("-year", "id")


def search(rows: QuerySet[ListEntry], wanted: Filters, hidden: Collection[str] = ()) -> QuerySet[ListEntry]:
    """Narrow rows. Text and names are compared in half-width (digits, letters, brackets) and without spaces.

    A text is not looked for in `hidden` columns, so that nobody finds out by asking what he may not read.
    """
    if text := normalised(wanted.text):
        found = Q(pk=None)
        if "credit_code" not in hidden:
            found |= Q(credit_code__iexact=text)
            if len(text) == CODE_LENGTH:
                found |= Q(former_codes__icontains=text)
        if "name" not in hidden:
            rows = rows.alias(plain_name=plain("name"), plain_former=plain("former_names"))
            found |= Q(plain_name__icontains=text) | Q(plain_former__icontains=text) | Q(site__organisation_id__in=bearers(text))
        rows = rows.filter(found)
    exact = {"category": wanted.category, "level": wanted.level, "unit": wanted.unit}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if is_year(wanted.year):
        rows = rows.filter(year=int(wanted.year))
    if is_year(wanted.stood):
        rows = stood_at_end(rows, int(wanted.stood))
    if wanted.industry:
        numbered = Q(industry__regex=r"^[0-9][0-9]")
        rows = rows.exclude(numbered) if wanted.industry == "none" else rows.filter(numbered, industry__startswith=wanted.industry[:2])
    if wanted.removed:
        rows = rows.filter(state__in=ON_LIST) if wanted.removed == "no" else rows.filter(state="listing_removed")
    return rows


def is_year(text: str) -> bool:
    """Can this be the year of a list?"""
    return text.isascii() and text.isdecimal() and len(text) == 4 and int(text) > 0


def stood_at_end(rows: QuerySet[ListEntry], year: int) -> QuerySet[ListEntry]:
    """The rows that stood on the list at the end of a year, by the state that the last event up to then set."""
    then = ListEvent.objects.filter(entry=OuterRef("pk"), on__year__lte=year, sets__has_key="state").exclude(kind=ListEvent.Kind.LISTED)
    last = Subquery(then.order_by("-number").values(state_then=KT("sets__state"))[:1])
    return rows.filter(year__lte=year).alias(then=last).filter(Q(then=None) | Q(then__in=ON_LIST))


@dataclass(frozen=True)
class Tallies:
    """How many rows stand, in all and by city, by category and by industry (two digits of GB/T 4754, 'none' where it has no number)."""

    total: int
    units: Counter[str]
    categories: Counter[str]
    industries: Counter[str]


def tallies(rows: QuerySet[ListEntry]) -> Tallies:
    """Count rows by all three in one query."""
    units: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for unit, category, industry, n in rows.order_by().values_list("unit", "category", "industry").annotate(n=Count("pk")):
        units[unit] += n
        categories[category] += n
        numbers[industry[:2] if industry[:2].isascii() and industry[:2].isdecimal() and len(industry) > 1 else "none"] += n
    return Tallies(units.total(), units, categories, numbers)


def counts(origin: str) -> dict[str, int]:
    """How many rows of one origin are listed, removed, merged into another, and renamed, in one query that an index alone answers."""
    return ListEntry.objects.filter(origin=origin).aggregate(
        listed=Count("state", filter=Q(state__in=ON_LIST)),
        removed=Count("state", filter=Q(state="listing_removed")),
        merged=Count("state", filter=Q(state="listing_merged")),
        renamed=Count("state", filter=~Q(former_names="")),
    )


def years(origin: str) -> list[int]:
    """The years for which rows exist, newest first."""
    return list(ListEntry.objects.filter(origin=origin).values_list("year", flat=True).distinct().order_by("-year"))


def regions(origin: str) -> list[str]:
    """The regions as printed, in the order of their characters."""
    return list(ListEntry.objects.filter(origin=origin).exclude(region="").values_list("region", flat=True).distinct().order_by("region"))


def is_complete(
    declared: Iterable[Coverage], kind: str, *, region: str, from_year: int, until_year: int, level: str = "", category: str = ""
) -> bool:
    """Does one of these declarations cover this kind, level, category, region and all these years?"""
    return any(
        (row.kind, row.region) == (kind, region)
        and row.level in {"", level}
        and row.category in {"", category}
        and row.from_year <= from_year
        and row.until_year >= until_year
        for row in declared
    )


def of_kind(records: Iterable[AdverseRecord], kind: str) -> list[AdverseRecord]:
    """Of a site's adverse records those of one kind, oldest first; of rows with the same beginning and document the newest counts,
    so that a later row can say when it ended. A later row without a document is a person's word on all that began that day.
    """
    held: dict[tuple[date, str], AdverseRecord] = {}
    for row in sorted((r for r in records if r.kind == kind), key=lambda r: (r.recorded_at, r.pk)):
        if not row.reference:
            held = {key: earlier for key, earlier in held.items() if key[0] != row.from_on}
        held[row.from_on, row.reference] = row
    return sorted(held.values(), key=lambda r: (r.from_on, r.recorded_at, r.pk))


def entries_of(site: Site) -> QuerySet[ListEntry]:
    """The rows of this site, or of its credit code, standing and removed, newest first."""
    code = site.organisation.credit_code
    own = Q(site=site) | Q(credit_code=code) if code else Q(site=site)
    return ListEntry.objects.filter(own).order_by("-year", "id")


def open_hits(organisation_id: Any) -> QuerySet[ProposedHit]:
    """The rows of lists that may mean this organisation, and nobody has said yet."""
    return ProposedHit.objects.filter(organisation_id=organisation_id, state="hit_open").order_by("from_on", "id")


def bearers(text: str) -> QuerySet[OrganisationName, Any]:
    """The ids of the organisations that bear or bore a name with this (normalised) text in it."""
    return OrganisationName.objects.alias(plain_name=plain("name")).filter(plain_name__icontains=text).values("organisation_id")


def plain(field: str) -> Combinable:
    """A stored name as `normalised` writes it: 赣州（龙南）光电 is printed with full-width brackets in every third list."""
    made: Combinable = F(field)
    for printed, typed in (("（", "("), ("）", ")"), (" ", ""), ("\u3000", "")):
        made = Replace(made, Value(printed), Value(typed))
    return made


def normalised(text: str) -> str:
    """A search text in half-width letters and digits, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())
