"""Review, selection, publication: conflicts, two persons, the notice period, a list that can be recomputed."""

import json
from datetime import date
from pathlib import Path

import pytest

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import grant_membership
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.publication.models import Nomination, PublicNotice
from greenlist.casework.publication.services import give_notice, publish
from greenlist.casework.register.models import ListEntry
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import handed_in_result, visible_to
from greenlist.casework.review.services import assign, hand_in, pledge, recuse, save_sheet
from greenlist.casework.selection.ranking import Bounds, Candidate, rank
from greenlist.casework.selection.selectors import moves, replay, replay_content
from greenlist.casework.selection.services import decide, draft, screen, send_back, send_to_decision
from greenlist.casework.verification.services import record_fact
from greenlist.rehearsal import acts
from tests.casework.cast import fresh

KEPT = Path(__file__).parent / "kept_decisions"


def test_an_expert_of_the_unit_or_its_bureau_is_refused(province):
    application = province.application_at("accepted")
    expert = province.cast.experts[0]
    grant_membership(expert.user, application.site.organisation, role="applicant", actor=SYSTEM)
    with pytest.raises(Refused) as refused:
        assign(application, expert=expert, actor=province.cast.province)
    assert "须回避" in refused.value.items[0]


def test_an_expert_sees_only_his_own_and_marks_only_after_the_pledge(province):
    application = province.application_at("accepted")
    first, second = province.cast.experts[:2]
    assignment = assign(application, expert=first, actor=province.cast.province)
    assert list(visible_to(actor_in(first))) == [assignment]
    assert not visible_to(actor_in(second)).exists()
    with pytest.raises(Refused):
        save_sheet(assignment, values={}, based_on=0, actor=actor_in(first))
    with pytest.raises(NotAllowed):
        pledge(assignment, declares_no_conflict=True, actor=actor_in(second))


def test_a_sheet_with_gaps_is_not_handed_in_and_says_how_many(province):
    application = province.application_at("accepted")
    expert = actor_in(province.cast.experts[0])
    assignment = assign(application, expert=province.cast.experts[0], actor=province.cast.province)
    with pytest.raises(Refused, match="利害关系"):
        pledge(assignment, declares_no_conflict=False, actor=expert)
    pledge(assignment, declares_no_conflict=True, actor=expert)
    save_sheet(assignment, values={"4-1": {"given": "met"}}, based_on=0, actor=expert)
    with pytest.raises(Refused) as refused:
        hand_in(Assignment.objects.get(pk=assignment.pk), actor=expert)
    assert "还有88项未评" in refused.value.items[0]


def test_recusal_gives_the_case_back(province):
    application = province.application_at("accepted")
    expert = actor_in(province.cast.experts[0])
    assignment = assign(application, expert=province.cast.experts[0], actor=province.cast.province)
    recuse(assignment, reason="曾任该公司顾问", actor=expert)
    assert fresh(application).state == "accepted"


def test_a_handed_in_score_replays(province):
    province.application_at("reviewed")
    assignment = Assignment.objects.get()
    assert handed_in_result(assignment).shown == assignment.score


def test_ranking_is_by_score_then_by_the_committed_tie_break():
    candidates = [
        Candidate("b", "82.00", False),
        Candidate("a", "82.00", True),
        Candidate("c", "90.10", False),
        Candidate("d", "81.99", True),
    ]
    placed = rank(candidates, seed="x", bounds=Bounds("82.00"))
    assert placed[0].number == "c"
    assert [p.is_proposed for p in placed] == [True, True, True, False]
    assert placed == rank(list(reversed(candidates)), seed="x", bounds=Bounds("82.00"))
    assert {p.number for p in placed if p.is_nominated} == {"a"}


def test_the_sender_may_not_decide_nor_send_back(province):
    province.application_at("reviewed")
    made = draft(province.round, line="", actor=province.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    with pytest.raises(Refused, match="审定"):
        decide(made, meeting=acts.meeting(), actor=province.cast.province)
    with pytest.raises(Refused):
        send_back(made, reason="改", actor=province.cast.province)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    assert made.state == "decided"


def test_a_new_draft_shows_who_leaves(province):
    application = province.application_at("reviewed")
    draft(province.round, line="", actor=province.cast.province)
    second = draft(province.round, line="100", actor=province.cast.province)
    assert [(m.kind, m.standing.application.pk) for m in moves(second)] == [("out", application.pk)]


def test_a_fault_found_before_the_decision_stops_it(province):
    application = province.application_at("recommendable")
    record = {"clause": "C-53", "answer": "found", "statement": "在名单", "source": "执行信息公开网", "looked_up_on": date(2024, 5, 20)}
    other = province.application_at("reviewed", province.units[1])
    made = draft(province.round, line="", actor=province.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    from greenlist.casework.verification.models import RecordedFact

    RecordedFact.objects.create(application=other, recorded_by="x", recorded_at=made.drafted_at, **record)
    with pytest.raises(Refused) as refused:
        decide(made, meeting=acts.meeting(), actor=province.cast.director)
    assert "失信被执行人" in refused.value.items[0]
    assert fresh(other).state == "reviewed"
    record_fact(application, actor=province.officer, **record)


def test_publishing_waits_for_the_notice_period_then_lists_and_nominates(province, may):
    application = province.application_at("proposed", national=True)
    may(7, 10)
    screen(province.draft(), actor=province.cast.province)
    notice = give_notice(province.draft(), actor=province.cast.province)
    assert (notice.starts_on, notice.ends_on) == (date(2024, 7, 10), date(2024, 7, 17))
    may(7, 17, 23)
    screen(province.draft(), actor=province.cast.province)
    with pytest.raises(Refused) as refused:
        publish(province.draft(), document_number="演60号", actor=province.cast.province)
    assert "7月17日" in refused.value.items[0]
    may(7, 18)
    publish(province.draft(), document_number="演60号", actor=province.cast.province)
    entry = ListEntry.objects.get()
    assert (entry.name, entry.level, entry.listed_on) == (application.site.name, "provincial", date(2024, 7, 18))
    assert fresh(application).state == "listed"
    assert Nomination.objects.get().application == application
    assert PublicNotice.objects.count() == 1


def test_a_decision_replays_from_stored_content_after_the_standard_changed(province, tmp_path, monkeypatch):
    from greenlist.rulebook.standards import catalogue

    province.application_at("proposed")
    changed = tmp_path / "standards"
    changed.mkdir()
    monkeypatch.setattr(catalogue, "FOLDER", changed)
    made = province.draft()
    assert replay(made).differing == ()
    content = load(made.content_digest)
    content["rows"][0]["score"] = "1.00"
    assert replay_content(content).differing == (content["rows"][0]["number"],)


@pytest.mark.parametrize("file", sorted(KEPT.glob("*.json")), ids=lambda f: f.stem)
def test_kept_past_decisions_replay(file):
    kept = json.loads(file.read_text(encoding="utf-8"))
    result = replay_content(kept["content"], kept["plans"])
    assert (result.checked, result.differing) == (kept["checked"], ())


def test_there_are_kept_decisions():
    assert list(KEPT.glob("*.json"))
