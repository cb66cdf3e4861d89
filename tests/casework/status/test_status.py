"""Status pages and the keys that sign: who gets a page, what is counted, how a key begins and ends."""

import json
import os
import re
import stat
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.event_services import Ground, enter_listing, enter_removal, suspend_listing
from greenlist.casework.status.keys import FILE, present_key, rotate, signing_keys
from greenlist.casework.status.models import StatusCount, StatusPage
from greenlist.casework.status.selectors import addresses_of, opened_lately, states_off_list
from greenlist.casework.status.services import count_opening, open_pages
from greenlist.engines.status import new_key
from greenlist.engines.status.keys import MOST_KEYS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.VAR, settings.STATUS_KEYS = tmp_path, ""


def listed(site):
    return enter_listing(
        site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号", listed_on=date(2023, 9, 28)
    )


def test_every_listing_gets_one_page_with_a_random_address_and_the_next_place(province):
    first, second = (listed(unit.site) for unit in province.units[:2])
    assert (open_pages(), open_pages()) == (2, 0)
    third = listed(province.other_unit.site)
    assert open_pages() == 1
    pages = {page.entry_id: page for page in StatusPage.objects.all()}
    assert [pages[e.pk].place for e in (first, second, third)] == [0, 1, 2]
    addresses = addresses_of([first, second, third])
    assert len(set(addresses.values())) == 3
    for entry in (first, second, third):
        assert re.fullmatch(r"[A-Za-z0-9_-]{22}", addresses[entry.pk])


def test_the_list_holds_what_does_not_simply_stand(province):
    first, second, third = (listed(unit.site) for unit in (*province.units, province.other_unit))
    open_pages()
    enter_removal(second, on=date(2024, 5, 10), reason="未按期填报", clause="暂行办法 16", actor=province.cast.province)
    suspend_listing(third, Ground(date(2024, 5, 11), "整改期内", "暂行办法第十七条"), actor=province.cast.province)
    assert states_off_list() == ({1: "removed", 2: "suspended"}, 3)


def test_openings_are_counted_by_day_and_nothing_else_is_kept(province, may):
    listed(province.unit.site)
    open_pages()
    page = StatusPage.objects.get()
    for day in (20, 20, 21):
        may(4, day)
        count_opening(page)
    may(5, 20)
    count_opening(page)
    assert list(StatusCount.objects.order_by("day").values_list("day", "count")) == [
        (date(2024, 4, 20), 2), (date(2024, 4, 21), 1), (date(2024, 5, 20), 1),
    ]  # fmt: skip
    assert opened_lately(page) == 2
    assert {field.name for field in StatusCount._meta.fields} == {"id", "page", "day", "count"}


def test_the_first_key_is_made_when_it_is_needed_and_read_by_the_owner_only(may, tmp_path):
    key = present_key()
    assert (present_key(), len(signing_keys())) == (key, 1)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [FILE]
    assert key.seed not in repr(key)


def test_a_key_that_is_rotated_ends_when_the_next_begins(may):
    first = present_key()
    may(6, 1)
    second = rotate()
    before, now = signing_keys()
    assert (before.key.kid, now.key) == (first.key.kid, second.key)
    assert before.key.exp == now.key.nbf  # what was signed in that very second stays valid
    assert present_key() == second
    assert JournalEntry.objects.get(action="rotate_status_key").detail == {"key": second.key.kid, "drop": "False"}


def test_a_key_more_than_a_reader_takes_is_not_made(may, tmp_path):
    held = json.dumps({"keys": [new_key().jwk() for _ in range(MOST_KEYS)]})
    (tmp_path / FILE).write_text(held)
    with pytest.raises(Refused) as refusal:
        rotate()
    assert refusal.value.items == ("密钥集里已有100把，核对的人读不了更多。",)
    assert (tmp_path / FILE).read_text() == held
    rotate(drop=True)
    assert len(signing_keys()) == 1


def test_a_draft_of_another_thread_is_left_alone(may, tmp_path):
    others = tmp_path / f"status_keys.{os.getpid()}"
    others.write_text("half")
    assert present_key() == signing_keys()[0]
    assert others.read_text() == "half"


def test_a_key_that_was_lost_is_dropped_from_the_set(may):
    first = present_key()
    made = rotate(drop=True)
    assert [key.key.kid for key in signing_keys()] == [made.key.kid] != [first.key.kid]


def test_keys_given_by_the_environment_are_used_and_changed_there(settings, tmp_path, may):
    given = new_key()
    settings.STATUS_KEYS = json.dumps({"keys": [given.jwk()]})
    assert present_key() == given
    with pytest.raises(Refused, match="没有更换"):
        rotate()
    assert list(tmp_path.iterdir()) == []


def test_listings_of_before_got_their_pages_when_the_table_was_made(province):
    entries = [listed(unit.site) for unit in province.units]
    import_module("greenlist.casework.status.migrations.0002_pages_of_rows_that_exist").enter(apps, None)
    assert list(StatusPage.objects.order_by("place").values_list("entry", "place")) == [(entry.pk, n) for n, entry in enumerate(entries)]
    assert open_pages() == 0
