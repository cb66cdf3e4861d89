"""A ban with its effect on what is under way: seen before, checked again with it, told to the office, and the unit's way out."""

import pytest

from greenlist.casework.applications.evaluation_services import leave_banned_body
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.applications.services import set_evaluation, submit
from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.evaluators.models import CapSlot
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.oversight.ban_services import ban_and_check
from greenlist.casework.oversight.selectors import on_banned_bodies, resting_on
from greenlist.casework.oversight.track_record import Compared, deviations, years_of
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.services import return_for_completion
from greenlist.engines.scoring.deviation import Deviation
from tests.casework.cast import fresh

GIVEN = {"reason": "伪造现场照片", "document": "演工信罚〔2024〕演1号", "years": 3}


@pytest.fixture
def body(province):
    return province.cast.evaluators[0]


def banned(province, body):
    return ban_and_check(body.evaluator, **GIVEN, actor=province.cast.province)


def newest(case):
    return Finding.objects.filter(application=case, clause="C-60").order_by("computed_at", "id").last()


def test_what_rests_on_a_body_is_seen_before_and_checked_again_with_the_ban(province, body):
    case = province.application_at("verifying", national=True, body=body)
    other = province.application_at("verifying", province.units[1])
    assert list(resting_on(body.evaluator)) == [case]
    assert (newest(case).verdict, todo(province)) == ("met", None)
    banned(province, body)
    assert (newest(case).verdict, newest(case).stage, newest(other)) == ("not_met", "watch", None)
    assert list(resting_on(body.evaluator)) == list(on_banned_bodies(visible_to(province.officer), province.officer)) == [case]
    assert todo(province) == (1, "C-60")


def todo(province):
    return next(((t.count, t.clause) for t in todos_of(province.officer, province.round) if t.key == "banned"), None)


def test_what_is_handed_in_is_the_province_s_to_settle_and_nobody_else_is_told_to_mend_it(province, body):
    province.application_at("recommended", national=True, body=body)
    banned(province, body)
    asked = {
        actor: [t for t in todos_of(actor, province.round) if t.key == "banned"] for actor in (province.unit.engineer, province.officer)
    }
    assert list(asked.values()) == [[], []]
    [told] = [t for t in todos_of(province.cast.province, province.round) if t.key == "banned"]
    assert (told.count, told.words) == (1, "件已报送的第三方机构评价结果不予采信，由省厅处理")


def test_nothing_is_written_when_the_ban_is_refused(province, body):
    case = province.application_at("verifying", national=True, body=body)
    with pytest.raises(Refused):
        ban_and_check(body.evaluator, **{**GIVEN, "document": ""}, actor=province.cast.province)
    assert newest(case).stage != "watch"


def test_the_unit_leaves_the_body_after_the_signature_and_evaluates_itself(province, body):
    case, engineer = province.application_at("verifying", national=True, body=body), province.unit.engineer
    engagement = open_engagement(case.number)
    with pytest.raises(WrongState):
        leave_banned_body(case, engagement, reason="不予采信", actor=engineer)
    return_for_completion(case, items=[("10", "", "须重新评价")], actor=province.officer)
    case = fresh(case)
    with pytest.raises(Refused) as refused:
        leave_banned_body(case, engagement, reason=" ", actor=engineer)
    assert refused.value.items == ("请写明解除委托的理由。", f"{body.evaluator}没有被不予采信，已签署的委托不能解除。")
    banned(province, body)
    leave_banned_body(case, engagement, reason="不予采信", actor=engineer)
    case = fresh(case)
    assert (engagement.state, case.report, CapSlot.objects.get().released_at) == ("cancelled", None, None)
    set_evaluation(case, national=True, provincial=True, mode="self", actor=engineer)
    with pytest.raises(Refused) as refused:
        submit(fresh(case), actor=engineer, reason="改为自我评价")
    assert refused.value.items == ("还没有上传盖章的评价报告（PDF）。",)
    assert [line["projects"] for line in years_of(body.evaluator, province.cast.province)] == [1]


def test_the_record_counts_results_by_year_and_says_nothing_of_few_scores(province, body):
    province.application_at("reviewed", national=True, body=body)
    line = {"round__year": 2024, "projects": 1, "recommended": 1, "listed": 0, "passed_over": 0, "refused": 0, "returned": 0}
    assert years_of(body.evaluator, province.cast.province) == years_of(body.evaluator, province.officer) == [line]
    assert years_of(body.evaluator, province.cast.bureaus["360100"]) == []
    [told] = deviations(province.cast.province).values()
    assert told == Compared(Deviation(1), ((2024, "factory", Deviation(1)),))
    own = body.manager
    assert [deviations(actor) for actor in (province.officer, province.unit.engineer, own, ANONYMOUS)] == [{}] * 4
