"""A ban with its effect on what is under way: seen before, checked again with it, told to the office, and the unit's way out."""

from dataclasses import replace

import pytest

from greenlist.casework.applications.evaluation_services import leave_banned_body
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.applications.services import set_evaluation, submit
from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.evaluators.models import Ban, CapSlot
from greenlist.casework.evaluators.selectors import banned_today, open_engagement
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.oversight.ban_services import ban_and_check, lift_and_check
from greenlist.casework.oversight.bans import places_kept, then_and_now
from greenlist.casework.oversight.public_record import public_bodies
from greenlist.casework.oversight.selectors import on_banned_bodies, resting_on
from greenlist.casework.oversight.track_record import Compared, deviations, years_of
from greenlist.casework.publication.disclosure import disclosure
from greenlist.casework.publication.services import publish
from greenlist.casework.selection.services import screen
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.services import return_for_completion
from greenlist.engines.scoring.deviation import Deviation
from greenlist.rehearsal.acts import accept_for
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


def test_a_ban_ends_what_is_not_signed_and_keeps_what_it_touched_then_and_now(province, body):
    case, first = province.application_at("draft", national=True, body=body), province.cast.evaluators[1]
    accept_for(case, body)
    handed_in = province.application_at("verifying", province.units[1], national=True, body=body)
    made = banned(province, body)
    asked = CapSlot.objects.get(engagement__application_number=case.number)
    assert (asked.engagement.state, asked.released_at is None, open_engagement(case.number)) == ("cancelled", False, None)
    assert CapSlot.objects.get(engagement__application_number=handed_in.number).released_at is None
    assert [(row.what, row.number, row.then, row.now) for row in then_and_now(made)] == [
        ("申报件", handed_in.number, "核验中", "核验中"), ("评价委托", case.number, "已受理", "已取消"),
    ]  # fmt: skip
    assert places_kept(made) == 2
    set_evaluation(case, national=True, provincial=True, mode="third_party", evaluator=first.evaluator, actor=province.unit.engineer)
    assert open_engagement(case.number).evaluator == first.evaluator


def test_a_body_is_banned_once_and_the_ban_ends_early_only_by_a_decision_of_its_own(province, body):
    case = province.application_at("verifying", national=True, body=body)
    made, head = banned(province, body), province.cast.province
    with pytest.raises(WrongState):
        banned(province, body)
    with pytest.raises(NotAllowed):
        lift_and_check(made, reason="复查", document="演2号", actor=province.officer)
    with pytest.raises(Refused) as refused:
        lift_and_check(made, reason=" ", document="", actor=head)
    assert refused.value.items == ("请写明为什么解除。", "请填解除的文号。")
    lift_and_check(made, reason="行政复议撤销", document="演2号", actor=head)
    assert (made.first_until_on.year, made.until_on, banned_today(body.evaluator), newest(case).verdict) == (2027, today(), None, "met")
    with pytest.raises(WrongState):
        lift_and_check(made, reason="再次", document="演3号", actor=head)
    assert Ban.objects.get().lifted_document == "演2号"


def test_the_public_reads_of_a_body_its_ban_and_its_projects_of_published_rounds(province, body, may):
    case = province.application_at("on_notice", national=True, body=body)
    shown, other = disclosure(), province.cast.evaluators[1]
    assert public_bodies(today(), shown) == []
    ban_and_check(other.evaluator, **GIVEN, actor=province.cast.province)
    may(6, 5)
    screen(province.draft(), actor=province.cast.province)
    publish(province.draft(), document_number="演60号", actor=province.cast.province)
    assert {line.evaluator: (bool(line.ban), line.years) for line in public_bodies(today(), shown)} == {
        body.evaluator: (False, [{"evaluator": body.evaluator.pk, "year": 2024, "projects": 1, "listed": 1}]),
        other.evaluator: (True, []),
    }  # fmt: skip
    assert fresh(case).state == "listed"
    assert [line.evaluator for line in public_bodies(today(), replace(shown, fields=shown.fields - {"ban"}))] == [body.evaluator]
    assert public_bodies(today(), replace(shown, fields=shown.fields - {"body"})) == []
    assert [row.what for row in then_and_now(banned(province, body))] == ["申报件", "在册单位"]
