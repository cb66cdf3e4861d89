"""What happens to a list entry is an event: never changed, in the journal, and the entry stands as its events say."""

from contextlib import nullcontext
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of as lines_of
from greenlist.casework.register.event_services import (
    Ground,
    enter_listing,
    enter_removal,
    promote_listing,
    restore_listing,
    suspend_listing,
)
from greenlist.casework.register.events import YearCount, change_log, counts_by_year, folded, stands_as, timeline
from greenlist.casework.register.models import ListEntry, ListEvent
from greenlist.casework.register.selectors import Filters, counts, entries, listings_of, search
from greenlist.casework.register.services import import_published_rows

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 10)
GROUND = Ground(DAY, "整改期内", "暂行办法第十七条")


@pytest.fixture
def entry(province):
    return enter_listing(province.unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号",
                         listed_on=date(2023, 9, 28))  # fmt: skip


def fresh(entry):
    return ListEntry.objects.get(pk=entry.pk)


def kinds(entry):
    return list(entry.events.order_by("number").values_list("kind", flat=True))


def test_a_listing_begins_with_its_event(entry):
    event = entry.events.get()
    assert (event.kind, event.number, event.on, event.document) == ("entry_listed", 1, date(2023, 9, 28), "演1号")
    assert event.public_text == "列入2023年省级绿色工厂名单（演1号）。"
    assert folded([event]) | {"former_codes": "", "removed_on": "", "removal_reason": "", "removal_clause": ""} == stands_as(fresh(entry))


def test_suspended_is_still_on_the_list_removed_is_not_and_restored_is_again(entry, province):
    unit, director = province.unit.site.organisation, province.cast.province
    suspend_listing(entry, GROUND, actor=director)
    assert (fresh(entry).state, list(listings_of(unit))) == ("listing_suspended", [entry])
    enter_removal(fresh(entry), on=DAY, reason="未填报", clause="办法16", actor=director)
    assert (fresh(entry).state, list(listings_of(unit)), fresh(entry).removed_on) == ("listing_removed", [], DAY)
    restore_listing(fresh(entry), Ground(DAY, "误记", "更正"), actor=director)
    assert (fresh(entry).state, list(listings_of(unit)), fresh(entry).removed_on) == ("listing_standing", [entry], None)
    assert kinds(entry) == ["entry_listed", "entry_suspended", "entry_removed", "entry_restored"]
    assert folded(entry.events.order_by("number")) | {"former_codes": ""} == stands_as(fresh(entry))


def test_every_event_has_its_line_in_the_journal(entry, province):
    director = province.cast.province
    suspend_listing(entry, GROUND, actor=director)
    restore_listing(fresh(entry), GROUND, actor=director)
    promote_listing(fresh(entry), Ground(DAY, "列入国家级名单", document="工信厅演1号"), actor=director)
    assert [line.action for line in lines_of(entry)] == ["enter_listing", "suspend_listing", "restore_listing", "promote_listing"]
    assert [e.public_text for e in timeline(entry)][1:] == [
        "暂停：整改期内。", "恢复在册：整改期内。", "由省级升为国家级。",
    ]  # fmt: skip
    assert (fresh(entry).level, fresh(entry).state) == ("national", "listing_standing")


def test_everything_wrong_with_an_event_is_told_at_once(entry, province):
    with pytest.raises(Refused) as refusal:
        suspend_listing(entry, Ground(date(2024, 6, 1), " "), actor=province.cast.province)
    assert refusal.value.items == ("请写明理由。", "请写明依据的条款或文件。", "日期2024-06-01还没有到。")
    with pytest.raises(Refused, match="还不能暂停") as refusal:
        suspend_listing(entry, Ground(date(2023, 9, 27), "事故", "办法17"), actor=province.cast.province)
    assert refusal.value.items == ("日期2023-09-27早于列入名单的日期。",)
    assert kinds(entry) == ["entry_listed"]


def test_a_change_of_state_is_not_dated_before_the_one_it_follows(entry, province):
    suspend_listing(entry, GROUND, actor=province.cast.province)
    with pytest.raises(Refused) as refusal:
        enter_removal(fresh(entry), on=date(2024, 5, 9), reason="未填报", clause="办法16", actor=province.cast.province)
    assert refusal.value.items == ("日期早于上一次变动（暂停，2024-05-10）。",)


def test_only_the_province_changes_the_state_and_only_on_from_where_it_is(entry, province):
    with pytest.raises(NotAllowed):
        suspend_listing(entry, GROUND, actor=province.officer)
    with pytest.raises(NotAllowed):
        promote_listing(entry, Ground(DAY, "列入国家级名单", document="工信厅演1号"), actor=province.officer)
    with pytest.raises(WrongState, match="已恢复在册"):
        restore_listing(entry, GROUND, actor=province.cast.province)
    enter_removal(entry, on=DAY, reason="未填报", clause="办法16", actor=province.cast.province)
    with pytest.raises(WrongState, match="已移出，不在册"):
        promote_listing(fresh(entry), Ground(DAY, "x", document="x"), actor=province.cast.province)


def test_a_second_click_on_a_page_of_before_promotes_nobody_twice(entry, province):
    seen = fresh(entry)
    for row in (entry, seen):
        with pytest.raises(WrongState, match="已是国家级") if row is seen else nullcontext():
            promote_listing(row, Ground(DAY, "列入国家级名单", document="工信厅演1号"), actor=province.cast.province)
    assert kinds(entry) == ["entry_listed", "entry_promoted"]


def test_an_event_is_never_changed_nor_deleted(entry):
    for act in (lambda: ListEvent.objects.update(reason="别的"), lambda: ListEvent.objects.filter(entry=entry).delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_imported_rows_begin_with_their_event_too():
    import_published_rows(
        [{"row": 2, "name": "甲", "level": "national", "category": "park", "year": 2019}], document="第四批", actor=SYSTEM
    )
    event = ListEvent.objects.get()
    assert (event.kind, event.on, event.public_text) == ("entry_listed", None, "列入2019年国家级绿色园区名单（第四批）。")


def test_list_log_and_counts_are_one_thing_seen_three_ways(entry, province):
    other = enter_listing(province.units[1].site, actor=SYSTEM, level="provincial", category="factory", year=2024, document="演2号")
    removal = enter_removal(entry, on=DAY, reason="未填报", clause="办法16", actor=province.cast.province)
    suspension = suspend_listing(other, Ground(date(2024, 5, 20), "事故", "办法17"), actor=province.cast.province)
    assert list(change_log()) == [suspension, removal]
    assert list(change_log(kinds=["entry_removed"], year="2024")) == [removal]
    assert list(change_log(year="2023")) == []
    assert list(change_log(year="0000")) == [suspension, removal]  # no year at all
    assert counts_by_year() == [YearCount(2023, listed=1, stock=1), YearCount(2024, listed=1, removed=1, suspended=1, stock=1)]
    assert counts("published") == {"listed": 1, "removed": 1, "merged": 0, "renamed": 1}  # it was listed with an old name
    rows = entries("published")
    assert (list(search(rows, Filters(removed="no"))), list(search(rows, Filters(removed="only")))) == ([other], [entry])


def test_rows_from_before_there_were_events_get_theirs():
    given = {
        "origin": "published",
        "level": "provincial",
        "category": "factory",
        "year": 2022,
        "document": "演1号",
        "listed_on": date(2022, 9, 1),
    }
    ListEntry.objects.create(name="甲", **given)
    gone = ListEntry.objects.create(name="乙", removed_on=DAY, removal_reason="未填报", removal_clause="办法16", **given)
    import_module("greenlist.casework.register.migrations.0008_events_of_rows_that_exist").enter(apps, None)
    assert [(e.entry.name, e.kind, e.on) for e in ListEvent.objects.order_by("entry", "number")] == [
        ("甲", "entry_listed", date(2022, 9, 1)), ("乙", "entry_listed", date(2022, 9, 1)), ("乙", "entry_removed", DAY),
    ]  # fmt: skip
    assert fresh(gone).state == "listing_removed"
    assert gone.events.get(number=2).public_text == "移出名单：未填报。"
    assert folded(gone.events.order_by("number")) | {"former_codes": ""} == stands_as(fresh(gone))
