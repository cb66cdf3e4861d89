"""Two officers of one bureau, each at her own window, on one file: the second one is shown both versions and chooses."""

from greenlist.casework.verification.services import record_fact
from tests.casework.cast import colleague
from tests.walks.conftest import follow


def judge_as(window, outcome: str, reason: str) -> None:
    form = window.page.locator("#judgement")
    form.get_by_label(outcome, exact=True).check()
    form.locator("textarea").fill(reason)
    follow(window.page.locator("button[form=judgement]"))


def test_two_officers_judge_one_clause_then_one_returns_what_the_other_marks(visitor, demo_province):
    case = demo_province.application_at("verifying")
    colleague(demo_province.officer)
    record_fact(case, clause="C-48", answer="found", statement="罚款2.4万元", source="信用中国", looked_up_on=case.created_at.date(),
                actor=demo_province.officer)  # fmt: skip
    first, second = visitor(), visitor()
    for window, name in ((first, "bureau360400"), (second, "colleague")):
        window.expected.add(409)
        window.sign_in(name)
        window.go(f"/bureau/applications/{case.pk}/?item=C-48")

    judge_as(first, "不属该情形", "数额小，已整改")
    first.says("已保存判断")
    judge_as(second, "属该情形", "罚款即属该情形")
    second.says("办过这一项，您的判断还没有存入")
    second.says("不属该情形：数额小，已整改")
    second.says("属该情形：罚款即属该情形")
    second.look()
    second.follow("保留已存的")
    second.says("数额小，已整改")

    first.go(f"/bureau/applications/{case.pk}/filing/")
    first.page.locator("input[name^='words-unit:']").first.fill("联系电话缺一位")
    first.press("退回补正")
    first.says("已退回补正1处")
    second.press("标为可推荐")
    second.says("您打开这一件之后")
    second.says("退回补正")
    second.says("联系电话缺一位")
    second.look()
    second.follow("看最新状态")
    second.says("退回补正")


def test_both_return_it_and_what_the_second_wrote_is_added(visitor, demo_province):
    case = demo_province.application_at("verifying")
    colleague(demo_province.officer)
    first, second = visitor(), visitor()
    for window, name, words in ((first, "bureau360400", "联系电话缺一位"), (second, "colleague", "名称与证照不符")):
        window.expected.add(409)
        window.sign_in(name)
        window.go(f"/bureau/applications/{case.pk}/filing/")
        window.page.locator("input[name^='words-unit:']").first.fill(words)
    first.press("退回补正")
    second.press("退回补正")
    second.says("名称与证照不符")
    second.says("联系电话缺一位")
    second.look()
    second.press("补充到退回意见")
    second.says("已补充退回意见1处")
    second.says("名称与证照不符")
    second.says("联系电话缺一位")
