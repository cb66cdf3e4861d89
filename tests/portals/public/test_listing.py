"""The public list: found, narrowed, paged, downloaded; names that are code stay text, in the page and in a spreadsheet."""

import csv
import io
from datetime import date

import pytest

from greenlist.casework.register.models import ListEntry
from tests.portals.people import page

XSS = '<script>alert("x")</script>'


def entry(name, number=1, **more):
    given = {"origin": "published", "level": "provincial", "category": "factory", "year": 2024, "document": "演1号", "document_row": number}
    return ListEntry.objects.create(**{**given, "name": name, **more})


def rows(client, query=""):
    text = b"".join(client.get(f"/list.csv{query}").streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_an_empty_list_is_a_page(db, client):
    page(client.get("/"))
    assert len(rows(client)) == 1


def test_a_row_shows_name_code_level_and_state(db, client):
    entry("演示（九江）公司", credit_code="91369901MA00000019", listed_on=date(2024, 7, 18), unit="360400")
    entry("移出公司", state="listing_removed", removed_on=date(2024, 5, 10), removal_reason="未填报", removal_clause="办法16")
    text = page(client.get("/"))
    for shown in ("演示（九江）公司", "91369901MA00000019", "九江市", "移出公司", "办法16"):
        assert shown in text, shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?text=演示(九江)", 1),
        ("?text=演示（九江）", 1),
        ("?text=没有", 0),
        ("?removed=only", 1),
        ("?level=national", 0),
        ("?year=2024", 2),
        ("?year=x", 2),
        ("?nosuch=1", 2),
    ],
)
def test_the_page_and_the_file_agree_on_what_is_found(db, client, query, found):
    entry("演示（九江）公司")
    entry("移出公司", state="listing_removed", removed_on=date(2024, 5, 10))
    assert len(rows(client, query)) == 1 + found
    text = page(client.get(f"/{query}"))
    assert (("演示（九江）公司" in text) + ("移出公司" in text)) == found or found == 0


def test_twenty_a_page_and_the_rest_on_the_next(db, client):
    for number in range(25):
        entry(f"演示{number:02d}公司", number)
    first, second = page(client.get("/")), page(client.get("/?page=2"))
    assert ("演示00公司" in first, "演示24公司" in first, "演示24公司" in second) == (True, False, True)


@pytest.mark.parametrize("field", ["name", "former_names", "removal_reason", "removal_clause", "document", "region"])
def test_a_name_that_is_code_is_shown_as_text(db, client, field):
    entry(**{"name": "甲公司", "state": "listing_removed", "removed_on": date(2024, 5, 10), field: XSS[:60]})
    for path in ("/", "/?text=甲", "/published-lists/"):
        assert XSS[:60] not in client.get(path).content.decode()


def test_what_was_searched_comes_back_as_text(db, client):
    for path in ("/", "/published-lists/"):
        text = client.get(path, {"text": XSS, "category": XSS, "unit": XSS, "year": XSS}).content.decode()
        assert XSS not in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "=cmd|' /C calc'!A0"])
def test_no_cell_of_the_file_is_a_formula(db, client, start):
    entry(f"{start}1+1", former_names=f"{start}2", region=f"{start}3", removal_clause=f"{start}4", state="listing_removed",
          removed_on=date(2024, 5, 10))  # fmt: skip
    (_, made) = rows(client)
    bad = [cell for cell in made if cell.lstrip("\r\n ")[:1] in {"=", "+", "-", "@", "\t"} and not cell.startswith("'")]
    assert bad == []


def test_the_historical_lists_stay_apart_and_are_hinted_at(db, client):
    entry("历年（演示）公司", origin="imported", level="national")
    assert "历年（演示）公司" not in page(client.get("/"))
    assert "历年（演示）公司" in page(client.get("/published-lists/?text=历年(演示)"))
    assert len(rows(client)) == 1


def test_the_file_is_named_and_typed(db, client):
    response = client.get("/list.csv")
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="greenlist.csv"',
    )
