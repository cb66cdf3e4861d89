"""绿色工业园区评价要求: the table row by row with its confidence, the index against a second computation, choices, form, catalogue."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from greenlist.engines.scoring import compile_plan, form_of, load_standard, read_application, score
from greenlist.engines.scoring.check import check_file
from greenlist.engines.scoring.compiling import NotInForce
from greenlist.rulebook.standards import applicable, standard_file

FILE = standard_file("green-park", "2024")
SOURCE = load_standard(FILE)
PLAN = compile_plan(SOURCE, date(2024, 5, 27))

V, U, R, G = "VERIFIED", "VERIFIED-UNOFFICIAL", "RECALLED", "GUESS"
# id, name, unit, lead value, its set (none: every park), confidence of the name, confidence of the lead value
TABLE = [
    ("EG1", "能源产出率", "万元/tce", "3", "", V, R),
    ("EG2", "可再生能源使用比例", "%", "15", "", V, R),
    ("EG3", "清洁能源使用率", "%", "75", "", V, R),
    ("RG4", "水资源产出率", "元/m³", "1500", "", V, R),
    ("RG5", "土地资源产出率", "亿元/km²", "15", "", V, R),
    ("RG6", "工业固体废弃物综合利用率", "%", "95", "", V, R),
    ("RG7", "工业用水重复利用率", "%", "90", "", V, R),
    ("RG8", "中水回用率", "%", "30", "RG-opt", V, R),
    ("RG9", "余热资源回收利用率", "%", "60", "RG-opt", V, R),
    ("RG10", "废气资源回收利用率", "%", "90", "RG-opt", V, R),
    ("RG11", "再生资源回收利用率", "%", "80", "RG-opt", V, R),
    ("IG12", "污水集中处理设施", "", "具备", "", V, U),
    ("IG13", "新建工业建筑中绿色建筑的比例", "%", "30", "IG-build", R, R),
    ("IG14", "新建公共建筑中绿色建筑的比例", "%", "60", "IG-build", R, R),
    ("IG15", "500米公交站点覆盖率", "%", "90", "IG-bus", R, R),
    ("IG16", "节能与新能源公交车比例", "%", "30", "IG-bus", R, R),
    ("CG17", "高新技术产业产值占园区工业总产值比例", "%", "30", "", V, R),
    ("CG18", "绿色产业增加值占园区工业增加值比例", "%", "30", "", R, R),
    ("CG19", "人均工业增加值", "万元/人", "15", "CG-opt", V, R),
    ("CG20", "现代服务业比例", "%", "30", "CG-opt", R, R),
    ("HG21", "工业固体废弃物（含危废）处置利用率", "%", "100", "", V, R),
    ("HG22", "万元工业增加值碳排放量消减率", "%", "3", "", V, R),
    ("HG23", "单位工业增加值废水排放量", "t/万元", "5", "", R, R),
    ("HG24", "主要污染物弹性系数", "1", "0.3", "", V, R),
    ("HG25", "园区空气质量优良率", "%", "80", "", R, R),
    ("HG26", "绿化覆盖率", "%", "30", "HG-opt", V, R),
    ("HG27", "道路遮荫比例", "%", "80", "HG-opt", R, R),
    ("HG28", "露天停车场遮荫比例", "%", "80", "HG-opt", R, R),
    ("MG29", "绿色园区标准体系完善程度", "", "完善", "", V, R),
    ("MG30", "编制绿色园区发展规划", "", "是", "", V, R),
    ("MG31", "绿色园区信息平台完善程度", "", "完善", "", V, U),
]  # fmt: skip
COUNTED = {"RG-opt": 2, "IG-build": 1, "IG-bus": 1, "CG-opt": 1, "HG-opt": 1}
YES_NO, REVERSED = ("IG12", "MG29", "MG30", "MG31"), ("HG23", "HG24")
GATES = ("1.1", "1.2", "1.3", "1.4", "1.5", "1.6")
ENCOURAGED = ("1.7", "1.8")

# every measured indicator from the figures of the form, written a second time
VALUES = {
    "EG1": lambda f: f["value_added"] / f["energy"],
    "EG2": lambda f: 100 * f["renewable_energy"] / f["energy"],
    "EG3": lambda f: 100 * f["clean_energy"] / f["energy"],
    "RG4": lambda f: (f["value_added"] * 10000) / (f["fresh_water"] * 10000),
    "RG5": lambda f: (f["value_added"] / 10000) / f["industrial_land"],
    "RG6": lambda f: 100 * f["solid_waste_used"] / (f["solid_waste"] + f["solid_waste_stored_before"]),
    "RG7": lambda f: 100 * f["recycled_water"] / (f["recycled_water"] + f["fresh_water"]),
    "RG8": lambda f: 100 * f["reclaimed_water"] / f["treated_sewage"],
    "RG9": lambda f: 100 * f["waste_heat_used"] / f["waste_heat"],
    "RG10": lambda f: 100 * f["waste_gas_used"] / f["waste_gas"],
    "RG11": lambda f: 100 * f["scrap_used"] / f["scrap"],
    "IG13": lambda f: 100 * f["green_industrial_floor"] / f["new_industrial_floor"],
    "IG14": lambda f: 100 * f["green_public_floor"] / f["new_public_floor"],
    "IG15": lambda f: 100 * f["bus_covered_area"] / f["built_up_area"],
    "IG16": lambda f: 100 * f["clean_buses"] / f["buses"],
    "CG17": lambda f: 100 * f["high_tech_output"] / f["output_value"],
    "CG18": lambda f: 100 * f["green_industry_value"] / f["value_added"],
    "CG19": lambda f: f["value_added"] / f["workers"],
    "CG20": lambda f: 100 * f["modern_service_value"] / f["service_value"],
    "HG21": lambda f: 100 * f["all_waste_handled"] / f["all_waste"],
    "HG22": lambda f: 100 - 100 * (f["carbon"] / f["value_added"]) / (f["carbon[-1]"] / f["value_added_before"]),
    "HG23": lambda f: f["waste_water"] / f["value_added"],
    "HG24": lambda f: (f["pollutant"] / f["pollutant[-1]"] - 1) / (f["value_added"] / f["value_added_before"] - 1),
    "HG25": lambda f: 100 * f["good_air_days"] / f["monitored_days"],
    "HG26": lambda f: 100 * f["green_cover"] / f["built_up_area"],
    "HG27": lambda f: 100 * f["shaded_roads"] / f["roads"],
    "HG28": lambda f: 100 * f["shaded_parking"] / f["parking_area"],
}
AT_LEAD = {
    "value_added": "3000000", "energy": "1000000", "renewable_energy": "150000", "clean_energy": "750000", "fresh_water": "2000",
    "industrial_land": "20", "solid_waste": "90000", "solid_waste_stored_before": "10000", "solid_waste_used": "95000",
    "recycled_water": "18000", "treated_sewage": "1000", "reclaimed_water": "300", "waste_heat": "1000", "waste_heat_used": "600",
    "waste_gas": "100", "waste_gas_used": "90", "scrap": "100", "scrap_used": "80", "new_industrial_floor": "1000",
    "green_industrial_floor": "300", "new_public_floor": "1000", "green_public_floor": "600", "built_up_area": "10",
    "bus_covered_area": "9", "buses": "100", "clean_buses": "30", "output_value": "9000000", "high_tech_output": "2700000",
    "green_industry_value": "900000", "workers": "200000", "service_value": "1000", "modern_service_value": "300",
    "all_waste": "100000", "all_waste_handled": "100000", "carbon": "1940000", "carbon[-1]": "1600000",
    "value_added_before": "2400000", "waste_water": "15000000", "pollutant": "1075", "pollutant[-1]": "1000",
    "monitored_days": "365", "good_air_days": "292", "green_cover": "3", "roads": "100", "shaded_roads": "80",
    "parking_area": "1000", "shaded_parking": "800",
}  # fmt: skip


def ratio_of(name, value, lead):
    if name not in REVERSED:
        return value / lead
    return lead / value if value > 0 else Fraction(1)


def index(figures, answers, cap=None):
    """GI worked out from the table above: 100/24 of the sum of the ratios, the best of each set."""
    given = {name: Fraction(value) for name, value in figures.items()}
    ratios = {}
    for name, _, _, lead, *_ in TABLE:
        if name in YES_NO:
            ratios[name] = Fraction(answers.get(name) == "met")
        else:
            ratio = max(ratio_of(name, VALUES[name](given), Fraction(lead)), Fraction(0))
            ratios[name] = ratio if cap is None else min(ratio, cap)
    total = sum((ratios[row[0]] for row in TABLE if not row[4]), Fraction(0))
    for chosen, count in COUNTED.items():
        total += sum(sorted((ratios[row[0]] for row in TABLE if row[4] == chosen), reverse=True)[:count], Fraction(0))
    return Fraction(100, 24) * total


def park(plan=PLAN, without=(), **changes):
    """The result of a park whose every figure is at the lead value, but for the changes."""
    answers = {**dict.fromkeys((*GATES, *YES_NO), "met"), **{k: v for k, v in changes.items() if k not in AT_LEAD}}
    figures = {**AT_LEAD, **{k: v for k, v in changes.items() if k in AT_LEAD}}
    return score(plan, read_application(plan, {"inputs": {k: v for k, v in figures.items() if k not in without}, "items": answers}))


@pytest.fixture(scope="module")
def capped(tmp_path_factory):
    """The same standard with every ratio capped at the lead value: the only change is the value in the file."""
    text = FILE.read_text(encoding="utf-8")
    assert text.count("cap: null}") + text.count("cap: null,") == len(VALUES)
    file = tmp_path_factory.mktemp("green-park") / "2024.yaml"
    file.write_text(text.replace("cap: null}", 'cap: "1"}').replace("cap: null,", 'cap: "1",'), encoding="utf-8")
    return compile_plan(load_standard(file), date(2024, 5, 27))


# ---- the table ------------------------------------------------------------------------------------------------------


def test_the_file_is_sound():
    assert check_file(FILE) == []


def test_six_gates_decide_and_two_are_encouraged():
    assert tuple(gate["id"] for gate, _ in PLAN.gates) == (*GATES, *ENCOURAGED)
    assert {gate["confidence"] for gate, _ in PLAN.gates} == {V}
    assert [gate["id"] for gate, _ in PLAN.gates if gate.get("encouraged")] == list(ENCOURAGED)
    rows = {
        row.id: (row.is_required, row.is_encouraged) for section in form_of(PLAN).sections for row in section.rows if section.id == "gates"
    }
    assert rows == dict.fromkeys(GATES, (True, False)) | dict.fromkeys(ENCOURAGED, (False, True))


@pytest.mark.parametrize("answer", ["met", "not_met", ""])
def test_what_is_encouraged_decides_nothing(answer):
    found = park(**dict.fromkeys(ENCOURAGED, answer))
    assert (found.verdict, found.shown, found.unmet, found.missing) == ("qualified", "100.00", (), ())
    assert park(**{"1.6": "not_met"}).verdict == "not_qualified"


def test_31_indicators_in_six_groups_of_which_24_count():
    assert list(PLAN.items) == [row[0] for row in TABLE]
    assert [g.id for g in PLAN.groups] == ["EG", "RG", "IG", "CG", "HG", "MG"]
    assert [len(g.items) + sum(child.best for child in g.groups) for g in PLAN.groups] == [3, 6, 3, 3, 6, 3]
    assert {child.id: child.best for g in PLAN.groups for child in g.groups} == COUNTED
    assert {item.points for item in PLAN.items.values()} == {Fraction(100, 24)}


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_every_row_has_name_unit_lead_set_and_the_confidence_of_its_source(row):
    name, title, unit, lead, chosen, sure_of_name, sure_of_lead = row
    item = PLAN.items[name]
    number = int("".join(c for c in name if c.isdigit()))
    assert item.clause == f"附表2.2 序号{number}"
    assert (item.confidence, item.scoring_confidence, item.points_confidence) == (sure_of_name, sure_of_lead, R)
    assert chosen == next((c.id for g in PLAN.groups for c in g.groups if item in c.items), "")
    if name in YES_NO:
        assert (item.kind, item.score, item.label) == ("yes_no", None, f"{title}（引领值：{lead}）")
        return
    figure = item.score.value.names[0]
    derived = SOURCE.standard.derived[figure]
    shown = {"%": f"{lead}%", "1": lead}.get(unit, f"{lead} {unit}")
    assert (derived.label, derived.unit, item.label) == (title, unit, f"{title}（引领值 {shown}）")
    assert (item.score.lead.text, item.score.cap) == (lead, None)
    assert item.score.kind == ("neg" if name in REVERSED else "pos")


def test_what_is_ours_is_never_called_read():
    assert {name for name, entry in SOURCE.standard.derived.items() if entry.confidence != G} == {"energy_output"}
    assert {name: e.confidence for name, e in SOURCE.standard.inputs.items() if e.confidence != G} == {"value_added": R, "energy": R}
    sure = {c.id: c.confidence for c in SOURCE.standard.conventions}
    assert {name for name, confidence in sure.items() if confidence == G} == {"best", "cap", "yes_no", "zero", "formulas", "pass_line"}
    assert {name for name, confidence in sure.items() if confidence == R} == {"factor", "choose", "reversed"}
    assert {name for name, confidence in sure.items() if confidence == V} == {"years"}
    assert all(c.why and c.clause for c in SOURCE.standard.conventions)


def test_a_score_says_how_much_of_it_is_not_verified():
    found = park().unverified
    assert sum(1 for _, what, _ in found if what.endswith("的分值")) == 31
    assert sum(1 for _, what, _ in found if what.endswith("的计分方法")) == 31
    assert sum(1 for _, what, _ in found if what.endswith("的条文")) == 10
    assert ("cap", "比值不封顶", G) in found
    assert "years" not in {where for where, _, _ in found}


# ---- the index ------------------------------------------------------------------------------------------------------


def test_every_figure_at_the_lead_value_gives_100(capped):
    assert index(AT_LEAD, dict.fromkeys(YES_NO, "met")) == 100
    for plan in (PLAN, capped):
        result = park(plan)
        assert (result.total, result.shown, result.verdict) == (100, "100.00", "qualified")
        assert {r.points for r in result.items.values()} == {Fraction(100, 24)}


def test_twice_the_energy_output_is_worth_more_unless_the_cap_is_one(capped):
    half = {"energy": "500000", "renewable_energy": "75000", "clean_energy": "375000"}
    assert (park(**half).shown, park(capped, **half).shown) == ("104.17", "100.00")
    assert park(**half).total == Fraction(100, 24) * 25


def test_twice_the_waste_water_costs_the_same_with_any_cap(capped):
    assert {park(plan, waste_water="30000000").shown for plan in (PLAN, capped)} == {"97.92"}
    assert park(waste_water="30000000").total == Fraction(100, 24) * Fraction(47, 2)


@pytest.mark.parametrize("seed", range(40))
def test_the_index_agrees_with_the_second_computation(seed, capped):
    chance = random.Random(seed)
    changes = {name: str(int(Fraction(value) * chance.randint(50, 170))) for name, value in AT_LEAD.items()}
    changes["value_added"] = str(int(changes["value_added_before"]) + chance.randint(1, 10**8))
    answers = {name: chance.choice(["met", "not_met"]) for name in YES_NO}
    assert park(**changes, **answers).total == index(changes, answers)
    assert park(capped, **changes, **answers).total == index(changes, answers, Fraction(1))


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ({"pollutant": "900"}, 1),
        ({"pollutant": "1000"}, 1),
        ({"pollutant": "1150"}, Fraction(1, 2)),
    ],
    ids=["falls", "stays", "twice the lead"],
)
def test_a_falling_pollutant_is_full_and_never_worse_than_the_lead(changes, share):
    assert park(**changes).items["HG24"].points == Fraction(100, 24) * share


def test_without_growth_the_elasticity_is_unknown_and_not_full():
    result = park(value_added_before="3000000", pollutant="1200")
    assert (result.items["HG24"].status, result.items["HG24"].points, result.verdict) == ("missing", 0, "incomplete")


def test_no_waste_water_at_all_is_full():
    assert park(waste_water="0").items["HG23"].points == Fraction(100, 24)


def test_rising_carbon_intensity_gives_nothing():
    assert park(carbon="2100000").items["HG22"].points == 0


@pytest.mark.parametrize("absent", ["energy", "industrial_land", "output_value", "monitored_days"])
def test_a_missing_figure_is_a_gap_and_never_full(absent):
    result = park(without=(absent,))
    assert result.verdict == "incomplete"
    assert result.total < 100
    assert all(gap.is_needed for gap in result.missing)


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_not_met_disqualifies_whatever_the_index(gate):
    result = park(**{gate: "not_met"})
    assert (result.shown, result.verdict, len(result.unmet)) == ("100.00", "not_qualified", 1)


def test_a_plan_that_is_missing_costs_its_share_and_bars_nobody():
    result = park(MG30="not_met")
    assert (result.shown, result.verdict) == ("95.83", "qualified")


# ---- what may be chosen ---------------------------------------------------------------------------------------------

OF_SET = {
    "RG-opt": [("treated_sewage", "reclaimed_water"), ("waste_heat", "waste_heat_used"), ("waste_gas", "waste_gas_used"), ("scrap", "scrap_used")],
    "IG-build": [("new_industrial_floor", "green_industrial_floor"), ("new_public_floor", "green_public_floor")],
    "IG-bus": [("bus_covered_area",), ("buses", "clean_buses")],
    "CG-opt": [("workers",), ("service_value", "modern_service_value")],
    "HG-opt": [("green_cover",), ("roads", "shaded_roads"), ("parking_area", "shaded_parking")],
}  # fmt: skip


@pytest.mark.parametrize("chosen", OF_SET)
def test_as_many_of_a_set_as_count_are_enough_and_one_less_is_a_gap(chosen):
    count = COUNTED[chosen]
    left_out = tuple(name for pair in OF_SET[chosen][count:] for name in pair)
    assert (park(without=left_out).shown, park(without=left_out).verdict) == ("100.00", "qualified")
    one_less = tuple(name for pair in OF_SET[chosen][count - 1 :] for name in pair)
    result = park(without=one_less)
    assert (result.shown, result.verdict) == ("95.83", "incomplete")
    assert sum(gap.gain for gap in result.missing) == Fraction(100, 24)


def test_the_best_of_a_set_count():
    result = park(waste_heat_used="900", reclaimed_water="150", waste_gas_used="45")
    assert result.total == Fraction(100, 24) * Fraction(49, 2)
    assert result.trace["nodes"]["choose:RG-opt"]["inputs"] == ["RG9", "RG11"]


# ---- form and catalogue ---------------------------------------------------------------------------------------------


def test_the_form_has_every_row_once_and_knows_which_may_stay_empty():
    rows = [row for section in form_of(PLAN).sections for row in section.rows]
    assert sorted(row.id for row in rows) == sorted([*GATES, *ENCOURAGED, *AT_LEAD, *(r[0] for r in TABLE)])
    figures = {name for pairs in OF_SET.values() for pair in pairs for name in pair}
    free = {row.id for row in rows if row.is_alternative}
    assert free == {*figures, "built_up_area", *(r[0] for r in TABLE if r[4])}
    assert not any(row.is_required for row in rows if row.is_alternative)
    assert all(row.clause for row in rows)
    assert {row.points_confidence for row in rows if row.id in PLAN.items} == {R}


def test_a_park_of_2024_is_scored_by_this_table_and_one_of_late_2025_by_none():
    (found,) = applicable("park", "3011", date(2024, 5, 27))
    assert (found.standard, found.edition, found.is_held, found.clause) == ("green-park", "2024", True, "C-20")
    (later,) = applicable("park", "", date(2025, 10, 20))
    assert (later.number, later.is_held, later.clause, later.confidence) == ("工信厅节函〔2025〕390号附件2", False, "C-20", G)
    assert applicable("park", "", date(2024, 1, 18)) == []


@pytest.mark.parametrize("day", [date(2024, 1, 19), date(2025, 9, 30)])
def test_catalogue_and_file_agree_on_the_days(day):
    assert [a.is_held for a in applicable("park", "", day)] == [True]
    assert compile_plan(SOURCE, day).edition == "2024"


@pytest.mark.parametrize("day", [date(2024, 1, 19) - timedelta(days=1), date(2025, 9, 30) + timedelta(days=1)])
def test_outside_its_days_the_table_scores_nobody(day):
    with pytest.raises(NotInForce):
        compile_plan(SOURCE, day)


@pytest.mark.parametrize(
    ("given", "unit", "wanted", "value"), [("1.5", "万人", "人", 15000), ("800", "m", "km", Fraction(4, 5)), ("500", "hm²", "km²", 5)]
)
def test_figures_may_be_given_in_the_units_people_use(given, unit, wanted, value):
    name = next(n for n, entry in PLAN.inputs.items() if entry["unit"] == wanted)
    assert read_application(PLAN, {"inputs": {name: {"value": given, "unit": unit}}}).inputs[name] == value
