"""批量核对: a sheet of names, old names and codes is answered row by row, and nothing of it stays."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.publication.disclosure import classes_of
from greenlist.casework.register.event_services import Ground, enter_listing, enter_removal
from greenlist.casework.register.identity_services import rename_unit
from greenlist.casework.rounds.services import sign_parameters
from greenlist.casework.status.services import open_pages
from greenlist.portals.public.views.batch import AT_ONCE
from tests.portals.people import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(province):
    made = [
        enter_listing(
            unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号", listed_on=date(2023, 9, 28)
        )
        for unit in (*province.units, province.other_unit)
    ]
    open_pages()
    return made


def sheet(*rows, name="单位.csv"):
    return {"file": SimpleUploadedFile(name, "\n".join(",".join(row) for row in rows).encode())}


def answers(client, *rows):
    """{place of the row: what is said of it}."""
    text = page(client.post("/batch/", sheet(*rows)))
    return {part.split("</th>")[0].split(">")[-1]: part for part in text.split("<tr data-row>")[1:]}


def test_codes_names_and_old_names_are_answered_row_by_row(entries, province, client):
    first, second, third = entries
    old = second.name
    rename_unit(
        second.site.organisation,
        name="演示更名后有限公司",
        ground=Ground(date(2024, 5, 10), "核准变更", document="变更通知书"),
        actor=province.cast.province,
    )
    enter_removal(third, on=date(2024, 5, 10), reason="未按期填报", clause="暂行办法 16", actor=province.cast.province)
    told = answers(client, ("序号", "单位名称", "统一社会信用代码"), ("1", "写错的名字有限公司", first.credit_code.lower()), ("2", old), ("3", f" {third.name} "),
                   ("4", "不在名单上的演示有限公司"))  # fmt: skip
    assert list(told) == ["第2行", "第3行", "第4行", "第5行"]
    assert first.name in told["第2行"] and "<b>在册</b>" in told["第2行"] and f"/listings/{first.pk}/" in told["第2行"]
    assert "表中的名称与名单上的不同" in told["第2行"] and "名称与名单上的不同" not in told["第3行"]
    assert "演示更名后有限公司" in told["第3行"] and "<b>在册</b>" in told["第3行"]
    assert "已移出 2024-05-10" in told["第4行"]
    assert "没有找到" in told["第5行"]
    assert f"/status/{first.status_page.address}/" in told["第2行"]


def test_nothing_of_the_sheet_is_kept_and_the_queries_do_not_grow(entries, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    before = StoredFile.objects.count()
    counted = []
    for rows in (3, 300):
        with CaptureQueriesContext(
            connection,
        ) as held:
            answers(client, *((f"演示第{n}有限公司",) for n in range(rows)), (entries[0].name,))
        counted.append(len(held))
    assert counted[0] == counted[1] <= 12
    assert (StoredFile.objects.count(), list(tmp_path.iterdir())) == (before, [])


def test_what_cannot_be_answered_says_why_and_what_next(entries, client):
    for given, why in (
        ({}, "还没有选文件"),
        (sheet(("a",), name="a.pdf"), "只收 .xlsx 和 .csv"),
        (sheet(("1", "2")), "没有单位名称或统一社会信用代码"),
        (sheet(*((f"演示第{n}有限公司",) for n in range(501))), "一次最多500行"),
        (sheet(("演" * 1_000_000,)), "超过2 MB"),
    ):
        assert why in page(client.post("/batch/", given), 409)


def test_two_sheets_are_opened_at_a_time_and_the_third_is_asked_to_wait(entries, client):
    with AT_ONCE, AT_ONCE:
        assert "过半分钟再试" in page(client.post("/batch/", sheet((entries[0].name,))), 409)
    assert "<b>在册</b>" in answers(client, (entries[0].name,))["第1行"]


def test_by_what_is_not_public_nothing_is_found(entries, client, province):
    classes = classes_of(province.round) | {"credit_code": "内部", "removal": "内部"}
    signing = {"first": province.cast.province, "second": province.cast.director}
    sign_parameters(province.round, changes={"disclosure_classes": classes}, reason="演示", **signing)
    told = answers(client, (entries[0].credit_code,), (entries[1].name,))
    assert "没有找到" in told["第1行"]
    assert "不公开" in told["第2行"] and "<b>在册</b>" not in told["第2行"]
