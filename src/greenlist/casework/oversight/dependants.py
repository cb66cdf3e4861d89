"""Who rests on an entry that leaves the list: a chain enterprise that had to be a green factory, a park that was preferred for its many.

Nothing follows by itself: for each a re-check is proposed, and why.
"""

from collections.abc import Iterator

from django.db.models import Q

from greenlist.casework.applications.models import Application
from greenlist.casework.register.models import ON_LIST, Category, ListEntry
from greenlist.casework.verification.priorities import held_priorities
from greenlist.casework.verification.selectors import newest_findings

CHAIN, MANY_FACTORIES = "C-33", "C-27"


def dependants_of(entry: ListEntry, what: str = "已移出名单") -> list[tuple[ListEntry, str]]:
    """The entries on the list that rested on this one, as it was before it left (`what`), each with the reason; [] for all but a factory."""
    if entry.category != Category.FACTORY:
        return []
    return [*_chains(entry, what), *_parks(entry, what)]


def _chains(entry: ListEntry, what: str) -> Iterator[tuple[ListEntry, str]]:
    """The unit's own place as a chain enterprise, when no other row of it as a factory stands."""
    whose = Q(site__organisation=entry.site.organisation_id) if entry.site else Q(pk=None)
    if code := entry.credit_code:
        whose |= Q(credit_code=code)
    own = ListEntry.objects.filter(whose, state__in=ON_LIST).order_by("-year", "level", "id")
    if own.filter(category=Category.FACTORY).exists():
        return
    for chain in own.filter(category=Category.SUPPLY_CHAIN):
        yield chain, f"本单位的绿色工厂“{entry.name}”{what}，供应链管理企业应为绿色工厂（{CHAIN}），请复核。"


def _parks(entry: ListEntry, what: str) -> Iterator[tuple[ListEntry, str]]:
    """Parks of the same county that were given the priority for their number of green factories; which ones they counted is not kept."""
    if not entry.division:
        return
    parks = ListEntry.objects.filter(category=Category.PARK, division=entry.division, state__in=ON_LIST, site__isnull=False)
    found = list(parks.order_by("-year", "level", "id"))
    if not found:
        return
    cases = Application.objects.filter(site__in=[park.site_id for park in found], category=Category.PARK, state="listed")
    newest = {case.site_id: case for case in cases.order_by("created_at", "id")}
    held = held_priorities(newest_findings(newest.values()).values())
    for park in found:
        case = newest.get(park.site_id)
        if case and MANY_FACTORIES in held.get(case.pk, ()):
            yield (
                park,
                f"同一区县的绿色工厂“{entry.name}”{what}，园区曾按园内绿色工厂数量优先（{MANY_FACTORIES}），请复核是否计入、是否仍够数。",
            )
