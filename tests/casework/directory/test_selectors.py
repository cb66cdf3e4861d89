"""Who holds which position on which day; the actor of a session; the sites, offices and experts behind it."""

from datetime import date

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.roles import roles
from greenlist.casework.directory.models import Membership, Organisation, Site
from greenlist.casework.directory.selectors import (
    actor_for,
    actor_in,
    experts,
    former_names,
    memberships,
    office_of,
    positions_of,
    sites_of,
)
from greenlist.casework.outbox.models import Message
from greenlist.casework.outbox.selectors import inbox_of
from greenlist.casework.outbox.services import Recipient, mark_all_read, open_gate, withdraw_messages
from tests.casework.outbox.conftest import OFFICE, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(may):
    return User.objects.create_user("zhang", "x", name="张工（演示）")


def organisation(name="甲公司", kind="enterprise", unit=""):
    return Organisation.objects.create(kind=kind, name=name, unit=unit)


def position(user, role="applicant", *, since=date(2024, 1, 1), until=None, at=None):
    return Membership.objects.create(user=user, organisation=at or organisation(), role=role, from_on=since, until_on=until, granted_by="x")


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (date(2024, 5, 22), None, True), (date(2024, 5, 23), None, False), (date(2024, 1, 1), date(2024, 5, 23), True),
        (date(2024, 1, 1), date(2024, 5, 22), False), (date(2024, 1, 1), date(2024, 5, 21), False), (date(2024, 5, 22), date(2024, 5, 22), False),
    ],
    ids=["from today", "from tomorrow", "until tomorrow", "ended today", "ended yesterday", "granted and ended today"],
)  # fmt: skip
def test_a_position_holds_from_its_first_day_and_no_longer_on_the_day_it_ended(user, since, until, holds):
    position(user, since=since, until=until)
    assert positions_of(user).exists() is holds


def test_a_later_day_brings_a_position_into_force_and_ends_another(user, may):
    old, new = position(user, until=date(2024, 6, 1)), position(user, "bureau", since=date(2024, 6, 1))
    assert list(positions_of(user)) == [old]
    may(6, 1, 0)
    assert list(positions_of(user)) == [new]


def test_the_actor_is_the_chosen_position_else_the_oldest(user):
    first, second = position(user), position(user, "bureau", since=date(2024, 2, 1), at=organisation("九江市工信局", "bureau", "360400"))
    held = list(positions_of(user))
    assert actor_for(user, held).role == "applicant"
    chosen = actor_for(user, held, str(second.pk))
    assert (chosen.role, chosen.unit, chosen.organisation_name) == ("bureau", "360400", "九江市工信局")
    assert chosen.acts == roles()["bureau"].acts
    assert (chosen.membership_id, chosen.user_id, chosen.name) == (second.pk, user.pk, "张工（演示）")
    assert actor_for(user, held, str(first.pk)).organisation_id == first.organisation_id


@pytest.mark.parametrize("chosen", ["", "nosense", "01900000-0000-7000-8000-000000000000", None])
def test_a_choice_that_is_not_the_persons_falls_back_to_his_own(user, chosen):
    mine = position(user)
    assert actor_for(user, [mine], chosen).membership_id == mine.pk


def test_somebody_elses_position_cannot_be_chosen(user):
    position(user)
    other = position(User.objects.create_user("li", "x"), "province", at=organisation("省厅", "province"))
    assert actor_for(user, list(positions_of(user)), str(other.pk)).role == "applicant"


def test_an_ended_position_that_a_session_still_remembers_gives_nothing(user):
    ended = position(user, "province", until=date(2024, 5, 1), at=organisation("省厅", "province"))
    actor = actor_for(user, list(positions_of(user)), str(ended.pk))
    assert (actor.role, actor.acts, actor.organisation_id, actor.user_id) == ("none", frozenset(), None, user.pk)


def test_only_own_sites_by_name(user):
    mine, other = organisation(), organisation("乙公司")
    for owner, name in ((mine, "二厂"), (mine, "一厂"), (other, "别家")):
        Site.objects.create(organisation=owner, name=name, address="x", division="360402", unit="360400", industry="3011")
    assert sorted(s.name for s in sites_of(mine.pk)) == ["一厂", "二厂"]
    assert not sites_of(None).exists()


def test_the_bureau_of_a_unit_and_none_for_an_unknown_one():
    bureau = organisation("九江市工信局", "bureau", "360400")
    organisation("九江某厂", "enterprise", "360400")
    assert office_of("360400") == bureau
    assert office_of("999999") is None


def test_experts_are_those_in_force_today(user):
    expert = position(user, "expert")
    position(User.objects.create_user("li", "x"), "expert", until=date(2024, 5, 1))
    position(User.objects.create_user("wang", "x"), "province")
    assert list(experts()) == [expert]


def test_positions_are_found_by_person_or_organisation_with_the_ended_ones(user):
    ended = position(user, until=date(2024, 5, 1))
    other = position(User.objects.create_user("li", "x", name="李工"), at=organisation("乙公司"))
    assert set(memberships("")) == {ended, other}
    assert list(memberships("张")) == [ended]
    assert list(memberships("乙公")) == [other]
    assert not memberships("nosuch").exists()


def test_nobody_has_former_names_before_the_first_renaming():
    assert former_names(organisation()) == []


def test_what_a_position_has_not_read_is_what_its_inbox_shows(user, may):
    """Held, behind a gate, read, taken back, by mail, in another position: none of these counts."""
    mine, other = position(user), position(user, "bureau", since=date(2024, 2, 1), at=organisation("九江市工信局", "bureau", "360400"))
    one, second = (Recipient(user.pk, user.name, held.pk, "演示厂") for held in (mine, other))

    def unread() -> list[int]:
        shown = [inbox_of(actor_in(held)).filter(read_at=None).count() for held in (mine, other)]
        assert [held.unread for held in positions_of(user)] == shown
        return shown

    told(one, occasion="first")
    told(one, occasion="taken back")
    told(one, occasion="gated", gate="publication:1")
    told(second, occasion="elsewhere")
    assert unread() == [0, 0]
    withdraw_messages("taken back", reason="按错了", actor=OFFICE)
    may(5, 23)
    assert unread() == [1, 1]
    open_gate("publication:1", actor=OFFICE)
    may(5, 24)
    assert unread() == [2, 1]
    Message.objects.filter(occasion="elsewhere").update(channel="mail")
    assert unread() == [2, 0]
    mark_all_read(actor=actor_in(mine))
    assert unread() == [0, 0]


def test_positions_are_read_at_once_with_their_unit_their_person_and_what_is_unread(user, django_assert_num_queries):
    position(user), position(user, "bureau", since=date(2024, 2, 1), at=organisation("九江市工信局", "bureau", "360400"))
    with django_assert_num_queries(1):
        assert [(held.user.name, bool(held.organisation.name), held.unread) for held in positions_of(user)] == [(user.name, True, 0)] * 2
