"""Accounts: opened by the system administrator with a first password, ended and restored with a reason, never one's own."""

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.selectors import accounts
from greenlist.casework.accounts.services import open_account, set_active
from greenlist.casework.journal.actors import ANONYMOUS, SYSTEM, Actor
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.selectors import entries_of

pytestmark = pytest.mark.django_db
ADMIN = Actor(name="系统管理员（演示）", role="system_admin", acts=frozenset({"manage_accounts"}))
OTHERS = [ANONYMOUS, Actor(name="x", role="security_admin", acts=frozenset({"manage_memberships"})), Actor(name="x", role="province")]


def opened(username="zhang", name="张工（演示）", **more):
    return open_account(username=username, name=name, actor=ADMIN, **more)


def test_an_account_is_opened_with_a_password_that_works_and_one_line():
    user, password = opened()
    assert (user.username, user.name, user.is_active, user.check_password(password)) == ("zhang", "张工（演示）", True, True)
    assert [e.action for e in entries_of(user)] == ["open_account"]


def test_the_first_password_is_long_is_new_each_time_and_is_written_nowhere():
    passwords = [opened(f"user{n}")[1] for n in range(5)]
    assert len(set(passwords)) == 5
    assert {len(p) for p in passwords} == {12}
    told = str(list(JournalEntry.objects.values())) + str(list(User.objects.values()))
    assert [p for p in passwords if p in told] == []


def test_letters_that_look_alike_stand_in_no_password():
    assert not set("".join(opened(f"user{n}")[1] for n in range(20))) & set("ilo01")


def test_a_ready_hash_gives_no_password_back(db):
    from django.contrib.auth.hashers import make_password

    user, password = opened(encoded=make_password("a-long-password"))
    assert (password, user.check_password("a-long-password")) == ("", True)


@pytest.mark.parametrize("taken", ["zhang", "ZHANG", " zhang "])
def test_a_login_name_is_given_once_whatever_its_case(taken):
    opened()
    with pytest.raises(Refused, match="已有人使用"):
        opened(taken)
    assert User.objects.count() == 1


@pytest.mark.parametrize(("username", "name"), [("", "张工"), ("zhang", ""), ("  ", "张工"), ("zhang", " \t")])
def test_both_names_are_wanted(username, name):
    with pytest.raises(Refused, match="都要填写"):
        opened(username, name)


@pytest.mark.parametrize(("username", "name", "column"), [("z" * 81, "张工", "登录名"), ("zhang", "张" * 81, "姓名")])
def test_a_name_longer_than_its_column_is_told_in_words(username, name, column):
    with pytest.raises(Refused) as refused:
        opened(username, name)
    assert refused.value.items == (f"“{column}”最多80字，现在是81字。",)
    assert not User.objects.exists()


def test_a_nul_is_refused_in_words():
    with pytest.raises(Refused, match="NUL"):
        opened("zh\0ang")


@pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.role)
def test_nobody_else_opens_or_ends_an_account(actor):
    user, _ = opened()
    with pytest.raises(NotAllowed):
        open_account(username="li", name="李工", actor=actor)
    with pytest.raises(NotAllowed):
        set_active(user, is_active=False, reason="离职", actor=actor)
    assert User.objects.get().is_active


def test_ending_and_restoring_are_written_with_their_reason():
    user, _ = opened()
    set_active(user, is_active=False, reason="离职", actor=ADMIN)
    assert not User.objects.get().is_active
    set_active(user, is_active=True, reason="返聘", actor=ADMIN)
    assert User.objects.get().is_active
    assert [(e.action, e.reason) for e in entries_of(user)] == [("open_account", ""), ("end_account", "离职"), ("restore_account", "返聘")]


def test_a_reason_is_required():
    user, _ = opened()
    with pytest.raises(Refused, match="理由"):
        set_active(user, is_active=False, reason="  ", actor=ADMIN)
    assert User.objects.get().is_active


def test_nobody_ends_his_own_account():
    user, _ = opened()
    own = Actor(name=user.name, role="system_admin", user_id=user.pk, acts=frozenset({"manage_accounts"}))
    with pytest.raises(Refused, match="自己"):
        set_active(user, is_active=False, reason="离职", actor=own)
    assert User.objects.get().is_active


def test_the_system_may_set_up():
    assert open_account(username="first", name="甲", actor=SYSTEM)[0].username == "first"


def test_accounts_are_found_by_a_piece_of_either_name_and_each_once():
    for username, name in (("zhang", "张工"), ("li", "zhang 小李"), ("wang", "王工")):
        opened(username, name)
    assert [u.username for u in accounts()] == ["li", "wang", "zhang"]
    assert [u.username for u in accounts("zhang")] == ["li", "zhang"]
    assert [u.username for u in accounts("张")] == ["zhang"]
    assert not accounts("nosuch").exists()


def test_a_user_without_a_name_is_called_by_the_login_name():
    assert str(User.objects.create_user("li", "x")) == "li"
