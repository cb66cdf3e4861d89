"""Who may not review: also one who stepped back from this very case before; and how many sheets each has open."""

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.review.selectors import experts_for, workload
from greenlist.casework.review.services import assign, pledge, recuse
from tests.casework.cast import fresh


def test_an_expert_who_stepped_back_is_not_offered_again(province):
    application, expert = province.application_at("accepted"), province.cast.experts[0]
    recuse(assign(application, expert=expert, actor=province.cast.province), reason="曾任顾问", actor=actor_in(expert))
    told = dict(experts_for(fresh(application)))
    assert "已对本件申请回避" in told[expert]
    assert [why for e, why in told.items() if e != expert] == ["", "", ""]


def test_the_workload_counts_open_sheets_only(province):
    application, expert = province.application_at("accepted"), province.cast.experts[0]
    assert workload(province.round) == {}
    assignment = assign(application, expert=expert, actor=province.cast.province)
    pledge(assignment, declares_no_conflict=True, actor=actor_in(expert))
    assert workload(province.round) == {expert.user_id: 1}
    recuse(assignment, reason="曾任顾问", actor=actor_in(expert))
    assert workload(province.round) == {}
