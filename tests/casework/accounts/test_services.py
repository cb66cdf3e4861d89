"""Accounts: opened with a one-time code, reset with another, ended and restored with a reason, never one's own."""

import pytest

from greenlist.casework.accounts.models import ActivationCode, User
from greenlist.casework.accounts.selectors import accounts
from greenlist.casework.accounts.services import activate, open_account, renew_code, set_active
from greenlist.casework.journal.actors import ANONYMOUS, SYSTEM, Actor
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.selectors import entries_of

pytestmark = pytest.mark.django_db
LONG = "a-long-password"
ADMIN = Actor(name="系统管理员（演示）", role="system_admin", acts=frozenset({"manage_accounts"}))
OTHERS = [ANONYMOUS, Actor(name="x", role="security_admin", acts=frozenset({"manage_memberships"})), Actor(name="x", role="province")]


def opened(username="zhang", name="张工（演示）", **more):
    return open_account(username=username, name=name, actor=ADMIN, **more)


def test_an_account_is_opened_without_a_password_and_with_one_line():
    user, code = opened()
    assert (user.username, user.name, user.is_active, user.has_usable_password()) == ("zhang", "张工（演示）", True, False)
    assert [e.action for e in entries_of(user)] == ["open_account"]
    assert not user.check_password(code)


def test_the_code_is_long_is_new_each_time_and_is_written_nowhere():
    codes = [opened(f"user{n}")[1] for n in range(5)]
    assert len(set(codes)) == 5
    assert {len(c.replace("-", "")) for c in codes} == {16}
    told = "".join(str(list(model.objects.values())) for model in (JournalEntry, User, ActivationCode))
    assert [c for c in codes if c in told or c.replace("-", "") in told] == []


def test_letters_that_look_alike_stand_in_no_code():
    assert not set("".join(opened(f"user{n}")[1] for n in range(20))) & set("ILO01")


def test_a_ready_hash_gives_no_code_back(db):
    from django.contrib.auth.hashers import make_password

    user, code = opened(encoded=make_password("a-long-password"))
    assert (code, user.check_password("a-long-password"), user.activation_codes.count()) == ("", True, 0)


@pytest.mark.parametrize("typed", [str, str.lower, lambda c: c.replace("-", ""), lambda c: f" {c.replace('-', ' ')} ",
                                   lambda c: "".join(chr(ord(s) + 0xFEE0) for s in c)])  # fmt: skip
def test_a_code_sets_the_password_once_however_it_is_typed(typed):
    user, code = opened()
    activate(username="ZHANG", code=typed(code), password=LONG, again=LONG)
    assert User.objects.get().check_password(LONG)
    assert [e.action for e in entries_of(user)] == ["open_account", "activate_account"]
    with pytest.raises(Refused, match="用过了或已作废"):
        activate(username="zhang", code=code, password=LONG + "2", again=LONG + "2")
    assert User.objects.get().check_password(LONG)


def test_a_code_that_does_not_fit_sets_nothing_and_says_no_more_than_that():
    code, other = opened()[1], opened("li", "李工（演示）")[1]
    said = set()
    for username, given in (("zhang", other), ("nobody", code), ("zhang", "AAAA-BBBB-CCCC-DDDD"), ("zhang", "")):
        with pytest.raises(Refused) as refused:
            activate(username=username, code=given, password=LONG, again=LONG)
        said.add(refused.value.what)
    assert said == {"登录名和启用码对不上，密码没有设。"}
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_a_code_runs_out_after_thirty_days(may):
    code = opened()[1]
    may(6, 21)
    with pytest.raises(Refused, match="过了有效期"):
        activate(username="zhang", code=code, password=LONG, again=LONG)


def test_a_weak_password_is_refused_in_words_and_the_code_still_serves():
    code = opened()[1]
    with pytest.raises(Refused) as refused:
        activate(username="zhang", code=code, password="short", again="other")
    assert refused.value.items[0] == "两次输入的密码不一样。"
    assert len(refused.value.items) == 2
    activate(username="zhang", code=code, password=LONG, again=LONG)


def test_a_reset_ends_the_password_and_every_older_code():
    user, first = opened()
    activate(username="zhang", code=first, password=LONG, again=LONG)
    second, third = (renew_code(user, actor=ADMIN, reason="忘记密码") for _ in range(2))
    assert not User.objects.get().has_usable_password()
    with pytest.raises(Refused, match="作废"):
        activate(username="zhang", code=second, password=LONG, again=LONG)
    activate(username="zhang", code=third, password=LONG, again=LONG)
    assert [e.action for e in entries_of(user)] == ["open_account", "activate_account", "reset_access", "reset_access", "activate_account"]


def test_a_reset_wants_a_reason_and_an_account_that_may_sign_in():
    user, _ = opened()
    with pytest.raises(Refused, match="理由"):
        renew_code(user, actor=ADMIN, reason=" ")
    set_active(user, is_active=False, reason="离职", actor=ADMIN)
    with pytest.raises(Refused, match="已停用"):
        renew_code(user, actor=ADMIN, reason="忘记密码")


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
