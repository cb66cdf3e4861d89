"""Reading sheets: like with like, the saves of one sheet, how far each is."""

from datetime import date

import pytest

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.review.selectors import (
    given,
    like_with_like,
    marked_counts,
    own_declaration,
    own_marks,
    problem_of,
    sheet_at,
    sheet_result,
    state_counts,
    visible_to,
)
from greenlist.casework.review.services import assign, pledge, save_sheet
from greenlist.engines.scoring import compile_plan, load_standard, read_application, score
from greenlist.engines.scoring.application import number
from greenlist.rulebook.standards import held_editions, standard_file


@pytest.fixture
def pledged(province):
    """(assignment, its expert as an actor)."""
    application = province.application_at("accepted")
    membership = province.cast.experts[0]
    assignment = assign(application, expert=membership, actor=province.cast.province)
    pledge(assignment, declares_no_conflict=True, actor=actor_in(membership))
    return assignment, actor_in(membership)


def test_like_with_like_counts_only_what_is_marked(pledged):
    assignment, _ = pledged
    plan, declared = own_declaration(assignment)
    own = score(plan, read_application(plan, declared))
    nothing = like_with_like(plan, own, {}, {})
    assert (nothing.mine, nothing.own, nothing.most) == (0, 0, 0)
    some = like_with_like(plan, own, {"5.1-1": {"given": "not_met"}, "6.1-2": {"given": "5"}}, {})
    assert float(some.most) == pytest.approx(20 * 8 / 100 + 15 * 10 / 100)
    assert float(some.mine) == pytest.approx(15 * 5 / 100)
    assert some.mine < some.own <= some.most


def test_with_the_units_own_marks_all_three_meet(pledged):
    assignment, _ = pledged
    plan, declared = own_declaration(assignment)
    own = score(plan, read_application(plan, declared))
    body = {row: {"given": given} for row, given in own_marks(plan, declared).items()}
    found = like_with_like(plan, own, body, declared.get("not_applicable") or {})
    assert found.most == plan.maximum
    assert float(found.own) == pytest.approx(float(own.total), abs=1e-4)
    assert float(found.mine) == pytest.approx(float(own.total), abs=0.05)


@pytest.mark.parametrize("path", held_editions(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sheet_with_the_units_own_marks_has_the_units_score_by_every_standard(path):
    source = load_standard(path)
    case = source.standard.tests[0]
    plan = compile_plan(source, date.fromisoformat(case["at"]))
    own = score(plan, read_application(plan, case["application"]))
    sheet = sheet_result(plan, given(own_marks(plan, case["application"])), case["application"].get("not_applicable") or {})
    over = sum(max(found.points - found.maximum, 0) for found in own.items.values())  # an expert gives an item its points at most
    assert over == 0
    assert float(sheet.total) == pytest.approx(float(own.total), abs=0.05)
    assert sheet.verdict == own.verdict


def test_a_unit_above_a_value_without_a_cap_leaves_the_experts_own_sum_as_it_is():
    """A park may be worth more than full marks in a ratio; its figures once made the whole sum of the sheet 0.00 of 0."""
    source = load_standard(standard_file("green-park", "2024"))
    case = source.standard.tests[0]
    plan = compile_plan(source, date.fromisoformat(case["at"]))
    inputs = case["application"]["inputs"]
    above = case["application"] | {"inputs": inputs | {"value_added": str(3 * int(number(str(inputs["value_added"]))))}}
    own = score(plan, read_application(plan, above))
    assert any(found.points > found.maximum for found in own.items.values())
    marks = {row: "met" if problem_of(plan, row, mark) else mark for row, mark in own_marks(plan, above).items()}
    found = like_with_like(plan, own, given(marks), {})
    assert 0 < found.mine <= found.most and found.own <= found.most
    assert float(found.mine) == pytest.approx(float(found.own), abs=0.05)


def test_the_saves_of_a_sheet_stay_and_the_newest_is_counted(pledged):
    assignment, expert = pledged
    assert sheet_at(assignment, 0) == {}
    assert marked_counts([assignment]) == {}
    save_sheet(assignment, values={"4-1": {"given": "met"}}, based_on=0, actor=expert)
    save_sheet(
        assignment, values={"4-1": {"given": "met"}, "4-2": {"given": "met"}, "4-3": {"reason": "还没看完"}}, based_on=1, actor=expert
    )
    assert sheet_at(assignment, 1) == {"4-1": {"given": "met"}}
    assert marked_counts([assignment]) == {assignment.pk: 2}
    assert state_counts(visible_to(expert)) == {"pledged": 1}


@pytest.mark.parametrize(("mark", "is_right"), [("4.17", True), ("４.17", True), ("4.16", True), ("4.18", False), ("4.171", False)])
def test_the_full_mark_as_the_page_shows_it_is_the_exact_one_that_nobody_can_type(mark, is_right):
    """25/6 of a park."""
    plan = compile_plan(load_standard(standard_file("green-park", "2024")), date(2024, 5, 20))
    assert (problem_of(plan, "EG1", mark) == "") == is_right
    if mark.endswith("4.17"):
        assert sheet_result(plan, {"EG1": {"given": mark}}, {}).items["EG1"].points == plan.items["EG1"].points
