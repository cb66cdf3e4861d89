"""The one door: state, person and guards are asked; the change and its journal line stand or fall together."""

import pytest
from django.db import DatabaseError, connection, transaction

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.door import change, open_transitions
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of as lines_of
from greenlist.casework.recommendation.models import Batch

pytestmark = pytest.mark.django_db

OFFICER = Actor(name="何科长（演示）", role="bureau", organisation_name="九江市工业和信息化局", unit="360400")
EXPERT = Actor(name="专家07（演示）", role="expert")


@pytest.fixture
def batch(open_round):
    return Batch.objects.create(
        number="2024-T-1", round=open_round, unit="360400", office="九江市工业和信息化局", created_at=open_round.deadline_at
    )


def test_a_change_saves_the_state_and_writes_one_line(batch):
    entry = change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""}, detail={"rows": "3"})
    batch.refresh_from_db()
    assert (batch.state, entry.source, entry.target, entry.clause) == ("signing", "preparing", "signing", "C-09")
    assert entry.actor_name == "何科长（演示）"
    assert lines_of(batch).count() == 1


def test_every_guard_that_fails_is_told_at_once(batch):
    change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
    with pytest.raises(Refused) as refused:
        change(batch, "submit_package", actor=OFFICER, guards={"before_deadline": "已过期。", "letter_sealed": "未盖章。"})
    assert refused.value.items == ("已过期。", "未盖章。")
    batch.refresh_from_db()
    assert batch.state == "signing"


def test_a_guard_left_unanswered_is_our_fault_and_nothing_is_saved(batch):
    with pytest.raises(ValueError, match="has_rows"):
        change(batch, "send_to_sign", actor=OFFICER)
    assert not lines_of(batch).exists()


def test_another_role_is_not_allowed(batch):
    with pytest.raises(NotAllowed):
        change(batch, "send_to_sign", actor=EXPERT, guards={"has_rows": ""})


def test_a_second_click_says_it_is_done_already(batch):
    change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
    with pytest.raises(WrongState) as refused:
        change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
    assert refused.value.code == "already"
    assert lines_of(batch).count() == 1


def test_what_is_open_depends_on_state_and_person(batch):
    assert [t.action for t in open_transitions(batch, OFFICER)] == ["send_to_sign"]
    assert open_transitions(batch, EXPERT) == []


def test_the_journal_refuses_update_and_delete(batch):
    entry = change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
    for statement in ("UPDATE journal_journalentry SET reason = 'x'", "DELETE FROM journal_journalentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert lines_of(batch).get().pk == entry.pk
