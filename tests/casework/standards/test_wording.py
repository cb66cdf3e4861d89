"""Values that were checked are told with the number of their item and formulas in words; what is another value comes first."""

import pytest

from greenlist.casework.standards.wording import by_weight, in_words, part_said, product_said

PLAIN = {
    "inputs": {"land": {"label": "用地面积"}, "area": {"label": "建筑面积"}},
    "derived": {"far": {"label": "容积率"}},
    "rows": {"products": {"inputs": {"energy": {"label": "产品能耗"}}}},
    "gates": [{"id": "4.2", "label": "依法设立"}],
    "groups": [{"id": "5", "title": "基础设施", "items": [{"id": "5.1", "label": "建筑"}, {"id": "5.1-1", "label": "厂房"}]}],
}


def row(place, fate="changed", label="名称", source="第1页", was="1", now="2"):
    return {"place": place, "fate": fate, "label": label, "part": "", "unit": "", "clause": "", "was": was, "now": now, "source": source}


def told(*rows):
    return [(r["mark"], r["name"], r["at"], r["was_said"], r["now_said"]) for r in in_words(rows, PLAIN)]


def test_an_item_is_told_by_its_own_number_though_another_begins_the_same():
    assert told(row("items.5.1-1.points", label="厂房"), row("groups.5.weight"), row("derived.far.value")) == [
        ("5.1-1", "厂房", "", "1", "2"), ("5", "名称", "", "1", "2"), ("", "名称", "", "1", "2"),
    ]  # fmt: skip


def test_a_text_without_a_name_is_told_by_its_item_and_its_place():
    place = "gates.4.2.label"
    assert told(row(place, "words", label=place, was="旧", now="新")) == [("4.2", "依法设立", place, "旧", "新")]
    assert told(row("notes", "words", label="notes", was="旧", now="")) == [("", "notes", "", "旧", "")]


def test_a_formula_is_told_in_words_and_what_is_none_as_it_is():
    formula = told(row("derived.far.value", was="area / land", now="energy / unknown_name"))[0]
    assert formula[3:] == ("建筑面积 ÷ 用地面积", "产品能耗 ÷ unknown_name")
    assert told(row("source", was="GB/T 1 (草案", now="land area"))[0][3:] == ("GB/T 1 (草案", "land area")


def test_rows_of_a_reference_table_stay_as_they_are():
    rows = [row("rows.GB 1-2020 水泥.limit", label="水泥")]
    assert [(r["name"], r["now_said"]) for r in in_words(rows, {"rows": [{"product": "水泥"}]})] == [("水泥", "2")]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("陶瓷砖/瓦(干压) 0.2%<吸水率≤0.5%", "陶瓷砖/瓦（干压）0.2%\u00a0<\u00a0吸水率\u00a0≤\u00a00.5%"), ("光伏压延玻璃 >300t/d", "光伏压延玻璃\u00a0>\u00a0300\u00a0t/d"),
        ("炼油 炼油（单位能量因数综合能耗）", "炼油（单位能量因数综合能耗）"), ("炼铁 高炉工序", "炼铁 高炉工序"), ("铜 铜材", "铜 铜材"),
    ],
)  # fmt: skip
def test_the_name_of_a_product_is_told_in_chinese_type(label, said):
    assert product_said(label) == said


def test_other_values_come_before_the_same_and_a_source_that_is_named_moves_none():
    rows = [row("a", "confirmed"), row("b", "confirmed", source=""), row("c"), row("d", "added", source=""), row("e", source="")]
    assert [r["place"] for r in by_weight(rows)] == ["c", "e", "d", "a", "b"]


def test_the_two_sides_of_a_step_are_told_apart_in_words():
    first = "items.E1.any_of.0.score"
    assert [part_said("依次取值 2", f"{first}.{side}.first_of.1") for side in ("lead", "base", "value")] == [
        "引领值依次取值 2", "基准值依次取值 2", "依次取值 2",
    ]  # fmt: skip
    assert [part_said(part) for part in ("分档 1-1", "分档 2-2", "分值")] == ["第1档的门槛", "第2档的得分比例", "分值"]


def test_what_is_long_in_words_is_long_however_short_its_code_is():
    plain = PLAIN | {"tables": {"limits": {"key": "land", "columns": {"advanced": "t"}, "of": "energy-limits"}}}
    shown = in_words([row("items.5.1.score.lead", was="limits.advanced", now="3"), row("groups.5.weight")], plain)
    assert [(r["was_said"], r["is_long"]) for r in shown] == [("按“用地面积”查单位产品能耗限额的1级（先进值）", True), ("1", False)]
