"""C-59 如发现存在不符合绿色制造评价要求的情况，及时向我厅反馈: a problem found is due to the province within the hours of the round."""

from datetime import timedelta

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.evaluators.supervision_services import answer_problem, record_supervision, report_problem
from greenlist.casework.journal.clock import today
from greenlist.rehearsal import acts


def test_a_problem_is_overdue_after_a_day_until_it_is_told_and_then_waits_for_the_province(province, served_omission):
    body, officer, head = province.cast.evaluators[0], province.officer, province.cast.province
    acts.accept_for(acts.begin(province.unit, province.round, body=body), body)
    given = {"notice_id": "jx-2024-20", "looked_on": today(), "what": "查阅现场评价记录", "file": None, "actor": officer}
    clean = record_supervision(body.evaluator, problem="", **given)
    served_omission(report_problem, clean, actor=officer)
    found = record_supervision(body.evaluator, problem="没有到现场就出具报告", **given)
    [mine] = waiting(officer, province)
    assert mine.due_at - found.recorded_at == timedelta(hours=24)
    served_omission(answer_problem, found, handling="约谈", actor=head)
    report_problem(found, actor=officer)
    assert waiting(officer, province) == []
    assert [todo.count for todo in waiting(head, province)] == [1]
    served_omission(answer_problem, found, handling=" ", actor=head)
    answer_problem(found, handling="已约谈机构，要求重新到现场评价", actor=head)
    assert waiting(head, province) == []


def waiting(actor, province):
    return [todo for todo in todos_of(actor, province.round) if todo.clause == "C-59"]
