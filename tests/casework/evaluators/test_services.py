"""Third-party evaluation: accept, sign, hand in the signed version; the cap of fifteen; persons; bans."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from greenlist.casework.applications.services import set_evaluation, set_report, submit
from greenlist.casework.evaluators.ban_services import ban
from greenlist.casework.evaluators.models import CapSlot, Engagement, LegalRepresentative
from greenlist.casework.evaluators.selectors import cap_usage, open_engagement, representative_on, visible_to
from greenlist.casework.evaluators.services import (
    accept_engagement,
    appoint_representative,
    cancel_engagement,
    change_level,
    declare_outside,
    decline_engagement,
    propose_engagement,
    recognise_same_person,
    sign_report,
)
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.verification.selectors import checklist
from greenlist.casework.verification.services import mark_recommendable
from greenlist.rehearsal import acts
from tests.casework.cast import blank_pdf, fresh

STATEMENT = "与委托单位没有利害关系"


@pytest.fixture
def body(province):
    return province.cast.evaluators[0]


def asked(province, body, *, count, national=True, first=0):
    """`count` engagements of one unit's site under invented application numbers."""
    site = province.unit.site
    return [
        propose_engagement(body.evaluator, site=site, notice="jx-2024-20", application_number=f"2024-T-{first + i:04d}",
                           category="factory", is_national=national, actor=province.unit.engineer)
        for i in range(count)
    ]  # fmt: skip


def accept(engagement, body, limit=15):
    return accept_engagement(engagement, statement=STATEMENT, limit=limit, actor=body.manager)


def line(application, clause):
    return next(item for item in checklist(application) if item.clause.id == clause)


def test_an_application_goes_in_with_the_version_that_was_signed(province, body):
    application = acts.begin(province.unit, province.round, national=True, body=body)
    acts.fill(application, province.unit, Random(7), quality=0.9)
    made_elsewhere = replace(acts.evaluation_report(application), mark=None)
    own = acts.upload(acts.report_paper.to_pdf(made_elsewhere), "报告.pdf", province.unit.engineer)
    set_report(application, file=own, actor=province.unit.engineer)
    with pytest.raises(Refused) as refused:
        submit(application, actor=province.unit.engineer)
    assert refused.value.items == (f"{body.evaluator}还没有签署评价报告。",)
    other = acts.upload(
        acts.letter_paper.to_pdf(acts.letter_paper.RecommendationLetter(2024, "甲", "乙", "", None, (), True, "演示通知")),
        "签署.pdf",
        body.manager,
    )
    acts.sign_for(application, body, other)
    with pytest.raises(Refused) as refused:
        submit(application, actor=province.unit.engineer)
    assert refused.value.items == ("所附评价报告不是第三方机构签署的那一版，请采用签署版。",)
    set_report(application, file=open_engagement(application.number).signed_report, actor=province.unit.engineer)
    assert submit(application, actor=province.unit.engineer).number == 1
    assert fresh(application).third_party == body.evaluator.organisation.name


def test_a_body_must_be_chosen_and_another_cannot_be_while_one_is_open(province, body):
    application = acts.begin(province.unit, province.round)
    choose = lambda evaluator, mode="third_party": set_evaluation(  # noqa: E731
        application, national=False, provincial=True, mode=mode, evaluator=evaluator, actor=province.unit.engineer
    )
    with pytest.raises(Refused) as refused:
        choose(None)
    assert refused.value.items == ("选择第三方评价的，请选定第三方机构。",)
    choose(body.evaluator)
    for other, mode in ((province.cast.evaluators[1].evaluator, "third_party"), (None, "self")):
        with pytest.raises(Refused, match="没有保存"):
            choose(other, mode)
    cancel_engagement(open_engagement(application.number), reason="改为自我评价", actor=province.unit.engineer)
    choose(None, "self")
    assert fresh(application).third_party == ""


def test_the_sixteenth_national_project_is_refused_with_the_list_of_the_fifteen(province, body):
    engagements = asked(province, body, count=16)
    for engagement in engagements[:15]:
        accept(engagement, body)
    with pytest.raises(Refused) as refused:
        accept(engagements[15], body)
    assert refused.value.clause == "C-36"
    assert len(refused.value.items) == 15
    assert refused.value.items[0].startswith("第1项 ")
    assert Engagement.objects.get(pk=engagements[15].pk).state == "asked"
    assert CapSlot.objects.count() == 15


def test_a_provincial_project_takes_no_place(province, body):
    assert accept(asked(province, body, count=1, national=False)[0], body) is None
    assert not CapSlot.objects.exists()


def test_declared_outside_projects_count_and_undeclared_ones_are_unknown(province, body):
    person = representative_on(body.evaluator, today())
    assert cap_usage(person, year=2024, limit=15).words == "本省0＋外省未知"
    declare_outside(body.evaluator, year=2024, projects=14, actor=body.manager)
    first, second = asked(province, body, count=2)
    assert accept(first, body).words == "本省1＋外省申明14"
    with pytest.raises(Refused, match="已满15项"):
        accept(second, body)


def test_a_place_is_given_back_only_before_the_report_is_signed(province, body):
    first, second = asked(province, body, count=2)
    accept(first, body)
    cancel_engagement(first, reason="单位撤回", actor=province.unit.engineer)
    assert not CapSlot.objects.filter(released_at=None).exists()
    accept(second, body)
    report = acts.upload(
        acts.letter_paper.to_pdf(acts.letter_paper.RecommendationLetter(2024, "甲", "乙", "", None, (), True, "演示通知")),
        "报告.pdf",
        body.manager,
    )
    sign_report(second, report=report, accepts_liability=True, actor=body.manager)
    with pytest.raises(WrongState):
        cancel_engagement(second, reason="反悔", actor=body.manager)
    assert CapSlot.objects.get(released_at=None).engagement == second
    sign_report(second, report=report, accepts_liability=True, actor=body.manager)


def test_a_change_of_level_reserves_anew_or_gives_back(province, body):
    engagement = asked(province, body, count=1, national=False)[0]
    accept(engagement, body)
    change_level(engagement, is_national=True, limit=15, actor=province.unit.engineer)
    assert CapSlot.objects.filter(released_at=None).count() == 1
    change_level(engagement, is_national=False, limit=15, actor=province.unit.engineer)
    assert CapSlot.objects.filter(released_at=None).count() == 0
    change_level(engagement, is_national=True, limit=15, actor=province.unit.engineer)
    with pytest.raises(Refused):
        change_level(accepted_provincial(province, body), is_national=True, limit=1, actor=province.unit.engineer)


def test_what_was_signed_keeps_its_place_however_often_the_level_changes(province, body):
    engagement = asked(province, body, count=1)[0]
    accept(engagement, body)
    report = acts.upload(blank_pdf(), "报告.pdf", body.manager)
    sign_report(engagement, report=report, accepts_liability=True, actor=body.manager)
    for is_national in (False, True):
        change_level(engagement, is_national=is_national, limit=15, actor=province.unit.engineer)
        assert CapSlot.objects.get(released_at=None).engagement == engagement


def accepted_provincial(province, body):
    engagement = asked(province, body, count=1, national=False, first=50)[0]
    accept(engagement, body)
    return engagement


def test_two_bodies_of_one_person_share_his_cap_once_the_province_has_decided_so(province):
    one, two = province.cast.evaluators[:2]
    for engagement in asked(province, one, count=2):
        accept(engagement, one)
    for engagement in asked(province, two, count=2, first=10):
        accept(engagement, two)
    mine, his = representative_on(one.evaluator, today()), representative_on(two.evaluator, today())
    with pytest.raises(NotAllowed):
        recognise_same_person(his, as_person=mine, reason="同名同址", actor=one.manager)
    with pytest.raises(Refused, match="理由"):
        recognise_same_person(his, as_person=mine, reason=" ", actor=province.cast.province)
    recognise_same_person(his, as_person=mine, reason="登记机关核实为同一人", actor=province.cast.province)
    usage = cap_usage(representative_on(two.evaluator, today()), year=2024, limit=15)
    assert [slot.position for slot in usage.slots] == [1, 2, 3, 4]
    with pytest.raises(Refused, match="同一人"):
        recognise_same_person(his, as_person=mine, reason="再来", actor=province.cast.province)


def test_a_new_representative_begins_with_an_empty_cap(province, body, may):
    accept(asked(province, body, count=1)[0], body)
    appoint_representative(body.evaluator, representative=LegalRepresentative.objects.create(name="新任（演示）"),
                           from_on=date(2024, 6, 1), actor=province.cast.province)  # fmt: skip
    assert len(cap_usage(representative_on(body.evaluator, today()), year=2024, limit=15).slots) == 1
    may(6, 2)
    assert len(cap_usage(representative_on(body.evaluator, today()), year=2024, limit=15).slots) == 0


def test_acceptance_wants_a_statement_of_independence_and_the_own_body(province, body):
    engagement = asked(province, body, count=1)[0]
    with pytest.raises(Refused) as refused:
        accept_engagement(engagement, statement=" ", limit=15, actor=body.manager)
    assert "独立性声明" in refused.value.items[0]
    assert not CapSlot.objects.exists()
    with pytest.raises(NotAllowed):
        accept_engagement(engagement, statement=STATEMENT, limit=15, actor=province.cast.evaluators[1].manager)
    decline_engagement(engagement, reason="本年度力量不足", actor=body.manager)
    assert engagement.state == "declined"


def test_nobody_sees_another_body_s_engagements(province, body):
    engagement = asked(province, body, count=1)[0]
    assert list(visible_to(body.manager)) == [engagement]
    assert list(visible_to(province.unit.engineer)) == [engagement]
    for actor in (
        province.cast.evaluators[1].manager,
        province.other_unit.engineer,
        province.officer,
        province.cast.experts and province.cast.centre,
    ):
        assert not visible_to(actor).exists()


def test_after_a_ban_nothing_is_accepted_signed_or_handed_in_and_pending_ones_fail(province, body):
    application = province.application_at("verifying", national=True, body=body)
    pending = asked(province, body, count=1)[0]
    with pytest.raises(NotAllowed):
        ban(body.evaluator, reason="伪造现场照片", document="演工信罚〔2024〕演1号", years=3, actor=province.officer)
    with pytest.raises(Refused) as refused:
        ban(body.evaluator, reason=" ", document="", years=3, actor=province.cast.province)
    assert refused.value.items == ("请写明查实的事实。", "请填文号。")
    made = ban(body.evaluator, reason="伪造现场照片", document="演工信罚〔2024〕演1号", years=3, actor=province.cast.province)
    assert made.until_on == date(2027, 5, 22)
    with pytest.raises(Refused) as refused:
        accept(pending, body)
    assert "不予采信" in refused.value.items[0]
    assert not CapSlot.objects.filter(engagement=pending).exists()
    assert line(application, "C-60").word == "不符合"
    with pytest.raises(Refused) as refused:
        mark_recommendable(application, reason="基础好", actor=province.officer)
    assert any("第三方机构评价结果可采信" in item for item in refused.value.items)


def test_the_bureau_reads_the_cap_as_unknown_until_the_rest_is_declared(province, body):
    application = province.application_at("verifying", national=True, body=body)
    assert (line(application, "C-36").word, line(application, "C-36").statement) == (
        "待核实", "本省1＋外省未知，上限15；请第三方机构申明本年度在外省开展的国家级项目数",
    )  # fmt: skip
    declare_outside(body.evaluator, year=2024, projects=3, actor=body.manager)
    assert line(application, "C-36").word == "符合"
    mark_recommendable(application, reason="基础好", actor=province.officer)
