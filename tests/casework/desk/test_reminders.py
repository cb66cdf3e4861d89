"""催办: who is behind, the words to paste, and the line in the journal."""

import pytest

from greenlist.casework.desk.reminders import behind, behind_yearly, note_reminder, reminder_text, reminders_of
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.yearly_tables.opening_services import open_year
from tests.casework.yearly_tables.conftest import list_unit


def test_a_bureau_reminds_its_own_units_that_have_not_handed_in(province):
    case = province.application_at("draft")
    province.application_at("draft", province.other_unit)
    rows = behind(province.officer, province.round)
    assert [(one.name, one.missing) for one in rows] == [(case.site.name, "申报材料尚未提交")]
    text = reminder_text(rows, what=province.round.title, sender="九江市工业和信息化局")
    assert text.splitlines() == [
        "【2024年度绿色制造名单推荐遴选】截至5月22日09:00，下列1家还没有办完：", f"1. {case.site.name}：申报材料尚未提交",
        "请于5月27日24:00前办理，以服务器时间为准。已办的请忽略。——九江市工业和信息化局",
    ]  # fmt: skip


def test_the_province_reminds_the_recommending_units_that_have_not_handed_in(province):
    assert len(behind(province.cast.province, province.round)) == 12
    province.application_at("recommended")
    rows = behind(province.cast.province, province.round)
    assert len(rows) == 11 and "九江市工业和信息化局" not in {one.name for one in rows}


def test_others_remind_nobody(province):
    assert behind(province.unit.engineer, province.round) == []


def test_a_reminder_is_written_down_with_its_way(province):
    note_reminder(province.round, names=["甲厂"], channel="电话", actor=province.officer)
    assert [line.detail for line in reminders_of(province.round, province.officer)] == [{"names": ["甲厂"], "channel": "电话"}]
    assert reminders_of(province.round, province.cast.bureaus["360100"]) == []
    with pytest.raises(Refused) as refused:
        note_reminder(province.round, names=["甲厂"], channel=" ", actor=province.officer)
    assert refused.value.items == ("请写明催办的方式，例如电话、微信群。",)
    with pytest.raises(Refused):
        note_reminder(province.round, names=[], channel="电话", actor=province.officer)


def test_who_has_not_filed_the_yearly_table_is_reminded_also_after_its_day(province, may):
    for row, unit in enumerate([*province.units, province.other_unit], 1):
        list_unit(province, unit, row=row)
    may(4, 16)
    opening = open_year(2024, actor=province.cast.province).opening
    rows = behind_yearly(province.officer, opening)
    assert sorted((one.name, one.missing) for one in rows) == sorted((u.site.name, "动态管理表尚未填报") for u in province.units)
    assert reminder_text(rows, what="2024年度动态管理表", sender="演示局").splitlines()[-1] == (
        "期限4月15日24:00已过，请尽快办理，以服务器时间为准。已办的请忽略。——演示局"
    )
    assert [(one.name, one.missing) for one in behind_yearly(province.cast.centre, opening)] == [
        ("南昌市工业和信息化局", "1家在册单位没有交齐动态管理表"), ("九江市工业和信息化局", "2家在册单位没有交齐动态管理表"),
    ]  # fmt: skip
    assert behind_yearly(province.unit.engineer, opening) == []
