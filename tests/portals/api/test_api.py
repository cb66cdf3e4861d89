"""The API: read-only, only what is public, odd parameters bounded, what is not there is 404 and JSON."""

import pytest

from greenlist.casework.register.models import ListEntry
from tests.casework.standards.official import READ, signed

FIELDS = {"id", "name", "former_names", "credit_code", "level", "category", "year", "unit", "listed_on", "document", "state", "removed_on",
          "removal_reason", "removal_clause", "is_demo", "status_address"}  # fmt: skip


@pytest.fixture
def many(db):
    ListEntry.objects.bulk_create(
        ListEntry(
            origin=origin,
            name=f"演示（{n:03d}）公司",
            level="provincial",
            category="factory",
            year=2024,
            document="x",
            document_row=n,
            region="内部",
        )
        for n in range(120)
        for origin in ("published", "imported")
    )


def test_a_row_has_the_public_fields_and_no_other(many, client):
    row = client.get("/api/list?limit=1").json()["rows"][0]
    assert set(row) == FIELDS


@pytest.mark.parametrize(
    ("query", "count", "rows"),
    [
        ("", 120, 50),
        ("limit=100000", 120, 100),
        ("limit=0", 120, 1),
        ("limit=-3", 120, 1),
        ("offset=110", 120, 10),
        ("offset=-5", 120, 50),
        ("offset=999999999999", 120, 0),
        ("text=演示(007)", 1, 1),
        ("year=abc", 120, 50),
        ("level=national", 0, 0),
    ],
)
def test_pages_of_the_list(many, client, query, count, rows):
    answer = client.get(f"/api/list?{query}").json()
    assert (answer["count"], len(answer["rows"])) == (count, rows)


def test_pages_together_are_the_whole_list_once(many, client):
    names = [r["name"] for offset in (0, 50, 100) for r in client.get(f"/api/list?offset={offset}").json()["rows"]]
    assert (len(names), len(set(names))) == (120, 120)


@pytest.mark.parametrize("query", ["limit=x", "offset=1.5", "limit="])
def test_a_parameter_that_is_no_number_is_told_and_no_error(db, client, query):
    assert client.get(f"/api/list?{query}").status_code in {200, 422}


@pytest.mark.parametrize(
    "path", ["/api/clauses/nosuch", "/api/clauses/jx-2024-20/99", "/api/standards/nosuch/1", "/api/standards/gbt-36132/..", "/api/nosuch"]
)
def test_what_is_not_there_is_404(db, client, path):
    assert client.get(path).status_code == 404


def test_clauses_and_standards(db, client):
    clauses = client.get("/api/clauses/jx-2024-20").json()
    assert len(clauses) == 69
    assert {c["id"]: c["rule"] for c in clauses}["C-44"] == "stopped_production"
    assert [c["id"] for c in client.get("/api/clauses/jx-2024-20/3.1.1").json()] == ["C-43", "C-44", "C-45"]
    for standard in client.get("/api/standards").json():
        assert client.get(f"/api/standards/{standard['id']}/{standard['edition']}").json() == standard


def test_an_edition_that_two_persons_signed_is_listed_beside_the_shipped_one(province, client):
    signed(province, {"items.5.1-4.points": ("5", READ), "items.5.1-6.points": ("6.1", READ)})
    held = client.get("/api/standards").json()
    assert [s["edition"] for s in held if s["id"] == "gbt-36132"] == ["2018", "2025", "2018-1"]
    assert client.get("/api/standards/gbt-36132/2018-1").json() == held[-1]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(many, client, method):
    assert getattr(client, method)("/api/list").status_code == 405
    assert ListEntry.objects.count() == 240


def test_the_schema_describes_every_answer_that_is_given(db, client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {path: sorted(told["get"]["responses"]) for path, told in paths.items()} == {
        "/api/list": ["200", "422"],
        "/api/changes": ["200", "422"],
        "/api/counts": ["200"],
        "/api/benchmarks": ["200", "422"],
        "/api/clauses/{notice_id}": ["200", "404"],
        "/api/clauses/{notice_id}/{passage_id}": ["200", "404"],
        "/api/standards": ["200"],
        "/api/standards/{standard_id}/{edition}": ["200", "404"],
        "/api/applications/{application_id}/score": ["200", "401", "404", "422"],
    }


def test_who_has_an_answer_already_is_told_so(many, client):
    first = client.get("/api/list?limit=3")
    assert client.get("/api/list?limit=3", headers={"If-None-Match": first["ETag"]}).status_code == 304
    ListEntry.objects.filter(origin="published").update(year=2023)
    assert client.get("/api/list?limit=3", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_figures_are_those_of_the_rows(many, client):
    told = client.get("/api/counts").json()
    assert (told["standing"], told["total"], len(told["units"])) == (True, 120, 12)
    assert {one["code"]: one["count"] for one in told["categories"]} == {"factory": 120, "park": 0, "supply_chain": 0}
    assert told["industries"] == [{"code": "none", "label": "", "count": 120}]


def test_before_anything_is_published_there_are_no_benchmarks(db, client):
    assert client.get("/api/benchmarks").json() == {"year": None, "data_year": None, "digest": "", "least": 5, "years": [], "rows": []}
    assert client.get("/api/benchmarks?year=2020").json()["rows"] == []
    assert client.get("/api/benchmarks?year=x").status_code == 422
