"""A body's own conditions; inspections by bureaus; who may do what, and what is told at once."""

from datetime import timedelta

import pytest

from greenlist.casework.evaluators.models import SupervisionRecord
from greenlist.casework.evaluators.selectors import at_work_in, newest_capability, unanswered_feedback, unreported
from greenlist.casework.evaluators.supervision_services import answer_problem, declare_conditions, record_supervision, report_problem
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.rehearsal import acts

NOTICE = "jx-2024-20"


@pytest.fixture
def body(province):
    """A body with one accepted engagement in 九江."""
    found = province.cast.evaluators[0]
    acts.accept_for(acts.begin(province.unit, province.round, body=found), found)
    return found


def inspected(province, body, problem="", **changed):
    given = {"notice_id": NOTICE, "looked_on": today(), "what": "查阅合同", "file": None, "actor": province.officer} | changed
    return record_supervision(body.evaluator, problem=problem, **given)


def test_the_newest_declaration_counts_and_both_are_journalled(body):
    acts.declare_for(body)
    first = newest_capability(body.evaluator)
    declare_conditions(
        body.evaluator, is_legal_person=True, full_time=16, senior=9, experience=[(2024, "参编标准")], file=first.file, actor=body.manager
    )
    assert (newest_capability(body.evaluator).full_time, body.evaluator.capabilities.count()) == (16, 2)
    assert JournalEntry.objects.filter(action="declare_conditions").count() == 2


def test_everything_wrong_with_a_declaration_is_told_at_once(body):
    with pytest.raises(Refused) as refused:
        declare_conditions(
            body.evaluator, is_legal_person=True, full_time=3, senior=5, experience=[(1890, " ")], file=None, actor=body.manager
        )
    assert refused.value.items == (
        "高级职称5人，多于专职人员3人", "业绩的年份要在1990年至2024年之间", "每条业绩要写明做了什么", "请附职称、社保和业绩的证明材料",
    )  # fmt: skip
    assert newest_capability(body.evaluator) is None


def test_nobody_declares_for_another_body(province, body):
    with pytest.raises(NotAllowed):
        declare_conditions(body.evaluator, is_legal_person=True, full_time=1, senior=1, experience=[], file=None,
                           actor=province.cast.evaluators[1].manager)  # fmt: skip


def test_a_bureau_sees_and_inspects_only_bodies_at_work_in_its_region(province, body):
    other = province.cast.bureaus["360100"]
    assert at_work_in("360100", NOTICE) == []
    with pytest.raises(NotAllowed):
        inspected(province, body, actor=other)
    made = inspected(province, body, "没有到现场")
    with pytest.raises(NotAllowed):
        report_problem(made, actor=other)
    assert [each.records for each in at_work_in(province.unit.site.unit, NOTICE)] == [[made]]


def test_an_inspection_of_tomorrow_without_words_is_refused_with_both_reasons(province, body):
    with pytest.raises(Refused) as refused:
        inspected(province, body, looked_on=today() + timedelta(days=1), what=" ")
    assert refused.value.items == ("检查日期要填，不能晚于今天", "请写明检查了什么")


def test_a_problem_goes_up_once_and_is_answered_once(province, body):
    made = inspected(province, body, "没有到现场")
    assert (unreported(province.officer.unit, NOTICE).count(), unanswered_feedback().count()) == (1, 0)
    report_problem(made, actor=province.officer)
    with pytest.raises(Refused, match="已经反馈过"):
        report_problem(made, actor=province.officer)
    with pytest.raises(NotAllowed):
        answer_problem(made, handling="约谈", actor=province.officer)
    answer_problem(made, handling="约谈", actor=province.cast.province)
    with pytest.raises(Refused, match="已经处理"):
        answer_problem(made, handling="再约谈", actor=province.cast.province)
    assert (unreported(province.officer.unit, NOTICE).count(), unanswered_feedback().count()) == (0, 0)


def test_of_two_persons_with_the_same_page_open_the_second_is_refused(province, body):
    made = inspected(province, body, "没有到现场")
    first, second = (SupervisionRecord.objects.get(pk=made.pk) for _ in range(2))
    report_problem(first, actor=province.officer)
    with pytest.raises(Refused, match="已经反馈过"):
        report_problem(second, actor=province.officer)
    first, second = (SupervisionRecord.objects.get(pk=made.pk) for _ in range(2))
    answer_problem(first, handling="约谈", actor=province.cast.province)
    with pytest.raises(Refused, match="已经处理"):
        answer_problem(second, handling="不予处理", actor=province.cast.province)
    assert SupervisionRecord.objects.get().handling == "约谈"
