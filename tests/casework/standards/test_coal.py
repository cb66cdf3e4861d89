"""The table of coefficients to standard coal is checked, told its faults and signed as the other reference tables are."""

import io
import re
from datetime import timedelta
from fractions import Fraction

import openpyxl
import pytest

from greenlist.casework.filings.selectors import plan_of
from greenlist.casework.filings.services import start_filing
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.edition_changes import basis_of
from greenlist.casework.standards.heating import off_its_heating_value, written_range, wrong_coefficient
from greenlist.casework.standards.held import shipped, yaml_of
from greenlist.casework.standards.models import StandardLoad
from greenlist.casework.standards.selectors import loaded_table, rows_in_force, table_of, takers_of_coefficients, tally_of
from greenlist.casework.standards.services import name_sources, sign, sign_second, withdraw
from greenlist.casework.standards.sheet import HEADS, OURS
from greenlist.rulebook.reference.coefficients import coefficient, editions, used
from tests.casework.standards.coal import COAL, PAGE, SUBJECT, loaded_whole, place, standard_of_coal, whole, with_coal
from tests.casework.standards.official import GENERAL, filled, listed, loaded, signed

READ_COAL = {place("原煤"): ("0.7143", PAGE), place("原煤", "ncv"): ("20 934", PAGE)}


def test_every_coefficient_and_heating_value_is_a_value_as_it_was_counted_before():
    counts = [edition.sureness for edition in editions()]
    assert tally_of(shipped(SUBJECT)).total == sum(one.total() for one in counts) == 86
    assert shipped(SUBJECT).sureness == counts[0] + counts[1]


def test_a_range_is_one_value_confirmed_in_whatever_signs_it_is_typed_and_a_value_of_the_year_by_its_word(province):
    row = loaded(
        province.cast.centre,
        {
            place("天然气"): ("1.10 ~ 1.33", PAGE),
            place("天然气", "ncv"): ("32,238—38,979", PAGE),
            place("煤泥"): ("0.2857至0.4287", PAGE),
            place("电力（等价值）"): ("按年度取值", PAGE),
            place("电力（等价值）", "ncv"): ("无", PAGE),
        },
        SUBJECT,
    )
    assert {told["place"]: (told["fate"], told["was"], told["now"]) for told in row.rows} == {
        place("天然气"): ("confirmed", "1.1000～1.3300", "1.10～1.33"),
        place("天然气", "ncv"): ("confirmed", "32238～38979", "32238～38979"),
        place("煤泥"): ("changed", "0.2857～0.4286", "0.2857～0.4287"),
        place("电力（等价值）"): ("confirmed", "按年度取值", "按年度取值"),
        place("电力（等价值）", "ncv"): ("confirmed", "", ""),
    }
    assert {(told["unit"], told["clause"]) for told in row.rows} == {
        ("kgce/m³", "GB/T 2589—2020 表A.1"), ("kJ/m³", "GB/T 2589—2020 表A.1"), ("kgce/kg", "GB/T 2589—2020 表A.1"),
        ("kgce/kWh", "GB/T 2589—2020 表A.1"), ("kJ/kWh", "GB/T 2589—2020 表A.1"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("1.1000~1.3300", "1.1000～1.3300"), ("１．１～１．３３", "1.1～1.33"), ("32 238 － 38 979", "32238～38979"),
        ("0.7143", "0.7143"), ("1.1～", "1.1～"), ("约1.1～1.3", "约1.1～1.3"), ("-5", "-5"), ("1,1～1,33", "1,1～1,33"), ("32,238 ～ 38,979", "32238～38979"), ("1.1～1.2\n1.3", "1.1～1.2\n1.3"),
    ],
)  # fmt: skip
def test_a_range_is_written_in_the_signs_of_the_table(typed, written):
    assert written_range(typed) == written


@pytest.mark.parametrize(
    ("column", "text", "wrong"),
    [
        ("value", "0.7143", ""), ("value", "1.1～1.33", ""), ("value", "按年度取值", ""), ("ncv", "20934", ""),
        ("ncv", "按年度取值", "不是数，也不是范围；写成 0.7143 或 1.1000～1.3300 的样子"), ("value", "1/3", "不是数"), ("value", "-0.7", "“-0.7”是负数，系数和低位发热量都大于0；请核对"),
        ("value", "0,7143", "“0,7143”不是数，也不是范围（逗号分不清是小数点还是千分位）；写成 0.7143"),
        ("ncv", "20 934 kJ", "“20 934 kJ”不是数，也不是范围（数后面多了“kJ”）；写成"), ("value", "0.7～", "“0.7～”不是数，也不是范围；写成"),
        ("value", "1～2～3", "不是数"), ("value", "9" * 5000, "不是数"), ("value", "0.0", "是0"), ("value", "0～1", "是0"),
        ("value", "1.33～1.1", "“1.33～1.1”的低值不低于高值；请核对，从低到高写"), ("value", "1.1～1.10", "低值不低于高值"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_value_is_said(column, text, wrong):
    said = wrong_coefficient(column, text)
    assert wrong in said and bool(wrong) == bool(said)


def test_every_fault_of_a_sheet_is_told_at_once_with_row_and_column(province):
    typed = {place("原煤"): ("零点七", PAGE), place("天然气"): ("1.33～1.1", PAGE), place("原煤", "ncv"): ("按年度取值", PAGE)}
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, typed, SUBJECT)
    told = [re.sub(r"第\d+行", "第n行", line) for line in refused.value.items]
    assert told == [
        "官方表.xlsx 第n行“官方值”列：“零点七”不是数，也不是范围；写成 0.7143 或 1.1000～1.3300 的样子，或写“按年度取值”。",
        "官方表.xlsx 第n行“官方值”列：“按年度取值”不是数，也不是范围；写成 0.7143 或 1.1000～1.3300 的样子。",
        "官方表.xlsx 第n行“官方值”列：“1.33～1.1”的低值不低于高值；请核对，从低到高写。",
    ]
    assert not StandardLoad.objects.exists()


@pytest.mark.parametrize(("at", "subject"), [(place("原煤"), SUBJECT), ("rows.2521 炼焦 顶装焦炉.benchmark", "energy-benchmarks")])
def test_a_comma_that_parts_no_thousands_is_asked_about_in_a_sheet(province, at, subject):
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {at: ("0,7143", PAGE)}, subject)
    assert len(refused.value.items) == 1 and "“0,7143”不是数" in refused.value.items[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("value: '0.7143'", "value: 七", r":18:10：折标准煤系数“七”不是数，也不是范围；.*；没有规定的写 ''。"),
        ("value: 1.1000～1.3300", "value: 1.33～1.1", r":\d+:10：折标准煤系数“1.33～1.1”的低值不低于高值；请核对，从低到高写。"),
        ("unit: kgce/kg", "unit: kgce/筐", r":17:9：不认识单位“筐”；请写成 kgce/kg 的样子。"),
        ("unit: kgce/kg", "unit: tce/kg", r":17:9：单位“tce/kg”不是“kgce/…”；请写成 kgce/kg 的样子。"),
        ("edition: '2020'", "edition: ''", r":15:12：这一行没有写 edition，不知道说的是什么"),
        ("edition: '2020'", "edition: '1990'", r":15:12：没有 gbt-2589/1990 这一版；可用的是 gbt-2589/2008、gbt-2589/2020，新的一版要先由规则维护人录入。"),
        ("basis: 当量值", "basis: 随意", r":\d+:10：不认识口径“随意”；可用的是 当量值、等价值，没有的写 ''。"),
        ("clause: 表A.1", "clause: ''", r":21:11：没有写条号；请写 表A.1 的样子。"),
        ("confidence: RECALLED", "confidence: NOT_FOUND", r":22:15：不认识可信程度“NOT_FOUND”；可用的是 VERIFIED、"),
        ("name: 洗精煤", "name: 原煤", r"：“gbt-2589/2020#原煤”在第14:3已有一行；请只留一行。"),
        ("  ncv: '20934'\n", "", r":14:3：这一行缺 ncv；没有内容的写 ''。"),
    ],
)  # fmt: skip
def test_a_fault_of_a_file_is_told_at_line_and_column(province, old, new, told):
    with pytest.raises(Refused) as refused:
        loaded_whole(province.cast.centre, (old, new))
    assert [line for line in refused.value.items if re.search(f"^系数\\.yaml{told}" if told.startswith(":") else told, line)], (
        refused.value.items
    )
    assert not StandardLoad.objects.exists()


def test_all_faults_of_a_file_are_told_at_once(province):
    with pytest.raises(Refused) as refused:
        loaded_whole(
            province.cast.centre, ("value: '0.7143'", "value: 七"), ("basis: 当量值", "basis: 随意"), ("edition: '2020'", "edition: ''")
        )
    assert len(refused.value.items) == 3


def test_a_coefficient_that_its_heating_value_does_not_give_is_told_as_a_thing_to_check_and_hinders_nobody(province):
    """20934 ÷ 29307.6 = 0.71428; 8374 ÷ 29307.6 = 0.28573, 0.2858 is off by less than the last digit."""
    row = loaded(
        province.cast.centre,
        {place("原煤"): ("0.7153", PAGE), place("洗中煤"): ("0.2858", PAGE), place("汽油", "ncv"): ("43 070", PAGE)},
        SUBJECT,
    )
    assert {told["place"]: told.get("doubt", "") for told in row.rows} == {
        place("原煤"): "与低位发热量不符：20934 ÷ 29307.6 = 0.7143，表上是 0.7153，请对照官方文本再核对",
        place("洗中煤"): "",
        place("汽油", "ncv"): "与低位发热量不符：43070 ÷ 29307.6 = 1.4696，表上是 1.4714，请对照官方文本再核对",
    }
    withdraw(row, reason="换一张", actor=province.cast.centre)
    both = signed(province, {place("柴油"): ("1.5", PAGE), place("柴油", "ncv"): ("42 705", PAGE)}, SUBJECT)
    assert [told.get("doubt", "") != "" for told in both.rows] == [True, False], "once for a row"
    assert coefficient("gbt-2589/2020#柴油", rows_in_force(SUBJECT, today())).value == Fraction("1.5")


@pytest.mark.parametrize(
    ("value", "ncv", "is_off"),
    [
        ("0.7143", "20934", False), ("0.7142", "20934", False), ("0.7144", "20934", True), ("0.714", "20934", True), ("0.9", "26377", False), ("714.3", "20934000", False), ("", "20934", False),
        ("按年度取值", "20934", False), ("0.7143", "", False), ("1.1000～1.3300", "32238～38979", False),
        ("1.1000～1.3400", "32238～38979", True), ("1.1000", "32238～38979", True),
    ],
)  # fmt: skip
def test_the_heating_value_gives_the_coefficient_to_the_digits_printed(value, ncv, is_off):
    row = {"standard": "gbt-2589", "edition": "2020", "value": value, "ncv": ncv}
    assert bool(off_its_heating_value(row)) == is_off


def test_a_row_is_verified_when_both_of_its_values_were_read(province):
    made = signed(province, READ_COAL | {place("洗精煤"): ("0.9000", PAGE)}, SUBJECT)
    rows = {row["name"]: row for row in loaded_table(made.content_digest).plain["rows"]}
    assert (rows["原煤"]["confidence"], rows["洗精煤"]["confidence"]) == ("VERIFIED", "RECALLED")
    assert (made.number, tally_of(table_of(SUBJECT)[0]).verified) == ("1", 2)


def test_a_form_begun_after_the_day_takes_the_signed_coefficient_and_one_begun_before_stays(province, may):
    standard_of_coal(province)
    unit, later = province.unit, today() + timedelta(days=1)

    def begun():
        made = plan_of(start_filing(unit.site, subject="factory", on=today(), actor=unit.engineer)).content["derived"]["coal"]
        return made["value"], made["confidence"]

    before = start_filing(unit.site, subject="factory", on=today(), actor=unit.engineer)
    signed(province, {place("原煤"): ("0.6", PAGE), place("原煤", "ncv"): ("17584.56", PAGE)}, SUBJECT, holds_from=later)
    assert begun() == ("7143 / 10000", "RECALLED"), "it holds from its day on"
    assert (rows_in_force(SUBJECT, today()), used(COAL, rows=rows_in_force(SUBJECT, later)).value) == (None, Fraction("0.6"))
    may(5, 23)
    assert begun() == ("3 / 5", "VERIFIED")
    assert plan_of(before).content["derived"]["coal"]["value"] == "7143 / 10000"


def test_a_table_without_the_single_value_that_a_standard_takes_is_refused_with_the_standard(province):
    made = standard_of_coal(province)
    assert list(takers_of_coefficients()) == [(f"gbt-36132/{made.number}", COAL)]
    for typed in ("0.7143～0.8", "按年度取值", "无"):
        with pytest.raises(Refused) as refused:
            loaded(province.cast.centre, {place("原煤"): (typed, PAGE)}, SUBJECT)
        assert refused.value.items == (f"标准gbt-36132/{made.number}取用“{COAL}”，这份表没有它的单一的值。",)
    with pytest.raises(Refused, match="没有载入"):
        loaded_whole(province.cast.centre, ("name: 原煤", "name: 原煤（旧名）"))
    assert loaded(province.cast.centre, {place("洗精煤"): ("无", PAGE)}, SUBJECT).rows


def test_a_table_and_a_standard_that_takes_what_it_no_longer_has_are_never_both_in_force(province):
    """Each was loaded when the other was not yet signed; whoever signs second is told, at either signature."""
    cast = province.cast
    without = loaded(cast.centre, {place("原煤"): ("无", PAGE), place("洗精煤"): ("0.9", PAGE)}, SUBJECT)
    listed(without, cast.centre)
    plain = with_coal(COAL)
    takes = loaded(cast.centre, {}, body=yaml_of(plain).encode(), name="演示标准.yaml")
    name_sources(takes, sources={}, all_others=PAGE, actor=cast.centre)
    takes.refresh_from_db()
    listed(takes, cast.centre)
    sign(takes, basis=basis_of(takes), actor=cast.province)
    sign(without, basis=basis_of(without), actor=cast.province)
    made = sign_second(takes, basis=basis_of(takes), actor=cast.director)
    listed(without, cast.centre)
    with pytest.raises(Refused) as refused:
        sign_second(without, basis=basis_of(without), actor=cast.director)
    told = "那是载入之后才启用的；请撤回这份校核稿，核对两边以后重新载入。"
    assert refused.value.items == (f"标准gbt-36132/{made.number}取用“{COAL}”，这份表没有它的单一的值。{told}",)


def test_a_standard_that_takes_what_the_table_in_force_no_longer_has_is_not_signed_and_not_loaded(province):
    cast = province.cast
    takes = loaded(cast.centre, {}, body=yaml_of(with_coal(COAL)).encode(), name="演示标准.yaml")
    name_sources(takes, sources={}, all_others=PAGE, actor=cast.centre)
    signed(province, {place("原煤"): ("0.7～0.8", PAGE)}, SUBJECT)
    takes.refresh_from_db()
    listed(takes, cast.centre)
    with pytest.raises(Refused) as refused:
        sign(takes, basis=basis_of(takes), actor=cast.province)
    told = f"本标准取用“{COAL}”，现用的折标准煤系数表没有它的单一的值。"
    assert refused.value.items == (f"{told}那是载入之后才启用的；请撤回这份校核稿，核对两边以后重新载入。",)
    withdraw(takes, reason="换一张", actor=cast.centre)
    with pytest.raises(Refused) as refused:
        loaded(cast.centre, {}, body=yaml_of(with_coal(COAL)).encode(), name="演示标准.yaml")
    assert refused.value.items == (told,) and "先载入有这个值的折标准煤系数表" in refused.value.then


def test_a_whole_file_may_add_and_remove_rows_and_change_words(province):
    row = loaded_whole(province.cast.centre, ("name: 洗精煤", "name: 洗精煤（新）"), ("note: 2020年版不再给出，按焓值计算", "note: 按焓值"))
    fates = {told["place"]: told["fate"] for told in row.rows}
    assert (fates[place("洗精煤（新）")], fates[place("洗精煤")]) == ("added", "removed")
    assert fates["rows.gbt-2589/2008#蒸汽（低压）.note"] == "words"


def test_the_file_of_another_table_is_told_by_its_name(province):
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {}, "energy-limits", body=whole().encode(), name="系数.yaml")
    assert refused.value.items == ("系数.yaml：这是“coefficients”的表，不是“energy-limits”的；请选对要校核的表。",)


def test_the_sheet_says_how_a_range_is_written_and_shows_ours_as_it_is_to_be_typed(province):
    sheet = openpyxl.load_workbook(io.BytesIO(filled(SUBJECT, {}))).active
    rows = list(sheet.iter_rows(values_only=True))
    about = " ".join(str(row[0]) for row in rows[:8])
    assert "给出范围的写成 1.1000～1.3300 的样子" in about and "写“按年度取值”" in about and "按 kJ 填" in about
    shown = {row[-1]: row[HEADS.index(OURS)] for row in rows}
    assert (shown[place("天然气")], shown[place("电力（等价值）")], shown[place("原煤", "ncv")]) == (
        "1.1000～1.3300",
        "按年度取值",
        "20934",
    )
    assert "按年度取值" not in " ".join(
        str(row[0]) for row in openpyxl.load_workbook(io.BytesIO(filled(GENERAL, {}))).active.iter_rows(max_row=8, values_only=True)
    )
