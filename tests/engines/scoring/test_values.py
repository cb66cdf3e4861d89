"""Every number of a standard has one place, the same in the file and in its plan, and a word for how sure it is."""

from datetime import date

import pytest

from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.engines.scoring.values import (
    groups_of,
    items_of,
    plain_standard,
    references_of,
    sureness_counts,
    values_of,
    with_values,
    written,
)
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.standards import DAY, group, item, measure, source


def plain(standard, edition):
    return plain_standard(load_standard(standard_file(standard, edition)).standard)


def test_each_kind_of_number_has_its_place_its_words_and_its_sureness():
    values = values_of(plain("gbt-36132", "2018"))
    points = values["items.5.1-4.points"]
    assert (points.value, points.part, points.clause, points.sureness) == ("5.4", "分值", "5.1", "GUESS")
    assert values["groups.5.weight"].sureness == "VERIFIED"
    assert values["items.10.4-4.score.steps.0.1"].part == "分档 1-2"
    assert values["derived.far.value"].value == "(building_area + structure_area) / land_area"
    assert values["total.maximum"].sure_at is None


def test_the_way_to_the_points_is_as_sure_as_it_says_and_else_as_the_row():
    values = values_of(plain("green-supply-chain", "2024"))
    lead = values["items.X26.score.lead"]
    assert (lead.value, lead.part, lead.sureness, lead.sure_at[-1]) == ("100", "引领值", "GUESS", "scoring_confidence")


def test_what_no_kind_of_score_reads_is_no_value():
    assert not [place for place in values_of(plain("gbt-36132", "2018")) if place.endswith((".cap", ".floor"))]


@pytest.mark.parametrize("standard", [("gbt-36132", "2018"), ("green-park", "2024"), ("green-supply-chain", "2024")])
def test_a_plan_has_its_numbers_at_the_same_places_as_the_file(standard):
    in_file = {p for p in values_of(plain(*standard)) if not p.startswith("total.")}
    plan = compile_plan(load_standard(standard_file(*standard)), date(2024, 5, 27))
    assert in_file <= set(values_of(plan.as_content()))


def test_other_values_make_a_copy_and_leave_the_first_as_it_was():
    first = plain("green-park", "2024")
    second = with_values(first, {"items.RG4.score.lead": "1400", "items.RG10.points": "4"})
    assert values_of(second)["items.RG4.score.lead"].value == "1400"
    assert values_of(first)["items.RG4.score.lead"].value == "1500"


def test_a_place_that_there_is_none_of_is_named():
    with pytest.raises(KeyError, match=r"items\.RG99\.points"):
        with_values(plain("green-park", "2024"), {"items.RG99.points": "4"})


def test_rows_of_tables_grades_and_the_top_rows_have_places_too():
    plain = {
        "tables": {"limits": {"rows": {"A": {"label": "熟料", "values": {"advanced": "100"}, "confidence": "GUESS"}}}},
        "grades": [{"name": "一级", "at_least": "90", "confidence": "VERIFIED"}],
        "groups": [
            {"id": "1", "items": [{"id": "a", "points": "5", "score": {"kind": "pos", "value": "x", "over": {"weight": "e", "top": 3}}}]}
        ],
    }
    values = values_of(plain)
    assert {place: v.value for place, v in values.items()} == {
        "tables.limits.rows.A.advanced": "100", "grades.一级.at_least": "90", "items.a.points": "5", "items.a.score.value": "x",
        "items.a.score.over.weight": "e", "items.a.score.over.top": "3",
    }  # fmt: skip
    assert values["tables.limits.rows.A.advanced"].sure_at == ("tables", "limits", "rows", "A", "confidence")


EVERYTHING = source(
    group(
        "1",
        item("1.1", "measure", "6", points_confidence="GUESS", scoring_confidence="RECALLED", score={
            "kind": "linear", "value": "a", "lead": {"2024-01-01": "3", "2025-01-01": "4"}, "base": "1", "floor": "0.6"}),
        item("1.2", "measure", "4", score={"kind": "steps", "value": "a", "steps": [["1", "1/2"], ["2", "1"]]}),
        item("1.3", "measure", "4", score={
            "kind": "pos", "value": "b", "cap": "1.2", "over": {"rows": "fuels", "weight": "f", "top": 3},
            "lead": {"bracket": "c", "at_least": [["10", "3"]], "below": "4"}}),
        item("1.4", "count", "4", count_of=5, full_at="4", checklist=["有制度", "有人"]),
        item("1.5", "yes_no", "1", test="a > 2", confidence="GUESS"),
        item("1.6", "measure", "2", any_of=[
            {"label": "产量", "when": "a > 1", "score": {"kind": "neg", "value": "c", "lead": "2"}},
            {"label": "其他", "when": None, "score": {"kind": "yes_no", "value": "b > 2"}}]),
        weight="60", weight_confidence="RECALLED", best=2, groups=(group("1-1", item("1.7"), measure("1.8", kind="points", lead="5")),),
    ),
    group("2", item("2.1", points="3", points_confidence="RECALLED"), bonus=True, most="5"),
    maximum="100", total={"maximum": "100", "round": "0.01", "pass_line": "80", "round_item": "0.1", "round_group": "0.5"},
    inputs={"a": {"label": "产量", "unit": "t", "clause": "附录A", "minimum": "1", "years": 3},
            "b": {"label": "水耗", "unit": "t", "clause": "附录B"},
            "c": {"label": "能耗", "unit": "t", "clause": "附录C", "minimum": None, "confidence": "GUESS"},
            "p": {"label": "产品", "unit": "1", "clause": "附录P", "one_of": {"table": "limits"}}},
    rows={"fuels": {"label": "燃料", "clause": "附录F", "most": 4, "inputs": {"f": {"label": "用量", "unit": "t", "clause": "附录F"}}}},
    tables={"limits": {"key": "p", "columns": {"advanced": "kgce/t"}, "rows": {
        "A": {"label": "熟料", "values": {"advanced": "100", "low": None}, "source": "GB 16780", "confidence": "GUESS"}}}},
    coefficients={"k": {"label": "系数", "unit": "tce/t", "clause": "附录K", "value": "0.7", "confidence": "VERIFIED-SECONDARY"},
                  "l": {"label": "电力", "unit": "tce/万kWh", "clause": "附录K", "of": "gbt-2589/2020#电力（当量值）"}},
    derived={"d": {"label": "限额", "unit": "t", "value": {"first_of": [{"table": "limits", "column": "advanced"}, "a"]}, "clause": "A.1"},
             "l": {"label": "先进值", "unit": "t", "value": {"table": "limits", "column": "advanced"}, "clause": "A.2", "years": 2,
                   "confidence": "GUESS"}},
    gates=[{"id": "G1", "label": "三年无事故", "clause": "4.1", "look_back": 3, "test": "a > 0"}],
    grades=[{"name": "一级", "at_least": "90", "clause": "5", "confidence": "GUESS"}],
    ranks=[{"name": "A级", "share": "0.15", "clause": "6"}],
    conventions=[{"id": "x", "label": "上限", "clause": "7", "why": "8"}],
)  # fmt: skip


def told(value):
    """place | what it belongs to and its word | value and unit | clause and sureness | where that stands."""
    sure_at = ".".join(map(str, value.sure_at or ()))
    return f"{value.place} | {value.label} {value.part} | {value.value}{value.unit} | {value.clause} {value.sureness} | {sure_at}"


TOLD = [
    "total.maximum | 小标准 满分 | 100 |   | ",
    "total.round | 小标准 修约间隔 | 0.01 |   | ",
    "total.pass_line | 小标准 合格线 | 80 |   | ",
    "total.round_item | 小标准 单项修约 | 0.1 |   | ",
    "total.round_group | 小标准 分组修约 | 0.5 |   | ",
    "inputs.a.unit | 产量 定义 | t | 附录A VERIFIED | inputs.a.confidence",
    "inputs.a.years | 产量 年数 | 3 | 附录A VERIFIED | inputs.a.confidence",
    "inputs.a.minimum | 产量 下限 | 1t | 附录A VERIFIED | inputs.a.confidence",
    "inputs.b.unit | 水耗 定义 | t | 附录B VERIFIED | inputs.b.confidence",
    "inputs.b.minimum | 水耗 下限 | 0t | 附录B VERIFIED | inputs.b.confidence",
    "inputs.c.unit | 能耗 定义 | t | 附录C GUESS | inputs.c.confidence",
    "inputs.c.minimum | 能耗 下限 | 无t | 附录C GUESS | inputs.c.confidence",
    "inputs.p.one_of | 产品 定义 | 表“limits”中的一行 | 附录P VERIFIED | inputs.p.confidence",
    "rows.fuels.inputs.f.unit | 用量 定义 | t | 附录F VERIFIED | rows.fuels.inputs.f.confidence",
    "rows.fuels.inputs.f.minimum | 用量 下限 | 0t | 附录F VERIFIED | rows.fuels.inputs.f.confidence",
    "tables.limits.rows.A.advanced | 熟料 表中值 advanced | 100 |  GUESS | tables.limits.rows.A.confidence",
    "coefficients.k.unit | 系数 单位 | tce/t | 附录K VERIFIED-SECONDARY | coefficients.k.confidence",
    "coefficients.k.value | 系数 算式 | 0.7tce/t | 附录K VERIFIED-SECONDARY | coefficients.k.confidence",
    "coefficients.l.unit | 电力 单位 | tce/万kWh | 附录K VERIFIED | coefficients.l.confidence",
    "coefficients.l.of | 电力 取自 | gbt-2589/2020#电力（当量值）tce/万kWh | 附录K VERIFIED | coefficients.l.confidence",
    "derived.d.unit | 限额 单位 | t | A.1 VERIFIED | derived.d.confidence",
    "derived.d.value.first_of.0 | 限额 依次取值 1 | limits.advancedt | A.1 VERIFIED | derived.d.confidence",
    "derived.d.value.first_of.1 | 限额 依次取值 2 | at | A.1 VERIFIED | derived.d.confidence",
    "derived.l.unit | 先进值 单位 | t | A.2 GUESS | derived.l.confidence",
    "derived.l.value | 先进值 算式 | limits.advancedt | A.2 GUESS | derived.l.confidence",
    "derived.l.years | 先进值 年数 | 2 | A.2 GUESS | derived.l.confidence",
    "gates.G1.test | 三年无事故 判定条件 | a > 0 | 4.1 VERIFIED | gates.0.confidence",
    "gates.G1.look_back | 三年无事故 回溯年数 | 3 | 4.1 VERIFIED | gates.0.confidence",
    "groups.1.weight | 组1 权重 | 60 | §1 RECALLED | groups.0.weight_confidence",
    "groups.1.best | 组1 计分项数 | 2 | §1  | ",
    "items.1.1.points | 项1.1 分值 | 6 | §1.1 GUESS | groups.0.items.0.points_confidence",
    "items.1.1.score.value | 项1.1 算式 | a | §1.1 RECALLED | groups.0.items.0.scoring_confidence",
    "items.1.1.score.lead.2024-01-01 | 项1.1 引领值 2024-01-01 | 3 | §1.1 RECALLED | groups.0.items.0.scoring_confidence",
    "items.1.1.score.lead.2025-01-01 | 项1.1 引领值 2025-01-01 | 4 | §1.1 RECALLED | groups.0.items.0.scoring_confidence",
    "items.1.1.score.base | 项1.1 基准值 | 1 | §1.1 RECALLED | groups.0.items.0.scoring_confidence",
    "items.1.1.score.floor | 项1.1 起分 | 0.6 | §1.1 RECALLED | groups.0.items.0.scoring_confidence",
    "items.1.2.points | 项1.2 分值 | 4 | §1.2 VERIFIED | groups.0.items.1.points_confidence",
    "items.1.2.score.value | 项1.2 算式 | a | §1.2 VERIFIED | groups.0.items.1.scoring_confidence",
    "items.1.2.score.steps.0.0 | 项1.2 分档 1-1 | 1 | §1.2 VERIFIED | groups.0.items.1.scoring_confidence",
    "items.1.2.score.steps.0.1 | 项1.2 分档 1-2 | 1/2 | §1.2 VERIFIED | groups.0.items.1.scoring_confidence",
    "items.1.2.score.steps.1.0 | 项1.2 分档 2-1 | 2 | §1.2 VERIFIED | groups.0.items.1.scoring_confidence",
    "items.1.2.score.steps.1.1 | 项1.2 分档 2-2 | 1 | §1.2 VERIFIED | groups.0.items.1.scoring_confidence",
    "items.1.3.points | 项1.3 分值 | 4 | §1.3 VERIFIED | groups.0.items.2.points_confidence",
    "items.1.3.score.value | 项1.3 算式 | b | §1.3 VERIFIED | groups.0.items.2.scoring_confidence",
    "items.1.3.score.lead.bracket | 项1.3 分段依据 | c | §1.3 VERIFIED | groups.0.items.2.scoring_confidence",
    "items.1.3.score.lead.at_least.0.0 | 项1.3 门槛 1-1 | 10 | §1.3 VERIFIED | groups.0.items.2.scoring_confidence",
    "items.1.3.score.lead.at_least.0.1 | 项1.3 门槛 1-2 | 3 | §1.3 VERIFIED | groups.0.items.2.scoring_confidence",
    "items.1.3.score.lead.below | 项1.3 门槛以下 | 4 | §1.3 VERIFIED | groups.0.items.2.scoring_confidence",
    "items.1.3.score.cap | 项1.3 封顶 | 1.2 | §1.3 VERIFIED | groups.0.items.2.scoring_confidence",
    "items.1.3.score.over.weight | 项1.3 加权数 | f | §1.3 VERIFIED | groups.0.items.2.scoring_confidence",
    "items.1.3.score.over.top | 项1.3 取前几个 | 3 | §1.3 VERIFIED | groups.0.items.2.scoring_confidence",
    "items.1.4.points | 项1.4 分值 | 4 | §1.4 VERIFIED | groups.0.items.3.points_confidence",
    "items.1.4.count_of | 项1.4 应有个数 | 5 | §1.4 VERIFIED | groups.0.items.3.scoring_confidence",
    "items.1.4.full_at | 项1.4 得满分的个数 | 4 | §1.4 VERIFIED | groups.0.items.3.scoring_confidence",
    "items.1.5.points | 项1.5 分值 | 1 | §1.5 VERIFIED | groups.0.items.4.points_confidence",
    "items.1.5.test | 项1.5 判定条件 | a > 2 | §1.5 GUESS | groups.0.items.4.scoring_confidence",
    "items.1.6.points | 项1.6 分值 | 2 | §1.6 VERIFIED | groups.0.items.5.points_confidence",
    "items.1.6.any_of.0.when | 项1.6 适用条件 | a > 1 | §1.6 VERIFIED | groups.0.items.5.scoring_confidence",
    "items.1.6.any_of.0.score.value | 项1.6 算式 | c | §1.6 VERIFIED | groups.0.items.5.scoring_confidence",
    "items.1.6.any_of.0.score.lead | 项1.6 引领值 | 2 | §1.6 VERIFIED | groups.0.items.5.scoring_confidence",
    "items.1.6.any_of.0.score.cap | 项1.6 封顶 | 1 | §1.6 VERIFIED | groups.0.items.5.scoring_confidence",
    "items.1.6.any_of.1.score.value | 项1.6 算式 | b > 2 | §1.6 VERIFIED | groups.0.items.5.scoring_confidence",
    "items.1.7.points | 项1.7 分值 | 10 | §1.7 VERIFIED | groups.0.groups.0.items.0.points_confidence",
    "items.1.8.points | 项1.8 分值 | 10 | §1.8 VERIFIED | groups.0.groups.0.items.1.points_confidence",
    "items.1.8.score.value | 项1.8 算式 | a | §1.8 VERIFIED | groups.0.groups.0.items.1.scoring_confidence",
    "items.1.8.score.lead | 项1.8 引领值 | 5 | §1.8 VERIFIED | groups.0.groups.0.items.1.scoring_confidence",
    "items.1.8.score.cap | 项1.8 封顶 | 1 | §1.8 VERIFIED | groups.0.groups.0.items.1.scoring_confidence",
    "groups.2.most | 组2 加分上限 | 5 | §2  | ",
    "items.2.1.points | 项2.1 分值 | 3 | §2.1 RECALLED | groups.1.items.0.points_confidence",
    "grades.一级.at_least | 一级 门槛 | 90 | 5 GUESS | grades.0.confidence",
    "ranks.A级.share | A级 比例 | 0.15 | 6 VERIFIED | ranks.0.confidence",
]


def test_every_number_of_a_standard_has_its_place_its_words_and_its_sureness():
    values = values_of(plain_standard(EVERYTHING.standard))
    assert [told(value) for place, value in values.items() if place != "rows.fuels.most"] == TOLD


def test_every_place_leads_to_where_its_value_stands():
    plain_form = plain_standard(EVERYTHING.standard)
    for value in values_of(plain_form).values():
        found = plain_form
        for step in value.path:
            found = found[step]
        assert value.kind == "choice" or str(found) == str(written(value, value.value))


def test_the_content_of_a_plan_says_its_intervals_and_its_maximum_by_the_same_words():
    content = compile_plan(EVERYTHING, DAY).as_content()
    words = {place: value.part for place, value in values_of(content).items() if len(value.path) == 1}
    assert words == {"interval": "修约间隔", "maximum": "满分", "round_item": "单项修约", "round_group": "分组修约", "pass_line": "合格线"}


def test_a_whole_number_stays_one_and_everything_else_stays_text():
    made = with_values(plain_standard(EVERYTHING.standard), {"groups.1.best": "3", "items.1.1.points": "7", "items.1.4.count_of": "a"})
    first = made["groups"][0]
    assert (first["best"], first["items"][0]["points"], first["items"][3]["count_of"]) == (3, "7", "a")


def test_a_value_whose_owner_says_no_clause_and_no_sureness_has_none():
    (value,) = values_of({"items": [{"id": "a", "label": "项", "score": {"lead": {"2024-01-01": 3}}, "any": {"x": True}}]}).values()
    assert (value.place, value.part, value.clause, value.sureness, value.sure_at) == (
        "items.a.score.lead.2024-01-01",
        "引领值 2024-01-01",
        "",
        "",
        None,
    )


def test_a_figure_s_own_limits_and_the_rows_of_a_small_table_belong_to_it_by_name():
    inputs = {"points": {"label": "点数", "unit": "t", "clause": "A", "maximum": "9"}}
    values = values_of(plain_standard(source(group("G", item("X")), inputs=inputs).standard))
    assert (values["inputs.points.maximum"].label, values["inputs.points.maximum"].value) == ("点数", "9")
    assert [value.label for place, value in values_of(plain_standard(EVERYTHING.standard)).items() if place.startswith("rows.")] == [
        "燃料", "用量", "用量"]  # fmt: skip


def test_the_limit_of_a_figure_is_not_called_full_marks_nor_the_rows_of_a_table_bonus_points():
    inputs = {"a": {"label": "产量", "unit": "t", "clause": "附录A", "maximum": "9"}}
    rows = {"fuels": {"label": "燃料", "clause": "附录F", "most": 4, "inputs": {"f": inputs["a"]}}}
    standard = source(group("G", item("X")), group("B", item("Y"), bonus=True, most="5"), inputs=inputs, rows=rows)
    for plain in (plain_standard(standard.standard), compile_plan(standard, DAY).as_content()):
        words = {place: value.part for place, value in values_of(plain).items() if place.endswith(("maximum", "most"))}
        assert {place: word for place, word in words.items() if place not in {"maximum", "total.maximum"}} == {
            "inputs.a.maximum": "上限", "rows.fuels.most": "最多行数", "rows.fuels.inputs.f.maximum": "上限", "groups.B.most": "加分上限",
        }  # fmt: skip


def test_a_column_of_a_table_keeps_its_own_name():
    rows = {"A": {"label": "熟料", "values": {"lead": "100", "most": "80"}}}
    assert [value.part for value in values_of({"tables": {"limits": {"rows": rows}}}).values()] == ["表中值 lead", "表中值 most"]


def test_what_is_held_to_prove_a_standard_is_no_value_of_it():
    held = [{"name": "满分", "points": "5", "items": {"X": "1"}}]
    assert list(values_of(plain_standard(source(group("G", item("X")), tests=held).standard))) == list(
        values_of(plain_standard(source(group("G", item("X"))).standard))
    )


def test_tables_rows_and_columns_may_be_called_as_the_parts_of_a_file_are():
    rows = {"甲!": {"label": "甲", "values": {"items": "5", "values": "6"}}}
    values = values_of({"tables": {"values": {"rows": rows}}, "derived": {"table": {"label": "派生", "value": "a"}}})
    assert {place: (value.label, value.value) for place, value in values.items()} == {
        "tables.values.rows.甲!.items": ("甲", "5"),
        "tables.values.rows.甲!.values": ("甲", "6"),
        "derived.table.value": ("派生", "a"),
    }


def test_a_part_without_a_sureness_of_its_own_is_as_sure_as_what_it_belongs_to():
    leaf = {"id": "a", "points": "5", "confidence": "GUESS", "scoring_confidence": "", "score": {"value": "b"}}
    silent = {"id": "b", "points": "5", "points_confidence": "", "confidence": "GUESS"}
    values = values_of({"items": [leaf, silent], "total": {"maximum": "9"}})
    assert {place: (value.sureness, value.sure_at and value.sure_at[-1]) for place, value in values.items()} == {
        "items.a.points": ("GUESS", "confidence"),
        "items.a.score.value": ("GUESS", "scoring_confidence"),
        "items.b.points": ("", "points_confidence"),
        "total.maximum": ("", None),
    }
    assert (values["total.maximum"].label, values["total.maximum"].unit) == ("", "")


def test_a_plan_places_the_years_a_requirement_looks_back_as_the_file_does():
    value = values_of(compile_plan(EVERYTHING, DAY).as_content())["gates.G1.look_back"]
    assert (value.label, value.part, value.value, value.sureness, value.path) == (
        "三年无事故", "回溯年数", "3", "VERIFIED", ("gates", 0, "look_back", "years"),
    )  # fmt: skip
    assert not [place for place in values_of(compile_plan(EVERYTHING, DAY).as_content()) if place.startswith("gates.G1.look_back.")]


def test_a_sureness_that_is_left_open_is_told_as_none():
    (points, way) = values_of({"items": [{"id": "a", "points": "5", "scoring_confidence": None, "score": {"value": "b"}}]}).values()
    assert (points.sureness, way.sureness) == ("", "")


def test_what_a_plan_says_of_a_first_of_beside_its_parts_is_no_value():
    told = {"derived": {"d": {"value": {"first_of": ["a", "5"], "unknown": "stops"}}}}
    assert {place: value.value for place, value in values_of(told).items()} == {
        "derived.d.value.first_of.0": "a", "derived.d.value.first_of.1": "5",
    }  # fmt: skip


def test_the_path_of_every_item_and_group_leads_to_it_however_deep_it_stands():
    made = source(group("A", item("P"), groups=(group("B", item("Q"), groups=(group("C", item("R")),)),))).standard
    found = {path: one.id for path, one in (*items_of(made), *groups_of(made))}
    assert set(found.values()) == set("ABCPQR")
    for path, name in found.items():
        node = plain_standard(made)
        for step in path:
            node = node[step]
        assert node["id"] == name


def test_every_value_that_may_be_a_reference_stands_where_it_is_said_to():
    table = {"table": "limits", "column": "v"}
    ways = [
        {"label": f"办法{lead}", "when": when, "score": {"kind": "pos", "value": "a", "lead": lead}}
        for when, lead in (("b > 1", "2"), (None, "3"))
    ]
    standard = source(
        group("G", measure("M", kind="linear", lead=table, base="1"), item("W", "measure", any_of=ways)),
        derived={"d": {"label": "值", "unit": "t", "value": "a * 2", "clause": "D"}},
    ).standard
    found = list(references_of(standard))
    for path, value in found:
        at = plain_standard(standard)
        for step in path:
            at = at[step]
        assert at == value
    assert [value for _, value in found] == ["a * 2", table, "1", "2", None, "3", None]


def test_how_sure_a_standard_is_counts_every_value_that_says_so():
    plain = plain_standard(EVERYTHING.standard)
    said = [value.sureness for value in values_of(plain).values() if value.sureness]
    assert sureness_counts(plain) == {word: said.count(word) for word in ("VERIFIED", "GUESS", "RECALLED", "VERIFIED-SECONDARY")}
    assert len(values_of(plain)) - len(said) == 8, "the full score, the steps of rounding and their like say nothing"


def test_a_figure_counts_with_its_definition_its_limits_and_its_years():
    figure = {"label": "产量", "unit": "t", "clause": "A", "confidence": "GUESS"}
    made = [source(group("G", item("X")), inputs={"a": figure | more}) for more in ({}, {"maximum": "9"}, {"maximum": "9", "years": 3})]
    assert [sureness_counts(plain_standard(one.standard))["GUESS"] for one in made] == [2, 3, 4]


def test_what_is_looked_up_counts_once_and_not_the_rows_of_the_reference_table_nor_what_is_only_words():
    words = [{"id": "x", "label": "上限", "clause": "7", "why": "8", "confidence": "GUESS"}]
    looked_up = {"limits": {"key": "p", "columns": {"limit": "kgce/t"}, "of": "energy-limits"}}
    choice = {"p": {"label": "产品", "unit": "1", "clause": "附录P", "one_of": {"table": "limits"}}}
    limit = {"label": "限额", "unit": "kgce/t", "value": {"table": "limits", "column": "limit"}, "clause": "A", "confidence": "RECALLED"}
    made = source(group("G", item("X", confidence="GUESS")), inputs=choice, tables=looked_up, derived={"l": limit}, conventions=words)
    assert sureness_counts(plain_standard(made.standard)) == {"VERIFIED": 2, "RECALLED": 2}, "points and choice; unit and lookup"


def test_a_figure_may_have_no_lowest_value_and_a_lookup_another_column():
    made = with_values(
        plain_standard(EVERYTHING.standard),
        {"inputs.a.minimum": "无", "inputs.c.minimum": "5", "derived.l.value": "limits.low", "derived.d.value.first_of.0": "limits.low"},
    )
    assert (made["inputs"]["a"]["minimum"], made["inputs"]["c"]["minimum"]) == (None, "5")
    assert made["derived"]["l"]["value"] == made["derived"]["d"]["value"]["first_of"][0] == {"table": "limits", "column": "low"}


def test_an_edition_kept_before_there_were_small_tables_is_counted_too():
    assert sureness_counts({"items": [{"id": "a", "points": "5", "confidence": "GUESS"}], "inputs": {"a": {}}}) == {"GUESS": 1}
