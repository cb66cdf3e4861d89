"""Organisations, sites, names and positions: what is wrong is told in words, nothing is granted twice, history stays."""

from datetime import date

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.directory.models import Membership, Organisation, OrganisationName
from greenlist.casework.directory.selectors import actor_in, former_names
from greenlist.casework.directory.services import (
    end_membership,
    enter_organisation,
    enter_site,
    grant_membership,
    rename_organisation,
)
from greenlist.casework.journal.actors import SYSTEM, Actor
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.rulebook.reference.credit_code import make_demo_code

pytestmark = pytest.mark.django_db
SECURITY = Actor(name="安全管理员（演示）", role="security_admin", acts=frozenset({"manage_memberships"}))
CODE = make_demo_code(1)


def entered(name="九江演示新材料有限公司", credit_code=CODE):
    return enter_organisation(kind="enterprise", name=name, credit_code=credit_code, division="360402", actor=SYSTEM)


@pytest.fixture
def user():
    return User.objects.create_user("zhang", "x", name="张工（演示）")


def test_an_organisation_enters_with_its_name_in_use_and_one_line():
    made = entered()
    assert (made.credit_code, made.name, str(made)) == (CODE, "九江演示新材料有限公司", "九江演示新材料有限公司")
    assert list(OrganisationName.objects.values_list("name", "from_on", "until_on")) == [(made.name, None, None)]
    assert [e.action for e in entries_of(made)] == ["enter_organisation"]


@pytest.mark.parametrize("typed", [CODE.lower(), f" {CODE} ", "".join(chr(ord(c) + 0xFEE0) for c in CODE), f"{CODE[:8]}-{CODE[8:]}"])
def test_a_code_in_lower_case_full_width_or_with_spaces_is_put_right(typed):
    assert entered(credit_code=typed).credit_code == CODE


def test_a_wrong_check_character_is_refused_with_what_it_should_be():
    wrong = CODE[:17] + ("0" if CODE[17] != "0" else "1")
    with pytest.raises(Refused) as refused:
        entered(credit_code=wrong)
    assert refused.value.what == f"统一社会信用代码“{wrong}”不正确。"
    assert refused.value.items == (f"校验位不对：末位应为“{CODE[17]}”，现在是“{wrong[17]}”，前17位中可能有抄错的字。",)
    assert not Organisation.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(("typed", "sentence"), [("9136", "应为18位，现在是4位。"), ("I" + CODE[1:], "第1位“I”不是代码用字")])
def test_a_code_of_another_shape_is_refused(typed, sentence):
    with pytest.raises(Refused) as refused:
        entered(credit_code=typed)
    assert sentence in refused.value.items[0]


def test_a_known_code_is_refused_with_the_name_it_belongs_to():
    entered()
    with pytest.raises(Refused, match="已登记为“九江演示新材料有限公司”") as refused:
        entered("另一名称", credit_code=CODE.lower())
    assert "新增厂址" in refused.value.then


def test_offices_without_a_code_may_be_many():
    for name in ("甲局", "乙局"):
        enter_organisation(kind="bureau", name=name, unit="360400", actor=SYSTEM)
    assert set(Organisation.objects.values_list("credit_code", flat=True)) == {None}


def test_renaming_closes_one_name_and_opens_the_next_without_a_gap():
    made = entered()
    rename_organisation(made, name="九江演示科技有限公司", on=date(2022, 1, 1), actor=SYSTEM)
    rename_organisation(made, name="九江演示集团有限公司", on=date(2023, 6, 1), actor=SYSTEM)
    names = list(made.names.order_by("from_on", "id").values_list("name", "from_on", "until_on"))
    assert sorted(names, key=str) == sorted([
        ("九江演示新材料有限公司", None, date(2022, 1, 1)),
        ("九江演示科技有限公司", date(2022, 1, 1), date(2023, 6, 1)),
        ("九江演示集团有限公司", date(2023, 6, 1), None),
    ], key=str)  # fmt: skip
    assert (Organisation.objects.get().name, former_names(made)) == (
        "九江演示集团有限公司",
        ["九江演示科技有限公司", "九江演示新材料有限公司"],
    )


def test_a_second_site_stands_under_the_same_code():
    made = entered()
    for number in (1, 2):
        site = enter_site(made, name=f"{number}号厂区", address="甲路", division="360402", unit="360400", industry="3011", actor=SYSTEM)
        assert [e.action for e in entries_of(site)] == ["enter_site"]
    assert made.sites.count() == 2


def test_a_position_is_granted_once_and_written_once(user):
    made = entered()
    first = grant_membership(user, made, role="applicant", actor=SECURITY)
    assert grant_membership(user, made, role="applicant", actor=SECURITY) == first
    assert (Membership.objects.count(), first.granted_by) == (1, "安全管理员（演示）")
    assert [e.action for e in entries_of(first)] == ["grant_membership"]


def test_a_person_may_hold_several_roles_at_several_places(user):
    made, other = entered(), enter_organisation(kind="bureau", name="九江市工信局", unit="360400", actor=SYSTEM)
    grant_membership(user, made, role="applicant", actor=SECURITY)
    grant_membership(user, other, role="bureau", actor=SECURITY)
    assert user.memberships.count() == 2


@pytest.mark.parametrize("role", ["system_admin", "province", "bureau", "applicant", "audit_admin"])
def test_only_the_security_administrator_grants_or_ends(user, role):
    from greenlist.casework.accounts.roles import roles

    actor = Actor(name="x", role=role, acts=roles()[role].acts)
    membership = grant_membership(user, entered(), role="applicant", actor=SECURITY)
    with pytest.raises(NotAllowed):
        grant_membership(user, membership.organisation, role="bureau", actor=actor)
    with pytest.raises(NotAllowed):
        end_membership(membership, actor=actor, reason="离职")
    assert Membership.objects.get().until_on is None


def test_ending_needs_a_reason_and_keeps_the_row(user, may):
    membership = grant_membership(user, entered(), role="applicant", actor=SECURITY)
    with pytest.raises(Refused, match="理由"):
        end_membership(membership, actor=SECURITY, reason=" ")
    end_membership(membership, actor=SECURITY, reason="离职")
    assert Membership.objects.get().until_on == date(2024, 5, 22)
    assert [(e.action, e.reason) for e in entries_of(membership)][-1] == ("end_membership", "离职")


def test_an_ended_position_is_not_ended_again_at_a_later_day(user, may):
    membership = grant_membership(user, entered(), role="applicant", actor=SECURITY)
    end_membership(membership, actor=SECURITY, reason="离职")
    may(6, 3)
    with pytest.raises(WrongState, match="2024年5月22日终止"):
        end_membership(Membership.objects.get(), actor=SECURITY, reason="再来一次")
    assert Membership.objects.get().until_on == date(2024, 5, 22)


def test_after_the_end_it_may_be_granted_anew_and_both_rows_stay(user, may):
    made = entered()
    end_membership(grant_membership(user, made, role="applicant", actor=SECURITY), actor=SECURITY, reason="离职")
    may(6, 3)
    grant_membership(user, made, role="applicant", actor=SECURITY)
    assert sorted(Membership.objects.values_list("from_on", "until_on"), key=str) == [
        (date(2024, 5, 22), date(2024, 5, 22)), (date(2024, 6, 3), None),
    ]  # fmt: skip


def test_a_position_fits_its_organisation_and_duties_stay_parted(province):
    security = actor_in(Membership.objects.get(role="security_admin"))
    clerk, enterprise = Membership.objects.get(user__username="factory001").user, province.unit.site.organisation
    office = Membership.objects.get(user__username="province").organisation
    own = Membership.objects.get(role="security_admin")
    for user, organisation, role, said in (
        (clerk, enterprise, "province", "不能设在企业"),
        (own.user, office, "province", "不能给自己授予岗位"),
        (clerk, own.organisation, "audit_admin", "已有岗位：申报单位"),
    ):
        with pytest.raises(Refused) as refused:
            grant_membership(user, organisation, role=role, actor=security)
        assert any(said in item for item in refused.value.items), refused.value.items
