"""开放数据: the files hold the rows of the pages, each column by its class, with words on every column and a digest that fits."""

import csv
import io
import json
from base64 import b64encode
from datetime import date
from hashlib import sha256

import pytest

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.register.event_services import enter_listing, enter_removal
from greenlist.casework.register.identity_services import Ground, rename_unit
from greenlist.casework.rounds.selectors import disclosure_classes
from greenlist.casework.rounds.services import sign_parameters
from tests.portals.people import page

FILES = ("/list.csv", "/list.json", "/changes.csv", "/changes.json")
GROUND = Ground(date(2024, 5, 10), "核准变更", document="准予变更登记通知书")


@pytest.fixture
def two(province):
    """One unit that bears another name since, one that was taken off."""
    made = [
        enter_listing(
            unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号", listed_on=date(2023, 9, 28)
        )
        for unit in province.units
    ]
    rename_unit(province.unit.site.organisation, name="=江西演示新名科技有限公司", ground=GROUND, actor=province.officer)
    enter_removal(made[1], on=date(2024, 5, 10), reason="未填报动态管理表", clause="暂行办法第十八条", actor=province.cast.province)
    return province


def body(client, path):
    response = client.get(path)
    made = b"".join(response.streaming_content)
    assert response["Content-Digest"] == f"sha-256=:{b64encode(sha256(made).digest()).decode()}:"
    assert response["X-As-Of"].startswith("2024-05-22T09:")
    return made.decode("utf-8-sig")


def cells(client, path):
    return list(csv.reader(io.StringIO(body(client, path))))


def test_both_forms_hold_the_same_rows_and_words_on_every_column(two, client):
    explained = page(client.get("/open-data/"))
    for name, count in (("list", 2), ("changes", 2)):
        head, *rows = cells(client, f"/{name}.csv")
        told = json.loads(body(client, f"/{name}.json"))
        assert [column["label"] for column in told["columns"]] == head
        assert [[text.removeprefix("'") for text in row] for row in rows] == [list(row.values()) for row in told["rows"]]
        assert len(rows) == count
        assert all(f"<code>{column['key']}</code>" in explained and column["about"] in explained for column in told["columns"])
        assert told["licence"] in explained


def test_a_name_that_looks_like_a_formula_is_text_in_the_table_and_untouched_for_programs(two, client):
    names = {row[0] for row in cells(client, "/list.csv")}
    assert "'=江西演示新名科技有限公司" in names
    assert "=江西演示新名科技有限公司" in {row["name"] for row in json.loads(body(client, "/list.json"))["rows"]}


def test_the_file_is_narrowed_as_the_page_is(two, client):
    assert [row["state"] for row in json.loads(body(client, "/list.json?removed=only"))["rows"]] == ["已移出"]
    assert json.loads(body(client, "/list.json?year=2001"))["rows"] == []


def test_what_is_not_public_is_in_no_file(two, client):
    cast, secret = two.cast, ("removal", "credit_code", "category")
    classes = disclosure_classes(two.round) | dict.fromkeys(secret, "内部")
    sign_parameters(two.round, changes={"disclosure_classes": classes}, reason="试", first=cast.province, second=cast.director)
    hidden = {"统一社会信用代码", "类别", "行业代码", "在册状态", "移出理由"}
    for path in FILES:
        text = body(client, path)
        assert "未填报动态管理表" not in text
        assert two.unit.site.organisation.credit_code not in text
    assert not hidden & set(cells(client, "/list.csv")[0])
    assert [row[1] for row in cells(client, "/changes.csv")[1:]] == ["更名"]
