"""A review day: group of three with its leader, 签到, 承诺书, one 回避, sealed sheets, the group opinion, papers, 专项审查 by one letter."""

from random import Random

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.review.models import Assignment, GroupOpinion, StepRecord
from greenlist.casework.review.services import save_sheet
from greenlist.rehearsal import acts

SIZES = {1440: {"width": 1440, "height": 900}, 390: {"width": 390, "height": 844}}


@pytest.fixture
def cases(demo_province):
    """Two accepted cases."""
    return [demo_province.application_at("accepted"), demo_province.application_at("accepted", demo_province.units[1])]


def form_group(centre, members):
    centre.sign_in("centre")
    centre.go("/province/groups/")
    centre.look()
    centre.page.fill("#name", "第一组")
    for member in members:
        centre.page.get_by_label(member.user.name, exact=True).check()
    centre.page.select_option("#leader", label=f"{members[0].user.name}（{members[0].organisation.name}）")
    centre.press("建立专家组")
    centre.says("已建立第一组，3位专家")
    for place in centre.page.get_by_label("选择").all():
        place.check()
    centre.press("指派所选件给专家组")
    centre.says("已将2件指派给第一组")
    centre.look()


def arrive(expert, username, back=""):
    """Sign in for the day, pledge, step back from one unit or from none."""
    expert.sign_in(username)
    expert.go("/expert/groups/")
    expert.look()
    expert.press("今天签到")
    expert.press("签署承诺书")
    expert.says("看内容之前：声明利害关系")
    expert.look()
    if back:
        expert.page.get_by_label(f"回避{back}").check()
        expert.expected = {409}
        expert.press("声明利害关系并开始评审")
        expert.says("请写明与哪一方、什么关系")
        expert.page.get_by_label(f"回避{back}").check()
        expert.page.get_by_label(f"与{back}的关系").fill("曾受其委托做过节能诊断")
    expert.press("声明利害关系并开始评审")
    expert.says("已声明利害关系")
    expert.look()


def ask(expert, leader, member, case):
    """A question from the sheet to the leader, and his answer back at the row."""
    assignment = Assignment.objects.get(application=case, expert_id=member.user_id)
    expert.go(f"/expert/assignments/{assignment.pk}/?row=7.1-4")
    expert.page.locator("summary", has_text="疑问交组长…").click()
    assert expert.page.input_value("#asked-row") == "7.1-4"
    expert.page.fill("#question", "微电网没有建成，能不能按一半计分？")
    expert.press("疑问交组长")
    expert.says("已将7.1-4的疑问交组长")
    expert.says("等组长答复")
    expert.look()
    leader.go("/expert/groups/")
    leader.says("1条疑问等我答复")
    leader.look()
    leader.page.get_by_label("对7.1-4疑问的答复").fill("按建成部分计一半。")
    leader.press("答复疑问")
    leader.says("已答复7.1-4的疑问")
    expert.go(f"/expert/assignments/{assignment.pk}/?row=7.1-4")
    expert.says("按建成部分计一半。")


def give(expert, member, case):
    """The marks are typed in elsewhere; the sheet is handed in from its page."""
    assignment = Assignment.objects.get(application=case, expert_id=member.user_id)
    save_sheet(assignment, values=acts.marks(assignment, Random(3), strictness=0.9), based_on=0, actor=actor_in(member))
    expert.go(f"/expert/assignments/{assignment.pk}/")
    expert.press("提交本件评分")
    expert.go("/expert/groups/")


@pytest.mark.parametrize("width", sorted(SIZES))
def test_a_review_day_from_attendance_to_the_special_review(visitor, demo_province, cases, width):
    members = demo_province.cast.experts[:3]
    centre = visitor(**SIZES[width])
    form_group(centre, members)
    people = [visitor(**SIZES[width]) for _ in members]
    first, second = cases
    for person, member, back in zip(people, members, ("", "", second.site.name), strict=True):
        arrive(person, member.user.username, back)
    leader, other, third = people
    assert Assignment.objects.filter(state="recused").count() == 1

    ask(other, leader, members[1], first)
    third.go("/expert/groups/")
    assert "疑问" not in third.page.inner_text("main")
    give(leader, members[0], first)
    leader.says("等其他专家交评分")
    assert "平均" not in leader.page.inner_text("body")
    centre.go(f"/province/applications/{first.pk}/")
    centre.says("评分封存，等本组交齐")
    centre.look()
    for person, member in ((other, members[1]), (third, members[2])):
        give(person, member, first)

    leader.go("/expert/groups/")
    leader.follow("等我写专家组意见")
    leader.says("按建成部分计一半。")
    leader.look()
    leader.page.get_by_label("建议列入", exact=True).check()
    leader.page.fill("#text", "材料齐全，能耗数据与205-1表一致，建议列入。")
    leader.press("签署专家组意见")
    leader.says("已签署专家组意见")
    for person in (other, third):
        person.go("/expert/groups/")
        person.follow("等我确认")
        person.look()
        person.press("确认专家组意见")
        person.says("已确认专家组意见")
    assert (GroupOpinion.objects.get().state, Application.objects.get(pk=first.pk).state) == ("agreed", "reviewed")

    group = GroupOpinion.objects.get().group_id
    sheet = Assignment.objects.get(application=first, expert=members[0].user)
    for person, where in (
        (leader, f"/expert/assignments/{sheet.pk}/sheet.pdf"),
        (leader, f"/expert/groups/{group}/pledge.pdf"),
        (leader, f"/expert/groups/{group}/opinions/{first.pk}/paper.pdf"),
        (centre, f"/province/groups/{group}/attendance.pdf"),
        (centre, f"/province/applications/{first.pk}/opinion.pdf"),
    ):
        answer = person.context.request.get(person.base + where)
        assert (answer.status, answer.body()[:5]) == (200, b"%PDF-"), where

    centre.go(f"/province/groups/{group}/")
    centre.look()
    centre.go("/province/steps/special/")
    centre.page.get_by_label(f"选择{first.site.name}").check()
    centre.page.fill("#document", "演工信专审〔2024〕演1号")
    centre.press("记录所选件专项审查")
    centre.says("已记录1件专项审查通过")
    centre.look()
    assert StepRecord.objects.get(step="special").document == "演工信专审〔2024〕演1号"
    centre.follow("更正…")
    centre.look()
    centre.page.fill("#new-document", "演工信专审〔2024〕演11号")
    centre.page.fill("#correction-reason", "文号抄错一位")
    centre.press("更正环节记录")
    centre.says("第2版，更正：文号抄错一位")
    centre.look()
    assert list(StepRecord.objects.filter(step="special").order_by("version").values_list("document", flat=True)) == [
        "演工信专审〔2024〕演1号", "演工信专审〔2024〕演11号",
    ]  # fmt: skip
