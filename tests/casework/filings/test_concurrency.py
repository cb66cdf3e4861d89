"""Two people at one section, one site, one button: exactly one goes through, the other is told, nothing is lost or doubled."""

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import start_application, submit
from greenlist.casework.filings.models import FilingVersion, SectionVersion
from greenlist.casework.filings.selectors import newest_save
from greenlist.casework.filings.services import StaleSection, save_section
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.casework.separate import together


def kinds(results):
    return sorted(type(r).__name__ for r in results)


@pytest.mark.parametrize("people", [2, 4])
def test_saves_at_once_on_top_of_one_version_keep_one_and_show_it_to_the_others(separate_province, people):
    unit = separate_province.unit
    filing = acts.begin(unit, separate_province.round).filing
    texts = [f"甲路{n}号" for n in range(people)]
    results = together(*(
        lambda text=text: save_section(filing, "unit", values={"address": {"value": text}}, based_on=1, actor=unit.engineer) for text in texts
    ))  # fmt: skip
    assert kinds(results) == sorted(["SectionVersion", *["StaleSection"] * (people - 1)])
    won = next(r for r in results if isinstance(r, SectionVersion))
    assert newest_save(filing, "unit").pk == won.pk
    assert filing.section_versions.filter(section="unit").count() == 2
    lost = [r for r in results if isinstance(r, StaleSection)]
    assert {r.theirs["address"]["value"] for r in lost} == {won.body["address"]["value"]}
    assert sorted([won.body["address"]["value"], *(r.mine["address"]["value"] for r in lost)]) == texts


def test_saves_of_different_sections_do_not_disturb_each_other(separate_province):
    unit = separate_province.unit
    filing = acts.begin(unit, separate_province.round).filing
    results = together(
        lambda: save_section(filing, "unit", values={"address": {"value": "甲"}}, based_on=1, actor=unit.engineer),
        lambda: save_section(filing, "10", values={"energy": {"value": "5"}}, based_on=0, actor=unit.engineer),
    )
    assert kinds(results) == ["SectionVersion", "SectionVersion"]


def test_the_same_words_saved_by_two_windows_are_no_conflict(separate_province):
    unit = separate_province.unit
    filing = acts.begin(unit, separate_province.round).filing
    save = lambda: save_section(filing, "10", values={"energy": {"value": "5"}}, based_on=0, actor=unit.engineer)  # noqa: E731
    first = save()
    assert {r.pk for r in together(save, save)} == {first.pk}


def test_one_site_starts_one_application_however_often_the_button_is_pressed(separate_province):
    unit, round_ = separate_province.unit, separate_province.round
    start = lambda: start_application(unit.site, round_=round_, category="factory", actor=unit.engineer)  # noqa: E731
    results = together(start, start, start)
    assert kinds(results) == ["Application", "Refused", "Refused"]
    assert Application.objects.count() == 1
    assert JournalEntry.objects.filter(action="start_application").count() == 1


def test_units_that_start_at_once_get_different_numbers(separate_province):
    round_ = separate_province.round
    results = together(*(
        lambda unit=unit: start_application(unit.site, round_=round_, category="factory", actor=unit.engineer)
        for unit in separate_province.units
    ))  # fmt: skip
    assert sorted(a.number for a in results) == ["2024-JJ-0001", "2024-JJ-0002"]


def test_a_double_click_on_hand_in_makes_one_receipt(separate_province):
    unit = separate_province.unit
    application = separate_province.application_at("draft")
    acts.attach_report(application, unit)
    results = together(*(lambda: submit(fresh(application), actor=unit.engineer) for _ in range(3)))
    assert kinds(results) == ["FilingVersion", "WrongState", "WrongState"]
    assert {r.code for r in results if isinstance(r, WrongState)} == {"already"}
    assert FilingVersion.objects.get().receipt == "HZ-2024-JJ-0001-1"
    assert JournalEntry.objects.filter(action="submit").count() == 1


def test_a_save_and_a_hand_in_at_once_leave_a_version_of_one_of_the_two(separate_province):
    unit = separate_province.unit
    application = separate_province.application_at("draft")
    acts.attach_report(application, unit)
    newest = newest_save(application.filing, "10")
    changed = newest.body | {"energy": {**newest.body["energy"], "note": "改过"}}
    version, saved = together(
        lambda: submit(fresh(application), actor=unit.engineer),
        lambda: save_section(application.filing, "10", values=changed, based_on=newest.number, actor=unit.engineer),
    )
    from greenlist.casework.filings.selectors import version_content

    assert not isinstance(version, Refused), version
    assert version_content(version)["sections"]["10"] in (newest.body, changed)
    assert isinstance(saved, SectionVersion)
