"""Hand-over: everything a leaver held has an owner, or stands under 无人经办 at the office above."""

from datetime import date

import pytest

from greenlist.casework.accounts.services import set_active
from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Charge, Membership
from greenlist.casework.directory.selectors import actor_in, heirs_of
from greenlist.casework.directory.services import end_membership, grant_membership, invite_person
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.handover.selectors import holding_counts, holdings_of, unowned
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.services import assign
from greenlist.casework.verification.proving import Proof, Said, store_proof
from greenlist.rehearsal import acts
from tests.casework.cast import NANCHANG, blank_pdf, join


def member(username: str) -> Membership:
    return Membership.objects.select_related("user", "organisation").get(user__username=username, until_on=None)


def labels(holdings) -> list[str]:
    return [h.label for h in holdings]


@pytest.fixture
def draft(province) -> Application:
    return province.application_at("draft")


def test_a_draft_is_in_the_hands_of_who_began_it(draft):
    assert labels(holdings_of(member("factory001"))) == [str(draft)]
    assert holding_counts([member("factory001"), member("factory002")]) == {member("factory001").pk: 1, member("factory002").pk: 0}


def test_all_is_moved_in_one_act_to_the_one_named(province, draft):
    organisation = province.unit.site.organisation
    first, second = (join(organisation, name, actor=province.unit.engineer) for name in ("first", "second"))
    leaver = member("factory001")
    assert heirs_of(leaver) == [first, second]
    end_membership(leaver, actor=SYSTEM, reason="离职", successor=second)
    assert (holdings_of(leaver), labels(holdings_of(second))) == ([], [str(draft)])
    second.refresh_from_db()
    assert second.duty == "administrator"
    line = JournalEntry.objects.get(action="end_membership")
    assert line.detail == {"successor": "second（演示）", "handed_over": [str(draft)]}


def test_without_a_name_a_colleague_has_it(province, draft):
    filler = join(province.unit.site.organisation, "filler", actor=province.unit.engineer)
    assert end_membership(member("factory001"), actor=SYSTEM, reason="离职") == filler
    assert labels(holdings_of(filler)) == [str(draft)]


def test_a_stranger_or_a_consultant_is_no_successor(province, draft):
    consultant = join(province.unit.site.organisation, "advisor", duty="consultant", actor=province.unit.engineer)
    for successor in (member("factory002"), consultant, member("factory001")):
        with pytest.raises(Refused, match="接办人"):
            end_membership(member("factory001"), actor=SYSTEM, reason="离职", successor=successor)
    assert labels(holdings_of(member("factory001"))) == [str(draft)]


def test_when_the_last_one_leaves_the_office_above_sees_it_and_the_next_one_takes_it(province, draft):
    organisation = province.unit.site.organisation
    assert end_membership(member("factory001"), actor=SYSTEM, reason="离职") is None
    assert [(h.label, h.office) for h in unowned(province.officer)] == [(str(draft), organisation.name)]
    assert unowned(province.cast.bureaus[NANCHANG]) == []
    made, _ = invite_person(organisation, username="next", name="接任（演示）", duty="administrator", actor=province.officer)
    assert unowned(province.officer) == []
    assert labels(holdings_of(made)) == [str(draft)]


def test_an_account_that_may_not_sign_in_owns_nothing(province, draft):
    set_active(member("factory001").user, is_active=False, reason="离职", actor=SYSTEM)
    assert labels(unowned(province.officer)) == [str(draft)]


def test_an_officers_cases_go_to_the_second_officer(province):
    case = province.application_at("verifying")
    officer = member("bureau360400")
    assert labels(holdings_of(officer)) == [str(case)]
    end_membership(officer, actor=SYSTEM, reason="调离")
    assert labels(unowned(province.cast.province)) == [str(case)]
    second = grant_membership(member("factory002").user, officer.organisation, role="bureau", actor=SYSTEM)
    assert (labels(holdings_of(second)), unowned(province.cast.province)) == ([str(case)], [])


def test_a_project_managers_open_engagements_are_his_until_signed(province):
    body = province.cast.evaluators[0]
    application = acts.begin(province.unit, province.round, national=True, body=body)
    acts.fill(application, province.unit, acts.Random(1))
    manager = member("evaluator1")
    assert holdings_of(manager) == []
    acts.accept_engagement(Engagement.objects.get(), statement="没有利害关系", limit=15, actor=body.manager)
    assert labels(holdings_of(manager)) == [str(Engagement.objects.get())]
    end_membership(manager, actor=SYSTEM, reason="离职")
    assert labels(unowned(province.cast.centre)) == [str(Engagement.objects.get())]


def test_an_experts_assignments_are_listed_and_told_when_he_leaves(province):
    case = province.application_at("accepted")
    expert = province.cast.experts[0]
    assign(case, expert=expert, actor=province.cast.province)
    assert labels(holdings_of(expert)) == [str(Assignment.objects.get())]
    end_membership(expert, actor=SYSTEM, reason="不再聘任")
    assert labels(unowned(province.cast.province)) == [str(Assignment.objects.get())]


def test_after_every_end_of_a_position_nothing_open_is_without_an_owner(province):
    """Everybody leaves, one after another, in a province with work at every desk: each open case is some person's in office, or
    on the list of the office above. Nothing is lost on the way.
    """
    province.application_at("draft")
    province.application_at("verifying", province.units[1])
    province.application_at("submitted", province.other_unit)
    watchers = [*province.cast.bureaus.values(), province.cast.province]
    watching = {actor.user_id for actor in watchers}
    everything = {h.subject_id for m in Membership.objects.all() for h in holdings_of(m)}
    assert len(everything) == 3
    join(province.unit.site.organisation, "filler", actor=province.unit.engineer)
    for leaver in Membership.objects.filter(until_on=None).exclude(role__in=("system_admin", "security_admin", "audit_admin")):
        if leaver.user_id in watching and leaver.role != "bureau":
            continue
        end_membership(leaver, actor=SYSTEM, reason="离职")
        held = {h.subject_id for m in Membership.objects.filter(until_on=None, user__is_active=True) for h in holdings_of(m)}
        told = {h.subject_id for actor in watchers for h in unowned(actor)}
        assert held | told == everything, leaver
    assert held == set()


def test_a_charge_outlives_the_case_but_is_no_holding(province):
    case = province.application_at("draft")
    Application.objects.filter(pk=case.pk).update(state="withdrawn")
    assert (holdings_of(member("factory001")), Charge.objects.count()) == ([], 1)


def test_an_actor_of_no_office_is_told_of_nothing(province, draft):
    end_membership(member("factory001"), actor=SYSTEM, reason="离职")
    assert unowned(actor_in(member("expert1"))) == []


def test_what_was_begun_by_bulk_proof_is_in_somebodys_hands_too(province):
    case, officer = province.application_at("submitted"), province.officer
    proof = Proof(
        "reply", "演示局函复", date(2021, 5, 22), date(2024, 5, 20), date(2024, 5, 21), acts.upload(blank_pdf(), "函复.pdf", officer)
    )
    store_proof(proof, said=[Said(case, "C-46", page=1)], actor=officer)
    assert str(case) in labels(holdings_of(member("bureau360400")))
