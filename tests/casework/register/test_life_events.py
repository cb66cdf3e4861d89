"""Life on the list, case by case: each with its article, what stands afterwards, the words the public reads, and the re-check proposed."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from greenlist.casework.directory.models import Organisation, OrganisationName, Site
from greenlist.casework.incidents.consequence_services import (
    decline_consequence,
    lift_suspension,
    remove_for_incident,
    suspend_for_incident,
)
from greenlist.casework.incidents.models import IncidentProposal
from greenlist.casework.incidents.services import decide_level
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.register_check import register_breaks
from greenlist.casework.oversight.removal_services import fail_recheck, merge_listing, remove_from_list, restore_to_list
from greenlist.casework.register.event_services import Ground, enter_listing, promote_listing, suspend_listing
from greenlist.casework.register.identity_services import move_site, rename_unit, split_off
from greenlist.casework.register.models import ListEntry, Recheck
from greenlist.casework.register.recheck_services import keep_listing, report_recheck
from tests.casework.incidents.told import recorded

pytestmark = pytest.mark.django_db
CASES = yaml.safe_load(Path(__file__).with_name("life_events.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def sites(province):
    """甲 and 乙 in 柴桑区, 丙 in another city, called as in the cases."""
    made = {"甲": province.unit.site, "乙": province.units[1].site, "丙": province.other_unit.site}
    OrganisationName.objects.exclude(until_on=None).delete()
    OrganisationName.objects.update(from_on=date(2020, 1, 1))
    for name, site in made.items():
        OrganisationName.objects.filter(organisation=site.organisation).update(name=name)
        Organisation.objects.filter(pk=site.organisation_id).update(name=name)
        Site.objects.filter(pk=site.pk).update(name=name, address="原址")
    Site.objects.filter(pk=made["甲"].pk).update(division="360404")
    return {name: Site.objects.select_related("organisation").get(pk=site.pk) for name, site in made.items()}


def listed(site, category="factory"):
    return enter_listing(
        site, actor=SYSTEM, level="provincial", category=category, year=2023, document="演1号", listed_on=date(2023, 9, 28)
    )


def ground(case, reason, more):
    return Ground(more.get("day", date(2024, 5, 10)), reason, case["by"], more.get("document", "演文1号"))


def perform(case, sites, actor, entry, act, named, more):  # noqa: PLR0913 -- an act of a case
    site, on = sites["甲"], ground(case, named if act in {"suspend", "remove", "restore", "promote"} else "事由", more)
    recheck = Recheck.objects.order_by("-id").first()
    acts = {
        "rename": lambda: rename_unit(Organisation.objects.get(pk=site.organisation_id), name=named, ground=on, actor=actor),
        "move": lambda: move_site(site, address=more.get("address", "新址1号"), division=named, ground=on, actor=actor),
        "merge": lambda: merge_listing(entry, sites[named], ground=on, actor=actor),
        "split": lambda: split_off(entry, sites[named], ground=on, actor=actor),
        "suspend": lambda: suspend_listing(entry, on, actor=actor),
        "restore": lambda: restore_to_list(entry, on, actor=actor),
        "remove": lambda: remove_from_list(entry, on=on.on, reason=on.reason, clause=on.clause, document=on.document, actor=actor),
        "promote": lambda: promote_listing(entry, on, actor=actor),
        "report": lambda: report_recheck(recheck, opinion=named, actor=actor),
        "keep": lambda: keep_listing(recheck, reason=named, actor=actor),
        "fail": lambda: fail_recheck(recheck, reason=named, actor=actor),
        "accident": lambda: happened(site, "production_accident", actor, deaths=named),
        "incident": lambda: happened(site, "environmental_incident", actor, evacuated=named),
        "suspend_for": lambda: suspend_for_incident(IncidentProposal.objects.get(), document=named, actor=actor),
        "remove_for": lambda: remove_for_incident(IncidentProposal.objects.get(), document=named, actor=actor),
        "lift": lambda: lift_suspension(IncidentProposal.objects.get(), reason=named, actor=actor),
        "decline": lambda: decline_consequence(IncidentProposal.objects.get(), reason=named, actor=actor),
    }
    acts[act]()


def happened(site, kind, actor, **numbers):
    """An incident that the province records, which counts as reported, and grades as the table says."""
    made = recorded(site, actor, kind, on=date(2024, 5, 21), **numbers)
    decide_level(made, level=made.reports.get().table_level, reason="", actor=actor)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_life_on_the_list(case, sites, province):
    first = listed(sites["甲"])
    if case.get("also"):
        listed(sites[case["also"]])
    if case.get("chain"):
        listed(sites["甲"], "supply_chain")
    refused = None
    for act, named, *more in case["do"]:
        fields = more[0] if more else {}
        actor = province.officer if fields.get("as") == "bureau" else province.cast.province
        assert refused is None, "only the last act of a case is refused"
        try:
            perform(case, sites, actor, ListEntry.objects.select_related("site__organisation").get(pk=first.pk), act, named, fields)
        except Refused as refusal:
            refused = " ".join((refusal.what, *refusal.items))
    assert wrong_with(case["then"], ListEntry.objects.get(pk=first.pk), refused) == {}
    assert register_breaks() == []
    assert JournalEntry.objects.filter(subject_id=first.pk).count() == first.events.count()


def wrong_with(then, entry, refused):
    """{what: (wanted, found)} of everything that does not stand as the case says."""
    recheck, proposal = Recheck.objects.order_by("-id").first(), IncidentProposal.objects.first()
    found = {
        "state": entry.get_state_display(), "name": entry.name, "unit": entry.unit, "former": entry.former_names.split("、"),
        "text": entry.events.order_by("-number").first().public_text, "recheck": recheck.get_state_display() if recheck else "", "because": recheck.because if recheck else "",
        "proposal": proposal.get_state_display() if proposal else "",
    }  # fmt: skip
    wrong = {key: (wanted, found[key]) for key, wanted in then.items() if key != "refused" and found[key] != wanted}
    if (then.get("refused") or "") not in (refused or "") or bool(then.get("refused")) != bool(refused):
        wrong["refused"] = (then.get("refused"), refused)
    return wrong


def test_there_are_at_least_thirty_cases_and_each_names_its_article():
    assert len(CASES) >= 30
    assert [case["title"] for case in CASES if not case["by"]] == ["更名没有依据"]
