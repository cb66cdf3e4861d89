"""数据概览: the list in figures. Every figure leads to the rows behind it; nothing is drawn that is not written beside it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from greenlist.casework.journal.clock import now
from greenlist.casework.publication.disclosure import Disclosure, disclosure
from greenlist.casework.register.events import YearCount, counts_by_year
from greenlist.casework.register.models import ON_LIST, ListEntry
from greenlist.casework.register.selectors import Tallies, entries, tallies
from greenlist.portals.public.views.listing import SHORT, industry_label
from greenlist.portals.shared.bars import Bar, bars, length
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.rulebook.reference.regions import city_names

TONES = 4  # of the tiles: a quarter of the largest figure each


@dataclass(frozen=True)
class Tile:
    """One city of the schematic map: its place comes from its code, its tone from its figure."""

    code: str
    label: str
    figure: int
    tone: int
    url: str


@dataclass(frozen=True)
class Year:
    """One year as bars: who came, who went (None where removals are not public), who stood at its end."""

    year: int
    listed: Bar
    removed: Bar | None
    stock: Bar | None


@kept
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /dashboard/."""
    shown = disclosure()
    tells_state = "removal" in shown.fields
    rows = entries(ListEntry.Origin.PUBLISHED)
    held = tallies(rows.filter(state__in=ON_LIST) if tells_state else rows)
    context: dict[str, Any] = {
        "total": held.total,
        "tells_state": tells_state,
        "tiles": _tiles(held, tells_state),
        "by_category": _by_category(held, tells_state) if "category" in shown.fields else [],
        "by_industry": _by_industry(held, tells_state) if "category" in shown.fields else [],
        "years": _years(counts_by_year(), shown),
        "as_of": now(),
    }
    return render(request, "public/dashboard.html", context)


def _list_of(tells_state: bool, **narrowed: str) -> str:
    """The list narrowed to the rows of one figure."""
    return f"{reverse('public:list')}?{urlencode(narrowed | ({'removed': 'no'} if tells_state else {}))}"


def _tiles(held: Tallies, tells_state: bool) -> list[Tile]:
    most = max((held.units[code] for code, _ in city_names()), default=0)
    return [
        Tile(code, name, figure := held.units[code], _tone(figure, most), _list_of(tells_state, unit=code)) for code, name in city_names()
    ]


def _tone(figure: int, most: int) -> int:
    """0 for none, then 1 to 4."""
    return -(-figure * TONES // most) if most else 0


def _by_category(held: Tallies, tells_state: bool) -> list[Bar]:
    labels = {code.value: label for code, label in SHORT.items()}
    return bars({code: held.categories[code] for code in labels}, labels, {code: _list_of(tells_state, category=code) for code in labels})


def _by_industry(held: Tallies, tells_state: bool) -> list[Bar]:
    """The largest first; what has no number (parks) stands last."""
    ordered = dict(sorted(held.industries.items(), key=lambda item: (item[0] == "none", -item[1], item[0])))
    return bars(ordered, {code: industry_label(code) for code in ordered}, {code: _list_of(tells_state, industry=code) for code in ordered})


def _years(counts: list[YearCount], shown: Disclosure) -> list[Year]:
    """The newest first, as the table beside them; all bars of a kind by the same measure, who came and who went too."""
    flow, stock = max((max(c.listed, c.removed) for c in counts), default=0), max((c.stock for c in counts), default=0)
    page, log = reverse("public:list"), reverse("public:changes")
    made = []
    for c in reversed(counts):
        came = Bar(f"{c.year}年列入", c.listed, length(c.listed, flow), f"{page}?year={c.year}")
        went = Bar(f"{c.year}年移出", c.removed, length(c.removed, flow), f"{log}?kind=entry_removed&year={c.year}")
        stood = Bar(f"{c.year}年年末在册", c.stock, length(c.stock, stock), f"{page}?stood={c.year}")
        made.append(Year(c.year, came, went, stood) if "removal" in shown.fields else Year(c.year, came, None, None))
    return made
