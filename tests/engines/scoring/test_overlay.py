"""What-if overlays: single values changed by path, linted like the standard itself, every fault at the overlay's own line."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import msgspec
import pytest

from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.engines.scoring.authoring.lint import lint
from greenlist.engines.scoring.load import StandardProblems
from greenlist.engines.scoring.overlay import Overlay, Patch, overlay_text, read_overlay, what_if
from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.values import plain_standard
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.standards import group, item, measure
from tests.engines.scoring.standards import source as made

ON = date(2024, 5, 27)


@pytest.fixture(scope="module")
def source():
    return load_standard(standard_file("gbt-36132", "2018"))


def overlay(*patches):
    return Overlay("gbt-36132", "2018", "试", tuple(Patch(path, value, f"o.yaml:{line}") for line, (path, value) in enumerate(patches, 5)))


def problems(source, *patches):
    with pytest.raises(StandardProblems) as found:
        what_if(source, overlay(*patches), ON)
    return found.value.problems


def test_a_value_is_changed_and_nothing_else(source):
    plan = what_if(source, overlay(("items.10.4-4.score.steps.0.0", "75"), ("items.10.4-2.test", "solid_waste_use > 70")), ON)
    base = compile_plan(source, ON)
    assert plan.items["10.4-4"].score.steps == ((Fraction(75), Fraction(1, 2)), (Fraction(90), Fraction(1)))
    assert plan.items["10.4-2"].test.text == "solid_waste_use > 70"
    changed = {id_ for id_ in base.items if base.items[id_] != plan.items[id_]}
    assert changed == {"10.4-4", "10.4-2"}
    assert plan.digest != base.digest
    assert compile_plan(source, ON).digest == base.digest


def test_the_plan_says_that_it_is_a_what_if(source):
    plan = what_if(source, overlay(("total.round", "0.1")), ON)
    assert plan.content["overlay"] == {"name": "试", "patches": [["total.round", "0.1"]]}
    assert plan.interval == Fraction(1, 10)


def test_two_weights_may_move_together(source):
    plan = what_if(source, overlay(("groups.10.weight", "35"), ("groups.5.weight", "15")), ON)
    assert {g.id: g.weight for g in plan.groups if g.id in {"5", "10"}} == {"5": Fraction(15), "10": Fraction(35)}


def test_every_fault_is_told_at_its_own_line(source):
    told = problems(source, ("groups.10.weight", "35"), ("items.10.4-2.test", "solid_wasted > 70"), ("items.10.4-4.score.steps.0.0", "95"))
    assert [line.split(": ")[0] for line in told] == ["o.yaml:5", "o.yaml:6", "o.yaml:7"]
    assert "105" in told[0] and "solid_wasted" in told[1]


def test_a_place_that_the_standard_does_not_have_is_told(source):
    told = problems(source, ("items.99-9.points", "3"), ("items.10.4-4.score.lead.more", "3"), ("groups.10", "3"), ("weights", "1"))
    assert [line.split(": ")[0] for line in told] == [f"o.yaml:{n}" for n in (5, 6, 7, 8)]
    assert all("标准里没有" in line for line in told)


def test_a_value_of_the_wrong_kind_is_told_once_each(source):
    told = problems(source, ("items.10.4-4.score.kind", "loud"), ("items.10.4-4.points", "4"), ("items.10.4-4.score.when_zero", "maybe"))
    assert told == [
        "o.yaml:5: items.10.4-4.score.kind 不能是“loud”；请写这一项该有的数、算式或选项。",
        "o.yaml:7: items.10.4-4.score.when_zero 不能是“maybe”；请写这一项该有的数、算式或选项。",
    ]


def test_a_cap_may_be_taken_away_where_it_is_read(source):
    tiny, free = made(group("G", measure("X", kind="pos", lead="5"))), Patch("items.X.score.cap", None, "o.yaml:5")
    assert what_if(tiny, Overlay("tiny", "1", "试", (free,)), date(2024, 6, 1)).items["X"].score.cap is None
    idle = "o.yaml:5: kind: steps 达到哪一档就得那一档的比例，不用 cap；请删去。"
    assert problems(source, ("items.10.4-4.score.cap", None)) == [idle]


def test_the_overlay_of_another_standard_is_refused(source):
    with pytest.raises(StandardProblems, match="green-park/2024，不是 gbt-36132/2018"):
        what_if(source, Overlay("green-park", "2024", "x", (Patch("total.round", "1", "o.yaml:5"),)), ON)


def test_a_file_written_is_read_again(tmp_path):
    written = overlay(("items.10.4-2.test", 'a > "70"'), ("items.10.4-4.score.cap", None))
    file = tmp_path / "o.yaml"
    file.write_text(overlay_text(written), encoding="utf-8")
    assert read_overlay(file) == written


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["o.yaml:1: 第一行应为 format: greenlist.overlay/1。"]),
        ("format: x\nbase: y\na: [}\n", ["o.yaml:3:5: 不是合格的 YAML：方括号或花括号里的符号不对，或没有写完。"]),
        ("name: \a", ["o.yaml:1:1: 不是合格的 YAML：有不可见的控制字符；请删去。"]),
        ("format: greenlist.overlay/1\nbase: /2018\nname: x\npatches: [{a: 1}]\n", ["o.yaml:2: base 应写成 标准/版本，例如 gbt-36132/2018。"]),
        ("format: greenlist.overlay/1\nbase: a/\nname: x\npatches: [{a: 1}]\n", ["o.yaml:2: base 应写成 标准/版本，例如 gbt-36132/2018。"]),
        ("format: greenlist.overlay/1\nbase:\n  a/\nname: x\npatches: [{a: 1}]\n", ["o.yaml:2: base 应写成 标准/版本，例如 gbt-36132/2018。"]),
        ("format: greenlist.overlay/1\nbase: a/1\nname: x\npatches: a\n", ["o.yaml:4: 改动应写成“- 位置: 新值”。"]),
        ("a: [", ["o.yaml:2:1: 不是合格的 YAML：方括号或花括号里的符号不对，或没有写完。"]),
        ("format: greenlist.overlay/1\nbase: a/1\nname: x\nmore: 1\n", ["o.yaml:4: 不认识“more”；可写 format、base、name、patches。", "o.yaml:1: 缺 patches。"]),
        ("format: x\nbase: a\nname: x\npatches: [a]\n", [
            "o.yaml:1: format 应为 greenlist.overlay/1。", "o.yaml:2: base 应写成 标准/版本，例如 gbt-36132/2018。", "o.yaml:4: 改动应写成“- 位置: 新值”。"]),
        ("format: greenlist.overlay/1\nbase: a/1\nname: x\npatches: []\n", ['o.yaml:4: 没有一处改动；请写成“- items.编号.score.lead: "3.5"”。']),
        ("format: greenlist.overlay/1\nbase: a/1\nname: x\nname: y\npatches: [{a: 1}]\n", ["o.yaml:4:1: “name”写了两次，第一次在第 3 行；请只留一处。"]),
        ("[" * 5000, ["o.yaml:1:1001: 不是合格的 YAML：层数太多。"]),
        ("? [a]\n: 1\n", ["o.yaml:1:3: 冒号前只能写名称；请给含括号的值加引号。"]),
        ("format: &a x\nbase: *a\nname: !!python/name:a x\n", [
            "o.yaml:2:7: 这里引用了别处的内容（*名称）；请把内容写全。", "o.yaml:3:7: 不能用标记“tag:yaml.org,2002:python/name:a”；请删去感叹号开头的词。"]),
        ("format: greenlist.overlay/1\nbase: a/1\nname: [x]\npatches: [{a: 1}]\n", ["o.yaml:3: name 应是一个名称，例如 领先值收紧一成。"]),
        ("#" * 2_000_001, ["o.yaml:1:1: 文件有 2,000,001 字节，超过 2 MB；一个文件只写一个标准的一个版本。"]),
        ("format: greenlist.overlay/1\nbase: a/1\nname: x\npatches:\n  - a: [1]\n", ["o.yaml:5: a 的新值应是一个数、一个算式或 null。"]),
    ],
)  # fmt: skip
def test_a_file_of_another_shape_is_told_at_its_lines(tmp_path, text, told):
    file = tmp_path / "o.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StandardProblems) as found:
        read_overlay(file)
    assert found.value.problems == told


def test_a_new_value_is_a_text_a_number_a_bare_word_or_nothing(tmp_path):
    file = tmp_path / "o.yaml"
    file.write_text(
        'format: greenlist.overlay/1\nbase: a/1\nname: x\npatches: [{a: yes, b: 2.50}, {c: null}, {d: "off"}]\n', encoding="utf-8"
    )
    assert [(patch.path, patch.value, patch.at) for patch in read_overlay(file).patches] == [
        ("a", "true", "o.yaml:4"), ("b", "2.50", "o.yaml:4"), ("c", None, "o.yaml:4"), ("d", "off", "o.yaml:4"),
    ]  # fmt: skip


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    file = tmp_path / "o.yaml"
    file.write_bytes("名".encode("gb18030"))
    with pytest.raises(StandardProblems, match="UTF-8"):
        read_overlay(file)


CLINKER = "tables.limits.rows.GB 16780 水泥熟料 单位产品综合能耗.advanced"
LATER = date(2026, 6, 30)


@pytest.fixture(scope="module")
def newer():
    return load_standard(standard_file("gbt-36132", "2025"))


def limits_of(plan):
    return plan.content["tables"]["limits"]["rows"]["GB 16780 水泥熟料 单位产品综合能耗"]["values"]


def test_a_limit_of_a_reference_table_is_patched_in_the_plan_and_the_next_plan_has_it_as_before(newer):
    before = dict(limits_of(compile_plan(newer, LATER)))
    plan = what_if(newer, Overlay("gbt-36132", "2025", "试", (Patch(CLINKER, "0.09"),)), LATER)
    assert limits_of(plan) == {**before, "advanced": "0.09"}
    assert limits_of(compile_plan(newer, LATER)) == before


def test_what_is_no_row_or_no_formula_is_told_at_its_line(newer):
    wrong = (("tables.limits.rows.煤.advanced", "1"), (CLINKER, "1 +"), (CLINKER, "heat * 2"))
    patches = tuple(Patch(path, value, f"o.yaml:{line}") for line, (path, value) in enumerate(wrong, 5))
    with pytest.raises(StandardProblems) as found:
        what_if(newer, Overlay("gbt-36132", "2025", "试", patches), LATER)
    assert [problem.split(": ")[0] for problem in found.value.problems] == ["o.yaml:5", "o.yaml:6", "o.yaml:7"]
    assert "标准里没有“heat”" in found.value.problems[2]


def test_a_limit_may_be_taken_away_and_may_be_a_formula_of_what_the_standard_asks(newer):
    name = next(iter(compile_plan(newer, LATER).inputs))
    for value in (None, f"{name} * 2"):
        plan = what_if(newer, Overlay("gbt-36132", "2025", "试", (Patch(CLINKER, value), Patch("total.round", "0.1"))), LATER)
        assert (limits_of(plan)["advanced"], plan.interval) == (value, Fraction(1, 10))


def test_a_file_is_written_in_plain_chinese():
    written = overlay(("items.项.label", "新名"), ("items.X.score.cap", None))
    assert overlay_text(written).splitlines() == [
        "format: greenlist.overlay/1", "base: gbt-36132/2018", 'name: "试"', "patches:",
        '  - "items.项.label": "新名"', '  - "items.X.score.cap": null',
    ]  # fmt: skip


def test_a_pass_line_is_set_where_there_was_none_and_taken_away_again(source):
    assert what_if(source, overlay(("total.pass_line", "80")), ON).pass_line == 80
    assert what_if(source, overlay(("total.pass_line", None)), ON).pass_line is None
    assert "pass_line" not in what_if(source, overlay(("total.pass_line", None)), ON).content


SMALL = made(
    group("G", item("X", points="4"), measure("M", points="6", kind="pos", lead="2"), groups=(group("G.1", item("Y", points="5")),)),
    maximum="15",
    gates=[{"id": "4.1", "label": "守法", "clause": "4"}, {"id": "4.1.2", "label": "无事故", "clause": "4"}],
    grades=[{"name": name, "at_least": least, "clause": "5"} for name, least in (("一级", "9"), ("二级", "8"))],
    ranks=[{"name": "A级", "share": "0.15", "clause": "6"}],
    inputs={name: {"label": name, "unit": "t", "clause": "A"} for name in "ab"},
    tables={"own": {"key": "p", "columns": {"v": "t"}, "rows": {"A": {"label": "甲", "values": {"v": "1"}}}}},
)
SMALL.standard.inputs["p"] = type(SMALL.standard.inputs["a"])(label="产品", unit="1", clause="A", one_of={"table": "own"})


def small(*patches):
    return what_if(SMALL, Overlay("tiny", "1", "试", tuple(Patch(*patch) for patch in patches)), ON).content


def test_what_is_called_by_its_id_or_its_name_is_found_whatever_dots_are_in_it():
    content = small(
        ("gates.4.1.2.label", "没有事故"), ("gates.4.1.label", "合法"), ("grades.二级.at_least", "7"), ("ranks.A级.share", "0.2"),
        ("groups.G.1.title", "里面"), ("inputs.b.label", "乙"), ("tables.own.rows.A.v", "3"),
        ("tables.own.rows.A.label", "甲品"),
    )  # fmt: skip
    assert [gate["label"] for gate in content["gates"]] == ["合法", "没有事故"]
    assert [grade["at_least"] for grade in content["grades"]] == ["9", "7"]
    assert (content["ranks"][0]["share"], content["groups"][0]["groups"][0]["title"], content["inputs"]["b"]["label"]) == (
        "0.2",
        "里面",
        "乙",
    )
    row = content["tables"]["own"]["rows"]["A"]
    assert (row["label"], row["values"]) == ("甲品", {"v": "3"})


@pytest.mark.parametrize(
    "path", ["grades.三级.at_least", "gates.4.label", "notes.x", "nothing.x", "items.X", "items.Xx.points", "items.M.score"]
)
def test_what_there_is_none_of_is_told_wherever_it_was_looked_for(path):
    with pytest.raises(StandardProblems, match=f"^what-if: 标准里没有 {path}；"):
        small((path, "1"))


def test_a_fault_is_told_at_the_patch_that_touches_its_place_whatever_comes_first(source):
    far, share = "derived.far.value", "items.10.4-4.score.steps.0.1"
    assert [line.split(": ")[0] for line in problems(source, ("total.round", "0.1"), (far, "nix"))] == ["o.yaml:6"]
    assert [line.split(": ")[0] for line in problems(source, (share, "1/3"), (far, "nix"))] == ["o.yaml:6"]
    weights = problems(source, ("total.round", "0.1"), ("total.maximum", "90"))
    assert weights == ["o.yaml:5: 权重合计 100，应为总分（90）。"]


def test_faults_are_told_in_the_order_of_the_file_and_not_of_the_patches(source):
    found = problems(source, ("groups.10.weight", "0"), ("groups.5.weight", "-1"))
    assert found == ["o.yaml:6: 应写大于0的数，这里是“-1”。", "o.yaml:5: 应写大于0的数，这里是“0”。"]


@pytest.mark.parametrize(
    ("rule", "patch", "told"),
    [
        ({"kind": "pos", "lead": "2"}, ("items.M.score.lead", "-1"), "按比值得分，引领值要大于0。"),
        ({"kind": "pos", "lead": "2"}, ("items.M.points", "11"), "分值合计 11，应为总分（10）。"),
        (
            {"kind": "steps", "compare": "at_most", "steps": [["3", "0.5"], ["2", "1"]]},
            ("items.M.score.steps.0.0", "2"),
            "各档的门槛要从大到小（不超过才算达到）写，不能相等。",
        ),
    ],
)
def test_what_a_patch_spoils_is_told_without_the_keys_of_the_file(rule, patch, told):
    held = made(group("G", measure("M", points="10", **rule)), maximum="10")
    with pytest.raises(StandardProblems) as found:
        what_if(held, Overlay("tiny", "1", "试", (Patch(*patch, "第1处改动"),)), ON)
    assert found.value.problems == [f"第1处改动: {told}"]


def test_the_overlay_of_another_standard_is_refused_at_its_first_patch(source):
    with pytest.raises(StandardProblems, match=r"^o\.yaml:5: "):
        what_if(source, Overlay("green-park", "2024", "x", (Patch("total.round", "1", "o.yaml:5"), Patch("a", "1", "o.yaml:6"))), ON)


def test_a_whole_number_may_be_patched_and_is_not_blamed_for_the_fault_of_another():
    assert small(("groups.G.1.best", "1"))["groups"][0]["groups"][0]["best"] == 1
    with pytest.raises(StandardProblems) as found:
        small(("groups.G.1.best", "1", "o.yaml:5"), ("groups.G.1.best", "all", "o.yaml:6"))
    assert found.value.problems == ["o.yaml:6: groups.G.1.best 不能是“all”；请写这一项该有的数、算式或选项。"]


def test_a_fault_of_the_sum_is_told_at_the_patch_of_a_branch_and_not_at_another_before_it(source):
    assert [line.split(": ")[0] for line in problems(source, ("total.round", "0.1"), ("groups.10.weight", "35"))] == ["o.yaml:6"]
    moved = problems(source, ("derived.far.label", "容积"), ("total.maximum", "90"), ("items.10.4-4.label", "新"))
    assert [line.split(": ")[0] for line in moved] == ["o.yaml:7"]


def test_of_an_edition_that_was_loaded_when_less_was_asked_only_what_the_patches_bring_is_told(newer):
    plain = plain_standard(newer.standard)
    plain["tables"]["limits"]["none"] = None
    earlier = replace(newer, standard=msgspec.convert(plain, Standard, strict=False))
    assert lint(earlier)
    plan = what_if(earlier, Overlay("gbt-36132", "2025", "试", (Patch("total.round", "0.1"),)), LATER)
    assert plan.interval == Fraction(1, 10) and "none" not in plan.content["tables"]["limits"]
    with pytest.raises(StandardProblems) as found:
        what_if(earlier, Overlay("gbt-36132", "2025", "试", (Patch("total.maximum", "90", "o.yaml:5"),)), LATER)
    assert [line.split("合计")[0] for line in found.value.problems] == ["o.yaml:5: 分值"]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (CLINKER, "1/0", "“1/0”除以0"),
        (CLINKER, "0", "应是大于0的数"),
        (CLINKER, "-1", "应是大于0的数"),
        (CLINKER, "2 > 1", "应是大于0的数"),
        (CLINKER, "9" * 5000, "算式太长"),
        (CLINKER.replace(".advanced", ".source"), "1", "参考表只能改一行的一个数值"),
        (CLINKER.replace(".advanced", ".label"), "1", "参考表只能改一行的一个数值"),
        (CLINKER.replace(".rows.", "."), "1", "参考表只能改一行的一个数值"),
        (CLINKER, "1 / 0 + 111111111 + 222222222 + 333333333", "“1 / 0 + 111111111 + 222222222 + 33333333”除以0；请改正。"),
        (CLINKER, "1 - 111111111 - 222222222 - 333333333 - 4", "“1 - 111111111 - 222222222 - 333333333 - ”应是大于0的数。"),
        ("tables.limits.of", "energy-benchmarks", "参考表只能改一行的一个数值"),
        ("tables.limits.key", "1", "参考表只能改一行的一个数值"),
    ],
)
def test_of_a_reference_table_only_a_value_may_become_another_value(newer, path, value, told):
    with pytest.raises(StandardProblems) as found:
        what_if(newer, Overlay("gbt-36132", "2025", "试", (Patch(path, value, "o.yaml:5"),)), LATER)
    assert [told in problem and problem.startswith("o.yaml:5: ") for problem in found.value.problems][0]


@pytest.mark.parametrize("value", ["0.09", "(80 + (clinker_percent - 75) * 1.10) / 1000", None])
def test_a_value_of_a_reference_table_may_be_a_number_a_formula_of_its_own_or_none(newer, value):
    plan = what_if(newer, Overlay("gbt-36132", "2025", "试", (Patch(CLINKER, value),)), LATER)
    assert limits_of(plan)["advanced"] == value


@pytest.mark.parametrize(
    ("standard", "edition", "on", "harmless", "wrong"),
    [
        ("gbt-36132", "2018", ON, "derived.far.label", "derived.building_density.value"),
        ("miit-general", "2025", LATER, "items.E2.label", "items.E3.score.value"),
        ("green-park", "2024", ON, "groups.RG.title", "items.RG4.score.lead"),
        ("green-park", "2024", ON, "groups.RG.title", "items.RG8.score.lead"),
    ],
    ids=[
        "of two derived values",
        "of an item over several lines",
        "of an item and not of its branch",
        "of an item in a branch of a branch",
    ],
)
def test_a_fault_is_told_at_the_patch_of_its_own_part(standard, edition, on, harmless, wrong):
    patches = (Patch(harmless, "新", "o.yaml:5"), Patch(wrong, "nix + 1", "o.yaml:6"))
    with pytest.raises(StandardProblems) as found:
        what_if(load_standard(standard_file(standard, edition)), Overlay(standard, edition, "试", patches), on)
    assert {line.split(": ")[0] for line in found.value.problems} == {"o.yaml:6"}
