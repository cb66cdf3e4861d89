"""The explanation tree of a standard with every kind of step, node by node."""

from fractions import Fraction

import pytest

from greenlist.engines.scoring import Plan, read_application, score
from tests.engines.scoring.standards import group, item, measure, one, plan, stored

EVERY = plan(
    group("1", item("1.1", points="8"), item("1.2", points="2", may_be_not_applicable=True), not_applicable="redistribute_all", clause=""),
    group("2", item("2.1", points="5"), item("2.2", points="5"), best=1, choose_by="declared"),
    group("3", measure("3.1", kind="neg", lead="limit"), groups=(group("3-1", item("3-1.1", points="4"), weight="10"),)),
    group("4", item("4.1", points="3"), bonus=True, most="2"),
    group("5", item("5.1", points="3"), bonus=True),
    maximum="35",
    inputs={
        "a": {"label": "A", "unit": "t", "clause": "附录a"},
        "p": {"label": "产品", "unit": "1", "clause": "附录p", "one_of": {"table": "limits"}},
        "q": {"label": "另一产品", "unit": "1", "clause": "附录q", "one_of": {"x": "甲", "y": "乙"}},
    },
    tables={"limits": {"key": "p", "columns": {"v": "t"}, "rows": {
        "A": {"label": "熟料", "values": {"v": "2"}, "source": "GB 16780", "confidence": "GUESS"},
        "B": {"label": "水泥", "values": {"v": None}}, "C": {"label": "其他", "values": {"v": "a * 2"}}}}},
    derived={
        "limit": {"label": "限额", "unit": "t", "value": {"table": "limits", "column": "v"}, "clause": "A.1"},
        "twice": {"label": "两倍", "unit": "t", "value": "a * 2", "clause": "A.2"},
        "either": {"label": "其一", "unit": "t", "value": {"first_of": [{"table": "limits", "column": "v"}, "a"]}, "clause": "A.3"},
    },
    gates=[
        {"id": "g", "label": "无事故", "clause": "4.1", "look_back": 3, "encouraged": True}, {"id": "h", "label": "守法", "clause": "4.2"},
    ],
)  # fmt: skip
FILLED = {
    "inputs": {"a": "3", "p": {"value": "A", "evidence": "目录"}, "q": "x"},
    "items": {"1.1": "4", "2.1": "3", "2.2": "4", "3-1.1": "2", "4.1": "3", "5.1": "1", "g": "met"},
    "not_applicable": {"1.2": "不生产"},
    "chosen": {"2": ["2.1"]},
}


def lines(standard, typed, pass_line=None):
    """One line a node: kind | label | op | inputs | exact shown unit | clause | what else it says."""
    nodes = score(standard, read_application(standard, typed), pass_line).trace["nodes"]
    return [f"{name}: {' | '.join(_words(node))}" for name, node in nodes.items()]


def _words(node):
    value = " ".join(node["value"][key] for key in ("exact", "shown", "unit")) if node["value"] else ""
    more = (f"{key}={node[key]}" for key in ("at", "state", "note", "evidence", "maximum") if key in node)
    return [node["kind"], node["label"], node["op"], ",".join(node["inputs"]), value, node["clause"]["ref"], *more]


def test_the_whole_tree_of_a_standard_with_every_kind_of_step():
    assert lines(EVERY, FILLED) == [
        "a: input | A |  |  | 3 3 t | 附录a",
        "p: input | 产品 |  |  |  | 附录p | state=熟料 | evidence=目录",
        "q: input | 另一产品 |  |  |  | 附录q | state=甲",
        "limit: lookup | 限额 | 按“产品”查表 | p,a | 2 2 t | A.1 | note=熟料；GB 16780；GUESS",
        "twice: formula | 两倍 | A × 2 | a | 6 6 t | A.2",
        "either: lookup | 其一 | 按“产品”查表；没有的，A | p,a | 2 2 t | A.3 | note=熟料；GB 16780；GUESS",
        "g: gate | 无事故 |  |  |  | 4.1 | at=tiny/1.yaml:0 | state=met | note=鼓励项，不影响结论；查2021-05-27至2024-05-27",
        "h: gate | 守法 |  |  |  | 4.2 | at=tiny/1.yaml:0 | state=missing",
        "1.1: score | 项1.1 |  |  | 4 4 分 | §1.1 | at=tiny/1.yaml:0 | state=scored | evidence=4 | maximum=8",
        "1.2: score | 项1.2 | 不生产 |  | 0 0 分 | §1.2 | at=tiny/1.yaml:0 | state=not_applicable | maximum=2",
        "redistribute:1: redistribute | 组1：不适用项的分值按比例分给所有其余项 |  |  | 2 2 分 |  | state=redistribute_all",
        "group:1: group | 组1 |  | 1.1,1.2,redistribute:1 | 4 4 分 |  | maximum=10",
        "2.1: score | 项2.1 |  |  | 3 3 分 | §2.1 | at=tiny/1.yaml:0 | state=scored | evidence=3 | maximum=5",
        "2.2: score | 项2.2 |  |  | 4 4 分 | §2.2 | at=tiny/1.yaml:0 | state=scored | evidence=4 | maximum=5",
        "choose:2: choose | 组2：取申报单位选定的1项 |  | 2.1 |  | §2 | note=未计入：2.2",
        "group:2: group | 组2 |  | 2.1,2.2,choose:2 | 3 3 分 | §2 | maximum=5",
        "3.1: score | 项3.1 | A | a,limit | 20/3 6.6667 分 | §3.1 | at=tiny/1.yaml:0 | state=scored | evidence=3 | maximum=10",
        "3-1.1: score | 项3-1.1 |  |  | 2 2 分 | §3-1.1 | at=tiny/1.yaml:0 | state=scored | evidence=2 | maximum=4",
        "group:3-1: group | 组3-1 |  | 3-1.1 | 2 2 分 | §3-1 | maximum=4",
        "weighted:3-1: formula | 组3-1（加权） | 2 ÷ 4 × 10 | group:3-1 | 5 5 分 | §3-1 | maximum=10",
        "group:3: group | 组3 |  | 3.1,weighted:3-1 | 35/3 11.6667 分 | §3 | maximum=20",
        "4.1: score | 项4.1 |  |  | 3 3 分 | §4.1 | at=tiny/1.yaml:0 | state=scored | evidence=3 | maximum=3",
        "group:4: group | 组4 |  | 4.1 | 3 3 分 | §4 | maximum=3",
        "weighted:4: formula | 组4（加分，不计入满分） | 3，最多2分 | group:4 | 2 2 分 | §4 | maximum=0",
        "5.1: score | 项5.1 |  |  | 1 1 分 | §5.1 | at=tiny/1.yaml:0 | state=scored | evidence=1 | maximum=3",
        "group:5: group | 组5 |  | 5.1 | 1 1 分 | §5 | maximum=3",
        "weighted:5: formula | 组5（加分，不计入满分） | 1 | group:5 | 1 1 分 | §5 | maximum=0",
        "redistribute:all: redistribute | 不适用项的分值按比例分给所有其余项：18.67 → 19.8 |  |  | 2 2 分 |  | state=redistribute_all",
        "total: total | 总分 |  | group:1,group:2,group:3,weighted:4,weighted:5,redistribute:all | 2257/99 22.798 分 | §2、§3、§4、§5 | maximum=35",
        "round: round | 按 GB/T 8170 修约到 0.01 |  | total | 114/5 22.8 分 | GB/T 8170",
        "verdict: verdict | 结论 |  | round,g,h |  |  | state=incomplete",
    ]  # fmt: skip


def test_what_is_in_doubt_not_chosen_or_without_a_value_says_so():
    told = lines(EVERY, {"inputs": {"p": "B", "a": "3", "q": {"value": "x", "doubtful": True}}})
    for line in (
        "q: input | 另一产品 |  |  |  | 附录q | state=甲 | note=存疑",
        "limit: lookup | 限额 | 按“产品”查表 | p,a |  | A.1 | note=没有可用的值",
        "either: lookup | 其一 | 按“产品”查表；没有的，A | p,a | 3 3 t | A.3",
        "choose:2: choose | 组2：取申报单位选定的1项 |  |  |  | §2 | note=未计入：2.1、2.2",
    ):
        assert line in told
    empty = lines(EVERY, {})
    assert "p: input | 产品 |  |  |  | 附录p | note=未填" in empty
    assert "twice: formula | 两倍 | A × 2 | a |  | A.2" in empty


def test_a_row_without_a_source_is_named_by_its_label_and_its_sureness():
    assert "limit: lookup | 限额 | 按“产品”查表 | p,a | 6 6 t | A.1 | note=其他；VERIFIED" in lines(EVERY, {"inputs": {"p": "C", "a": "3"}})


def test_of_a_stored_plan_that_says_nothing_more_of_a_row_only_its_label_is_told():
    content = stored(EVERY).as_content()
    for said in ("source", "confidence"):
        del content["tables"]["limits"]["rows"]["A"][said]
    assert "limit: lookup | 限额 | 按“产品”查表 | p,a | 2 2 t | A.1 | note=熟料" in lines(Plan.from_content(content), FILLED)


@pytest.mark.parametrize(("compare", "words", "held"), [("full", "全数值比较", "total"), ("rounded", "修约值比较", "round")])
def test_the_pass_line_of_the_standard_and_the_grade_are_steps_with_their_clauses(compare, words, held):
    grades = [{"name": name, "at_least": least, "clause": f"5.{least}"} for name, least in (("一级", "9"), ("二级", "7"), ("三级", "5"))]
    total = {"round": "0.01", "maximum": "10", "compare": compare, "pass_line": "6"}
    told = lines(one(item("X"), total=total, grades=grades), {"items": {"X": "8"}})
    assert told[-3:] == [
        f"compare: compare | 合格线（{words}） |  | {held} | 6 6 分 | T/TINY 1",
        "grade: grade | 等级 |  | total | 7 7 分 | 5.7 | state=二级",
        "verdict: verdict | 结论 |  | round,compare,grade |  |  | state=qualified",
    ]
    assert "compare: compare | 合格线" + f"（{words}） |  | {held} | 7 7 分 | 本轮参数" in lines(
        one(item("X"), total=total), {"items": {"X": "8"}}, Fraction(7)
    )
