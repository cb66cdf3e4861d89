"""Publication class by field: what is 内部 is on no public face, and cannot be found out by asking."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from greenlist.casework.publication import disclosure as module
from greenlist.casework.publication.bundle import bundle_of, openings_of
from greenlist.casework.publication.services import publish
from greenlist.casework.register.models import ListEntry
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.rounds.services import sign_parameters
from greenlist.casework.selection.services import screen
from greenlist.engines.ledger import verify, verify_openings
from greenlist.rulebook.notices import round_parameters

CODE = "91369901MA00000019"


@pytest.fixture
def turned(monkeypatch):
    """turned("credit_code"): this field's class is 内部 in the notice's data."""

    def turn(field):
        given = round_parameters("jx-2024-20")
        changed = replace(given, disclosure_classes={**given.disclosure_classes, field: "内部"})
        monkeypatch.setattr(module, "round_parameters", lambda notice_id: changed)

    return turn


@pytest.fixture
def entry(db):
    return ListEntry.objects.create(
        origin="published", level="provincial", category="factory", year=2023, document="演88号", document_row=1, name="演示一号公司",
        former_names="演示老厂", credit_code=CODE, listed_on=date(2023, 9, 28), state="listing_removed", removed_on=date(2024, 5, 10), removal_reason="未填报",
        removal_clause="办法16",
    )  # fmt: skip


def everywhere(client):
    """What the page, the file, the API and the table of open data say."""
    return [client.get(path).getvalue().decode() for path in ("/", "/list.csv", "/api/list", "/open-data/")]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("credit_code", CODE),
        ("name", "演示一号公司"),
        ("name", "演示老厂"),
        ("listed_on", "演88号"),
        ("removal", "未填报"),
        ("removal", "2024-05-10"),
    ],
)
def test_a_field_turned_internal_leaves_every_public_face(client, entry, turned, field, said):
    shown_before = [said in text for text in everywhere(client)[:3]]
    assert any(shown_before)
    turned(field)
    assert [said in text for text in everywhere(client)] == [False] * 4


def test_open_data_says_the_class_in_force(client, entry, turned):
    turned("credit_code")
    text = client.get("/open-data/").content.decode()
    assert "统一社会信用代码" in text.partition("<dt>内部</dt>")[2]


def test_what_is_hidden_is_not_found_by_asking(client, entry, turned):
    assert client.get("/api/list", {"text": CODE}).json()["count"] == 1
    turned("credit_code")
    assert client.get("/api/list", {"text": CODE}).json()["count"] == 0
    turned("removal")
    assert client.get("/api/list", {"removed": "no"}).json()["count"] == 1


def test_a_class_changed_by_two_signatures_is_in_force_at_once(client, province, entry):
    classes = {**parameters(province.round)["disclosure_classes"], "credit_code": "依申请公开"}
    sign_parameters(province.round, changes={"disclosure_classes": classes}, reason="个人独资企业代码不公开", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip
    assert [CODE in text for text in everywhere(client)] == [False] * 4


def test_a_hidden_column_is_no_column_of_the_file(client, entry, turned):
    turned("credit_code")
    heads = next(csv.reader(io.StringIO(client.get("/list.csv").getvalue().decode("utf-8-sig"))))
    assert "统一社会信用代码" not in heads
    assert "名称" in heads


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t="])
def test_no_cell_of_the_file_begins_like_a_formula_in_either_width(client, db, start):
    ListEntry.objects.create(origin="published", level="provincial", category="factory", year=2023, document="x", document_row=1,
                             name=f"{start}1+1")  # fmt: skip
    _, row = csv.reader(io.StringIO(client.get("/list.csv").getvalue().decode("utf-8-sig")))
    assert row[0] == f"'{start}1+1"


def test_the_bundle_follows_the_classes_of_its_own_round(client, province, may):
    province.application_at("on_notice", national=True)
    may(6, 20)
    screen(province.draft(), actor=province.cast.province)
    made = publish(province.draft(), document_number="演60号", actor=province.cast.province)
    assert set(bundle_of(made)["rows"][0]) == {"number", "name", "category", "unit", "is_nominated", "commitment", "digest"}
    classes = {**parameters(province.round)["disclosure_classes"], "level": "内部", "category": "依申请公开"}
    sign_parameters(province.round, changes={"disclosure_classes": classes}, reason="不公开", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip
    text = client.get(f"/publications/{made.pk}/bundle.json").content.decode()
    assert set(json.loads(text)["rows"][0]) == {"number", "name", "unit", "commitment", "digest"}
    assert verify(text, bundle_of(made)["root"]) == []
    assert verify_openings(json.loads(text), openings_of(made)) == []
