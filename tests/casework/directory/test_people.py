"""People of a unit: invited, divided in duties, reset without e-mail by the right office; who may not, cannot."""

from datetime import timedelta

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.services import activate, open_account
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import actor_in, may_reset, people_under, units_of
from greenlist.casework.directory.services import end_membership, enter_site, grant_membership, invite_person, reset_person
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from tests.casework.cast import NANCHANG, PASSWORD, join


@pytest.fixture
def unit(province):
    return province.unit.site.organisation


@pytest.fixture
def administrator(province):
    return province.unit.engineer


def test_the_first_of_a_unit_is_its_administrator_and_the_next_a_filler(province, unit, administrator):
    assert (administrator.duty, administrator.may("invite_people")) == ("administrator", True)
    second = grant_membership(User.objects.create_user("second"), unit, role="applicant", actor=SYSTEM)
    assert (second.duty, actor_in(second).may("invite_people"), actor_in(second).may("hand_in_own")) == ("filler", False, True)


def test_an_invited_person_sets_his_password_and_the_code_stands_nowhere(unit, administrator):
    made, code = invite_person(unit, username="li", name="李工（演示）", duty="filler", phone="138", actor=administrator)
    assert (made.get_duty_display(), made.user.phone, made.user.has_usable_password()) == ("填报人", "138", False)
    activate(username="li", code=code, password=PASSWORD, again=PASSWORD)
    actions = JournalEntry.objects.filter(at__gte=made.user.activation_codes.get().issued_at).values_list("action", flat=True)
    assert set(actions) >= {"open_account", "grant_membership", "invite_person", "activate_account"}
    assert code not in str(list(JournalEntry.objects.values()))


def test_a_consultant_of_two_units_keeps_one_account(province, unit, administrator):
    other = province.units[1]
    join(unit, "advisor", duty="consultant", actor=administrator)
    with pytest.raises(Refused, match="已有人使用"):
        invite_person(other.site.organisation, username="advisor", name="另一人", duty="consultant", actor=other.engineer)
    made, code = invite_person(other.site.organisation, username="Advisor", name="advisor（演示）", duty="consultant", actor=other.engineer)
    assert (code, made.user.memberships.count()) == ("", 2)
    assert not may_reset(made.user, administrator)
    assert may_reset(made.user, actor_in(Membership.objects.get(user__username="system")))


def test_an_officer_cannot_be_drawn_into_a_unit(province, unit, administrator):
    officer = User.objects.get(username="bureau360400")
    with pytest.raises(Refused, match="已有人使用"):
        invite_person(unit, username=officer.username, name=officer.name, duty="filler", actor=administrator)


def test_who_may_invite_whom(province, unit, administrator):
    filler = actor_in(join(unit, "filler", actor=administrator))
    foreign, stranger = province.cast.bureaus[NANCHANG], province.units[1].engineer
    for actor, duty in ((filler, "filler"), (stranger, "filler"), (foreign, "administrator"), (province.officer, "filler"),
                        (province.cast.province, "administrator")):  # fmt: skip
        with pytest.raises(NotAllowed):
            invite_person(unit, username="new", name="新人（演示）", duty=duty, actor=actor)
    assert invite_person(unit, username="new", name="新人（演示）", duty="administrator", actor=province.officer)[1]


def test_resets_go_down_one_step_only(province, unit, administrator):
    filler = join(unit, "filler", actor=administrator)
    system = actor_in(Membership.objects.get(user__username="system"))
    engineer = User.objects.get(username="factory001")
    allowed = {
        (name, who): may_reset(user, actor)
        for name, user in (("filler", filler.user), ("administrator", engineer), ("officer", User.objects.get(username="bureau360400")))
        for who, actor in (("unit", administrator), ("bureau", province.officer), ("other bureau", province.cast.bureaus[NANCHANG]),
                           ("system", system), ("filler", actor_in(filler)))
    }  # fmt: skip
    assert {pair for pair, is_allowed in allowed.items() if is_allowed} == {
        ("filler", "unit"), ("administrator", "bureau"), ("officer", "system")
    }  # fmt: skip
    code = reset_person(filler.user, actor=administrator, reason="忘记密码")
    assert not User.objects.get(username="filler").has_usable_password()
    activate(username="filler", code=code, password=PASSWORD + "2", again=PASSWORD + "2")
    with pytest.raises(NotAllowed, match="不由您重设"):
        reset_person(engineer, actor=administrator, reason="忘记密码")


def test_a_unit_administrator_ends_his_people_but_not_himself_nor_others(province, unit, administrator):
    filler = join(unit, "filler", actor=administrator)
    own = Membership.objects.get(user__username="factory001")
    other = Membership.objects.get(user__username="factory002")
    for membership in (own, other):
        with pytest.raises(NotAllowed):
            end_membership(membership, actor=administrator, reason="离职")
    end_membership(filler, actor=administrator, reason="离职")
    assert filler not in people_under(administrator)


@pytest.mark.parametrize("duty", ["", "king"])
def test_a_duty_must_be_chosen(unit, administrator, duty):
    with pytest.raises(Refused, match="分工"):
        invite_person(unit, username="new", name="新人", duty=duty, actor=administrator)


def test_an_administrator_is_never_restricted(unit, administrator):
    with pytest.raises(Refused, match="全部申报件"):
        invite_person(unit, username="new", name="新人", duty="administrator", is_restricted=True, actor=administrator)
    assert not User.objects.filter(username="new").exists()


def test_a_site_entered_by_another_bureau_gives_it_no_say_in_the_units_people(province, unit, administrator):
    foreign = province.cast.bureaus[NANCHANG]
    assert foreign.may("transcribe")
    enter_site(unit, name="第二厂（演示）", address="", division="360102", unit=NANCHANG, actor=foreign, industry="3011")
    person = Membership.objects.get(organisation=unit, duty="administrator")
    assert person in people_under(province.officer)
    assert person not in people_under(foreign)
    assert unit not in units_of(NANCHANG)
    with pytest.raises(NotAllowed):
        reset_person(person.user, actor=foreign, reason="忘记密码")
    with pytest.raises(NotAllowed):
        invite_person(unit, username="second_admin", name="他人（演示）", duty="administrator", actor=foreign)


def test_an_account_that_waits_for_an_offices_position_is_not_drawn_into_a_unit(province, unit, administrator):
    new = open_account(username="new_officer", name="新经办（演示）", actor=SYSTEM)[0]
    with pytest.raises(Refused, match="已有人使用"):
        invite_person(unit, username="new_officer", name=new.name, duty="filler", actor=administrator)
    office = Membership.objects.get(user__username="bureau360400").organisation
    filler = join(unit, "moves_on", actor=administrator)
    assert may_reset(filler.user, administrator)
    grant_membership(filler.user, office, role="bureau", actor=SYSTEM, from_on=today() + timedelta(days=7))
    assert not may_reset(filler.user, administrator)
