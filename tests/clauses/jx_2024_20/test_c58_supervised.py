"""C-58 各地要加强对在本地区开展业务的第三方机构进行监督管理: a body at work in the region without a record stays on the bureau's list."""

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.evaluators.supervision_services import record_supervision
from greenlist.casework.journal.clock import today
from greenlist.rehearsal import acts

NOTICE = "jx-2024-20"


def test_a_body_at_work_stands_on_the_list_until_an_inspection_is_written_down(province, served_omission):
    body = province.cast.evaluators[0]
    acts.accept_for(acts.begin(province.unit, province.round, body=body), body)
    assert waits(province) == 1
    given = {"notice_id": NOTICE, "looked_on": today(), "problem": "", "file": None, "actor": province.officer}
    served_omission(record_supervision, body.evaluator, what=" ", **given)
    assert waits(province) == 1
    record_supervision(body.evaluator, what="查阅评价合同和现场评价记录", **given)
    assert waits(province) == 0


def test_a_body_not_at_work_here_is_not_inspected_from_here(province, served_omission):
    given = {"looked_on": today(), "what": "查阅合同", "problem": "", "file": None, "actor": province.officer}
    served_omission(record_supervision, province.cast.evaluators[0].evaluator, notice_id=NOTICE, **given)


def waits(province) -> int:
    return sum(todo.count for todo in todos_of(province.officer, province.round) if todo.clause == "C-58")
