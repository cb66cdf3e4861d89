"""The list is what was decided: each planted break is found, told in the record of the day and in the journal, and nothing else."""

from datetime import date

import pytest

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.oversight.daily_services import check_daily
from greenlist.casework.oversight.register_check import register_breaks
from greenlist.casework.publication.services import publish
from greenlist.casework.register.event_services import Ground, enter_listing, enter_removal, suspend_listing
from greenlist.casework.register.identity_services import merge_into, rename_unit
from greenlist.casework.register.models import ListEntry, ListEvent
from greenlist.casework.selection.services import screen
from greenlist.rehearsal import acts

pytestmark = pytest.mark.django_db
GROUND = Ground(date(2024, 5, 10), "核准变更", document="准予变更登记通知书")


@pytest.fixture
def entry(province):
    return enter_listing(province.unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号",
                         listed_on=date(2023, 9, 28))  # fmt: skip


def whats():
    return [one["what"] for one in register_breaks()]


def test_whatever_the_services_did_the_list_is_what_was_decided(entry, province):
    rename_unit(province.unit.site.organisation, name="江西演示新名科技有限公司", ground=GROUND, actor=province.officer)
    suspend_listing(ListEntry.objects.get(), GROUND, actor=province.cast.province)
    merge_into(ListEntry.objects.get(), province.units[1].site, ground=GROUND, actor=province.cast.province)
    enter_removal(ListEntry.objects.get(), on=date(2024, 5, 20), reason="未填报", clause="x", actor=province.cast.province)
    assert register_breaks() == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"state": "listing_removed"}, "“在册状态”是“listing_removed”，按变动记录应是“listing_standing”"),
        ({"name": "别的名称"}, "“名称（按公布）”是“别的名称”，按变动记录应是“"),
        ({"removed_on": date(2024, 5, 1)}, "“移出日期”是“2024-05-01”，按变动记录应是“”"),
    ],
)
def test_a_column_changed_without_an_event_is_named(entry, change, what):
    ListEntry.objects.update(**change)
    (found,) = whats()
    assert found.startswith(what)


def test_an_entry_without_events_and_an_event_without_its_line_are_named(entry):
    ListEvent.objects.create(
        entry=entry, number=2, kind="entry_renamed", on=date(2024, 5, 1), public_text="x", entered_by="x", entered_at="2024-05-01T00:00Z"
    )
    ListEntry.objects.create(origin="published", name="没有来历", level="provincial", category="factory", year=2023, document="演2号")
    assert whats() == ["有1项变动没有日志", "没有任何变动记录"]


def test_numbers_that_do_not_follow_and_a_beginning_that_is_no_listing_are_named(entry):
    ListEvent.objects.create(entry=entry, number=3, kind="entry_listed", public_text="x", entered_by="x", entered_at="2024-05-01T00:00Z")
    assert whats() == ["变动记录的次序不连续", "变动记录不是从列入开始", "有1项变动没有日志"]


def test_a_published_list_is_compared_with_its_decision(province, may):
    province.application_at("on_notice")
    may(7, 1)
    screen(province.draft(), actor=province.cast.province)
    publish(province.draft(), document_number="演3号", contradictions_because=acts.CONTRADICTED, actor=province.cast.province)
    assert register_breaks() == []
    enter_listing(province.other_unit.site, actor=SYSTEM, level="provincial", category="factory", year=2024, document="演3号")
    assert whats() == ["名册中有，演3号的公布决定中没有"]


def test_a_break_is_told_in_the_record_of_the_day_and_in_the_journal(entry):
    ListEntry.objects.update(state="listing_removed")
    check = check_daily()
    assert [one["entry"] for one in check.register_breaks] == [str(entry.pk)]
    assert JournalEntry.objects.get(action="find_register_breaks").detail["breaks"] == check.register_breaks


def test_a_good_day_tells_nothing(entry):
    assert check_daily().register_breaks == []
    assert not JournalEntry.objects.filter(action="find_register_breaks").exists()
