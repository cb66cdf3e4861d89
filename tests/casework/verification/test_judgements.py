"""Judgements sit on findings: only on what was found, only with a reason, carried on while verdict and fact stay, asked anew after."""

from datetime import date

import pytest

from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.verification.models import Finding, Judgement
from greenlist.casework.verification.selectors import checklist, judgement_of, open_counts, standing_findings
from greenlist.casework.verification.services import check_application, judge, mark_recommendable, open_exclusions, record_fact
from greenlist.rehearsal import acts
from tests.casework.cast import fresh


def found(province, clause="C-53", answer="found", statement="在名单"):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=(clause,))
    return look_up(province, application, clause, answer, statement)


def look_up(province, application, clause="C-53", answer="found", statement="在名单"):
    return record_fact(fresh(application), clause=clause, answer=answer, statement=statement, source="执行信息公开网",
                       looked_up_on=date(2024, 5, 20), actor=province.officer)  # fmt: skip


def line(application, clause="C-53"):
    return next(i for i in checklist(application) if i.clause.id == clause)


@pytest.mark.parametrize(("answer", "word"), [("unknown", "待核实"), ("not_found", "未发现")])
def test_what_is_not_found_cannot_be_set_aside_and_unknown_goes_on_blocking(province, answer, word):
    finding = found(province, answer=answer)
    with pytest.raises(Refused, match="只有“发现”的结论可以判断"):
        judge(finding, outcome="set_aside", reason="我看可以", actor=province.officer)
    assert line(finding.application).word == word
    assert bool(open_exclusions(finding.application)) is (answer == "unknown")


def test_even_a_judgement_written_past_the_service_does_not_turn_unknown_into_no(province):
    finding = found(province, answer="unknown")
    Judgement.objects.create(finding=finding, outcome="set_aside", reason="x", judged_by="x", judged_at=finding.computed_at)
    assert len(open_exclusions(finding.application)) == 1
    with pytest.raises(Refused):
        mark_recommendable(fresh(finding.application), reason="基础好", actor=province.officer)


@pytest.mark.parametrize(("outcome", "open_now"), [("upheld", 1), ("set_aside", 0), ("referred", 1)])
def test_only_a_finding_set_aside_no_longer_blocks(province, outcome, open_now):
    finding = found(province)
    judgement = judge(finding, outcome=outcome, reason="核对了判决书", actor=province.officer)
    assert len(open_exclusions(finding.application)) == open_now
    assert open_counts([finding.application])[finding.application_id] == (0, open_now)
    assert (judgement.judged_by, judgement.reason) == (province.officer.name, "核对了判决书")
    written = entries_of(finding.application).get(action="judge_finding")
    assert (written.clause, written.reason, written.detail) == ("C-53", "核对了判决书", {"outcome": outcome})
    assert line(finding.application).needs_judgement is False


@pytest.mark.parametrize("outcome", ["", "nosuch", "UPHELD"])
def test_a_choice_is_required(province, outcome):
    with pytest.raises(Refused, match="请选择判断"):
        judge(found(province), outcome=outcome, reason="x", actor=province.officer)


def test_others_may_not_judge(province):
    finding, cast = found(province), province.cast
    for actor in (cast.bureaus["360100"], cast.province, cast.centre, province.unit.engineer, acts.actor_in(cast.experts[0])):
        with pytest.raises(NotAllowed):
            judge(finding, outcome="set_aside", reason="x", actor=actor)
    assert not Judgement.objects.exists()


def test_the_newest_judgement_counts_and_the_old_one_stays(province):
    finding = found(province)
    judge(finding, outcome="set_aside", reason="先", actor=province.officer)
    judge(finding, outcome="upheld", reason="后", actor=province.officer)
    assert judgement_of(Finding.objects.prefetch_related("judgements").get(pk=finding.pk)).reason == "后"
    assert Judgement.objects.count() == 2
    assert len(open_exclusions(finding.application)) == 1


def test_a_judgement_is_carried_to_the_next_stage_while_nothing_changed(province):
    finding = found(province)
    judge(finding, outcome="set_aside", reason="已结清", actor=province.officer)
    check_application(finding.application, stage="recommendation", actor=province.officer)
    newest = line(finding.application)
    assert (newest.finding.stage, newest.judgement.reason, newest.is_open) == ("recommendation", "已结清", False)


def test_another_fact_asks_for_another_judgement(province):
    finding = found(province)
    judge(finding, outcome="set_aside", reason="已结清", actor=province.officer)
    look_up(province, finding.application, statement="又有新的一条")
    newest = line(finding.application)
    assert (newest.judgement, newest.is_open, newest.needs_judgement) == (None, True, True)


def test_found_then_cleared_then_found_again_is_judged_anew(province):
    finding = found(province)
    judge(finding, outcome="set_aside", reason="已结清", actor=province.officer)
    look_up(province, finding.application, answer="not_found", statement="不在名单")
    assert open_exclusions(finding.application) == []
    look_up(province, finding.application)
    assert len(open_exclusions(finding.application)) == 1


def test_what_stands_is_the_newest_of_each_clause_that_nobody_set_aside(province):
    from greenlist.casework.applications.models import Application

    finding = found(province)
    everything = Application.objects.all()
    assert standing_findings(everything) == [finding]
    judge(finding, outcome="upheld", reason="属实", actor=province.officer)
    assert [f.outcome for f in standing_findings(everything)] == ["upheld"]
    judge(finding, outcome="set_aside", reason="更正", actor=province.officer)
    assert standing_findings(everything) == []
    look_up(province, finding.application, statement="又有")
    look_up(province, finding.application, answer="not_found", statement="没有")
    assert standing_findings(everything) == []
