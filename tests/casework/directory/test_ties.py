"""Ties of a unit and its legal representatives: dated, with a source, all faults told at once, for the offices of the region only."""

from datetime import date

import pytest

from greenlist.casework.directory.models import Tie, UnitRepresentative
from greenlist.casework.directory.selectors import representatives_of, ties_of, units_tied_by
from greenlist.casework.directory.tie_services import close_tie, enter_representative, enter_tie
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.rulebook.reference.credit_code import make_demo_code
from tests.casework.cast import JIUJIANG
from tests.portals.people import page, signed_in

PARENT, CODE = "浙江演示控股集团有限公司", make_demo_code(777)
PERSON = "甲某（演示）"


def tied(organisation, actor, **more):
    """A parent company that nobody here holds."""
    told = {"kind": "parent_company", "name": PARENT, "code": CODE, "from_on": date(2020, 1, 1), "source": "公示系统，2024-05-20查询"}
    return enter_tie(organisation, **{**told, **more}, actor=actor)


@pytest.fixture
def unit(province):
    return province.unit.site.organisation


def test_a_tie_holds_from_its_day_until_the_day_it_ends(unit, province):
    made = tied(unit, province.officer)
    assert (made.party_name, made.party_code, made.other, str(made)) == (PARENT, CODE, None, f"母公司 {PARENT}")
    close_tie(made, until_on=date(2023, 7, 1), actor=province.officer)
    for day, count in ((date(2019, 12, 31), 0), (date(2020, 1, 1), 1), (date(2023, 6, 30), 1), (date(2023, 7, 1), 0)):
        assert ties_of(unit, day).count() == count
    assert list(ties_of(unit)) == [made]
    with pytest.raises(WrongState):
        close_tie(made, until_on=date(2023, 7, 2), actor=province.officer)
    assert list(JournalEntry.objects.filter(action__contains="_tie").values_list("action", flat=True)) == ["enter_tie", "close_tie"]


def test_a_party_that_we_hold_is_linked_by_code_or_by_its_only_name(unit, province):
    other = province.units[1].site.organisation
    by_code = tied(unit, province.officer, name="", code=other.credit_code, kind="group_company")
    by_name = tied(unit, province.officer, name=other.name, code="", kind="branch_office", from_on=None)
    assert (by_code.other, by_name.other, by_name.other_name) == (other, other, "")
    assert ties_of(unit, date(1990, 1, 1)).get() == by_name
    assert tied(unit, province.officer, name=other.name).other is None


def test_all_that_is_wrong_with_a_tie_is_told_at_once(unit, province):
    with pytest.raises(Refused) as refused:
        tied(unit, province.officer, kind="friend", name=" ", code="123", from_on=date(2030, 1, 1), source="")
    assert refused.value.items == (
        "对方信用代码：应为18位，现在是3位。",
        "请选择是哪一种关系。",
        "起始日期还没有到。",
        "请填写来源，如营业执照、企业信用信息公示系统。",
    )
    with pytest.raises(Refused, match="没有登记") as refused:
        tied(unit, province.officer, name="", code="")
    assert refused.value.items == ("请填写对方的名称或统一社会信用代码。",)
    with pytest.raises(Refused) as refused:
        tied(unit, province.officer, name="")
    assert refused.value.items == ("没有登记过这一信用代码的单位，请填写对方的名称。",)
    with pytest.raises(Refused) as refused:
        tied(unit, province.officer, code=unit.credit_code)
    assert refused.value.items == ("对方就是本单位。",)
    made = tied(unit, province.officer)
    with pytest.raises(Refused) as refused:
        tied(unit, province.officer)
    assert refused.value.items == ("这一关系已登记，没有终止。",)
    with pytest.raises(Refused) as refused:
        close_tie(made, until_on=date(2019, 1, 1), actor=province.officer)
    assert refused.value.items == ("终止日期不能早于起始日期2020-01-01。",)
    with pytest.raises(Refused, match="没有终止"):
        close_tie(made, until_on=None, actor=province.officer)
    assert Tie.objects.get().until_on is None


def test_only_the_bureau_of_the_region_and_the_province_keep_ties(unit, province):
    made = tied(unit, province.cast.province)
    for actor in (province.cast.bureaus["360100"], province.unit.engineer, province.cast.centre):
        assert not units_tied_by(actor).filter(pk=unit.pk).exists()
        with pytest.raises(NotAllowed):
            tied(unit, actor)
        with pytest.raises(NotAllowed):
            close_tie(made, until_on=date(2023, 7, 1), actor=actor)
        with pytest.raises(NotAllowed):
            enter_representative(unit, name=PERSON, from_on=date(2020, 1, 1), source="营业执照", actor=actor)


def test_a_new_representative_ends_the_one_before_and_the_journal_names_no_person(unit, province):
    enter_representative(unit, name=PERSON, from_on=date(2018, 3, 1), source="营业执照", actor=province.officer)
    enter_representative(unit, name="乙某（演示）", from_on=date(2022, 3, 1), source="营业执照", actor=province.officer)
    assert [(r.name, r.until_on) for r in representatives_of(unit)] == [("乙某（演示）", None), (PERSON, date(2022, 3, 1))]
    with pytest.raises(Refused) as refused:
        enter_representative(unit, name="", from_on=date(2022, 3, 1), source="", actor=province.officer)
    assert refused.value.items == (
        "请填写法定代表人的姓名。",
        "请填写来源，如营业执照、企业信用信息公示系统。",
        "前一任自2022-03-01起，新任的起始日期须在其后。",
    )
    assert UnitRepresentative.objects.count() == 2
    assert PERSON not in str(list(JournalEntry.objects.values()))


def test_an_office_enters_and_closes_on_the_page_of_the_unit(unit, province):
    bureau = signed_in(f"bureau{JIUJIANG}")
    at = f"/units/{unit.pk}/ties/"
    told = {"kind": "parent_company", "name": PARENT, "code": CODE, "from_on": "2020-01-01", "source": "公示系统"}
    wrong = page(bureau.post(f"{at}entry/", {**told, "from_on": "去年"}), 409)
    assert ("不是日期" in wrong, PARENT in wrong) == (True, True)
    assert bureau.post(f"{at}entry/", told).status_code == 302
    posted = {"person": PERSON, "since_on": "2020-01-01", "told_by": "营业执照"}
    assert bureau.post(f"/units/{unit.pk}/representative/", posted).status_code == 302
    shown = page(bureau.get(at))
    assert (PARENT in shown, PERSON in shown) == (True, True)
    assert bureau.post(f"{at}{Tie.objects.get().pk}/closing/", {"until_on": "2023-07-01"}).status_code == 302
    assert "2023-07-01前" in page(bureau.get(at))
    assert signed_in("factory001").get(at).status_code == 404
