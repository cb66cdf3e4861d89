"""绿色供应链管理企业评价要求 by hand: GSCI = Σ Xij, and the star of a score that electronics report."""

from datetime import date
from fractions import Fraction

from greenlist.engines.scoring import compile_plan, load_standard, read_application, score
from greenlist.rulebook.standards import applicable, standard_file, star_of

DAY = date(2024, 5, 27)
PLAN = compile_plan(load_standard(standard_file("green-supply-chain", "2024")), DAY)


def test_one_enterprise_row_by_row():
    judged = {
        "X11": "8", "X12": "4.8", "X13": "6",  # 战略 8 + 4.8 + 6 = 18.8
        "X21": "4", "X22": "1.5", "X23": "3", "X24": "2.1", "X25": "3",  # 供应商 13.6
        "X31": "9", "X32": "10",  # 生产 19
        "X43": "5", "X44": "2.5",  # 回收 7.5
        "X51": "7",  # 信息平台 7
        "X61": "2.5", "X62": "1.25", "X63": "0", "X64": "2.5",  # 披露 6.25
    }  # fmt: skip
    figures = {"low_risk_suppliers": "85", "product_recovery": "30", "packaging_recovery": "62"}
    gates = {gate["id"]: "met" for gate, _ in PLAN.gates}
    found = score(PLAN, read_application(PLAN, {"inputs": figures, "items": judged | gates}))
    shares = {"X26": 4 * Fraction("0.85"), "X41": 5 * Fraction("0.30"), "X42": 5 * Fraction("0.62")}  # 3.4, 1.5, 3.1
    assert {name: found.items[name].points for name in shares} == shares
    # 18.8 + (13.6 + 3.4) + 19 + (1.5 + 3.1 + 7.5) + 7 + 6.25 = 80.15
    assert [group.weighted for group in found.groups] == [Fraction(text) for text in ("18.8", "17", "19", "12.1", "7", "6.25")]
    assert (found.shown, found.verdict) == ("80.15", "qualified")


def test_the_rows_add_up_to_a_hundred():
    """8+6+6 · 4+3+3+3+3+4 · 10+10 · 5+5+5+5 · 10 · 2.5×4 = 20 + 20 + 20 + 20 + 10 + 10."""
    assert [sum(item.points for item in group.items) for group in PLAN.groups] == [20, 20, 20, 20, 10, 10]


def test_the_score_in_the_report_of_an_electronics_enterprise_is_told_with_its_star():
    """EGSCI 80.15 → ≥ 80 and below 85: three stars. The same number of the general table has none."""
    electronics, general = applicable("supply_chain", "3911", DAY)
    assert star_of(electronics.stars, Fraction("80.15")).name == "三星"
    assert star_of(general.stars, Fraction("80.15")) is None
