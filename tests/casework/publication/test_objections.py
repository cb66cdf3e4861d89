"""Objections: received, examined, upheld or not; an open one keeps the list back; an upheld one re-runs the selection."""

from datetime import date
from random import Random

import pytest

from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.publication.models import FeedbackLetter, NoticeRow, Objection, PublicNotice
from greenlist.casework.publication.selectors import letter_about, letter_for, letter_rows, noticed_rows, objections_visible_to
from greenlist.casework.publication.services import (
    dismiss_objection,
    examine_objection,
    give_notice,
    publish,
    receive_objection,
    uphold_objection,
)
from greenlist.casework.register.models import ListEntry
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.services import StepProof
from greenlist.casework.review.step_services import record_step
from greenlist.casework.selection.ranking import rank_content
from greenlist.casework.selection.selectors import moves, rows_of
from greenlist.casework.selection.services import decide, draft, screen, send_to_decision
from greenlist.rehearsal import acts
from tests.casework.cast import fresh


@pytest.fixture
def noticed(province):
    """Three reviewed units, two places: the third is out by the quota; the notice runs."""
    return province.kept("three noticed", lambda: _noticed(province))


def _noticed(province):
    units = [*province.units, province.other_unit]
    cases = [province.application_at("reviewed", unit) for unit in units]
    for case, score in zip(cases, ("95.00", "90.00", "85.00"), strict=True):
        Assignment.objects.filter(application=case).update(score=score)
    made = draft(province.round, line="80", quotas={"factory": 2}, actor=province.cast.province)
    conclude(province, made)
    give_notice(made, actor=province.cast.province)
    return cases


def conclude(province, made):
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)


def received(province, case, **more):
    return receive_objection(PublicNotice.objects.first(), application=case, statement="2023年有处罚", actor=ANONYMOUS, **more)


def examined(province, case):
    found = received(province, case)
    examine_objection(found, examination="信用中国查到1条", actor=province.cast.province)
    return found


def upheld(province, case):
    found = examined(province, case)
    return uphold_objection(found, reason="处罚属实", clause="C-49", document_number="演函1号", actor=province.cast.province)


def list_it(province):
    screen(province.draft(), actor=province.cast.province)
    return publish(province.draft(), document_number="演60号", actor=province.cast.province)


def test_the_quota_keeps_the_third_out_and_says_so(province, noticed):
    rows = list(rows_of(province.draft()))
    assert [r.outcome for r in rows] == ["proposed", "proposed", "not_selected"]
    assert rows[2].reason == "评审分 85.00，绿色工厂名额2家已满，排第3"
    assert fresh(noticed[2]).state == "not_selected"


def test_anybody_may_object_while_the_notice_runs_and_only_about_who_stands_in_it(province, noticed, may):
    found = received(province, noticed[0])
    assert (found.state, found.channel, found.contact_name, found.number) == ("received", "public_form", "", "YY-2024-001")
    with pytest.raises(Refused) as refused:
        received(province, noticed[2])
    assert refused.value.items == ("这家单位不在本次公示之列。",)
    may(6, 20)
    with pytest.raises(Refused, match="没有提交") as late:
        received(province, noticed[0])
    assert "不在期内" in late.value.items[0]
    receive_objection(PublicNotice.objects.get(), application=None, statement="来信", actor=province.cast.province)
    assert Objection.objects.count() == 2


def test_an_empty_objection_is_refused_and_a_flood_is_held_back(province, noticed):
    with pytest.raises(Refused) as refused:
        receive_objection(PublicNotice.objects.get(), application=None, statement=" ", actor=ANONYMOUS)
    assert refused.value.items == ("请写明事实和理由。",)
    for _ in range(5):
        received(province, noticed[0], sender="a")
    with pytest.raises(Refused) as flood:
        received(province, noticed[0], sender="a")
    assert flood.value.code == "flood"
    received(province, noticed[0], sender="b")


def test_one_sender_has_a_limit_a_day_and_does_not_close_the_form_to_the_others(province, noticed, may):
    for hour in (10, 12, 14, 16):
        may(5, 23, hour)
        for _ in range(5):
            received(province, noticed[0], sender="a")
    may(5, 23, 18)
    with pytest.raises(Refused) as flood:
        received(province, noticed[0], sender="a")
    assert flood.value.code == "flood"
    received(province, noticed[0], sender="b")
    may(5, 24, 19)
    received(province, noticed[0], sender="a")


def test_however_many_all_together_have_sent_the_next_one_is_taken(province, noticed):
    notice = PublicNotice.objects.get()
    Objection.objects.bulk_create(
        Objection(number=f"演{n}", notice=notice, channel="public_form", statement="x", sender=f"{n}", received_at=now())
        for n in range(5001)
    )
    assert received(province, noticed[0], sender="b").number == "YY-2024-5002"


def test_only_the_province_handles_objections_and_only_it_and_its_centre_see_them(province, noticed):
    found = received(province, noticed[0])
    for actor in (province.cast.centre, province.officer, province.unit.engineer, ANONYMOUS):
        with pytest.raises(NotAllowed):
            examine_objection(found, examination="x", actor=actor)
    cast = province.cast
    assert [objections_visible_to(a).count() for a in (cast.province, cast.centre, province.officer, ANONYMOUS)] == [1, 1, 0, 0]


def test_an_objection_is_examined_before_it_is_settled_and_each_step_has_its_reason(province, noticed):
    found = received(province, noticed[0])
    with pytest.raises(WrongState):
        dismiss_objection(found, reason="x", actor=province.cast.province)
    with pytest.raises(Refused, match="核查"):
        examine_objection(found, examination=" ", actor=province.cast.province)
    examine_objection(found, examination="查了", actor=province.cast.province)
    with pytest.raises(Refused):
        dismiss_objection(found, reason=" ", actor=province.cast.province)
    dismiss_objection(found, reason="没有这回事", actor=province.cast.province)
    assert [e.action for e in entries_of(found).order_by("at", "id")] == ["receive_objection", "examine_objection", "dismiss_objection"]


def test_an_open_objection_keeps_the_list_back_and_a_dismissed_one_does_not(province, noticed, may):
    found = examined(province, noticed[0])
    may(6, 5)
    with pytest.raises(Refused) as refused:
        list_it(province)
    assert refused.value.items == ("还有1件异议没有办结：YY-2024-001。",)
    dismiss_objection(found, reason="没有这回事", actor=province.cast.province)
    list_it(province)
    assert ListEntry.objects.count() == 2


def test_an_upheld_one_takes_the_row_out_and_draws_the_selection_again(province, noticed):
    first = province.draft()
    second = upheld(province, noticed[0])
    first.refresh_from_db()
    assert (first.state, second.number, second.state, second.reopens) == ("reopened", 2, "drafting", first)
    found = {(m.kind, m.standing.application, m.standing.clause) for m in moves(second)}
    assert found == {("in", noticed[2], "本轮参数"), ("out", noticed[0], "C-49")}
    assert [r.outcome for r in rows_of(first)] == ["proposed", "proposed", "not_selected"], "the old draft stays as it was"
    assert (drawn(first), drawn(second)) == (stored(first), stored(second))
    assert load(second.content_digest)["seed"] == load(first.content_digest)["seed"]
    assert fresh(noticed[0]).state == "proposed", "nothing moves before two persons have decided"


def test_a_unit_that_enters_by_it_has_its_own_notice_period_and_the_list_waits_for_it(province, noticed, may):
    may(5, 28)
    second = upheld(province, noticed[0])
    with pytest.raises(Refused):
        conclude_by_one(province, second)
    conclude(province, second)
    assert [fresh(c).state for c in noticed] == ["not_selected", "proposed", "proposed"]
    own = give_notice(second, actor=province.cast.province)
    assert [r.application for r in noticed_rows(own)] == [noticed[2]]
    assert (own.ends_on, NoticeRow.objects.count()) == (date(2024, 6, 4), 3)
    may(6, 4)
    with pytest.raises(Refused) as refused:
        list_it(province)
    assert refused.value.items == ("公示到2024年6月4日为止，期满后才能公布。",)
    may(6, 5)
    list_it(province)
    assert {e.name for e in ListEntry.objects.all()} == {noticed[1].site.name, noticed[2].site.name}


def drawn(made):
    """The order as anybody draws it again from the stored content."""
    return {(p.number, p.rank, p.is_proposed) for p in rank_content(load(made.content_digest))}


def stored(made):
    return {(r.application.number, r.rank, r.outcome == "proposed") for r in rows_of(made)}


def conclude_by_one(province, made):
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    try:
        decide(made, meeting=acts.meeting(), actor=province.cast.province)
    finally:
        made.state = "drafting"
        made.save(update_fields=["state"])


def test_letters_are_there_with_the_list_and_not_before(province, noticed, may):
    officer = province.officer
    may(6, 5)
    assert (letter_for(officer), letter_about(noticed[0]), FeedbackLetter.objects.exists()) == (None, None, False)
    list_it(province)
    rows = letter_rows(letter_for(officer))
    assert [(r["name"], r["result"]) for r in rows] == [(noticed[0].site.name, "proposed"), (noticed[1].site.name, "proposed")]
    (other,) = letter_rows(letter_about(noticed[2]))
    assert (other["result"], other["reason"]) == ("not_selected", "评审分 85.00，绿色工厂名额2家已满，排第3")
    assert letter_for(province.unit.engineer) is None


def test_a_screen_older_than_its_days_holds_notice_and_list_back(province, noticed, may):
    may(6, 5)
    screen(province.draft(), actor=province.cast.province)
    may(6, 9)
    with pytest.raises(Refused) as refused:
        publish(province.draft(), document_number="演60号", actor=province.cast.province)
    assert refused.value.items == ("公布前查核是6月5日做的，超过3天有效期，请重新查核。",)
    may(6, 8)
    publish(province.draft(), document_number="演60号", actor=province.cast.province)


def test_after_the_list_is_out_no_objection_to_its_notice_is_entered(province, noticed, may):
    may(6, 20)
    list_it(province)
    with pytest.raises(Refused) as refused:
        receive_objection(PublicNotice.objects.get(), application=None, statement="来信", actor=province.cast.province)
    assert "名单已经公布" in refused.value.items[0]


def test_who_failed_a_step_while_the_draft_was_decided_does_not_enter_later(province):
    units = [*province.units, province.other_unit]
    cases = [province.application_at("reviewed", unit) for unit in units[:2]]
    last = province.application_at("accepted", units[2])
    acts.review(last, province.cast, Random(3), strictness=0.9)
    for case, score in zip([*cases, last], ("95.00", "90.00", "85.00"), strict=True):
        Assignment.objects.filter(application=case).update(score=score)
    made = draft(province.round, line="80", quotas={"factory": 2}, actor=province.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    record_step(province.round, step_id="special", applications=[fresh(last)], is_passed=False, reason="数据不实", actor=province.cast.province,
                proof=StepProof(document="演专审2号"))  # fmt: skip
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    give_notice(made, actor=province.cast.province)
    again = upheld(province, cases[0])
    row = again.rows.get(application=last)
    assert (row.outcome, row.clause, row.reason) == ("not_selected", "C-11", "专项审查未通过：数据不实")
    conclude(province, again)
    assert fresh(last).state == "not_selected"
