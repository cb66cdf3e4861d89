"""The province's steps as data: in their order, one document for many, what fails ends, what a round lacks is skipped."""

import pytest

from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.review.models import StepRecord
from greenlist.casework.review.services import StepProof, accept, assign
from greenlist.casework.review.step_services import correct_step, record_step, sign_round_change
from greenlist.casework.review.steps import case_steps, missing_before, records_in_force, replaced_records, step_line, waiting
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.rounds.services import propose_parameters, sign_parameters
from greenlist.casework.selection.selectors import handed_in, replay
from greenlist.casework.selection.services import decide, draft, send_to_decision
from greenlist.rehearsal import acts
from tests.casework.cast import fresh

LETTER = StepProof(document="演专审1号")


def turn_on(province, *steps):
    """Sign parameters with exactly these steps."""
    sign_parameters(province.round, changes={"steps_on": list(steps)}, reason="演示：环节", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip


def reviewed(province, unit=None):
    """Reviewed by an expert, with nothing recorded after it."""
    application = province.application_at("accepted", unit)
    acts.review(application, province.cast, acts.Random(3), strictness=0.95)
    return fresh(application)


def special(province, *applications, actor=None, **more):
    more = {"is_passed": True, "proof": LETTER, **more}
    return record_step(province.round, step_id="special", applications=applications, actor=actor or province.cast.centre, **more)


def test_a_selection_waits_until_every_proposed_unit_has_passed_the_steps_that_are_on(province):
    two = [reviewed(province), reviewed(province, province.units[1])]
    assert [step.label for step in missing_before(two[0], "")] == ["专项审查"]
    made = draft(province.round, line="", actor=province.cast.province)
    with pytest.raises(Refused) as refused:
        send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    assert refused.value.items == (f"专项审查还有2件没有记录（{'、'.join(r.application.site.name for r in made.rows.all())}）",)
    assert special(province, *two) == 2
    assert [r.document for r in StepRecord.objects.filter(step="special")] == ["演专审1号", "演专审1号"]
    assert entries_of(two[0]).get(action="record_step").detail == {"step": "专项审查", "document": "演专审1号"}
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    with pytest.raises(Refused) as refused:
        decide(made, actor=province.cast.director)
    assert refused.value.items == ("请填会议审定的日期、纪要文号和参加人。",)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    assert made.meeting.document.startswith("演工信会纪")


def test_one_unit_that_cannot_be_recorded_keeps_all_the_others_back_and_is_named(province):
    ready, early = reviewed(province), province.application_at("accepted", province.units[1])
    with pytest.raises(Refused) as refused:
        special(province, ready, early)
    assert refused.value.items == (f"{early.site.name}：前面的专家评审还没有完成",)
    special(province, ready)
    with pytest.raises(Refused) as refused:
        special(province, ready, proof=StepProof())
    assert refused.value.items == ("专项审查要有文号，或附上记录文件。", f"{ready.site.name}：专项审查已经记录过")
    assert StepRecord.objects.filter(step="special").count() == 1


def test_failing_a_step_is_the_provinces_needs_a_reason_and_ends_in_not_selected(province):
    case = reviewed(province)
    with pytest.raises(NotAllowed):
        special(province, case, is_passed=False, reason="查实处罚")
    with pytest.raises(Refused, match="专项审查没有记录") as refused:
        special(province, case, is_passed=False, actor=province.cast.province)
    assert refused.value.items == ("请写明专项审查未通过的理由。",)
    special(province, case, is_passed=False, reason="查实处罚", actor=province.cast.province)
    line = entries_of(case).get(action="fail_step")
    assert (fresh(case).state, line.reason, line.clause) == ("not_selected", "查实处罚", "C-11")
    assert [(s.step.label, s.standing) for s in step_line(fresh(case))][-1] == ("专项审查", "failed")
    assert handed_in(province.round) == []


def test_a_record_is_corrected_by_a_new_version_and_the_old_one_stays(province):
    case = reviewed(province)
    special(province, case)
    kept = StepRecord.objects.get(step="special")
    with pytest.raises(Refused) as refused:
        correct_step(kept, is_passed=True, correction=" ", proof=LETTER, actor=province.cast.centre)
    assert refused.value.items == ("请写明更正的理由。", "没有一项与原记录不同。")
    right = StepProof(document="演专审11号")
    with pytest.raises(NotAllowed):
        correct_step(kept, is_passed=True, correction="文号抄错", proof=right, actor=province.officer)
    made = correct_step(kept, is_passed=True, correction="文号抄错", proof=right, actor=province.cast.centre)
    assert [(r.version, r.document, r.correction) for r in case.step_records.filter(step="special").order_by("version")] == [
        (1, "演专审1号", ""), (2, "演专审11号", "文号抄错"),
    ]  # fmt: skip
    line = entries_of(case).get(action="correct_step")
    assert (line.reason, line.detail) == ("文号抄错", {"step": "专项审查", "version": 2, "before": "演专审1号", "document": "演专审11号"})
    with pytest.raises(WrongState):
        correct_step(kept, is_passed=True, correction="再改", proof=LETTER, actor=province.cast.centre)
    assert [step.label for step in missing_before(fresh(case), "")] == []
    assert [s.record for s in step_line(fresh(case))][-1] == made
    assert list(replaced_records(records_in_force(province.round, "special")).values()) == [[StepRecord.objects.get(pk=kept.pk)]]


def test_a_pass_recorded_by_mistake_is_corrected_to_a_failure_and_not_the_other_way_round(province):
    case = reviewed(province)
    special(province, case)
    kept = StepRecord.objects.get(step="special")
    more = {"is_passed": False, "correction": "会上结论是未通过", "proof": LETTER}
    with pytest.raises(NotAllowed):
        correct_step(kept, reason="查实处罚", actor=province.cast.centre, **more)
    with pytest.raises(Refused) as refused:
        correct_step(kept, actor=province.cast.province, **more)
    assert refused.value.items == ("请写明专项审查未通过的理由。",)
    assert StepRecord.objects.filter(step="special").count() == 1
    made = correct_step(kept, reason="查实处罚", actor=province.cast.province, **more)
    assert (fresh(case).state, made.outcome, handed_in(province.round)) == ("not_selected", "failed", [])
    with pytest.raises(Refused) as refused:
        correct_step(made, is_passed=True, correction="改回", proof=LETTER, actor=province.cast.province)
    assert refused.value.items == ("本件已按未通过列为未入选，不能更正为通过。",)


def test_a_unit_that_fails_after_drafting_asks_for_a_new_draft(province):
    gone, stays = reviewed(province), reviewed(province, province.units[1])
    made = draft(province.round, line="", actor=province.cast.province)
    special(province, gone, is_passed=False, reason="查实处罚", actor=province.cast.province)
    special(province, stays)
    with pytest.raises(Refused) as refused:
        send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    assert refused.value.items == (f"拟稿后有1件已不在遴选中（{gone.site.name}），请另拟一稿",)
    send_to_decision(
        draft(province.round, line="", actor=province.cast.province), open_because=acts.STILL_OPEN, actor=province.cast.province
    )


def test_a_step_before_the_experts_holds_the_assignment_back(province):
    turn_on(province, "city", "hand_in", "formal", "site_visit", "experts", "special", "notice", "publication")
    case = province.application_at("accepted")
    order = [s.id for s in case_steps(province.round)]
    if order.index("site_visit") > order.index("experts"):
        assert [step.label for step in missing_before(case, "")] == ["专家评审", "现场核查", "专项审查"]
        return
    with pytest.raises(Refused):
        assign(case, expert=province.cast.experts[0], actor=province.cast.province)


def test_without_formal_review_handing_in_accepts_by_itself(province):
    turn_on(province, "city", "hand_in", "experts", "special", "notice", "publication")
    case = province.application_at("recommended")
    assert case.state == "accepted"
    assert entries_of(case).get(action="accept").actor_role == "system"
    assert waiting(province.round, case_steps(province.round)) == {"experts": [case.pk], "special": []}


def test_without_experts_the_units_own_score_ranks_it_marked_so_and_the_decision_replays(province):
    turn_on(province, "city", "hand_in", "formal", "special", "notice", "publication")
    case = province.application_at("recommended")
    accept(case, actor=province.cast.centre)
    assert fresh(case).state == "reviewed"
    special(province, case)
    made = draft(province.round, line="", actor=province.cast.province)
    row = made.rows.get()
    assert row.reason == f"自评分（本轮不设专家评审） {case.filing.versions.get().score}，本轮不设入选线"
    assert load(made.content_digest)["rows"][0]["basis"] == "declared"
    assert replay(made).differing == ()
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    decide(made, actor=province.cast.director)
    assert fresh(case).state == "proposed"


def test_only_a_step_of_this_round_can_be_recorded(province):
    case = reviewed(province)
    for step_id in ("site_visit", "experts", "meeting", "x"):
        with pytest.raises(Refused, match="本轮没有这个要记录的环节"):
            record_step(province.round, step_id=step_id, applications=[case], is_passed=True, proof=LETTER, actor=province.cast.centre)
    with pytest.raises(NotAllowed):
        special(province, case, actor=province.officer)
    with pytest.raises(Refused) as refused:
        special(province)
    assert refused.value.items == ("请先勾选申报件。",)


def test_experts_switched_off_midway_leave_no_case_behind(province):
    case = province.application_at("accepted")
    on = [s for s in parameters(province.round)["steps_on"] if s != "experts"]
    made = propose_parameters(province.round, changes={}, steps_on=on, reason="本轮不设专家评审", actor=province.cast.province)
    sign_round_change(made, actor=province.cast.director)
    assert fresh(case).state == "reviewed"
    assert entries_of(case).get(action="skip_experts").actor_role == "system"
