"""绿色供应链管理企业评价要求: the table row by row with its confidence, the sum against a second computation, form, catalogue."""

import random
from datetime import date
from fractions import Fraction

import pytest

from greenlist.engines.scoring import compile_plan, form_of, load_standard, read_application, score
from greenlist.engines.scoring.check import check_file
from greenlist.rulebook.standards import applicable, standard_file

FILE = standard_file("green-supply-chain", "2024")
SOURCE = load_standard(FILE)
PLAN = compile_plan(SOURCE, date(2024, 5, 27))

V, R, G = "VERIFIED", "RECALLED", "GUESS"
# code, name, most, the figure it is measured by (none: judged)
TABLE = [
    ("X11", "纳入公司发展规划", "8", ""),
    ("X12", "制定绿色供应链管理目标", "6", ""),
    ("X13", "设置专门管理机构", "6", ""),
    ("X21", "绿色采购标准制度完善", "4", ""),
    ("X22", "供应商认证体系完善", "3", ""),
    ("X23", "对供应商定期审核", "3", ""),
    ("X24", "供应商绩效评估制度健全", "3", ""),
    ("X25", "定期对供应商进行培训", "3", ""),
    ("X26", "低风险供应商占比", "4", "low_risk_suppliers"),
    ("X31", "节能减排环保合规", "10", ""),
    ("X32", "符合有害物质限制使用管理办法", "10", ""),
    ("X41", "产品回收率", "5", "product_recovery"),
    ("X42", "包装回收率", "5", "packaging_recovery"),
    ("X43", "回收体系完善（自建、与第三方联合回收）", "5", ""),
    ("X44", "指导下游企业回收拆解", "5", ""),
    ("X51", "绿色供应链管理信息平台完善", "10", ""),
    ("X61", "披露企业节能减排减碳信息", "2.5", ""),
    ("X62", "披露高、中风险供应商审核率及低风险供应商占比", "2.5", ""),
    ("X63", "披露供应商节能减排信息", "2.5", ""),
    ("X64", "发布企业社会责任报告（含绿色采购信息）", "2.5", ""),
]
GATES = tuple(f"1.{n}" for n in range(1, 8))
MEASURED = {row[3]: row for row in TABLE if row[3]}


def enterprise(shares=(), without=(), **changes):
    """The result of an enterprise with full marks, but for the changes."""
    inputs = {**dict.fromkeys(MEASURED, "100"), **dict(shares)}
    answers = {**dict.fromkeys(GATES, "met"), **{code: most for code, _, most, by in TABLE if not by}, **changes}
    for name in without:
        inputs.pop(name, None)
        answers.pop(name, None)
    return score(PLAN, read_application(PLAN, {"inputs": inputs, "items": answers}))


def test_the_file_is_sound():
    assert check_file(FILE) == []


def test_seven_gates_six_groups_and_maxima_that_sum_to_100():
    assert tuple(gate["id"] for gate, _ in PLAN.gates) == GATES
    assert {gate["confidence"] for gate, _ in PLAN.gates} == {V, "VERIFIED-UNOFFICIAL"}  # two copies of 1.3 differ
    assert {g.id: sum(i.points for i in g.items) for g in PLAN.groups} == {"X1": 20, "X2": 20, "X3": 20, "X4": 20, "X5": 10, "X6": 10}
    assert sum(Fraction(most) for _, _, most, _ in TABLE) == PLAN.maximum == 100


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_every_row_has_name_maximum_kind_and_the_confidence_of_its_source(row):
    code, name, most, by = row
    item = PLAN.items[code]
    assert (item.label, item.points, item.step, item.clause) == (name, Fraction(most), Fraction(most) / 10, f"指标表 {code}")
    assert (item.confidence, item.points_confidence, item.scoring_confidence) == (V, V, G)
    if not by:
        assert (item.kind, item.score) == ("judged", None)
        return
    assert (item.kind, item.score.kind, item.score.value.text, item.score.lead.text) == ("measure", "points", by, "100")
    entry = PLAN.inputs[by]
    assert (entry["label"], entry["unit"], entry["confidence"]) == (name, "%", V)


def test_there_are_no_rows_but_these():
    assert list(PLAN.items) == [row[0] for row in TABLE]
    assert list(PLAN.inputs) == list(MEASURED)


def test_what_was_not_read_is_said():
    sure = {c.id: c.confidence for c in SOURCE.standard.conventions}
    assert sure == {"total": R, "judged": G, "share": G, "accident_level": G, "pass_line": G, "resolution": V}
    found = enterprise().unverified
    assert sum(1 for _, what, confidence in found if what.endswith("的计分方法") and confidence == G) == 20
    assert {where for where, _, _ in found} == {*(row[0] for row in TABLE), *(name for name, c in sure.items() if c != V)}


def test_both_names_of_the_text_are_noted():
    for name in ("《绿色供应链管理企业评价要求》", "《绿色供应链管理评价要求》"):
        assert name in SOURCE.standard.notes


def test_full_marks_give_100():
    result = enterprise()
    assert (result.total, result.shown, result.verdict, result.missing) == (100, "100.00", "qualified", ())


@pytest.mark.parametrize("seed", range(25))
def test_the_index_is_the_sum_of_tenths_and_shares(seed):
    chance = random.Random(seed)
    tenths = {row[0]: chance.randint(0, 10) for row in TABLE if not row[3]}
    shares = {by: chance.randint(0, 1000) for by in MEASURED}  # in tenths of a percent
    expected = sum(Fraction(most) * tenths[code] / 10 for code, _, most, by in TABLE if not by)
    expected += sum(Fraction(MEASURED[by][2]) * share / 1000 for by, share in shares.items())
    judged = {code: str(float(Fraction(most) * tenths[code] / 10)) for code, _, most, by in TABLE if not by}
    assert enterprise({by: f"{share / 10:.1f}" for by, share in shares.items()}, **judged).total == expected


def test_a_share_above_a_hundred_percent_gives_no_more_than_the_maximum():
    assert enterprise({"product_recovery": "120"}).items["X41"].points == 5


@pytest.mark.parametrize("absent", ["X32", "X61", "low_risk_suppliers", "packaging_recovery", "1.4"])
def test_what_is_missing_leaves_the_verdict_open_and_never_scores(absent):
    result = enterprise(without=(absent,))
    lost = next((Fraction(most) for code, _, most, by in TABLE if absent in {code, by}), Fraction(0))
    assert (result.total, result.verdict, [gap.gain for gap in result.missing]) == (100 - lost, "incomplete", [lost])


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_not_met_disqualifies_whatever_the_index(gate):
    result = enterprise(**{gate: "not_met"})
    assert (result.shown, result.verdict, len(result.unmet)) == ("100.00", "not_qualified", 1)


def test_the_form_has_every_row_once_and_none_counts_as_verified_while_its_scoring_is_a_guess():
    rows = [row for section in form_of(PLAN).sections for row in section.rows]
    assert sorted(row.id for row in rows) == sorted([*GATES, *MEASURED, *(r[0] for r in TABLE)])
    assert {(r.kind, r.points_confidence) for r in rows if r.id in PLAN.items} == {("degree", G), ("computed", G)}
    assert not any(row.is_alternative for row in rows)
    assert {row.id: (row.maximum, row.step) for row in rows if row.id in {"X11", "X64"}} == {"X11": ("8", "0.8"), "X64": ("2.5", "0.25")}


@pytest.mark.parametrize("industry", ["1811", "2661", ""])
def test_without_an_industry_system_the_general_table_applies(industry):
    (found,) = applicable("supply_chain", industry, date(2024, 5, 27))
    assert (found.standard, found.is_held, found.clause, found.confidence) == ("green-supply-chain", True, "C-29", V)


@pytest.mark.parametrize(("industry", "word"), [("3670", "汽车"), ("3411", "机械"), ("3974", "电子电器"), ("3851", "电子电器")])
def test_an_industry_system_is_known_and_not_held(industry, word):
    first, general = applicable("supply_chain", industry, date(2024, 5, 27))
    assert (first.title, first.is_held, first.clause, first.confidence) == (f"{word}行业绿色供应链管理企业评价指标体系", False, "C-28", G)
    assert (general.is_held, general.clause) == (True, "C-29")


def test_before_the_text_was_in_force_there_is_none():
    assert applicable("supply_chain", "1811", date(2024, 1, 18)) == []
    assert [a.is_held for a in applicable("supply_chain", "1811", date(2024, 1, 19))] == [True]
