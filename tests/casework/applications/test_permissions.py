"""Who may edit an application and when: its own unit, while it is a draft or returned; every service refuses everybody else."""

import pytest

from greenlist.casework.applications.permissions import EDITABLE, check_may_edit, may_edit
from greenlist.casework.applications.services import editing, entrust, set_evaluation, set_report, submit, withdraw
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.journal.actors import ANONYMOUS, SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, WrongState
from greenlist.rehearsal import acts
from greenlist.rulebook.lifecycle import lifecycle
from tests.casework.cast import fresh, join

STATES = [s.code for s in lifecycle("application").states]


def strangers(province):
    cast = province.cast
    expert = acts.actor_in(cast.experts[0])
    return [
        province.units[1].engineer,
        province.other_unit.engineer,
        province.officer,
        cast.province,
        cast.centre,
        expert,
        ANONYMOUS,
        SYSTEM,
    ]


@pytest.mark.parametrize("state", STATES)
def test_the_own_unit_edits_a_draft_and_a_returned_one_and_no_other(province, state):
    application = province.application_at("draft")
    application.state = state
    assert may_edit(application, province.unit.engineer) is (state in EDITABLE)
    if state not in EDITABLE:
        with pytest.raises(WrongState, match="内容不能再改") as refused:
            check_may_edit(application, province.unit.engineer)
        assert (refused.value.clause, application.get_state_display() in refused.value.what) == ("C-07", True)


def test_nobody_else_edits_or_acts_and_nothing_is_written(province):
    application = province.application_at("draft")
    report = acts.attach_report(application, province.unit)
    lines, before = JournalEntry.objects.count(), fresh(application).__dict__
    for actor in strangers(province):
        assert not may_edit(application, actor)
        for act in (
            lambda actor=actor: set_evaluation(application, national=True, provincial=False, mode="self", actor=actor),
            lambda actor=actor: set_report(application, file=report, actor=actor),
            lambda actor=actor: submit(application, actor=actor),
            lambda actor=actor: withdraw(application, reason="x", actor=actor),
        ):
            with pytest.raises(NotAllowed):
                act()
    after = fresh(application).__dict__
    assert JournalEntry.objects.count() == lines
    assert {k: v for k, v in after.items() if k != "_state"} == {k: v for k, v in before.items() if k != "_state"}


def test_a_save_that_began_before_the_submission_is_refused_on_the_row_itself(province):
    application = province.application_at("draft")
    report = acts.attach_report(application, province.unit)
    stale = fresh(application)
    submit(application, actor=province.unit.engineer)
    with pytest.raises(WrongState):
        set_report(stale, file=report, actor=province.unit.engineer)
    with pytest.raises(WrongState), editing(stale, actor=province.unit.engineer):
        pass
    assert fresh(application).state == "submitted"


def test_somebody_with_only_some_applications_hands_in_and_withdraws_only_those(province):
    case = province.application_at("submitted")
    filler = actor_in(join(case.site.organisation, "some", actor=province.unit.engineer, is_restricted=True))
    with pytest.raises(NotAllowed, match="没有指定由您办理"):
        withdraw(case, reason="不报了", actor=filler)
    entrust(Membership.objects.get(user__username="some"), applications=[case], actor=province.unit.engineer)
    withdraw(case, reason="不报了", actor=filler)
    assert fresh(case).state == "withdrawn"
