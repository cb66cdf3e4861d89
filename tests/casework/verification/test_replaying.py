"""The applications of one round under another notice: who would change, and why."""

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.register.services import declare_coverage
from greenlist.casework.verification.replaying import MEMBERS, bars, replay


def replayed(notice: str) -> dict:
    cases = Application.objects.select_related(*MEMBERS).order_by("number")
    return {line.clause: line for line in replay(cases, notice, today())}


@pytest.fixture
def cases(province):
    made = [province.application_at("submitted", unit) for unit in province.units]
    Application.objects.filter(pk=made[0].pk).update(wants_national=True)
    return made


def test_under_its_own_notice_nobody_changes(cases):
    lines = replayed("jx-2024-20")
    assert {clause for clause, line in lines.items() if line.changes} == set()
    assert lines["C-44"].same == len(cases)


def test_who_evaluated_himself_would_not_pass_the_round_of_2023(cases):
    [first, *_] = changes = replayed("miit-2023-202")["C-04"].changes
    assert {c.application for c in changes} == {c for c in cases if c.mode == "self"}
    assert (bars(first.before), bars(first.after), first.after.fact) == (False, True, "选了自我评价，本轮须由第三方机构评价")


def test_who_is_not_provincial_would_not_pass_the_round_of_2025_once_the_lists_are_complete(cases, province):
    lines = replayed("miit-2025-390")
    wants = {cases[0]}
    assert {(c.after and c.after.verdict) for c in lines["C-14"].changes if c.application in wants} == {"unknown"}
    declare_coverage(kind="published_list", region="江西", from_year=2021, until_year=2023, actor=province.cast.province)
    lines = replayed("miit-2025-390")
    assert {c.application for c in lines["C-14"].changes if bars(c.after)} == wants
    assert lines["C-06"].after is None


def test_a_replay_stores_nothing(cases):
    entries = JournalEntry.objects.count()
    replayed("miit-2025-390")
    assert JournalEntry.objects.count() == entries


def test_a_notice_that_is_not_held_is_named(cases):
    with pytest.raises(KeyError, match="no notice 'xx-2030-1'"):
        replayed("xx-2030-1")
