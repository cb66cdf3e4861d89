"""The exact lane: rounding, formulas, faults at file:line, the toy standard, replay, what is unverified and missing."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.engines.scoring import ApplicationProblems, Plan, compile_plan, form_of, load_standard, read_application, score
from greenlist.engines.scoring.check import check_file, score_file, template
from greenlist.engines.scoring.expr import FormulaError, MissingValue, formula, rendered
from greenlist.engines.scoring.load import StandardProblems
from greenlist.engines.scoring.plan import NotInForce
from greenlist.engines.scoring.rounding import decimal_text, round_to, shown
from greenlist.rulebook.standards import applicable, held_editions, standard_file

HERE = Path(__file__).parent
TOY = HERE.parents[1] / "assets" / "standards" / "toy" / "2024.yaml"
REAL = standard_file("gbt-36132", "2018")


@pytest.fixture(scope="module")
def toy():
    return compile_plan(load_standard(TOY), date(2024, 6, 1))


@pytest.fixture(scope="module")
def real():
    return compile_plan(load_standard(REAL), date(2024, 5, 27))


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [("84.995", "0.01", "85.00"), ("84.985", "0.01", "84.98"), ("-2.5", "1", "-2"), ("0.75", "0.5", "1.0"), ("7.1", "0.2", "7.2")],
)
def test_rounding_is_half_to_even_once(value, interval, expected):
    step = Fraction(interval)
    assert decimal_text(round_to(Fraction(value), step), step) == expected


@given(st.fractions(max_denominator=10**6), st.sampled_from(["0.01", "0.5", "0.2", "1"]))
def test_a_rounded_value_is_a_multiple_at_most_half_a_step_away(value, interval):
    step = Fraction(interval)
    rounded = round_to(value, step)
    assert (rounded / step).denominator == 1
    assert abs(rounded - value) <= step / 2


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=1000))
def test_what_is_shown_is_within_half_of_the_last_place(value):
    assert abs(Fraction(shown(value, 2)) - value) <= Fraction(1, 200)


@pytest.mark.parametrize("bad", ["a.b", "a ** 2", "open(a)", "'x'", "[a]", "lambda: 1", "a < b < c", "x[0]"])
def test_a_formula_outside_the_language_is_refused(bad):
    with pytest.raises(FormulaError):
        formula(bad)


def test_numbers_in_formulas_are_exact_and_missing_names_are_told():
    assert formula("a * 0.1").evaluate({"a": Fraction(3)}) == Fraction(3, 10)
    with pytest.raises(MissingValue, match="b"):
        formula("a + b").evaluate({"a": Fraction(1), "b": None})
    assert rendered("(a + b) / c", {"a": "甲", "b": "乙", "c": "丙"}) == "（甲 + 乙） ÷ 丙"


def test_every_standard_held_and_the_toy_are_sound():
    assert [problem for path in [*held_editions(), TOY] for problem in check_file(path)] == []


def test_faults_of_a_file_are_told_all_at_once_with_line_and_column(tmp_path):
    text = TOY.read_text(encoding="utf-8")
    broken = text.replace("label: 甲, kind: judged", "lable: 甲, kind: judged").replace("kind: yes_no", "kind: maybe")
    file = tmp_path / "2024.yaml"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(StandardProblems) as found:
        load_standard(file)
    lines = {p.split(":")[1] for p in found.value.problems}
    wanted = {str(n) for n, line in enumerate(broken.splitlines(), 1) if "lable" in line or "maybe" in line}
    assert lines == wanted


def test_lint_finds_wrong_weights_and_unknown_names(tmp_path):
    file = tmp_path / "2024.yaml"
    file.write_text(
        TOY.read_text(encoding="utf-8").replace('maximum: "50"', 'maximum: "60"').replace("energy / output", "fuel / output"),
        encoding="utf-8",
    )
    problems = "\n".join(check_file(file))
    assert "points do not sum to 60" in problems
    assert "unknown name 'fuel'" in problems


def test_an_edition_out_of_force_is_refused():
    with pytest.raises(NotInForce):
        compile_plan(load_standard(TOY), date(2023, 12, 31))


def test_the_form_of_any_standard_has_every_row_once(toy, real):
    for plan in (toy, real):
        rows = [row.id for section in form_of(plan).sections for row in section.rows]
        assert len(rows) == len(set(rows)) == len(plan.inputs) + len(plan.items) + len(plan.gates)


def test_nothing_filled_gives_nothing_and_says_what_could_be_gained(real):
    result = score(real, read_application(real, {}))
    assert (result.shown, result.verdict, result.gain) == ("0.00", "incomplete", "100")
    assert len(result.unverified) > 90


def everything_met(plan):
    items = {gate["id"]: "met" for gate, _ in plan.gates}
    items |= {i.id: "met" for i in plan.items.values() if i.is_answered_by_person}
    inputs = json.loads((HERE / "good_figures.json").read_text())
    return {"inputs": {name: {"value": value} for name, value in inputs.items()}, "items": items}


def test_everything_met_gives_the_full_hundred(real):
    result = score(real, read_application(real, everything_met(real)))
    assert (result.shown, result.verdict, result.unmet) == ("100.00", "qualified", ())


def test_a_required_item_not_met_costs_its_block_and_disqualifies(real):
    content = everything_met(real)
    content["items"]["6.1-1"] = "not_met"
    result = score(real, read_application(real, content))
    assert result.verdict == "not_qualified"
    assert result.items["6.2-1"].points == 0
    assert result.shown == "91.00"


def test_a_doubtful_figure_scores_nothing_until_settled(real):
    content = everything_met(real)
    content["inputs"]["energy"]["doubtful"] = True
    result = score(real, read_application(real, content))
    assert result.items["10.5-1"].status == "missing"
    assert result.verdict == "incomplete"


def test_the_pass_line_is_compared_in_full(real):
    application = read_application(real, everything_met(real))
    assert score(real, application, Fraction("100")).verdict == "qualified"
    content = everything_met(real)
    content["items"]["5.1-6"] = "0"
    assert score(real, read_application(real, content), Fraction("99.9")).verdict == "not_qualified"


def test_every_step_of_the_tree_leads_to_the_verdict_and_has_its_clause(real):
    trace = score(real, read_application(real, everything_met(real))).trace
    assert trace["format"] == "greenlist.trace/1"
    reached, todo = set(), ["verdict"]
    while todo:
        node = trace["nodes"][todo.pop()]
        reached.add(node["id"])
        todo += node["inputs"]
    assert set(real.items) <= reached
    for node in trace["nodes"].values():
        if node["kind"] in {"input", "formula", "score", "gate"}:
            assert node["clause"]["ref"]
    assert trace["nodes"]["5.1-1"]["at"].startswith("gbt-36132/2018.yaml:")


def test_faults_of_an_application_are_told_all_at_once_in_chinese(toy):
    content = {"inputs": {"output": {"value": "一百"}, "energy": {"value": "1", "unit": "桶"}}, "items": {"A2-1": "13", "B-9": "1"}}
    with pytest.raises(ApplicationProblems) as found:
        read_application(toy, content)
    assert len(found.value.problems) == 4
    assert "不是数字" in found.value.problems[0]


def test_full_width_digits_and_commas_are_read(toy):
    assert read_application(toy, {"inputs": {"output": {"value": "１，２８４.６"}}}).inputs["output"] == Fraction("1284.6")


def test_units_are_converted(toy):
    assert read_application(toy, {"inputs": {"energy": {"value": "1500", "unit": "kgce"}}}).inputs["energy"] == Fraction(3, 2)


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_using_less_energy_never_scores_less(less, more):
    plan = compile_plan(load_standard(TOY), date(2024, 6, 1))
    low, high = sorted((less, more))

    def points(energy):
        content = {"inputs": {"output": {"value": "150"}, "energy": {"value": str(energy)}, "waste": {"value": "5"}}}
        return score(plan, read_application(plan, content)).items["A1-1"].points

    assert points(low) >= points(high)


def test_a_stored_plan_scores_the_same_after_the_file_has_changed(tmp_path, toy):
    content = {"inputs": {"output": {"value": "150"}, "energy": {"value": "100"}, "waste": {"value": "5"}}, "items": {"G2": "met"}}
    before = score(toy, read_application(toy, content))
    stored = json.loads(json.dumps(toy.as_content()))
    file = tmp_path / "2024.yaml"
    file.write_text(TOY.read_text(encoding="utf-8").replace('lead: "0.5"', 'lead: "0.25"'), encoding="utf-8")
    changed = compile_plan(load_standard(file), date(2024, 6, 1))
    replayed = Plan.from_content(stored)
    assert score(replayed, read_application(replayed, content)).shown == before.shown
    assert score(changed, read_application(changed, content)).total != before.total
    assert replayed.digest == toy.digest != changed.digest


@pytest.mark.parametrize("file", sorted((HERE / "kept_decisions").glob("*.json")), ids=lambda f: f.stem)
def test_kept_past_decisions_replay(file):
    kept = json.loads(file.read_text(encoding="utf-8"))
    plan = Plan.from_content(kept["plan"])
    result = score(plan, read_application(plan, kept["application"]))
    assert (result.shown, result.verdict, plan.digest) == (kept["score"], kept["verdict"], kept["digest"])


def test_the_catalogue_says_which_standard_and_why():
    cement = applicable("factory", "3011", date(2024, 5, 27))
    assert [(a.standard, a.is_held, a.clause) for a in cement] == [("jct-2634", False, "C-16"), ("gbt-36132", True, "C-17")]
    assert [a.edition for a in applicable("factory", "1811", date(2026, 1, 1))] == ["2025"]
    assert applicable("park", "1811", date(2024, 5, 27)) == []


def test_an_empty_form_from_the_command_line_can_be_scored(tmp_path):
    file = tmp_path / "form.yaml"
    file.write_text(template("gbt-36132", "2018"), encoding="utf-8")
    assert score_file(file).verdict == "incomplete"
