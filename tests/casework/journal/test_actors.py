"""The actor as plain values: what it may do is its own list, and it cannot be changed on the way."""

from dataclasses import FrozenInstanceError

import pytest

from greenlist.casework.journal.actors import ANONYMOUS, SYSTEM, Actor


def test_a_visitor_may_do_nothing():
    assert (ANONYMOUS.is_anonymous, ANONYMOUS.acts, ANONYMOUS.user_id) == (True, frozenset(), None)


def test_the_system_is_not_anonymous_and_holds_no_act_of_a_role():
    assert not SYSTEM.is_anonymous
    assert not SYSTEM.may("manage_accounts")


def test_only_the_own_acts_count():
    officer = Actor(name="甲", role="bureau", acts=frozenset({"record_fact"}))
    assert officer.may("record_fact")
    assert not officer.may("record")
    assert not officer.may("")


def test_an_actor_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        SYSTEM.role = "province"
