"""C-63 请省工业与信息化融合推进中心协同推进名单项目遴选、动态管理和宣传推广等工作: it prepares all three, and decides nothing that is final."""

from dataclasses import replace

import pytest

from greenlist.casework.accounts.roles import roles
from greenlist.casework.evaluators.ban_services import ban
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.oversight.removal_services import remove_from_list
from greenlist.casework.oversight.yearly_services import take_up_removal
from greenlist.casework.publication.services import give_notice, publish, tell_ministry
from greenlist.casework.publicity.case_services import keep_case, release_case
from greenlist.casework.publicity.event_services import enter_event, strike
from greenlist.casework.register.event_services import Ground, suspend_listing
from greenlist.casework.register.models import ListEntry
from greenlist.casework.review.services import accept
from greenlist.casework.rounds.services import extend_deadline, propose_parameters, waive
from greenlist.casework.selection.services import decide, draft
from greenlist.casework.yearly_tables.grading_services import drop_proposal, propose_removals
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.rulebook.lifecycle import lifecycle, names
from tests.casework.publicity.told import TOLD, checked
from tests.casework.yearly_tables.conftest import list_unit

FINAL = {
    "application": {"propose", "pass_over", "publish"},
    "listing": {"suspend_listing", "remove_listing", "restore_listing", "merge_listing"},
    "selection_draft": {"send_to_decision", "decide", "give_notice", "publish", "reopen"},
    "objection": {"uphold_objection", "dismiss_objection"},
    "yearly_proposal": {"take_up_yearly_removal", "drop_yearly_removal"},
    "inspection": {"remove_inspected", "keep_inspected"},
    "parameter_proposal": {"sign_proposal"},
    "good_case": {"release_case"},
}


def test_the_table_of_its_rights_holds_no_decision():
    centre, province = roles()["centre"], roles()["province"]
    left = {act for act, _ in centre.leaves}
    assert centre.assists == province.label
    assert left <= province.acts and not left & centre.acts
    assert {"assign_expert", "record_step", "manage_yearly", "inspect_units"} <= centre.acts
    for name, actions in FINAL.items():
        transitions = {t.action: t for t in lifecycle(name).transitions}
        assert {a for a in actions if a not in transitions or "centre" in transitions[a].actors} == set()
    assert FINAL.keys() <= set(names())


def test_it_decides_nothing_about_a_selection(province, served_omission):
    province.application_at("on_notice")
    made, centre = province.draft(), province.cast.centre
    told = served_omission(publish, made, document_number="演60号", actor=centre)
    assert told.what == "名单由省工业和信息化厅公布。"
    assert told.then.endswith("协同推进，不作最终决定；请报省工信厅办理。")
    served_omission(draft, province.round, line="", actor=centre)
    served_omission(decide, made, actor=centre)
    served_omission(give_notice, made, actor=centre)
    served_omission(tell_ministry, None, document_number="演1号", sent_on=today(), actor=centre)
    assert province.draft().state == "on_notice"


def test_it_removes_nobody_and_settles_no_proposal(province, may, served_omission):
    list_unit(province, province.unit)
    centre, entry = province.cast.centre, ListEntry.objects.get(origin="published")
    served_omission(remove_from_list, entry, on=today(), reason="演示", clause="C-50", actor=centre)
    served_omission(suspend_listing, entry, Ground(today(), "演示", document="演1号"), actor=centre)
    opened = open_year(2024, actor=centre)
    (proposal,) = propose_removals(opened.opening, actor=centre)
    served_omission(take_up_removal, proposal, document="演1号", actor=centre)
    served_omission(drop_proposal, proposal, reason="演示", actor=centre)
    entry.refresh_from_db()
    assert (entry.state, proposal.state) == ("listing_standing", "removal_proposed")


@pytest.mark.parametrize("act", ["ban", "waive", "extend", "propose"])
def test_it_bans_nobody_and_changes_no_rule_of_the_round(province, served_omission, act):
    body, centre, round_ = province.cast.evaluators[0].evaluator, province.cast.centre, province.round
    asked = {
        "ban": (ban, (body,), {"reason": "演示", "document": "演1号", "years": 3}),
        "waive": (waive, (round_,), {"clause": "C-33", "subject": "演示", "reason": "演示"}),
        "extend": (extend_deadline, (round_,), {"unit": "360400", "last_day": today(), "reason": "演示"}),
        "propose": (propose_parameters, (round_,), {"changes": {"pass_line": "80"}, "reason": "演示"}),
    }
    service, about, given = asked[act]
    served_omission(service, *about, actor=centre, **given)


def test_it_releases_and_keeps_no_case_and_strikes_nothing_of_the_province(province, served_omission):
    case, head, centre = checked(province), province.cast.province, province.cast.centre
    served_omission(release_case, case, version=case.version, actor=centre)
    release_case(case, version=case.version, actor=head)
    remove_from_list(case.entry, on=today(), reason="停产", clause="C-44", actor=head)
    served_omission(keep_case, case, reason="演示", actor=centre)
    made = enter_event(replace(TOLD, held_on=today()), cases=[case], actor=head)
    with pytest.raises(NotAllowed):
        strike(made, reason="演示", actor=centre)
    strike(made, reason="登记错了", actor=head)


def test_it_does_what_it_is_asked_to_help_with(province):
    application = province.application_at("recommended")
    accept(application, actor=province.cast.centre)
    assert application.state == "accepted"
