"""Accounts from a sheet: columns in any order, every wrong cell told, rows in = rows kept + rows reported, nothing opened twice."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.accounts.models import ActivationCode, User
from greenlist.casework.accounts.services import activate
from greenlist.casework.directory.models import Membership, Organisation
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import end_membership
from greenlist.casework.enrolment.models import AccountSheet
from greenlist.casework.enrolment.selectors import sheets_of
from greenlist.casework.enrolment.services import checked_rows, keep_sheet, open_for_unit, open_from_sheet
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.papers.account_sheet import to_xlsx
from greenlist.rulebook.reference.credit_code import make_demo_code
from tests.casework.cast import NANCHANG, PASSWORD

HEADS = ("单位名称", "统一社会信用代码", "区县", "姓名", "手机")


def unit(n: int, **other: str) -> dict[str, str]:
    row = {"单位名称": f"九江演示第{n}制造有限公司", "统一社会信用代码": make_demo_code(5000 + n), "区县": "濂溪区",
           "姓名": f"管理员{n:03d}（演示）", "手机": f"1380000{n:04d}"}  # fmt: skip
    return {**row, **other}


def sheet(rows, actor, *, heads=HEADS, name="开户表.xlsx", title=""):
    lines = [[row.get(head, "") for head in heads] for row in rows]
    if name.endswith(".csv"):
        data = "\n".join(",".join(line) for line in [list(heads), *lines]).encode("gb18030")
    else:
        data = to_xlsx(heads, lines, title)
    return keep_sheet(chunks=[data], name=name, actor=actor)


def fates(kept) -> dict[str, int]:
    rows = checked_rows(kept)
    found = {fate: sum(r.fate == fate for r in rows) for fate in ("new", "held", "bad")}
    assert sum(found.values()) == len(kept.rows)
    return found


@pytest.mark.parametrize(("name", "title"), [("a.xlsx", ""), ("a.xlsx", "九江市2024年度开户名单"), ("A.CSV".lower(), "")])
def test_columns_stand_in_any_order_under_a_title_or_not(province, name, title):
    heads = list(HEADS)
    Random(3).shuffle(heads)
    kept = sheet([unit(1), unit(2)], province.officer, heads=heads, name=name, title=title)
    assert fates(kept) == {"new": 2, "held": 0, "bad": 0}
    row = checked_rows(kept)[0]
    assert (row.typed["name"], row.typed["division"], row.typed["username"]) == ("九江演示第1制造有限公司", "360402", make_demo_code(5001))


def test_the_clerks_words_over_the_columns_are_understood(province):
    kept = keep_sheet(
        chunks=[f"企业全称,信用代码,所在区县,联系人,联系电话\n甲厂,{make_demo_code(5001)},濂溪区,王工（演示）,1380\n".replace("企业全称", "企业名称").encode()],
        name="a.csv", actor=province.officer,
    )  # fmt: skip
    assert fates(kept)["new"] == 1


def test_every_wrong_cell_is_told_in_its_place(province):
    rows = [
        unit(1, 区县="浔北区"), unit(2, 统一社会信用代码="9136"), unit(3, 姓名=""), unit(4), unit(5, 统一社会信用代码=make_demo_code(5004)),
        unit(6, 统一社会信用代码=province.unit.site.organisation.credit_code),
        unit(7, 统一社会信用代码=province.other_unit.site.organisation.credit_code, 单位名称=province.other_unit.site.organisation.name),
    ]  # fmt: skip
    kept = sheet(rows, province.officer)
    told = {row.number: row.problems for row in checked_rows(kept)}
    assert "“浔北区”不在本地区" in told[2]["county"]
    assert told[3]["credit_code"] == "应为18位，现在是4位"
    assert told[4] == {"person": "没有填"}
    assert told[5] == {}
    assert told[6]["credit_code"] == "与第5行重复"
    assert told[7]["name"] == f"这个代码已登记为“{province.unit.site.organisation.name}”"
    assert "不在本地区登记" in told[8]["credit_code"]
    assert fates(kept) == {"new": 1, "held": 0, "bad": 6}


def test_three_hundred_accounts_are_opened_and_a_second_time_none(province):
    rows = [unit(n) for n in range(1, 301)]
    with CaptureQueriesContext(connection) as asked:
        kept = sheet(rows, province.officer)
        opened = open_from_sheet(kept, actor=province.officer)
    assert len(asked) <= 27 * len(rows)  # of the database: nothing is asked of all for each
    assert len(opened) == len({code for _, _, code in opened}) == 300
    assert Membership.objects.filter(duty="administrator", organisation__unit="360400", role="applicant").count() == 300
    with pytest.raises(WrongState, match="已经开过户"):
        open_from_sheet(kept, actor=province.officer)
    again = sheet(rows, province.officer)
    assert fates(again) == {"new": 0, "held": 300, "bad": 0}
    with pytest.raises(Refused, match="没有一行可以开户"):
        open_from_sheet(again, actor=province.officer)
    assert ActivationCode.objects.count() == 300
    told = str(list(JournalEntry.objects.values("detail", "reason", "subject_label"))) + str(list(ActivationCode.objects.values()))
    assert not any(code in told for _, _, code in opened)


def test_what_is_wrong_is_left_out_and_a_mended_sheet_opens_only_that(province):
    first = sheet([unit(1), unit(2, 区县="浔北区")], province.officer)
    assert len(open_from_sheet(first, actor=province.officer)) == 1
    mended = sheet([unit(1), unit(2)], province.officer)
    assert fates(mended) == {"new": 1, "held": 1, "bad": 0}
    (row, user, code) = open_from_sheet(mended, actor=province.officer)[0]
    assert (row.number, user.phone) == (3, "13800000002")
    activate(username=make_demo_code(5002), code=code, password=PASSWORD, again=PASSWORD)


def test_a_unit_whose_administrator_left_gets_a_new_one_and_he_its_cases(province):
    province.application_at("draft")
    left = Membership.objects.get(user__username="factory001")
    end_membership(left, actor=SYSTEM, reason="离职")
    own = province.unit.site.organisation
    kept = sheet([unit(1, 单位名称=own.name, 统一社会信用代码=own.credit_code)], province.officer)
    ((_, user, _),) = open_from_sheet(kept, actor=province.officer)
    assert user.memberships.get().charges.count() == 1
    assert Organisation.objects.filter(credit_code=own.credit_code).count() == 1


def test_offices_people_come_by_the_system_administrator_without_positions(province):
    system = actor_in(Membership.objects.get(user__username="system"))
    heads = ("登录名", "姓名", "单位名称")
    rows = [{"登录名": "jj-he", "姓名": "何工（演示）", "单位名称": "九江市工业和信息化局"}, {"登录名": "x", "姓名": "甲", "单位名称": "没有的局"},
            {"登录名": "province", "姓名": "另一人", "单位名称": "九江市工业和信息化局"}]  # fmt: skip
    kept = sheet(rows, system, heads=heads)
    assert fates(kept) == {"new": 1, "held": 0, "bad": 2}
    ((_, user, code),) = open_from_sheet(kept, actor=system)
    assert (user.username, len(code), user.memberships.count()) == ("jj-he", 19, 0)
    assert fates(sheet(rows[:1], system, heads=heads)) == {"new": 0, "held": 1, "bad": 0}


def test_a_file_that_is_no_sheet_of_accounts_is_told_in_words(province):
    for data, name, said in (
        (b"%PDF-1.7", "a.pdf", "只收 .xlsx 或 .csv"), (b"nothing", "a.xlsx", "不是 .docx 或 .xlsx"), ("甲,乙\n1,2\n".encode(), "a.csv", "没有找到表头"),
        (",".join(HEADS).encode(), "a.csv", "没有内容"), (b"\xff\xff\xff\xff", "a.csv", "编码"), (b"x" * 6_000_000, "a.csv", "超过5 MB"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            keep_sheet(chunks=[data], name=name, actor=province.officer)
        assert said in refused.value.what, refused.value.what
    assert not AccountSheet.objects.exists()


def test_only_a_bureau_and_the_system_administrator_open_from_sheets_and_each_sees_its_own(province):
    kept = sheet([unit(1)], province.officer)
    for actor in (province.unit.engineer, province.cast.province, actor_in(Membership.objects.get(user__username="security"))):
        with pytest.raises(NotAllowed):
            keep_sheet(chunks=[b"x"], name="a.csv", actor=actor)
        assert not sheets_of(actor).exists()
    assert list(sheets_of(province.officer)) == [kept]
    assert not sheets_of(province.cast.bureaus[NANCHANG]).exists()


def test_one_unit_is_opened_by_hand_with_the_same_checks(province):
    typed = {"name": "手工演示有限公司", "credit_code": make_demo_code(7001), "county": "濂溪区", "person": "王工（演示）"}
    user, code = open_for_unit(typed=typed, actor=province.officer)
    assert (user.username, bool(code), User.objects.get(pk=user.pk).memberships.get().duty) == (make_demo_code(7001), True, "administrator")
    with pytest.raises(Refused) as refused:
        open_for_unit(typed=typed, actor=province.officer)
    assert refused.value.items[0].startswith("已有单位管理员王工")


def test_a_preview_names_nobody_of_another_region_and_nobody_behind_a_login_name(province):
    other = province.other_unit.site.organisation
    engineer = Membership.objects.get(organisation=other, role="applicant")
    kept = sheet([unit(1, 统一社会信用代码=other.credit_code, 单位名称=other.name), {**unit(2), "登录名": "director"}], province.officer,
                 heads=(*HEADS, "登录名"))  # fmt: skip
    told = str([(row.cells, row.held) for row in checked_rows(kept)])
    assert "不在本地区登记" in told
    assert "登录名已有人使用" in told
    for secret in (engineer.user.name, engineer.user.username, User.objects.get(username="director").name):
        assert secret not in told


def test_a_sheet_of_another_bureau_is_not_opened(province):
    kept = sheet([unit(1)], province.officer)
    with pytest.raises(NotAllowed):
        open_from_sheet(kept, actor=province.cast.bureaus[NANCHANG])
    assert not User.objects.filter(username=make_demo_code(5001)).exists()
