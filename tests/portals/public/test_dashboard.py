"""数据概览: every figure is the number of rows that its link lists, and nothing is told that is not public."""

import re
from datetime import date, datetime
from html import unescape

import pytest

from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.register.models import ListEntry, ListEvent
from greenlist.casework.rounds.selectors import disclosure_classes
from greenlist.casework.rounds.services import sign_parameters
from greenlist.rulebook.reference.regions import city_names
from tests.portals.people import page


def entry(name, **more):
    given = {"origin": "published", "level": "provincial", "category": "factory", "year": 2022, "document": "演1号", "unit": "360400",
             "industry": "3011"}  # fmt: skip
    made = ListEntry.objects.create(**{**given, "name": name, **more})
    event(made, 1, "entry_listed", date(made.year, 9, 1), "listing_standing")
    return made


def event(of, number, kind, on, state):
    ListEvent.objects.create(
        entry=of, number=number, kind=kind, on=on, sets={"state": state}, public_text="演示", entered_by="演示",
        entered_at=datetime(2024, 5, 1, tzinfo=SHANGHAI),
    )  # fmt: skip
    ListEntry.objects.filter(pk=of.pk).update(state=state)


@pytest.fixture
def five(db):
    """Two factories and a park listed in 2022, a factory in 2023; one removed in 2023, one removed in 2023 and restored in 2024."""
    gone, back = entry("移出（演示）公司"), entry("恢复（演示）公司", industry="26 化学", unit="360100")
    entry("园区（演示）", category="park", industry="", unit="GJXQ")
    entry("新（演示）公司", year=2023)
    entry("历年（演示）公司", origin="imported")
    event(gone, 2, "entry_removed", date(2023, 5, 10), "listing_removed")
    event(back, 2, "entry_removed", date(2023, 6, 10), "listing_removed")
    event(back, 3, "entry_restored", date(2024, 2, 1), "listing_standing")


def figures(text):
    """{where a figure leads: what it says}."""
    told = re.findall(r'<a href="([^"]+)" aria-label="[^"]*家，看名单">([\d,]+)</a>', text)
    tiles = re.findall(r'<li class="tile[^>]*><a href="([^"]+)"><span>[^<]*</span> <b>([\d,]+)</b>', text)
    return {unescape(url): int(figure.replace(",", "")) for url, figure in (*told, *tiles)}


def test_every_figure_is_the_number_of_rows_that_its_link_lists(five, client):
    told = figures(page(client.get("/dashboard/")))
    assert len(told) == 12 + 2 + 3 + 6  # tiles, categories, industries, years
    listed = {url: client.get(url).context["page"].paginator.count for url in told}
    assert listed == told


def test_the_stock_of_a_year_is_what_stood_at_its_end(five, client):
    names = {year: {e.name for e in client.get(f"/?stood={year}").context["page"]} for year in (2021, 2022, 2023, 2024)}
    assert {year: len(found) for year, found in names.items()} == {2021: 0, 2022: 3, 2023: 2, 2024: 3}
    assert names[2023] == {"园区（演示）", "新（演示）公司"}


def test_all_twelve_have_a_tile_with_a_place_of_its_own(five, client):
    text = page(client.get("/dashboard/"))
    css = (client.get("/static/greenlist/css/dashboard.css")).getvalue().decode()
    places = {code: re.search(rf"\.at-{code} {{\s*grid-area: ([^;]+);", css) for code, _ in city_names()}
    assert all(places.values())
    assert len({found[1] for found in places.values()}) == len(places) == 12
    assert all(f"at-{code}" in text for code, _ in city_names())


def test_an_empty_list_says_so(db, client):
    assert "还没有公布过名单" in page(client.get("/dashboard/"))


def test_what_is_not_public_is_neither_counted_nor_found(province, five, client):
    hidden = dict.fromkeys(("category", "removal"), "内部")
    classes = disclosure_classes(province.round) | hidden
    sign_parameters(
        province.round, changes={"disclosure_classes": classes}, reason="试", first=province.cast.province, second=province.cast.director
    )
    text = page(client.get("/dashboard/"))
    assert ("按类别" in text, "按行业" in text, "移出</th>" in text, "历年公布 <b>4</b>家" in text) == (False, False, False, True)
    for query in ("stood=2023", "removed=only", "industry=26"):
        assert client.get(f"/?{query}").context["page"].paginator.count == 4


@pytest.mark.parametrize("query", ["industry=%27", "industry=<x>", "stood=x", "stood=0000", "stood=９９９９", "industry=none"])
def test_odd_filters_are_borne(five, client, query):
    assert client.get(f"/?{query}").status_code == 200
    assert client.get(f"/list.csv?{query}").status_code == 200
