"""Who sees which application, in the query; search by old name, code and number; what was returned and what became of it."""

from datetime import date

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import (
    AT_PROVINCE,
    history_of,
    in_region,
    latest_version,
    matching,
    returned_places,
    versions_of,
    visible_to,
    with_marks,
)
from greenlist.casework.applications.services import submit, withdraw
from greenlist.casework.directory.services import enter_site, rename_organisation
from greenlist.casework.filings.selectors import evidence_of, newest_save
from greenlist.casework.filings.services import attach_evidence, save_section
from greenlist.casework.journal.actors import ANONYMOUS, SYSTEM, Actor
from greenlist.casework.verification.services import return_for_completion
from greenlist.rehearsal import acts
from greenlist.rulebook.lifecycle import lifecycle
from tests.casework.cast import fresh

STATES = [s.code for s in lifecycle("application").states]


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_seen_by_whom_it_concerns(province, state):
    application = province.application_at("submitted")
    Application.objects.filter(pk=application.pk).update(state=state)
    own, officer, cast = province.unit.engineer, province.officer, province.cast
    seen = {who: visible_to(actor).exists() for who, actor in (
        ("own", own), ("officer", officer), ("province", cast.province), ("centre", cast.centre),
        ("other unit", province.units[1].engineer), ("other officer", cast.bureaus["360100"]), ("expert", acts.actor_in(cast.experts[0])),
        ("visitor", ANONYMOUS), ("system", SYSTEM), ("no position", Actor(name="x", role="none")),
    )}  # fmt: skip
    assert [who for who, sees in seen.items() if sees] == ["own", "officer", *(["province", "centre"] if state in AT_PROVINCE else [])]


def test_one_withdrawn_before_it_was_handed_in_never_reached_the_bureau(province):
    application = province.application_at("draft")
    withdraw(application, reason="不报了", actor=province.unit.engineer)
    assert visible_to(province.unit.engineer).exists()
    assert not visible_to(province.officer).exists()


def test_an_actor_without_an_organisation_sees_nothing(province):
    province.application_at("submitted")
    for act in ("read_own", "read_region"):
        assert not visible_to(Actor(name="x", role="x", acts=frozenset({act}))).exists()


def test_the_bureaus_batch_holds_drafts_of_its_own_region_only(province):
    mine = province.application_at("draft")
    province.application_at("draft", province.other_unit)
    assert list(in_region(province.officer, province.round)) == [mine]
    assert not in_region(province.unit.engineer, province.round).exists()
    assert not in_region(province.cast.province, province.round).exists()


def test_found_by_a_piece_of_the_name_an_old_name_the_code_or_the_number(province):
    mine = province.application_at("submitted")
    province.application_at("submitted", province.units[1])
    organisation = mine.site.organisation
    rename_organisation(organisation, name="改名（江西）公司", on=date(2024, 5, 1), actor=SYSTEM)
    code = organisation.credit_code
    for text in (
        mine.site.name,
        mine.site.name[2:6],
        "改名(江西)",
        "改名（江西）",
        code,
        code.lower(),
        mine.number,
        mine.number.lower(),
        f" {code} ",
    ):
        assert mine in matching(Application.objects.all(), text), text
    assert list(matching(Application.objects.all(), mine.number)) == [mine]
    assert matching(Application.objects.all(), "  ").count() == 2
    assert not matching(Application.objects.all(), "没有这一家").exists()
    assert not matching(Application.objects.all(), "%").exists()


def test_marks_count_the_sites_of_one_code_and_tell_of_old_names(province):
    application = province.application_at("submitted", province.units[1])
    marked = with_marks(Application.objects.filter(pk=application.pk)).get()
    assert (marked.site_count, marked.has_former_name, marked.version_number) == (1, False, 1)
    organisation = application.site.organisation
    enter_site(organisation, name="二厂", address="x", division="360402", unit="360400", industry="3011", actor=SYSTEM)
    rename_organisation(organisation, name="新名公司", on=date(2024, 5, 1), actor=SYSTEM)
    marked = with_marks(Application.objects.filter(pk=application.pk)).get()
    assert (marked.site_count, marked.has_former_name) == (2, True)


def test_a_draft_has_no_version(province):
    application = province.application_at("draft")
    assert (latest_version(application), list(versions_of(application)), returned_places(application)) == (None, [], [])


def returned(province, *items):
    application = province.application_at("submitted")
    return_for_completion(application, items=list(items), actor=province.officer)
    return fresh(application)


def change(province, application, section, **values):
    newest = newest_save(application.filing, section)
    body = newest.body | {k: {"value": v} for k, v in values.items()}
    save_section(application.filing, section, values=body, based_on=newest.number, actor=province.unit.engineer)


def test_a_returned_place_shows_what_stood_there_and_what_stands_there_now(province):
    application = returned(province, ("10", "energy", "请核对单位。"), ("unit", "address", "请写全。"))
    old = newest_save(application.filing, "10").body["energy"]["value"]
    assert [(p.item.words, p.is_changed) for p in returned_places(application)] == [("请核对单位。", False), ("请写全。", False)]
    change(province, application, "10", energy="11111")
    place = next(p for p in returned_places(application) if p.item.row == "energy")
    assert (place.old, place.new, place.is_changed) == (old, "11111", True)


def test_a_returned_section_is_changed_when_anything_in_it_is(province):
    application = returned(province, ("10", "", "整节请重算。"))
    assert not returned_places(application)[0].is_changed
    change(province, application, "10", energy="11111")
    assert returned_places(application)[0].is_changed


def test_a_returned_place_is_changed_by_the_proof_that_was_asked_for(province):
    application = returned(province, ("10", "land_area", "请附土地证。"), ("10", "", "请附台账。"), ("10", "energy", "请核对。"))
    bound = evidence_of(application.filing).filter(row="land_area").count()
    attach_evidence(application.filing, row="land_area", file=application.report, page=2, actor=province.unit.engineer)
    told = {p.item.row: (p.is_changed, p.old == p.new, p.proofs) for p in returned_places(application)}
    assert told["land_area"] == (True, True, f"证明材料{bound}份 → {bound + 1}份")
    assert (told[""][0], told[""][2][:4]) == (True, "证明材料")
    assert told["energy"] == (False, True, "")


def test_only_the_places_of_the_last_return_are_shown(province):
    application = returned(province, ("10", "energy", "第一次。"))
    change(province, application, "10", energy="11111")
    submit(application, actor=province.unit.engineer, reason="改了能耗")
    return_for_completion(fresh(application), items=[("unit", "address", "第二次。")], actor=province.officer)
    assert [(p.item.words, p.item.version) for p in returned_places(fresh(application))] == [("第二次。", 2)]
    assert [i.words for i in application.return_items.order_by("returned_at", "id")] == ["第一次。", "第二次。"]


def test_the_province_reads_the_whole_journal_of_a_case_oldest_first(province):
    application = province.application_at("submitted")
    whole = ["start_application", "set_evaluation", "set_report", "submit", "check_application"]
    assert [e.action for e in history_of(application, province.cast.province)] == whole
    assert [e.action for e in history_of(application, province.unit.engineer)] == whole[:4]


def test_the_unit_and_its_bureau_never_read_who_reviewed_or_what_is_proposed(province):
    application = province.application_at("proposed")
    secret = {"accept", "assign_expert", "score", "propose", "check_application"}
    assert secret <= {e.action for e in history_of(application, province.cast.province)}
    for actor in (province.unit.engineer, province.officer):
        told = history_of(application, actor)
        assert not secret & {e.action for e in told}
        assert not [e for e in told if "专家" in e.actor_name or "评审分" in e.reason]
    assert "judge_finding" not in {e.action for e in history_of(application, province.unit.engineer)}
