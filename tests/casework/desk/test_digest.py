"""每日提醒: one message a person a day with what is due; what stays late is told to the office above."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.desk.digest_services import remind_everybody
from greenlist.casework.directory.models import Membership, Site
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import end_membership, grant_membership
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.outbox.models import Message
from greenlist.casework.outbox.services import choose_ways
from greenlist.casework.problem_reports.services import Said, receive_report
from greenlist.casework.yearly_tables.opening_services import open_year
from tests.casework.cast import join
from tests.casework.yearly_tables.conftest import list_unit


def told(username: str) -> list[list[str]]:
    """The digests of a person, the oldest first, as lines."""
    person = Membership.objects.get(user__username=username).user_id
    return [m.text.split("\n") for m in Message.objects.filter(kind="digest", person_id=person).order_by("created_at", "id")]


def test_a_draft_is_reminded_three_days_before_and_on_the_day_and_never_twice_or_after(province, may):
    province.application_at("draft")
    for day in range(23, 31):
        may(5, day, 9)
        remind_everybody()
        assert remind_everybody() == 0
    assert told("factory001") == [
        ["1件暂存，还没有提交（还有3天，5月27日截止）"], ["1件暂存，还没有提交（今天截止）"],
    ]  # fmt: skip
    assert told("factory002") == []
    may(5, 24, 9)
    (entry, *_) = JournalEntry.objects.filter(action="remind_daily").order_by("at", "id")
    assert entry.detail["people"] >= 1


def test_a_late_yearly_table_is_told_to_its_people_then_to_the_bureau_and_by_it_to_the_province(province, may):
    for row, unit in enumerate(province.units, 1):
        list_unit(province, unit, row=row)
    may(3, 1)
    open_year(2024, actor=province.cast.province)
    for day in (15, 16, 17, 18, 19):
        may(4, day, 9)
        remind_everybody()
    own = "1张年度动态管理表等您填报或更正"
    assert told("factory001") == [[f"{own}（今天截止）"], [f"{own}（4月15日截止，已逾期1天）"]]
    city, escalated = told("bureau360400"), [lines for lines in told("province") if any("九江" in line for line in lines)]
    names = "、".join(sorted(u.site.organisation.name for u in province.units))
    assert city[-1] == [f"逾期3天未办：{names}，{own}"] and len(city) == 3
    assert escalated == [["逾期3天未办：九江市工业和信息化局，2家在册单位还没有填报动态管理表，请催办"]]
    assert told("factory002") == told("factory001")


def test_whoever_has_left_and_whoever_has_nothing_is_told_nothing(province, may):
    province.application_at("submitted")
    gone = Membership.objects.get(user__username="factory001")
    may(5, 23, 9)
    remind_everybody()
    assert [len(lines) for lines in told("bureau360400")] == [1] and told("expert1") == []
    end_membership(gone, actor=province.officer, reason="离职")
    may(5, 27, 9)
    remind_everybody()
    assert told("factory001") == []


def test_the_round_says_when(province, may):
    from greenlist.casework.rounds.services import sign_parameters

    province.application_at("draft")
    sign_parameters(province.round, changes={"remind_before_days": [5]}, reason="提早提醒", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip
    may(5, 22, 10)
    remind_everybody()
    assert told("factory001") == [["1件暂存，还没有提交（还有5天，5月27日截止）"]]


def test_a_person_of_two_positions_has_one_mail_that_names_the_other(province, may, settings):
    settings.MAIL_ON = True
    province.application_at("draft")
    province.application_at("draft", province.units[1])
    own = Membership.objects.get(user__username="factory001")
    other = grant_membership(own.user, province.units[1].site.organisation, role="applicant", duty="filler", actor=SYSTEM)
    choose_ways(own.user, email="a@example.cn", wants_mail=True, wants_sms=False, actor=actor_in(own))
    may(5, 24, 9)
    remind_everybody()
    (mail,) = Message.objects.filter(kind="digest", channel="mail")
    assert (mail.membership_id, mail.text.split("\n")[1]) == (own.pk, f"另一岗位（{other.organisation.name} 申报单位）：1项，请换岗后看")
    assert Message.objects.filter(kind="digest", channel="in_app", person_id=own.user_id).count() == 2


def test_an_hour_that_is_not_midnight_is_told(province, may):
    province.application_at("recommendable")
    may(5, 23, 9)
    remind_everybody()
    assert told("bureau360400") == [["1件可推荐，等送签（今天18:00截止）"]]
    may(5, 24, 9)
    remind_everybody()
    assert told("bureau360400")[1][0] == "1件可推荐，等送签（5月23日18:00截止，已逾期1天）"


def test_a_case_forgotten_long_ago_does_not_silence_a_later_one(province, may):
    entry = list_unit(province, province.unit)
    said = Said(entry.name, "夜间停开治污设施", "张三（演示）", "演示电话")
    may(1, 8)
    forgotten, _ = receive_report(said, sender="a")
    may(5, 22)
    later, _ = receive_report(said, sender="b")
    assert (later.due_on - forgotten.due_on).days > 60
    day = later.due_on + timedelta(days=1)
    may(day.month, day.day, 9)
    remind_everybody()
    assert f"1件实名举报等您核查（{later.due_on:%-m月%-d日}截止，已逾期1天）" in told("bureau360400")[-1]


def test_late_work_is_told_to_the_bureau_of_its_own_region(province, may):
    near, far = province.unit.site, province.other_unit.site
    Site.objects.filter(pk=far.pk).update(organisation=near.organisation)
    for row, unit in enumerate((province.unit, province.other_unit), 1):
        list_unit(province, unit, row=row)
    may(3, 1)
    open_year(2024, actor=province.cast.province)
    may(4, 18, 9)
    remind_everybody()
    line = f"逾期3天未办：{near.organisation.name}，1张年度动态管理表等您填报或更正"
    assert (told("bureau360400")[-1], told("bureau360100")[-1]) == ([line], [line])


def test_colleagues_in_the_same_position_cost_no_further_queries(province, may):
    owner, organisation = province.unit.engineer, province.unit.site.organisation
    may(5, 20, 9)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert remind_everybody() == 0
        return len(queries)

    join(organisation, "first", actor=owner)
    before = asked()
    for name in ("second", "third"):
        join(organisation, name, actor=owner)
    assert asked() == before


def test_a_second_run_on_the_same_day_sends_no_second_mail(province, may, settings):
    settings.MAIL_ON = True
    province.application_at("draft", province.units[1])
    own = Membership.objects.get(user__username="factory001")
    grant_membership(own.user, province.units[1].site.organisation, role="applicant", duty="filler", actor=SYSTEM)
    choose_ways(own.user, email="a@example.cn", wants_mail=True, wants_sms=False, actor=actor_in(own))
    may(5, 24, 9)
    remind_everybody()
    province.application_at("draft")
    may(5, 24, 9)
    assert remind_everybody() == 1
    mine = Message.objects.filter(kind="digest", person_id=own.user_id)
    assert (mine.filter(channel="in_app").count(), mine.filter(channel="mail").count()) == (2, 1)
