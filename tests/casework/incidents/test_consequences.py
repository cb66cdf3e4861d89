"""What a grave incident means for the list: proposed, decided by the province, and what rests on a fallen factory looked at again."""

from datetime import date

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.incidents.consequence_services import (
    decline_consequence,
    lift_suspension,
    remove_for_incident,
    restore_unless_open,
    suspend_for_incident,
)
from greenlist.casework.incidents.models import IncidentProposal
from greenlist.casework.incidents.selectors import waiting_proposals
from greenlist.casework.incidents.services import close_incident, decide_level, report_incident, report_to_ministry
from greenlist.casework.inspections.signals import signals_of
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.oversight.dependants import dependants_of
from greenlist.casework.oversight.register_check import register_breaks
from greenlist.casework.oversight.removal_services import fail_recheck, remove_from_list
from greenlist.casework.register.event_services import Ground, suspend_listing
from greenlist.casework.register.models import ListEntry, Recheck
from greenlist.casework.register.recheck_services import report_recheck
from tests.casework.incidents.told import listed, recorded, reported
from tests.casework.verification.test_priorities import confirm, submitted


def states(*entries):
    return [ListEntry.objects.get(pk=entry.pk).state.removeprefix("listing_") for entry in entries]


@pytest.fixture
def grave(province):
    """A unit on both lists, with an accident of ten dead that was reported and graded."""
    rows = [listed(province.unit.site, province.cast.province, level=level) for level in ("national", "provincial")]
    made = reported(province.unit.site, province.officer, deaths="10")
    decide_level(made, level="level_major", reason="", actor=province.cast.province)
    return made, rows


def test_a_grave_incident_proposes_and_leaves_the_list_as_it_is(province, grave):
    made, rows = grave
    assert (waiting_proposals(province.cast.province).get().incident, states(*rows)) == (made, ["standing", "standing"])
    assert IncidentProposal.objects.count() == 1


def test_removed_from_all_levels_at_once_in_public_words(province, grave):
    made, rows = grave
    head = province.cast.province
    with pytest.raises(Refused) as refused:
        remove_for_incident(made.proposal, document="演决定1号", actor=head)
    assert refused.value.items == ("它还在国家级名单上，请填写工信部的移出文件；还没有的可先暂停。",)
    assert states(*rows) == ["standing", "standing"]
    events = remove_for_incident(made.proposal, document="演决定1号", ministry_document="演部文1号", actor=head)
    assert states(*rows) == ["removed", "removed"]
    assert {e.public_text for e in events} == {"移出名单：2024年5月21日发生重大生产安全事故。"}
    assert {e.document for e in events} == {"演决定1号", "演部文1号"}
    with pytest.raises(WrongState):
        remove_for_incident(made.proposal, document="演决定1号", ministry_document="演部文1号", actor=head)
    assert register_breaks() == []


def test_suspended_while_it_is_looked_into_and_restored_with_the_incident_only(province, grave):
    made, rows = grave
    head = province.cast.province
    [event, _] = suspend_for_incident(made.proposal, document="演决定1号", actor=head)
    assert (event.public_text, states(*rows)) == ("暂停：生产安全事故调查期间。", ["suspended", "suspended"])
    ground = Ground(today(), "整改合格", "暂行办法第十七条", "演2号")
    with pytest.raises(Refused, match="没有恢复在册") as refused:
        restore_unless_open(ListEntry.objects.get(pk=rows[0].pk), ground, actor=head)
    assert refused.value.clause == "C-55"
    report_to_ministry(made, on=today(), document="演3号", actor=head)
    with pytest.raises(Refused) as refused:
        close_incident(made, outcome="整改合格", actor=head)
    assert refused.value.items == ("名单上的处理建议还没有决定，或暂停后还没有移出或恢复。",)
    lift_suspension(made.proposal, reason="查明非单位责任", actor=head)
    assert states(*rows) == ["standing", "standing"]
    close_incident(made, outcome="非单位责任", actor=head)
    suspend_listing(ListEntry.objects.get(pk=rows[0].pk), ground, actor=head)
    restore_unless_open(ListEntry.objects.get(pk=rows[0].pk), ground, actor=head)
    assert states(*rows) == ["standing", "standing"]


def test_lifting_restores_only_what_was_suspended_for_it(province, grave):
    made, rows = grave
    head = province.cast.province
    suspend_listing(rows[0], Ground(today(), "环保处罚整改期间", "暂行办法第十七条", "演环1号"), actor=head)
    suspend_for_incident(made.proposal, document="演决定1号", actor=head)
    lift_suspension(made.proposal, reason="查明非单位责任", actor=head)
    assert states(*rows) == ["suspended", "standing"]


def test_nothing_is_lifted_while_another_grave_one_is_open(province, grave):
    made, rows = grave
    head = province.cast.province
    suspend_for_incident(made.proposal, document="演决定1号", actor=head)
    other = recorded(province.unit.site, province.officer, deaths="11", on=date(2024, 5, 20))
    with pytest.raises(Refused, match="没有恢复在册") as refused:
        lift_suspension(made.proposal, reason="查明非单位责任", actor=head)
    assert refused.value.items == (f"{other}：已记录，待上报，还没有办结。",)
    assert (IncidentProposal.objects.get(pk=made.proposal.pk).state, states(*rows)) == ("consequence_suspended", ["suspended"] * 2)


def test_a_row_that_is_known_by_its_code_only_is_kept_like_one_of_the_site(province, grave):
    made, [row, _] = grave
    head, ground = province.cast.province, Ground(today(), "整改合格", "暂行办法第十七条", "演2号")
    ListEntry.objects.filter(pk=row.pk).update(site=None, credit_code=made.site.organisation.credit_code)
    suspend_for_incident(made.proposal, document="演决定1号", actor=head)
    with pytest.raises(Refused, match="没有恢复在册"):
        restore_unless_open(ListEntry.objects.get(pk=row.pk), ground, actor=head)


def test_a_declined_one_leaves_the_list_with_a_reason(province, grave):
    made, rows = grave
    with pytest.raises(Refused):
        decline_consequence(made.proposal, reason=" ", actor=province.cast.province)
    with pytest.raises(Refused):
        decline_consequence(made.proposal, reason="x", actor=province.cast.centre)
    decline_consequence(made.proposal, reason="第三方施工单位责任", actor=province.cast.province)
    assert (made.proposal.state, states(*rows)) == ("consequence_declined", ["standing", "standing"])


def test_nothing_is_proposed_for_a_lesser_one_or_for_a_unit_that_is_not_listed(province):
    listed(province.unit.site, province.cast.province)
    recorded(province.unit.site, province.officer, deaths="9")
    recorded(province.units[1].site, province.officer, deaths="10")
    assert not IncidentProposal.objects.exists()


def test_a_lesser_one_makes_a_spot_check_likelier(province):
    entry = listed(province.unit.site, province.cast.province)
    assert signals_of([entry], today())[entry.pk]["past_facts"] == 0
    made = recorded(province.unit.site, province.officer, deaths="1")
    decide_level(made, level="level_ordinary", reason="", actor=province.officer)
    assert signals_of([entry], today())[entry.pk]["past_facts"] == 50


def test_who_is_not_graded_grave_is_not_removed(province):
    listed(province.unit.site, province.cast.province)
    made = recorded(province.unit.site, province.officer, deaths="10")
    decide_level(made, level="level_serious", reason="一人系疾病死亡", actor=province.officer)
    report_incident(made, actor=province.officer)
    with pytest.raises(Refused) as refused:
        remove_for_incident(made.proposal, document="演1号", actor=province.cast.province)
    assert refused.value.items == ("只有认定为重大（Ⅱ级）及以上的按第十八条移出；不属的请不予处理或恢复。",)


def test_a_chain_enterprise_whose_factory_falls_is_looked_at_again(province):
    head = province.cast.province
    factory, chain = (listed(province.unit.site, head, category=category) for category in ("factory", "supply_chain"))
    remove_from_list(factory, on=today(), reason="提交虚假材料", clause="暂行办法第十八条", document="演1号", actor=head)
    recheck = Recheck.objects.get()
    assert (recheck.entry, recheck.event.entry) == (chain, factory)
    assert recheck.because == f"本单位的绿色工厂“{factory.name}”已移出名单，供应链管理企业应为绿色工厂（C-33），请复核。"
    assert states(chain) == ["standing"]
    report_recheck(recheck, opinion="没有别的绿色工厂", actor=province.officer)
    made = fail_recheck(recheck, reason="不再是绿色工厂", actor=head)
    assert made.public_text == "移出名单：所依据的绿色工厂移出后复核不符合标准：不再是绿色工厂。"


def test_a_chain_enterprise_with_another_factory_on_the_list_is_left_alone(province):
    head = province.cast.province
    first = listed(province.unit.site, head, level="national")
    listed(province.unit.site, head)
    listed(province.unit.site, head, category="supply_chain")
    remove_from_list(first, on=today(), reason="x", clause="y", document="演1号", actor=head)
    assert not Recheck.objects.exists()


def test_a_park_that_was_preferred_for_its_factories_is_looked_at_again(province):
    head, park_site = province.cast.province, province.units[1].site
    factory = listed(province.unit.site, head)
    case = submitted(province, province.units[1], "park", "", park_factories="12", park_firms="80")
    park = listed(park_site, head, category="park")
    ListEntry.objects.filter(pk=park.pk).update(division=factory.division)
    with_none = Recheck.objects.count()
    confirm([case], province.officer, clause="C-27")
    assert dependants_of(factory) == []  # what is only asked for says nothing of why the park is on the list
    Application.objects.filter(pk=case.pk).update(state="listed")
    remove_from_list(factory, on=today(), reason="提交虚假材料", clause="暂行办法第十八条", document="演1号", actor=head)
    assert with_none == 0
    assert Recheck.objects.get().entry == park
    assert Recheck.objects.get().because.startswith(f"同一区县的绿色工厂“{factory.name}”已移出名单，园区曾按园内绿色工厂数量优先（C-27）")
