"""Drafts and decisions: two persons, one open draft, a line in words, every proposed unit checked on the day."""

from datetime import date
from random import Random

import pytest

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.register.services import enter_adverse_record
from greenlist.casework.review.services import assign, hand_in, pledge, save_sheet
from greenlist.casework.selection.left_open import left_open
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.papers import minutes
from greenlist.casework.selection.selectors import moves, newest_draft, previous_draft, replay, risks_of, rows_of, visible_to
from greenlist.casework.selection.services import decide, draft, draft_and_send, send_back, send_to_decision
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.casework.separate import together


def drafted(province, line=""):
    return draft(province.round, line=line, actor=province.cast.province)


def sent(province, line=""):
    made = drafted(province, line)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    return made


def stop(application, actor):
    return enter_adverse_record(application.site, kind="stopped_production", from_on=date(2022, 1, 1), until_on=date(2023, 6, 30),
                                statement="停产18个月", source="供电清单", actor=actor)  # fmt: skip


def others(province):
    return (province.cast.centre, province.officer, province.unit.engineer, acts.actor_in(province.cast.experts[0]))


def test_only_the_province_drafts_sends_and_decides(province):
    application = province.application_at("reviewed")
    for actor in others(province):
        with pytest.raises(NotAllowed):
            draft(province.round, line="", actor=actor)
    made = drafted(province)
    for actor in others(province):
        with pytest.raises(NotAllowed):
            send_to_decision(made, open_because=acts.STILL_OPEN, actor=actor)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    for actor in others(province):
        for act in (
            lambda actor=actor: decide(made, meeting=acts.meeting(), actor=actor),
            lambda actor=actor: send_back(made, reason="x", actor=actor),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert (SelectionDraft.objects.get().state, fresh(application).state) == ("under_decision", "reviewed")


def test_with_nothing_reviewed_there_is_no_draft(province):
    province.application_at("recommended")
    with pytest.raises(Refused, match="还没有已评审的申报件") as refused:
        drafted(province)
    assert (refused.value.clause, SelectionDraft.objects.exists()) == ("C-11", False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" ", ""),
        ("82", "82.00"),
        ("82.005", "82.00"),
        ("82.015", "82.02"),
        ("８２．５", "82.50"),
        ("0", "0.00"),
        ("100", "100.00"),
    ],
)
def test_a_line_is_kept_with_two_decimals(province, typed, kept):
    province.application_at("reviewed")
    assert drafted(province, typed).line == kept


@pytest.mark.parametrize("typed", ["很高", "-1", "100.01", "NaN", "Infinity", "1e9", "80分"])
def test_a_line_that_cannot_be_is_refused_in_words(province, typed):
    province.application_at("reviewed")
    with pytest.raises(Refused, match="入选线"):
        drafted(province, typed)
    assert not SelectionDraft.objects.exists()


def test_a_draft_holds_everybody_reviewed_and_everything_to_compute_it_again(province):
    cases = [province.application_at("reviewed", unit) for unit in (province.unit, province.other_unit)]
    made = drafted(province)
    assert {row.application for row in rows_of(made)} == set(cases)
    content = load(made.content_digest)
    assert len(content["seed"]) == 32
    assert {row["number"] for row in content["rows"]} == {c.number for c in cases}
    assert (replay(made).checked, replay(made).differing) == (2, ())
    assert entries_of(made).get(action="draft_selection").detail == {"rows": 2, "line": ""}


def test_while_a_draft_is_under_decision_no_other_is_made(province):
    province.application_at("reviewed")
    sent(province)
    with pytest.raises(Refused, match="不能再拟新稿"):
        drafted(province)
    send_back(newest_draft(province.round), reason="改线", actor=province.cast.director)
    assert drafted(province).number == 2


def test_the_sender_is_not_the_decider_and_the_decider_is_written(province):
    application = province.application_at("reviewed")
    made = sent(province)
    with pytest.raises(Refused) as refused:
        decide(made, meeting=acts.meeting(), actor=province.cast.province)
    assert refused.value.items == ("送审人和审定人须是两个人；请另一位同事审定。",)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    kept = SelectionDraft.objects.get()
    assert (kept.sent_by, kept.decided_by) == (province.cast.province.name, province.cast.director.name)
    assert (kept.sent_by_id, kept.decided_by_id) == (province.cast.province.user_id, province.cast.director.user_id)
    assert fresh(application).state == "proposed"


def test_a_decision_is_made_once(province):
    province.application_at("proposed")
    made = province.draft()
    with pytest.raises(WrongState) as refused:
        decide(made, meeting=acts.meeting(), actor=province.cast.director)
    assert refused.value.code == "already"
    with pytest.raises(WrongState):
        send_back(made, reason="x", actor=province.cast.director)
    with pytest.raises(Refused):
        drafted(province)


def test_sending_back_needs_a_reason(province):
    province.application_at("reviewed")
    made = sent(province)
    with pytest.raises(Refused) as refused:
        send_back(made, reason=" ", actor=province.cast.director)
    assert refused.value.items == ("请写明退回修改的理由。",)
    send_back(made, reason="入选线偏低", actor=province.cast.director)
    assert (SelectionDraft.objects.get().state, entries_of(made).get(action="send_back").reason) == ("sent_back", "入选线偏低")


def test_those_below_the_line_are_passed_over_with_score_and_line(province):
    application = province.application_at("reviewed")
    made = sent(province, "100")
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    assert fresh(application).state == "not_selected"
    assert "低于入选线 100.00" in entries_of(application).get(action="pass_over").reason


def test_a_stop_found_after_review_keeps_the_decision_back_and_names_the_unit(province):
    application = province.application_at("reviewed")
    made = sent(province)
    stop(application, province.officer)
    lines = JournalEntry.objects.count()
    with pytest.raises(Refused) as refused:
        decide(made, meeting=acts.meeting(), actor=province.cast.director)
    assert f"{application.site.name}：连续停产12个月以上：发现" in refused.value.items[0]
    assert (SelectionDraft.objects.get().state, fresh(application).state) == ("under_decision", "reviewed")
    assert [e.action for e in JournalEntry.objects.order_by("at", "id")[lines:]] == ["check_application"], (
        "what was found stays to be judged"
    )


def test_a_unit_below_the_line_holds_up_nobody(province):
    application = province.application_at("reviewed")
    made = sent(province, "100")
    stop(application, province.officer)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    assert (fresh(application).state, AdverseRecord.objects.count()) == ("not_selected", 1)


def test_risks_are_told_before_anybody_decides(province):
    from greenlist.casework.verification.services import check_application

    application = province.application_at("reviewed")
    drafted(province)
    assert risks_of([application]) == []
    stop(application, province.officer)
    check_application(application, stage="publication", actor=province.cast.province)
    assert [(r.clause, r.verdict, r.since, r.applications) for r in risks_of([application])] == [
        ("C-44", "not_met", date(2024, 5, 22), (application,)),
    ]  # fmt: skip


def test_who_enters_and_who_leaves_between_drafts(province):
    application = province.application_at("reviewed")
    first = drafted(province, "100")
    assert (moves(first), previous_draft(first)) == ([], None)
    second, third = drafted(province), drafted(province)
    assert [(m.kind, m.standing.application) for m in moves(second)] == [("in", application)]
    assert moves(third) == []
    assert previous_draft(third) == second


def test_drafting_and_sending_in_one_act_leaves_nothing_when_it_cannot_be_sent(province):
    province.application_at("reviewed")
    with pytest.raises(Refused):
        draft_and_send(province.round, line="很高", actor=province.cast.province)
    with pytest.raises(NotAllowed):
        draft_and_send(province.round, line="", open_because=acts.STILL_OPEN, actor=province.cast.centre)
    assert not SelectionDraft.objects.exists()
    assert draft_and_send(province.round, line="60", open_because=acts.STILL_OPEN, actor=province.cast.province).state == "under_decision"


def test_drafts_are_seen_by_the_province_and_its_centre(province):
    province.application_at("reviewed")
    drafted(province)
    cast = province.cast
    seen = [visible_to(a).count() for a in (cast.province, cast.director, cast.centre, province.officer, province.unit.engineer)]
    assert seen == [1, 1, 1, 0, 0]


def test_two_deciders_at_once_decide_once(separate_province):
    application = separate_province.application_at("reviewed")
    made = sent(separate_province)
    act = lambda: decide(SelectionDraft.objects.get(pk=made.pk), meeting=acts.meeting(), actor=separate_province.cast.director)  # noqa: E731
    results = together(act, act)
    assert sorted(type(r).__name__ for r in results) == ["NoneType", "WrongState"]
    assert JournalEntry.objects.filter(action="propose", subject_id=application.pk).count() == 1


def test_a_unit_with_a_basic_requirement_marked_not_met_is_never_proposed_whatever_its_score(province):
    application = province.application_at("accepted")
    expert = province.cast.experts[0]
    actor = actor_in(expert)
    assignment = assign(application, expert=expert, actor=province.cast.province)
    pledge(assignment, declares_no_conflict=True, actor=actor)
    values = acts.marks(assignment, Random(3), strictness=1.0)
    values["4-1"] = {"given": "not_met", "reason": "没有环评批复"}
    save_sheet(assignment, values=values, based_on=0, actor=actor)
    hand_in(assignment, actor=actor)
    row = draft(province.round, line="", actor=province.cast.province).rows.get()
    assert (row.outcome, row.is_nominated) == ("not_selected", False)
    assert row.reason.endswith("有基本要求或必选项评为不符合，不合格")


def test_only_the_newest_draft_is_sent(province):
    province.application_at("reviewed")
    first = draft(province.round, line="", actor=province.cast.province)
    draft(province.round, line="80", actor=province.cast.province)
    with pytest.raises(Refused, match="不是最新稿"):
        send_to_decision(first, open_because=acts.STILL_OPEN, actor=province.cast.province)


def test_what_is_left_open_is_named_and_explained_before_the_selection_goes_on(province, may):
    """A case still to be reviewed formally and bureaus that may still report: no block, but a reason, in journal and minutes."""
    case = province.application_at("recommended", province.units[1])
    province.application_at("reviewed")
    made = drafted(province)
    with pytest.raises(Refused) as refused:
        send_to_decision(made, actor=province.cast.province)
    (told,) = refused.value.items
    assert f"{case.number}{case.site.name}（已推荐）" in told and "11家推荐单位还没有报送" in told and "请写明理由" in told
    send_to_decision(made, open_because="该件另作研究", actor=province.cast.province)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    line = entries_of(made).filter(action="decide").get()
    assert line.reason == "该件另作研究" and case.number in line.detail["left_open"]
    assert any(case.number in text and "理由：该件另作研究" in text for text in minutes(made).paragraphs)


def test_after_the_deadline_only_open_cases_are_told(province, may):
    may(5, 28)
    assert left_open(province.round, ()) == []
