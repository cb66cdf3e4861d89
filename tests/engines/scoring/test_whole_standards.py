"""The toy and the real standard scored whole, and past decisions replayed."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.engines.scoring import Plan, compile_plan, load_standard, read_application, score
from greenlist.rulebook.standards import standard_file

HERE = Path(__file__).parent
TOY = compile_plan(load_standard(HERE.parents[1] / "assets" / "standards" / "toy" / "2024.yaml"), date(2024, 6, 1))
REAL = compile_plan(load_standard(standard_file("gbt-36132", "2018")), date(2024, 5, 27))


def everything_met(standard: Plan) -> dict:
    items = {gate["id"]: "met" for gate, _ in standard.gates}
    items |= {i.id: "met" for i in standard.items.values() if i.is_answered_by_person}
    inputs = json.loads((HERE / "good_figures.json").read_text())
    return {"inputs": {name: {"value": value} for name, value in inputs.items()}, "items": items}


def scored(content: dict, pass_line: str | None = None):
    return score(REAL, read_application(REAL, content), Fraction(pass_line) if pass_line else None)


def test_nothing_filled_gives_nothing_and_says_what_could_be_gained():
    found = scored({})
    assert (found.shown, found.verdict, found.gain) == ("0.00", "incomplete", "100")
    assert len(found.unverified) > 90


def test_everything_met_gives_the_full_hundred():
    found = scored(everything_met(REAL))
    assert (found.shown, found.verdict, found.unmet) == ("100.00", "qualified", ())


def test_a_required_item_not_met_costs_its_block_in_the_real_standard():
    content = everything_met(REAL)
    content["items"]["6.1-1"] = "not_met"
    found = scored(content)
    assert found.verdict == "not_qualified"
    assert found.items["6.2-1"].points == 0
    assert found.shown == "91.00"


def test_a_doubtful_figure_scores_nothing_until_settled():
    content = everything_met(REAL)
    content["inputs"]["energy"]["doubtful"] = True
    found = scored(content)
    assert found.items["10.5-1"].status == "missing"
    assert found.verdict == "incomplete"


def test_the_pass_line_is_compared_in_full_in_the_real_standard():
    assert scored(everything_met(REAL), "100").verdict == "qualified"
    content = everything_met(REAL)
    content["items"]["5.1-6"] = "0"
    assert scored(content, "99.9").verdict == "not_qualified"


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_using_less_energy_never_scores_less(less, more):
    low, high = sorted((less, more))

    def got(energy):
        content = {"inputs": {"output": {"value": "150"}, "energy": {"value": str(energy)}, "waste": {"value": "5"}}}
        return score(TOY, read_application(TOY, content)).items["A1-1"].points

    assert got(low) >= got(high)


@pytest.mark.parametrize("file", sorted((HERE / "kept_decisions").glob("*.json")), ids=lambda f: f.stem)
def test_kept_past_decisions_replay(file):
    kept = json.loads(file.read_text(encoding="utf-8"))
    stored = Plan.from_content(kept["plan"])
    found = score(stored, read_application(stored, kept["application"]))
    assert (found.shown, found.verdict, stored.digest) == (kept["score"], kept["verdict"], kept["digest"])


def test_there_are_kept_decisions_to_replay():
    assert {f.stem for f in (HERE / "kept_decisions").glob("*.json")} >= {"full", "partial_not_applicable", "required_not_met"}
