"""What one cell may hold: dates of any usual writing, codes, sums; heads that nobody has seen before; persons."""

from datetime import date

import pytest

from greenlist.papers.list_reader import found_layout, layout_of, read_list, values, without_persons
from greenlist.papers.list_reader.persons import HIDDEN, masked
from greenlist.rulebook.reference.adverse_lists import adverse_lists

SPEC = adverse_lists()["abnormal_listing"]
DAY = date(2024, 5, 27)


@pytest.mark.parametrize(
    "text",
    ["2024-04-02", "2024/4/2", "2024.4.2", "20240402", "2024年4月2日", "2024 年 4 月 2 日", "二〇二四年四月二日", "２０２４年４月２日", "45384", "45384.0",
     "2024-04-02 00:00:00", "2024-04-02T08:30:00", "2024年4月2号"],
)  # fmt: skip
def test_a_date_of_any_usual_writing_is_one_day(text):
    assert values.day(text) == ("2024-04-02", "")


def test_tens_in_han_digits():
    assert values.day("二〇二三年十二月三十一日") == ("2023-12-31", "")
    assert values.day("二〇二三年十月二十日") == ("2023-10-20", "")


@pytest.mark.parametrize("text", ["2024-13-02", "2024年4月", "去年", "2/4/2024", "24.4.2", "2024-02-30", "1024-01-01", "3"])
def test_what_is_no_full_date_is_told(text):
    value, problem = values.day(text)
    assert value == ""
    assert "2024-04-02" in problem


@pytest.mark.parametrize("text", ["", "—", "/", "无", "至今", " - "])
def test_a_mark_for_nothing_is_nothing(text):
    assert values.day(text) == ("", "")


@pytest.mark.parametrize(
    ("text", "head", "found"),
    [("3.5", "罚款金额(万元)", "35000"), ("3.5万元", "罚款金额", "35000"), ("35,000元", "罚款金额(万元)", "35000"), ("￥500", "罚款", "500"),
     ("0", "罚款金额(万元)", "0")],
)  # fmt: skip
def test_sums_are_in_yuan(text, head, found):
    assert values.yuan(text, head) == (found, "")


def test_a_wrong_credit_code_is_told_and_the_row_is_still_read():
    lines = [("第1行", ("企业名称", "统一社会信用代码", "列入日期")), ("第2行", ("演示甲有限公司", "91360000158269886P", "2024-01-02"))]
    found = read_list(lines, SPEC, found_layout(lines, SPEC), latest=DAY)
    assert found.rows[0].values == {"name": "演示甲有限公司", "credit_code": "", "from_on": "2024-01-02"}
    assert "“统一社会信用代码”一格：读到“91360000158269886P”" in found.rows[0].notes[0]


def test_days_that_cannot_be_are_told():
    lines = [
        ("第1行", ("企业名称", "列入日期", "移出日期")),
        ("第2行", ("演示甲有限公司", "2024-06-01", "")),
        ("第3行", ("演示乙有限公司", "2024-03-01", "2024-02-01")),
    ]
    found = read_list(lines, SPEC, found_layout(lines, SPEC), latest=DAY)
    assert [row.problems[0] for row in found.broken] == [
        "起始日期2024-06-01在名单查询日2024-05-27之后",
        "终止日期2024-02-01早于起始日期2024-03-01",
    ]


def test_heads_nobody_has_seen_wait_for_a_person_and_are_then_read():
    lines = [("第1行", ("甲栏", "乙栏", "丙栏")), ("第2行", ("2024.1.2", "演示甲有限公司", "某原因"))]
    assert found_layout(lines, SPEC).columns == {}
    chosen = layout_of(lines, 1, {"name": 1, "from_on": 0, "ground": 2})
    assert read_list(lines, SPEC, chosen, latest=DAY).rows[0].values == {
        "name": "演示甲有限公司",
        "from_on": "2024-01-02",
        "ground": "某原因",
    }
    again = found_layout(lines, SPEC, {"name": "乙栏", "from_on": "甲栏", "ground": "丙栏"})
    assert (again.head_lines, dict(again.columns)) == (1, {"name": 1, "from_on": 0, "ground": 2})


def test_a_list_without_a_head_is_read_from_its_first_line():
    lines = [("第1行", ("演示甲有限公司", "2024.1.2"))]
    found = read_list(lines, SPEC, layout_of(lines, 0, {"name": 0, "from_on": 1}), latest=DAY)
    assert [row.place for row in found.rows] == ["第1行"]


def test_the_head_on_every_printed_page_is_left_and_told():
    head = ("企业名称", "列入日期")
    lines = [("第1行", head), ("第2行", ("演示甲有限公司", "2024.1.2")), ("第3行", head)]
    found = read_list(lines, SPEC, found_layout(lines, SPEC), latest=DAY)
    assert [why for _, _, why in found.left] == ["表头以上", "重复的表头"]


def test_id_numbers_are_hidden_in_any_text_and_credit_codes_are_not():
    assert masked("联系人369901198502095575，电话") == f"联系人{HIDDEN}，电话"
    assert masked("36990119850209557X") == HIDDEN
    assert masked("3699011985****5575") == HIDDEN
    assert masked("91369901MA700000X5") == "91369901MA700000X5"
    assert masked("（2024）赣0402执12345678号") == "（2024）赣0402执12345678号"


def test_a_persons_row_is_empty_before_it_is_kept_and_a_unit_with_a_persons_number_stays_without_it():
    spec = adverse_lists()["dishonest_debtor"]
    lines = [
        ("第1行", ("被执行人姓名/名称", "身份证号码/组织机构代码", "案号", "发布时间")),
        ("第2行", ("甲某某", "369901198502095575", "（2024）演1号", "2024-01-01")),
        ("第3行", ("演示甲有限公司", "369901198502095575", "（2024）演2号", "2024-01-01")),
    ]
    kept = without_persons(lines, found_layout(lines, spec))
    assert kept[1][1] == ("", HIDDEN, "", "")
    assert kept[2][1] == ("演示甲有限公司", HIDDEN, "（2024）演2号", "2024-01-01")
    found = read_list(kept, spec, found_layout(kept, spec), latest=DAY)
    assert (found.persons, [row.values["name"] for row in found.rows]) == (["第2行"], ["演示甲有限公司"])


@pytest.mark.parametrize(
    "text",
    ["360102 19900101 1234", "360102-19900101-123X", "3601XXXXXXXX1234", "3601 0219 9001 0112 34", "360102－19900101－123x", "3601 **** **** 1234",
     "360102900101123", "３６０１０２１９９００１０１１２３Ｘ"],
)  # fmt: skip
def test_an_id_number_is_hidden_however_it_is_written(text):
    assert masked(f"担保人{text}，") == f"担保人{HIDDEN}，"


@pytest.mark.parametrize("text", ["2024-01-02 至 2024-03-04", "9136 0102 1990 0101 1X", "（2024）赣0402执12345678号", "0792-8123456-8001"])
def test_what_is_no_id_number_stays(text):
    assert masked(text) == text


@pytest.mark.parametrize(
    ("name", "is_kept"), [("甲某某", False), ("欧阳某某", False), ("某某店", True), ("演示铜矿", True), ("演示有限", True)]
)
def test_a_persons_name_without_a_number_is_a_person(name, is_kept):
    lines = [("第1行", ("企业名称", "统一社会信用代码", "列入日期")), ("第2行", (name, "", "2024-01-02")), ("第3行", ("合计", "", ""))]
    layout = found_layout(lines, SPEC)
    kept = without_persons(lines, layout)
    found = read_list(kept, SPEC, layout, latest=DAY)
    assert (len(found.rows), found.persons) == ((1, []) if is_kept else (0, ["第2行"]))
    assert (name in str(kept)) == is_kept
    assert [why for _, _, why in found.left] == ["表头以上", "合计行"]


def test_a_personal_column_is_never_kept_even_when_somebody_mapped_it():
    lines = [
        ("第1行", ("企业名称", "列入日期", "法定代表人", "列入原因")),
        ("第2行", ("演示甲有限公司", "2024-01-02", "乙某某", "无法联系")),
    ]
    for head_lines in (1, 0):
        kept = without_persons(lines, layout_of(lines, head_lines, {"name": 0, "from_on": 1, "authority": 2, "ground": 3}))
        assert kept[1][1] == ("演示甲有限公司", "2024-01-02", "", "无法联系")


def test_on_a_list_of_units_only_a_short_name_is_a_unit():
    spec = adverse_lists()["production_accident"]
    lines = [
        ("第1行", ("事故单位", "统一社会信用代码", "事故发生时间")),
        ("第2行", ("演示厂子", "", "2024-01-02")),
        ("第3行", ("明烛", "", "2024-01-02")),
    ]
    layout = found_layout(lines, spec)
    found = read_list(without_persons(lines, layout, units_only=spec.units_only), spec, layout, latest=DAY)
    assert ([row.values["name"] for row in found.rows], found.persons) == (["演示厂子", "明烛"], [])


def test_a_line_that_only_its_name_makes_a_persons_is_told_apart():
    lines = [
        ("第1行", ("企业名称", "统一社会信用代码", "列入日期")),
        ("第2行", ("甲某某", "", "2024-01-02")),
        ("第3行", ("甲某某", "369901198502095575", "2024-01-02")),
    ]
    layout = found_layout(lines, SPEC)
    found = read_list(without_persons(lines, layout), SPEC, layout, latest=DAY)
    assert (found.persons, found.by_name) == (["第2行", "第3行"], {"第2行"})
