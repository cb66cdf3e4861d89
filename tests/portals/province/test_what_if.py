"""试算 on screen: values changed, units before and after, by city and indicator; nothing is written; the changes as a file."""

import io
import re
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.journal.models import JournalEntry
from greenlist.engines.scoring.overlay import read_overlay
from tests.portals.people import page as whole_page
from tests.portals.people import signed_in

pytestmark = pytest.mark.django_db
PATH = "/province/what-if/"
SHUT = {"place": "items.10.4-2.test", "value": "100"}


def page(response, status=200):
    """The words of a page, without tags and blanks."""
    return re.sub(r"<[^>]+>|\s+", "", whole_page(response, status))


@pytest.fixture
def client(province):
    return signed_in("province")


@pytest.fixture
def case(province):
    return province.application_at("recommended")


def test_before_anything_is_handed_in_the_page_says_what_it_waits_for(client):
    assert "还没有可以试算的件" in page(client.get(PATH))


def test_what_is_not_yet_at_the_province_is_not_tried(client, province):
    province.application_at("recommendable")
    assert "还没有可以试算的件" in page(client.get(PATH))


def test_without_a_change_nothing_is_computed(client, case):
    text = page(client.get(PATH))
    assert "还没有改动" in text and case.site.name not in text
    assert "只是试算，不作任何决定，什么也不存" in text


def test_a_changed_limit_shows_who_falls_by_city_and_by_indicator_and_nothing_is_written(client, case):
    before = JournalEntry.objects.count()
    text = page(client.get(PATH, SHUT))
    assert "1件：上升0，下降1，不变0；转为合格0，转为不合格1" in text
    assert case.site.name in text and "合格→不合格" in text
    assert "10.4-2工业固体废物综合利用率大于65%01" in text
    assert "九江市" in text
    assert "同组的必选项都不得分，所以会一起变" in text
    assert JournalEntry.objects.count() == before


def test_a_pass_line_of_its_own_is_tried(client, case):
    assert "转为不合格1" in page(client.get(PATH, {"place": "total.pass_line", "value": "１００"}))
    text = page(client.get(PATH, {"place": "total.pass_line", "value": "不设"}))
    assert "转为合格0，转为不合格0" in text and "各单位的得分都不变" in text
    assert "没有这样的单位" in page(client.get(PATH, {**SHUT, "show": "up"}))


@pytest.mark.parametrize(
    ("show", "is_there"), [("lost", True), ("down", True), ("up", False), ("gained", False), ("all", True), ("odd", True)]
)
def test_the_units_are_narrowed(client, case, show, is_there):
    assert (case.site.name in page(client.get(PATH, {**SHUT, "show": show}))) is is_there


def test_lines_of_another_standard_are_left_behind_and_that_is_told(client, case):
    lines = {"place": ["items.EG1.score.lead", "total.pass_line"], "value": ["5", "100"]}
    text = page(client.get(PATH, lines))
    assert "原来的1处改动不是这一标准的数值，没有带过来" in text and "转为不合格1" in text
    assert "没有带过来" not in page(client.get(PATH, SHUT))


def test_every_fault_of_what_was_typed_is_told_at_once_and_kept(client, case):
    lines = {
        "place": ["items.10.4-2.test", "", "groups.10.weight", "total.pass_line", "groups.10.weight"],
        "value": ["x", "3", "", "101", "1"],
    }
    text = page(client.get(PATH, lines), 409)
    for told in (
        "第1处改动：“x”不是数字",
        "第2处改动：请选改哪一个数值",
        "第3处改动：请填“绩效权重”的新值",
        "第4处改动：合格线应在0和100之间",
    ):
        assert told in text
    assert 'value="101"' in client.get(PATH, lines).content.decode()


def test_the_same_value_changed_twice_is_told(client, case):
    assert "已在上面改过" in page(client.get(PATH, {"place": [SHUT["place"]] * 2, "value": ["70", "71"]}), 409)


def test_weights_that_no_longer_sum_are_told(client, case):
    text = page(client.get(PATH, {"place": "groups.10.weight", "value": "35"}), 409)
    assert "第1处改动：权重合计105，应为总分（100）。" in text and "total" not in text[text.index("自相矛盾") :][:80]
    assert "第1处改动：应写大于0的数，这里是“0”。" in page(client.get(PATH, {"place": "groups.10.weight", "value": "0"}), 409)


@pytest.mark.parametrize("asked", [{"round": "x"}, {"standard": "gbt-36132/1999"}, {"standard": "x"}, {"standard": "../x/2018"}])
def test_a_round_or_a_standard_that_is_not_there_is_not_found(client, case, asked):
    assert client.get(PATH, asked).status_code == 404


def test_the_changes_are_had_as_a_file_that_is_read_again(client, case, tmp_path):
    response = client.get(f"{PATH}overlay.yaml", SHUT)
    assert response["Content-Disposition"] == 'attachment; filename="what-if.yaml"'
    file = tmp_path / "what-if.yaml"
    file.write_bytes(response.content)
    read = read_overlay(file)
    assert (read.standard, read.edition) == ("gbt-36132", "2018")
    assert [(p.path, p.value) for p in read.patches] == [("items.10.4-2.test", "solid_waste_use > 100")]
    assert client.get(f"{PATH}overlay.yaml").status_code == 409


def test_the_centre_reads_it_and_a_bureau_does_not(province, case):
    assert case.site.name in page(signed_in("centre").get(PATH, SHUT))
    assert signed_in("bureau360400").get(PATH, SHUT).status_code == 404


def test_the_queries_do_not_grow_with_the_units(client, case, province):
    def count():
        with CaptureQueriesContext(connection) as found:
            assert client.get(PATH, {**SHUT, "show": "all"}).status_code == 200
        return len(found)

    few = count()
    province.application_at("recommended", province.other_unit)
    assert count() == few <= 12


def test_more_units_than_somebody_waits_for_are_tried_in_the_background_into_a_workbook(client, case, province, monkeypatch):
    monkeypatch.setattr("greenlist.portals.province.views.what_if.AT_ONCE", 0)
    text = page(client.get(PATH, SHUT))
    assert "1件，在后台试算" in text and case.site.name not in text
    sent = {**SHUT, "round": str(province.round.pk), "standard": "gbt-36132/2018"}
    assert client.post(f"{PATH}trial/", {**sent, "place": "groups.10.weight", "value": "35"}).status_code == 409
    assert client.post(f"{PATH}trial/", {**sent, "value": ""}).status_code == 409
    assert client.post(f"{PATH}trial/", sent).status_code == 302
    job = Job.objects.get()
    assert run_next(runner=uuid4()).state == "job_done"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"/jobs/{job.pk}/file/").streaming_content)))
    rows = [[str(cell) for cell in row if cell is not None] for row in book["单位"].iter_rows(values_only=True)]
    assert rows[-1][1:3] == [case.site.name, "九江市"] and rows[-1][-2:] == ["合格", "不合格"]
    assert book.sheetnames == ["单位", "按推荐单位", "按指标"]
    assert job.about == f"{province.round.year}年度试算：“10.4-2 工业固体废物综合利用率大于65%” 门槛 65 改为 100"
    assert "GB/T 36132—2018" in rows[0][0] and rows[1][0].endswith("门槛 65 改为 100") and "solid_waste" not in str(rows)
