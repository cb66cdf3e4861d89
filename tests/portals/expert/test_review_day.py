"""The day of a group on its pages: the day's pledge before content, questions to the leader, three values side by side, equal names."""

from random import Random

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.review.group_services import assign_group, declare, make_group, pledge_day, sign_in
from greenlist.casework.review.models import Assignment, Question
from greenlist.casework.review.services import hand_in, save_sheet
from greenlist.rehearsal import acts
from tests.portals.people import page, signed_in


@pytest.fixture
def day(province):
    """(a case evaluated by a body, its group of three, their sheets), each signed in and without a conflict."""
    case = province.application_at("accepted", national=True, body=province.cast.evaluators[0])
    three = province.cast.experts[:3]
    group = make_group(province.round, name="第一组", members=three, leader=three[0], actor=province.cast.centre)
    assign_group(group, applications=[case], actor=province.cast.centre)
    for person in three:
        member = group.members.get(expert=person.user)
        sign_in(member, actor=actor_in(person))
        pledge_day(member, actor=actor_in(person))
        declare(member, recusals={}, actor=actor_in(person))
    return case, group, [Assignment.objects.get(application=case, expert=person.user) for person in three]


def client_of(assignment):
    return signed_in(assignment.expert.username)


def ask(assignment, text="微电网没有建成，算不算？"):
    return client_of(assignment).post(f"/expert/assignments/{assignment.pk}/questions/", {"row": "7.1-4", "question": text})


def all_in(day, province):
    for assignment, person in zip(day[2], province.cast.experts, strict=False):
        save_sheet(assignment, values=acts.marks(assignment, Random(3), strictness=0.9), based_on=0, actor=actor_in(person))
        hand_in(Assignment.objects.get(pk=assignment.pk), actor=actor_in(person))


def test_a_question_goes_to_the_leader_and_its_answer_back_to_the_row(day, province):
    case, group, (leading, second, third) = day
    assert "疑问交组长" in page(client_of(second).get(f"/expert/assignments/{second.pk}/"))
    assert "疑问交组长" not in page(client_of(leading).get(f"/expert/assignments/{leading.pk}/"))
    assert "请写明疑问" in page(ask(second, " "), 409)
    assert ask(second)["Location"] == f"/expert/assignments/{second.pk}/?row=7.1-4"
    where, question = f"/expert/groups/{group.pk}/", Question.objects.get()
    assert "1条疑问等我答复" in page(client_of(leading).get(where))
    for other in (second, third):
        assert "微电网没有建成" not in page(client_of(other).get(where))
        assert client_of(other).post(f"{where}questions/{question.pk}/answer/", {"answer": "x"}).status_code == 404
    assert client_of(leading).post(f"{where}questions/{question.pk}/answer/", {"answer": "按一半计分。"}).status_code == 302
    assert "按一半计分。" in page(client_of(second).get(f"/expert/assignments/{second.pk}/"))
    assert "按一半计分。" not in page(client_of(third).get(f"/expert/assignments/{third.pk}/"))
    all_in(day, province)
    opinion = page(client_of(third).get(f"{where}opinions/{case.pk}/"))
    assert "评审中的疑问和组长的答复" in opinion and "按一半计分。" in opinion


def test_an_unanswered_question_is_answered_where_the_opinion_is_written(day, province):
    case, group, (leading, second, third) = day
    ask(second)
    all_in(day, province)
    where = f"/expert/groups/{group.pk}/opinions/{case.pk}/"
    assert "还没有答复" in page(client_of(third).get(where)) and "答复疑问" in page(client_of(leading).get(where))
    answered = client_of(leading).post(f"/expert/groups/{group.pk}/questions/{Question.objects.get().pk}/answer/", {"answer": "见第5页。"})
    assert answered["Location"] == where
    assert "见第5页。" in page(client_of(third).get(where))


def test_on_a_day_without_its_pledge_neither_sheet_nor_page_is_shown(day, may):
    case, group, (_, second, _) = day
    sheet, proof = f"/expert/assignments/{second.pk}/", f"/expert/assignments/{second.pk}/files/{case.report_id}/pages/1/"
    client = client_of(second)
    assert (client.get(proof).status_code, "我的评分" in page(client.get(sheet))) == (200, True)
    may(5, 25)
    shown = page(client.get(sheet))
    assert "今天还没有签署承诺书，不显示申报内容" in shown and "我的评分" not in shown
    assert client.get(proof).status_code == 404


def test_the_bodys_values_stand_beside_self_and_own(day):
    case, _, (_, second, _) = day
    Engagement.objects.filter(application_number=case.number).update(marks={"4-1": "not_met", "7.1-4": "0.1", "5.1-5": "5"})
    shown = page(client_of(second).get(f"/expert/assignments/{second.pk}/"))
    row = shown.split('id="i-4-1"')[1].split("</tr>")[0]
    assert "低于自评" in row.split("mark-cell")[0] and "不符合" in row.split("mark-cell")[0]
    assert "· 第三方" in shown.split('id="sheet-total"')[1]
    Engagement.objects.filter(application_number=case.number).update(marks={})
    assert "· 第三方" not in page(client_of(second).get(f"/expert/assignments/{second.pk}/")).split('id="sheet-total"')[1]


def test_two_members_of_one_name_are_told_apart_and_only_the_asked_one_confirms(province):
    User.objects.filter(username__in=("expert2", "expert3")).update(name="王工（演示）")
    three = [type(m).objects.select_related("user", "organisation").get(pk=m.pk) for m in province.cast.experts[:3]]
    case = province.application_at("accepted")
    group = make_group(province.round, name="第一组", members=three, leader=three[0], actor=province.cast.centre)
    assign_group(group, applications=[case], actor=province.cast.centre)
    for person in three:
        member = group.members.get(expert=person.user)
        sign_in(member, actor=actor_in(person))
        pledge_day(member, actor=actor_in(person))
        declare(member, recusals={}, actor=actor_in(person))
    sheets = [Assignment.objects.get(application=case, expert=person.user) for person in three]
    all_in((case, group, sheets), province)
    where = f"/expert/groups/{group.pk}/opinions/{case.pk}/"
    signed_in("expert1").post(f"{where}signature/", {"conclusion": "recommend", "text": "建议列入。"})
    shown = page(signed_in("expert2").get(where))
    assert f"等王工（演示）（{three[1].organisation.name}）、王工（演示）（{three[2].organisation.name}）确认" in shown
    assert signed_in("expert2").post(f"{where}confirmation/").status_code == 302
    assert "确认专家组意见" not in page(signed_in("expert2").get(where))
    assert "确认专家组意见" in page(signed_in("expert3").get(where))
    assert three[1].organisation.name in page(signed_in("centre").get(f"/province/groups/{group.pk}/"))
