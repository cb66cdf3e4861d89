"""Roles as data are whole: a label, a scope, a home that exists; every act a service asks for is held by somebody."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from greenlist.casework.accounts.roles import role_choices, roles
from greenlist.rulebook.lifecycle import lifecycle, names

SOURCE = Path(__file__).parents[3] / "src" / "greenlist"
ASKED = re.compile(r'may\("(\w+)"\)')
HELD_FOR_TRANSITIONS = {"record_letter", "fill_sheet", "record_receipt", "move_demo_clock", "manage_memberships", "manage_accounts"}


def asked():
    return {act for path in SOURCE.rglob("*.py") for act in ASKED.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("code", roles())
def test_a_role_has_a_label_a_scope_and_a_home_that_exists(code):
    role = roles()[code]
    assert re.search(r"[\u4e00-\u9fff]", role.label)
    assert role.scope in {"organisation", "county", "recommending_unit", "province", "assignment", "system"}
    assert reverse(role.home).startswith("/")


@pytest.mark.parametrize("code", roles())
def test_a_roles_code_fits_its_column_and_stands_among_the_choices(code):
    assert len(code) <= 20
    assert dict(role_choices())[code] == roles()[code].label


def test_every_act_that_is_asked_for_is_held_by_a_role():
    assert sorted(asked() - {act for role in roles().values() for act in role.acts_with("").union(*(d.acts for d in role.duties))}) == []


def test_every_actor_of_a_transition_is_a_role_or_the_system_that_carries_on():
    transitions = [t for name in names() for t in lifecycle(name).transitions]
    assert sorted({a for t in transitions for a in t.actors} - set(roles())) == ["system"]
    carried_on = {"accept", "skip_experts", "score", "settle_opinion"}
    worker = {"start_job", "finish_job", "fail_job", "put_back_job", "expire_job"}
    assert {t.action for t in transitions if "system" in t.actors} == carried_on | worker


def test_the_three_administrators_share_no_act_and_take_no_part_in_a_case():
    acts = [roles()[code].acts for code in ("system_admin", "security_admin", "audit_admin")]
    assert all(not (a & b) for i, a in enumerate(acts) for b in acts[i + 1 :])
    for name in names():
        for transition in lifecycle(name).transitions:
            assert not set(transition.actors) & {"system_admin", "security_admin", "audit_admin"}


def test_only_the_audit_administrator_reads_the_journal_and_only_the_security_one_grants():
    holders = {act: {c for c, r in roles().items() if act in r.acts} for act in ("read_journal", "manage_memberships", "manage_accounts")}
    assert holders == {"read_journal": {"audit_admin"}, "manage_memberships": {"security_admin"}, "manage_accounts": {"system_admin"}}


def test_the_centre_takes_no_decision():
    assert not roles()["centre"].acts & {"draft_selection", "sign_parameters"}
    for action in ("propose", "pass_over", "publish"):
        assert "centre" not in lifecycle("application").transition(action).actors
