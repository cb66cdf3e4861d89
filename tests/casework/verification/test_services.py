"""Facts, findings, judgements: unknown blocks, found blocks, set aside passes; findings replay from stored content."""

from datetime import date

import pytest

from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.verification.selectors import checklist, open_counts, replay
from greenlist.casework.verification.services import (
    check_application,
    judge,
    mark_recommendable,
    open_exclusions,
    record_fact,
    refuse,
    return_for_completion,
)  # fmt: skip
from greenlist.rehearsal import acts
from tests.casework.cast import fresh

STOP = [(date(2022, 1, 1), date(2022, 12, 31))]


def stopped(application, officer, stops=STOP, answer="found"):
    return record_fact(application, clause="C-44", answer=answer, statement="用电量为零", source="供电清单", looked_up_on=date(2024, 5, 20),
                       actor=officer, stop_intervals=stops)  # fmt: skip


def test_nothing_looked_up_is_unknown_and_blocks(province):
    application = province.application_at("submitted")
    items = checklist(application)
    assert [i.word for i in items if i.kind == "exclusion"] == ["待核实"] * 11
    assert len(open_exclusions(application)) == 11


def test_recording_the_first_fact_starts_the_verification(province):
    application = province.application_at("submitted")
    stopped(application, province.officer, stops=(), answer="not_found")
    assert fresh(application).state == "verifying"


def test_twelve_months_are_found_block_and_quote_the_clause(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-44",))
    finding = stopped(application, province.officer)
    assert finding.verdict == "not_met"
    with pytest.raises(Refused) as refused:
        mark_recommendable(fresh(application), actor=province.officer)
    assert "连续停产12个月以上：发现" in refused.value.items[0]
    assert AdverseRecord.objects.get().from_on == date(2022, 1, 1)


def test_eleven_months_do_not_block(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-44",))
    assert stopped(application, province.officer, stops=[(date(2022, 1, 1), date(2022, 11, 30))]).verdict == "met"
    mark_recommendable(fresh(application), actor=province.officer)


def test_one_unknown_is_enough_to_block(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-50",))
    assert open_counts([application])[application.pk] == (1, 0)
    with pytest.raises(Refused):
        mark_recommendable(fresh(application), actor=province.officer)


def test_a_finding_set_aside_with_a_reason_passes_and_the_judgement_is_carried_on(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-44",))
    finding = stopped(application, province.officer)
    with pytest.raises(Refused, match="理由"):
        judge(finding, outcome="set_aside", reason=" ", actor=province.officer)
    judge(finding, outcome="set_aside", reason="省厅认可的技改停产", actor=province.officer)
    mark_recommendable(fresh(application), actor=province.officer)
    check_application(application, stage="recommendation", actor=province.officer)
    assert open_exclusions(application) == []


def test_an_upheld_finding_still_blocks(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-44",))
    judge(stopped(application, province.officer), outcome="upheld", reason="属实", actor=province.officer)
    assert len(open_exclusions(application)) == 1


def test_a_finding_replays_from_its_stored_content(province):
    application = province.application_at("submitted")
    finding = stopped(application, province.officer)
    AdverseRecord.objects.update(until_on=date(2022, 2, 1))
    assert replay(finding) == "not_met"
    other = record_fact(application, clause="C-53", answer="found", statement="在名单", source="执行信息公开网", looked_up_on=date(2024, 5, 20),
                        actor=province.officer)  # fmt: skip
    assert replay(other) == "not_met"


def test_all_that_is_wrong_with_a_fact_is_told_at_once(province):
    application = province.application_at("submitted")
    with pytest.raises(Refused) as refused:
        record_fact(
            application, clause="C-44", answer="found", statement="", source=" ", looked_up_on=date(2024, 6, 1), actor=province.officer
        )
    assert len(refused.value.items) == 4
    assert fresh(application).state == "submitted"


def test_another_bureau_may_not_touch_it(province):
    application = province.application_at("submitted")
    other = province.cast.bureaus["360100"]
    for act in (
        lambda: stopped(application, other),
        lambda: refuse(application, reason="x", actor=other),
        lambda: return_for_completion(application, items=[("10", "", "x")], actor=other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_return_names_at_least_one_place(province):
    application = province.application_at("submitted")
    with pytest.raises(Refused, match="退回补正"):
        return_for_completion(application, items=[("10", "energy", "  ")], actor=province.officer)
    assert fresh(application).state == "submitted"


def test_a_standard_known_but_not_held_reads_unknown(province):
    application = province.application_at("submitted")
    application.site.industry = "3011"
    application.site.save()
    line = next(i for i in checklist(fresh(application)) if i.label.startswith("适用标准"))
    assert (line.word, line.clause.id) == ("待核实", "C-16")
