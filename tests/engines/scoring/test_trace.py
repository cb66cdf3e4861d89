"""The explanation tree: every step there, cited, linked, and enough to work the score out again."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from greenlist.engines.scoring import compile_plan, load_standard, read_application, score
from greenlist.engines.scoring.rounding import round_to
from greenlist.engines.scoring.trace import KEPT
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.standards import DAY, group, item, measure, one, plan, result

HERE = Path(__file__).parent
KINDS = {"input", "convert", "formula", "score", "choose", "redistribute", "group", "gate", "total", "round", "compare", "verdict"}
REAL = compile_plan(load_standard(standard_file("gbt-36132", "2018")), date(2024, 5, 27))
TOY = compile_plan(load_standard(HERE.parents[1] / "assets" / "standards" / "toy" / "2024.yaml"), DAY)


def exact(node) -> Fraction:
    return Fraction(node["value"]["exact"])


def recomputed(trace) -> Fraction:
    """The total worked out from leaves' points and the tree alone; every group on the way must say the same."""
    nodes = trace["nodes"]

    def points(name: str) -> Fraction:
        node = nodes[name]
        if node["kind"] == "score":
            return exact(node)
        if name.startswith("weighted:"):
            (inner,) = node["inputs"]
            most = Fraction(nodes[inner]["maximum"])
            worth = points(inner) / most * Fraction(node["maximum"]) if most else Fraction(0)
        else:
            worth = of_group(node)
        assert worth == exact(node), name
        return worth

    def of_group(node) -> Fraction:
        inner = [nodes[i] for i in node["inputs"]]
        chosen = [n for n in inner if n["kind"] == "choose"]
        kept = chosen[0]["inputs"] if chosen else [n["id"] for n in inner if n["kind"] == "score"]
        worth = sum((points(i) for i in (*kept, *(n["id"] for n in inner if n["kind"] == "group"))), Fraction(0))
        for step in (n for n in inner if n["kind"] == "redistribute"):
            most, absent = Fraction(node["maximum"]), exact(step)
            if step["state"] == "redistribute":
                worth = worth * most / (most - absent) if most != absent else worth
            elif step["state"] == "full":
                worth += absent
        return worth

    return sum((points(name) for name in nodes["total"]["inputs"]), Fraction(0))


def good(standard) -> dict:
    items = {gate["id"]: "met" for gate, _ in standard.gates}
    items |= {i.id: "met" for i in standard.items.values() if i.is_answered_by_person}
    inputs = json.loads((HERE / "good_figures.json").read_text()) if standard is REAL else {"output": "150", "energy": "120", "waste": "60"}
    return {"inputs": {name: {"value": value} for name, value in inputs.items()}, "items": items}


def patchy(standard) -> dict:
    content = good(standard)
    content["items"] = {name: answer for i, (name, answer) in enumerate(content["items"].items()) if i % 3}
    content["inputs"] = {name: entry | {"doubtful": i % 5 == 0} for i, (name, entry) in enumerate(content["inputs"].items()) if i % 4}
    absent = [i.id for i in standard.items.values() if i.may_be_not_applicable]
    return content | {"not_applicable": dict.fromkeys(absent[:1], "不生产用能产品")}


CASES = [
    pytest.param(standard, make(standard), id=f"{name} {make.__name__}")
    for name, standard in (("real", REAL), ("toy", TOY))
    for make in (good, patchy, lambda s: {})
]


def found(standard, content, pass_line=None):
    return score(standard, read_application(standard, content), pass_line)


@pytest.mark.parametrize(("standard", "content"), CASES)
def test_every_input_of_a_node_is_a_node_made_before_it(standard, content):
    seen = set()
    for name, node in found(standard, content).trace["nodes"].items():
        assert node["id"] == name
        assert set(node["inputs"]) <= seen | {name for name in node["inputs"] if name.startswith("choose:")}
        seen.add(name)


@pytest.mark.parametrize(("standard", "content"), CASES)
def test_every_node_leads_to_the_verdict(standard, content):
    trace = found(standard, content).trace
    reached, todo = set(), [trace["root"]]
    while todo:
        node = trace["nodes"][todo.pop()]
        reached.add(node["id"])
        todo += node["inputs"]
    assert set(trace["nodes"]) - reached <= set(standard.inputs) | set(standard.derived)
    assert set(standard.items) | {gate["id"] for gate, _ in standard.gates} <= reached


@pytest.mark.parametrize(("standard", "content"), CASES)
def test_the_total_can_be_worked_out_again_from_the_tree(standard, content):
    answer = found(standard, content)
    assert recomputed(answer.trace) == exact(answer.trace["nodes"]["total"]) == answer.total
    assert exact(answer.trace["nodes"]["round"]) == round_to(answer.total, standard.interval)


@pytest.mark.parametrize(("standard", "content"), CASES)
def test_every_node_has_a_known_kind_a_label_and_its_standard(standard, content):
    for node in found(standard, content, Fraction(60)).trace["nodes"].values():
        assert node["kind"] in KINDS
        assert node["label"]
        assert (node["clause"]["standard"], node["clause"]["edition"]) == (standard.number, standard.edition)


def test_every_step_of_arithmetic_in_the_real_standard_has_its_clause():
    nodes = found(REAL, patchy(REAL), Fraction(60)).trace["nodes"].values()
    assert [n["id"] for n in nodes if n["kind"] != "verdict" and not n["clause"]["ref"]] == []


def test_a_leaf_and_a_gate_say_where_in_the_file_they_stand():
    nodes = found(REAL, good(REAL)).trace["nodes"]
    text = standard_file("gbt-36132", "2018").read_text(encoding="utf-8").splitlines()
    for name in [*REAL.items, *(gate["id"] for gate, _ in REAL.gates)]:
        file, line = nodes[name]["at"].split(":")
        assert file == "gbt-36132/2018.yaml"
        assert f'id: "{name}"' in text[int(line) - 1]


def test_a_tree_is_plain_json_and_names_its_plan():
    trace = found(REAL, patchy(REAL)).trace
    assert json.loads(json.dumps(trace, ensure_ascii=False)) == trace
    assert (trace["format"], trace["standard"], trace["edition"], trace["root"]) == ("greenlist.trace/1", "gbt-36132", "2018", "verdict")
    assert trace["plan"] == REAL.digest


def test_two_runs_give_the_same_tree():
    assert found(REAL, patchy(REAL)).trace == found(REAL, patchy(REAL)).trace


def nodes_of(standard, **typed):
    return result(standard, **typed).trace["nodes"]


def test_the_whole_tree_of_a_single_measure():
    standard = one(measure("M", kind="pos", value="a / b", lead="2"))
    clause = {"standard": "T/TINY 1", "edition": "1"}
    assert list(nodes_of(standard, inputs={"a": "1", "b": "3"}).values()) == [
        {"id": "a", "kind": "input", "label": "A", "op": "", "inputs": [], "value": {"exact": "1", "shown": "1", "unit": "t"}, "clause": clause | {"ref": "附录a"}},
        {"id": "b", "kind": "input", "label": "B", "op": "", "inputs": [], "value": {"exact": "3", "shown": "3", "unit": "t"}, "clause": clause | {"ref": "附录b"}},
        {"id": "c", "kind": "input", "label": "C", "op": "", "inputs": [], "value": None, "clause": clause | {"ref": "附录c"}, "note": "未填"},
        {"id": "M", "kind": "score", "label": "项M", "op": "A ÷ B", "inputs": ["a", "b"], "value": {"exact": "5/3", "shown": "1.6667", "unit": "分"},
         "clause": clause | {"ref": "§M"}, "at": "tiny/1.yaml:0", "state": "scored", "evidence": "0.3333", "maximum": "10"},
        {"id": "group:G", "kind": "group", "label": "组G", "op": "", "inputs": ["M"], "value": {"exact": "5/3", "shown": "1.6667", "unit": "分"},
         "clause": clause | {"ref": "§G"}, "maximum": "10"},
        {"id": "total", "kind": "total", "label": "总分", "op": "", "inputs": ["group:G"], "value": {"exact": "5/3", "shown": "1.6667", "unit": "分"},
         "clause": clause | {"ref": "§G"}, "maximum": "10"},
        {"id": "round", "kind": "round", "label": "按 GB/T 8170 修约到 0.01", "op": "", "inputs": ["total"],
         "value": {"exact": "167/100", "shown": "1.67", "unit": "分"}, "clause": clause | {"ref": "GB/T 8170"}},
        {"id": "verdict", "kind": "verdict", "label": "结论", "op": "", "inputs": ["round"], "value": None, "clause": clause | {"ref": ""}, "state": "qualified"},
    ]  # fmt: skip


def test_a_figure_says_whether_it_is_there_in_doubt_and_proved():
    standard = one(measure(kind="pos", lead="1"))
    nodes = nodes_of(standard, inputs={"a": {"value": "1", "evidence": "台账第3页"}, "b": {"value": "2", "doubtful": True}})
    assert [(n["value"] and n["value"]["exact"], n.get("note"), n.get("evidence")) for n in (nodes["a"], nodes["b"], nodes["c"])] == [
        ("1", None, "台账第3页"),
        ("2", "存疑", None),
        (None, "未填", None),
    ]


def test_where_an_item_is_read_stands_at_no_figure():
    standard = plan(group("G", item("X"), measure("M", kind="pos", lead="1")), maximum="20")
    nodes = nodes_of(standard, inputs={"a": {"value": "1", "evidence": "台账"}}, items={"X": {"value": "5", "evidence": "报告第3页"}})
    assert {name: node["evidence"] for name, node in nodes.items() if "evidence" in node} == {"a": "台账", "M": "1", "X": "5"}


@pytest.mark.parametrize(
    ("typed", "exact_text", "text"),
    [
        ("12", "12", "12"),
        ("2.5", "2.5", "2.5"),
        ("2.50", "2.5", "2.5"),
        ("0.12345", "0.12345", "0.1234"),
        ("0.000000000001", "0.000000000001", "0"),
        ("0.0000000000001", "1/10000000000000", "0"),
        ("1,200", "1200", "1200"),
        ({"value": "1.5", "unit": "kg"}, "0.0015", "0.0015"),
        ({"value": "0.30", "unit": "t", "evidence": "台账"}, "0.3", "0.3"),
    ],
    ids=str,
)
def test_a_figure_is_shown_with_four_decimals_and_kept_with_all(typed, exact_text, text):
    value = nodes_of(one(measure(kind="pos", lead="1")), inputs={"a": typed})["a"]["value"]
    assert value == {"exact": exact_text, "shown": text, "unit": "t"}


def test_a_score_without_its_tree_keeps_no_figure_as_text():
    standard = plan(group("G", measure("M", kind="pos", lead="10"), item("T", "required", test="a > 1")), maximum="20")
    bare = score(standard, read_application(standard, {"inputs": {"a": "2.5"}, "items": {}}), is_explained=False)
    assert {name: (found.status, found.points, found.value) for name, found in bare.items.items()} == {
        "M": ("scored", Fraction(5, 2), ""),
        "T": ("met", 10, ""),
    }


def test_a_leaf_is_linked_to_the_figures_of_its_lead_and_base_too():
    standard = one(measure("M", kind="linear", value="a", base="b", lead="b * c"))
    assert nodes_of(standard)["M"]["inputs"] == ["a", "b", "c"]


def test_a_derived_value_is_a_step_of_its_own():
    derived = {"ratio": {"label": "比", "unit": "1", "value": "a / b", "clause": "A.9"}}
    node = nodes_of(one(measure(kind="pos", value="ratio", lead="1"), derived=derived), inputs={"a": "1", "b": "4"})["ratio"]
    assert (node["kind"], node["op"], node["inputs"], node["value"]["exact"], node["clause"]["ref"]) == (
        "formula",
        "A ÷ B",
        ["a", "b"],
        "1/4",
        "A.9",
    )


def test_a_choice_names_what_counts_and_what_is_left_out():
    standard = plan(group("G", *(item(n, points="5") for n in "PQR"), best=2))
    nodes = nodes_of(standard, items={"P": "1", "Q": "5", "R": "3"})
    assert (nodes["choose:G"]["inputs"], nodes["choose:G"]["note"]) == (["Q", "R"], "未计入：P")
    assert nodes["group:G"]["inputs"] == ["P", "Q", "R", "choose:G"]
    assert nodes["choose:G"]["label"] == "组G：取得分最高的2项"


@pytest.mark.parametrize(
    ("mode", "label"),
    [("redistribute", "按比例分给其余项"), ("full", "按满分计"), ("zero", "按0分计")],
)
def test_what_becomes_of_points_that_do_not_apply_is_a_step(mode, label):
    leaves = (item("P", points="8"), item("N", points="2", may_be_not_applicable=True))
    nodes = nodes_of(plan(group("G", *leaves, not_applicable=mode)), items={"P": "4"}, not_applicable={"N": "不生产"})
    node = nodes["redistribute:G"]
    assert (node["value"]["exact"], node["state"], node["label"]) == ("2", mode, f"组G：不适用项的分值{label}")
    assert nodes["group:G"]["inputs"] == ["P", "N", "redistribute:G"]
    assert (nodes["N"]["state"], nodes["N"]["op"]) == ("not_applicable", "不生产")


def test_an_emptied_block_shows_nothing_and_says_why():
    standard = plan(group("G", item("R", "required", "5"), item("S", "required", "5"), required_block=True))
    nodes = nodes_of(standard, items={"R": "met", "S": "not_met"})
    assert (nodes["R"]["value"]["exact"], nodes["R"]["state"], nodes["R"]["note"]) == ("0", "met", "同块有必选项不符合，本块必选分为0")
    assert (nodes["verdict"]["state"], nodes["verdict"]["note"]) == ("not_qualified", "项S")


def test_a_weight_is_a_step_of_its_own():
    nodes = nodes_of(plan(group("G", item("P", points="40"), weight="60"), maximum="60"), items={"P": "10"})
    node = nodes["weighted:G"]
    assert (node["op"], node["value"]["exact"], node["maximum"], node["inputs"]) == ("10 ÷ 40 × 60", "15", "60", ["group:G"])
    assert nodes["total"]["inputs"] == ["weighted:G"]


def test_the_pass_line_is_a_step_only_when_there_is_one():
    nodes = nodes_of(one(item("X")), items={"X": "5"}, pass_line="6")
    assert nodes["compare"]["value"] == {"exact": "6", "shown": "6", "unit": "分"}
    assert nodes["compare"]["clause"]["ref"] == "本轮参数"
    assert nodes["verdict"]["inputs"] == ["round", "compare"]
    assert nodes_of(one(item("X")), items={"X": "5"})["verdict"]["inputs"] == ["round"]


def test_every_word_of_the_tree_for_readers_is_chinese_or_a_figure():
    for node in found(REAL, patchy(REAL), Fraction(60)).trace["nodes"].values():
        assert re.search(r"[\u4e00-\u9fff]", node["label"])


def test_what_is_not_met_is_named_in_the_conclusion_and_an_emptied_item_is_worth_nothing():
    standard = plan(group("G", *(item(name, "required", "5") for name in "RST"), required_block=True), maximum="15")
    nodes = nodes_of(standard, items={"R": "met", "S": "not_met", "T": "not_met"})
    assert nodes["R"]["value"] == {"exact": "0", "shown": "0", "unit": "分"}
    assert nodes["verdict"]["note"] == "项S；项T"


def test_a_choice_that_leaves_nothing_out_says_so():
    assert nodes_of(plan(group("G", item("P"), best=1)))["choose:G"]["note"] == "未计入：无"


def test_what_is_kept_of_plans_is_bounded_and_made_once_a_plan():
    KEPT.clear()
    standards = [one(item("X", label=f"第{i}项")) for i in range(65)]
    for i, standard in enumerate(standards[:64], 1):
        assert nodes_of(standard)["X"]["label"] == standard.items["X"].label
        assert len(KEPT) == i
    kept = KEPT[standards[3].digest]
    nodes_of(standards[3])
    assert KEPT[standards[3].digest] is kept
    nodes_of(standards[64])
    assert list(KEPT) == [standards[64].digest]
