"""Formal review, assignment, pledge, recusal, the sheet: who, when, with which reason; a score that replays from its content."""

import pytest

from greenlist.casework.directory.models import Organisation
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import end_membership, grant_membership
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.review.models import Assignment, SheetVersion
from greenlist.casework.review.selectors import (
    conflict,
    experts_for,
    handed_in_result,
    marked_counts,
    newest_sheet,
    own_declaration,
    own_marks,
    sheet_rows,
    state_counts,
    visible_to,
)
from greenlist.casework.review.services import (
    StaleSheet,
    accept,
    assign,
    hand_in,
    needs_reason,
    pledge,
    recuse,
    refuse_formally,
    save_sheet,
)
from greenlist.rehearsal import acts
from tests.casework.cast import county_officer, fresh
from tests.casework.separate import together


@pytest.fixture
def assigned(province):
    """(application, assignment, the expert as actor)"""
    application = province.application_at("accepted")
    assignment = assign(application, expert=province.cast.experts[0], actor=province.cast.province)
    return application, assignment, actor_in(province.cast.experts[0])


@pytest.fixture
def pledged(assigned):
    _, assignment, expert = assigned
    pledge(assignment, declares_no_conflict=True, actor=expert)
    return assigned


def again(assignment):
    return Assignment.objects.get(pk=assignment.pk)


def marks(assignment, **more):
    from random import Random

    return acts.marks(assignment, Random(3), strictness=0.95) | more


@pytest.mark.parametrize("role", ["centre", "province"])
def test_the_province_and_its_centre_pass_the_formal_review(province, role):
    application = province.application_at("recommended")
    accept(application, actor=getattr(province.cast, role))
    assert fresh(application).state == "accepted"


def test_a_package_without_a_report_is_not_complete(province):
    application = province.application_at("recommended")
    application.report = None
    with pytest.raises(Refused) as refused:
        accept(application, actor=province.cast.centre)
    assert (refused.value.items, refused.value.clause) == (("没有评价报告。",), "C-09")


def test_failing_the_formal_review_is_the_provinces_and_needs_a_reason(province):
    application = province.application_at("recommended")
    with pytest.raises(NotAllowed):
        refuse_formally(application, reason="缺页", actor=province.cast.centre)
    with pytest.raises(Refused, match="形式审查不通过"):
        refuse_formally(application, reason=" ", actor=province.cast.province)
    refuse_formally(application, reason="缺页", actor=province.cast.province)
    assert (fresh(application).state, entries_of(application).get(action="refuse_formally").reason) == ("not_selected", "缺页")


def test_an_assignment_names_expert_and_giver_and_is_written(assigned, province):
    application, assignment, _ = assigned
    expert = province.cast.experts[0]
    assert (assignment.expert, assignment.expert_name, assignment.assigned_by) == (
        expert.user,
        expert.user.name,
        province.cast.province.name,
    )
    assert entries_of(application).get(action="assign_expert").detail == {"expert": expert.user.name}
    assert fresh(application).state == "reviewing"


def test_only_those_who_may_assign_and_only_an_expert(province):
    application, cast = province.application_at("accepted"), province.cast
    for actor in (province.officer, province.unit.engineer, actor_in(cast.experts[0])):
        with pytest.raises(NotAllowed):
            assign(application, expert=cast.experts[0], actor=actor)
    officer = cast.experts[0].user.memberships.model.objects.get(user__username="bureau360100")
    with pytest.raises(Refused, match="不是评审专家"):
        assign(application, expert=officer, actor=cast.province)
    assert not Assignment.objects.exists()


def test_a_second_expert_is_not_assigned_while_one_reviews(assigned, province):
    with pytest.raises(WrongState):
        assign(fresh(assigned[0]), expert=province.cast.experts[1], actor=province.cast.province)
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("ended", [False, True])
def test_a_position_at_the_unit_or_its_bureau_is_a_conflict_even_when_it_has_ended(province, ended):
    application, cast = province.application_at("accepted"), province.cast
    at_unit, at_bureau, free = cast.experts[:3]
    bureau = cast.experts[0].user.memberships.model.objects.get(user__username="bureau360400").organisation
    for expert, place, role in ((at_unit, application.site.organisation, "applicant"), (at_bureau, bureau, "bureau")):
        made = grant_membership(expert.user, place, role=role, actor=SYSTEM)
        if ended:
            end_membership(made, reason="离职", actor=SYSTEM)
    assert "有岗位，须回避" in conflict(application, at_unit)
    assert "推荐单位九江市工业和信息化局有岗位" in conflict(application, at_bureau)
    assert conflict(application, free) == ""
    reasons = {expert.pk: bool(reason) for expert, reason in experts_for(application)}
    assert reasons == {e.pk: e in (at_unit, at_bureau) for e in cast.experts}
    for expert in (at_unit, at_bureau):
        with pytest.raises(Refused) as refused:
            assign(application, expert=expert, actor=cast.province)
        assert "须回避" in refused.value.items[0]


def test_a_position_at_another_bureau_is_none(province):
    application, cast = province.application_at("accepted"), province.cast
    other = cast.experts[0].user.memberships.model.objects.get(user__username="bureau360100").organisation
    grant_membership(cast.experts[0].user, other, role="bureau", actor=SYSTEM)
    assert conflict(application, cast.experts[0]) == ""


def test_before_the_pledge_nothing_can_be_marked_or_handed_in(assigned):
    _, assignment, expert = assigned
    with pytest.raises(WrongState, match="不能修改"):
        save_sheet(assignment, values=marks(assignment), based_on=0, actor=expert)
    with pytest.raises(WrongState):
        hand_in(assignment, actor=expert)
    assert not SheetVersion.objects.exists()


def test_a_pledge_is_signed_once_with_its_declaration(pledged):
    _, assignment, expert = pledged
    line = entries_of(assignment).get(action="pledge")
    assert (line.detail, again(assignment).pledged_at is not None) == ({"declared": "no_conflict"}, True)
    with pytest.raises(WrongState) as refused:
        pledge(assignment, declares_no_conflict=True, actor=expert)
    assert refused.value.code == "already"


def test_everything_about_an_assignment_is_the_experts_own(pledged, province):
    _, assignment, _ = pledged
    lines = JournalEntry.objects.count()
    for actor in (actor_in(province.cast.experts[1]), province.cast.province, province.officer, province.unit.engineer):
        for act in (
            lambda actor=actor: pledge(assignment, declares_no_conflict=True, actor=actor),
            lambda actor=actor: recuse(assignment, reason="x", actor=actor),
            lambda actor=actor: save_sheet(assignment, values={}, based_on=0, actor=actor),
            lambda actor=actor: hand_in(assignment, actor=actor),
        ):
            with pytest.raises(NotAllowed, match="不是指派给您"):
                act()
    assert JournalEntry.objects.count() == lines


def test_stepping_back_needs_a_reason_frees_the_case_and_keeps_the_assignment(pledged, province):
    application, assignment, expert = pledged
    with pytest.raises(Refused) as refused:
        recuse(assignment, reason=" ", actor=expert)
    assert (refused.value.items, fresh(application).state) == (("请写明回避的理由。",), "reviewing")
    recuse(again(assignment), reason="曾任顾问", actor=expert)
    assert (fresh(application).state, again(assignment).state) == ("accepted", "recused")
    assert entries_of(assignment).get(action="recuse").reason == "曾任顾问"
    second = assign(fresh(application), expert=province.cast.experts[1], actor=province.cast.province)
    assert [a.state for a in Assignment.objects.order_by("assigned_at", "id")] == ["recused", "assigned"]
    with pytest.raises(WrongState):
        save_sheet(again(assignment), values=marks(second), based_on=0, actor=expert)


def test_after_handing_in_nobody_steps_back_or_marks(province):
    province.application_at("reviewed")
    assignment = Assignment.objects.get()
    expert = actor_in(next(m for m in province.cast.experts if m.user_id == assignment.expert_id))
    for act in (
        lambda: recuse(assignment, reason="x", actor=expert),
        lambda: save_sheet(assignment, values={}, based_on=1, actor=expert),
        lambda: hand_in(assignment, actor=expert),
    ):
        with pytest.raises(WrongState):
            act()
    assert again(assignment).state == "handed_in"


def test_a_sheet_saved_meanwhile_in_another_window_is_shown_with_both(pledged):
    _, assignment, expert = pledged
    row = sheet_rows(own_declaration(assignment)[0])[0]
    save_sheet(assignment, values={row: {"given": "met"}}, based_on=0, actor=expert)
    with pytest.raises(StaleSheet) as stale:
        save_sheet(assignment, values={row: {"given": "not_met", "reason": "没有"}}, based_on=0, actor=expert)
    assert (stale.value.mine, stale.value.theirs) == ({row: {"given": "not_met", "reason": "没有"}}, {row: {"given": "met"}})
    assert newest_sheet(assignment).body == {row: {"given": "met"}}


def test_the_same_sheet_twice_is_one_save_and_unknown_rows_are_dropped(pledged):
    _, assignment, expert = pledged
    row = sheet_rows(own_declaration(assignment)[0])[0]
    values = {row: {"given": " met ", "reason": "  ", "hack": "x"}, "nosuch": {"given": "1"}, "energy": {"given": "5"}}
    first = save_sheet(assignment, values=values, based_on=0, actor=expert)
    assert save_sheet(assignment, values=values, based_on=0, actor=expert) == first
    assert first.body == {row: {"given": "met"}}


def test_a_nul_in_a_reason_is_refused_in_words(pledged):
    _, assignment, expert = pledged
    row = sheet_rows(own_declaration(assignment)[0])[0]
    with pytest.raises(Refused, match="NUL"):
        save_sheet(assignment, values={row: {"given": "met", "reason": "a\0b"}}, based_on=0, actor=expert)


def refused_sheet(pledged, **more):
    _, assignment, expert = pledged
    save_sheet(assignment, values=marks(assignment, **more), based_on=0, actor=expert)
    with pytest.raises(Refused) as refused:
        hand_in(again(assignment), actor=expert)
    assert (again(assignment).state, again(assignment).score, again(assignment).content_digest) == ("pledged", "", "")
    return refused.value.items


def test_one_row_left_out_is_counted(pledged):
    row = sheet_rows(own_declaration(pledged[1])[0])[0]
    assert refused_sheet(pledged, **{row: {}}) == ("还有1项未评。",)


def test_a_not_met_without_a_reason_is_not_handed_in(pledged):
    row = sheet_rows(own_declaration(pledged[1])[0])[0]
    assert refused_sheet(pledged, **{row: {"given": "not_met"}}) == ("有1项评为不符合或低于自评一半，还没有写理由。",)


def test_a_mark_far_below_the_units_own_wants_a_reason(pledged):
    plan, declared = own_declaration(pledged[1])
    own = own_marks(plan, declared)
    row = next(r for r, m in own.items() if needs_reason(m, "0") and plan.items.get(r) and plan.items[r].kind not in {"required", "yes_no"})
    assert "低于自评一半" in refused_sheet(pledged, **{row: {"given": "0"}})[0]


@pytest.mark.parametrize("given", ["999", "-1", "很好", "1e400", "NaN"])
def test_a_mark_that_cannot_stand_is_told_in_words(pledged, given):
    plan, _ = own_declaration(pledged[1])
    row = next(r for r, item in plan.items.items() if item.kind not in {"required", "yes_no"})
    (said,) = refused_sheet(pledged, **{row: {"given": given, "reason": "有理由"}})
    assert said


@pytest.mark.parametrize(
    ("own", "given", "wants"),
    [
        ("6", "3", True),
        ("6", "3.1", False),
        ("6", "0", True),
        ("0", "0", False),
        ("met", "not_met", True),
        ("met", "met", False),
        ("", "3", False),
        ("not_met", "not_met", False),
    ],
)
def test_half_of_the_units_own_mark_is_where_a_reason_begins(own, given, wants):
    assert needs_reason(own, given) is wants


def test_a_handed_in_sheet_is_scored_stored_and_replays(pledged):
    application, assignment, expert = pledged
    save_sheet(assignment, values=marks(assignment), based_on=0, actor=expert)
    result = hand_in(again(assignment), actor=expert)
    kept = again(assignment)
    content = load(kept.content_digest)
    assert (kept.state, kept.score, fresh(application).state) == ("handed_in", result.shown, "reviewed")
    assert content["sheet"] == newest_sheet(kept).body
    assert handed_in_result(kept).shown == kept.score
    assert entries_of(application).get(action="score").detail == {"score": kept.score}


def test_the_unit_changing_its_form_does_not_change_the_sheet(pledged, province):
    from greenlist.casework.filings.selectors import newest_save
    from greenlist.casework.filings.services import save_section

    application, assignment, expert = pledged
    before = own_declaration(assignment)[1]
    newest = newest_save(application.filing, "10")
    save_section(application.filing, "10", values={}, based_on=newest.number, actor=province.unit.engineer)
    assert own_declaration(again(assignment))[1] == before


def test_counts_by_state_and_by_marked_rows(pledged, province):
    _, assignment, expert = pledged
    save_sheet(assignment, values=dict(list(marks(assignment).items())[:5]), based_on=0, actor=expert)
    save_sheet(assignment, values=dict(list(marks(assignment).items())[:7]), based_on=1, actor=expert)
    assert state_counts(visible_to(expert)) == {"pledged": 1}
    assert marked_counts([assignment]) == {assignment.pk: 7}
    assert state_counts(visible_to(province.cast.province)) == {"pledged": 1}


def test_who_sees_an_assignment(assigned, province):
    _, assignment, expert = assigned
    cast = province.cast
    seen = [
        visible_to(a).exists()
        for a in (expert, cast.province, cast.centre, actor_in(cast.experts[1]), province.officer, province.unit.engineer)
    ]
    assert seen == [True, True, True, False, False, False]


def test_two_assigners_at_once_assign_one(separate_province):
    application, cast = separate_province.application_at("accepted"), separate_province.cast
    results = together(*(lambda e=e: assign(fresh(application), expert=e, actor=cast.province) for e in cast.experts[:3]))
    assert sorted(type(r).__name__ for r in results) == ["Assignment", "WrongState", "WrongState"]
    assert Assignment.objects.count() == 1


def test_an_employer_entered_under_the_same_unit_is_no_conflict_and_its_county_office_is(province):
    application, one, two = province.application_at("accepted"), *province.cast.experts[:2]
    Organisation.objects.filter(pk=one.organisation_id).update(unit=application.unit)
    assert conflict(application, one) == ""
    county = county_officer(application.site.division)
    grant_membership(two.user, Organisation.objects.get(pk=county.organisation_id), role="county", actor=SYSTEM)
    assert "有岗位，须回避" in conflict(application, two)
