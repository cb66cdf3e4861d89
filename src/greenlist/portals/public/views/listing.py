"""名单查询: this province's list with status, search by name, old name or credit code."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.clock import now
from greenlist.casework.publication.disclosure import disclosure
from greenlist.casework.register.models import Category, Level, ListEntry
from greenlist.casework.register.selectors import Filters, counts, entries, is_year, search, years
from greenlist.casework.status.selectors import addresses_of
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.industries import industries
from greenlist.rulebook.reference.regions import city_names, division_name

PER_PAGE = 20
SHORT = {Category.FACTORY: "绿色工厂", Category.PARK: "绿色园区", Category.SUPPLY_CHAIN: "绿色供应链"}


def filters_of(request: HttpRequest) -> Filters:
    """The filters in the query string; unknown keys are ignored."""
    return Filters(**{name: request.GET.get(name, "").strip() for name in Filters.__dataclass_fields__})


@kept
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /: the list, narrowed and paged."""
    shown, tally = disclosure(), counts(ListEntry.Origin.PUBLISHED)
    wanted = shown.narrowed(filters_of(request))
    rows = search(entries(ListEntry.Origin.PUBLISHED), wanted, shown.hidden_columns())
    page = shown_page(request, rows, PER_PAGE, tally["listed"] + tally["removed"] + tally["merged"] if wanted == Filters() else None)
    page.object_list = shown.redacted(page.object_list)
    names = dict(cities := city_names())
    context = {
        "wanted": wanted,
        "shown": shown.fields,
        "page": page,
        "counts": tally,
        "categories": [(code.value, label) for code, label in SHORT.items()],
        "short": {code.value: label for code, label in SHORT.items()},
        "more_filters": list(_more_filters(wanted)),
        "levels": Level.choices,
        "cities": cities,
        "place_of": {entry.pk: _place(entry, names) for entry in page},
        "status_of": addresses_of(page),
        "sources": _sources(page),
        "years": years(ListEntry.Origin.PUBLISHED),
        "as_of": now(),
        "elsewhere": _elsewhere(wanted) if not page.paginator.count else 0,
    }
    return render(request, "public/list.html", context)


def _more_filters(wanted: Filters) -> Iterator[tuple[str, str, str, str]]:
    """(name, value, its label, the label of all) of the filters that a figure elsewhere came with: not offered, kept and taken off here."""
    if wanted.industry:
        yield "industry", wanted.industry, industry_label(wanted.industry[:4]), "全部行业"
    if is_year(wanted.stood):
        yield "stood", wanted.stood, f"{wanted.stood}年末在册", "不限时点"


def industry_label(code: str) -> str:
    """化学原料和化学制品制造业 for 26."""
    found = industries().get(code)
    return "未分行业（园区等）" if code == "none" else found.name if found else code


def _place(entry: ListEntry, cities: dict[str, str]) -> tuple[str, str]:
    """(九江市, 瑞昌市); as printed where the register holds no code."""
    city = cities.get(entry.unit, entry.region)
    return city, division_name(entry.division) if entry.division and entry.division != entry.unit else ""


def _sources(page: Iterable[ListEntry]) -> dict[str, date]:
    """{source: the newest day on which it was looked up} over the rows of a page."""
    found: dict[str, date] = {}
    for source, day in ((s, date.fromisoformat(d)) for entry in page for s, d in entry.checked_sources):
        found[source] = max(day, found.get(source, day))
    return dict(sorted(found.items()))


def _elsewhere(wanted: Filters) -> int:
    """How many rows of the historical national lists carry the same text (shown when nothing is found here)."""
    return search(entries(ListEntry.Origin.IMPORTED), Filters(text=wanted.text)).count() if wanted.text else 0
