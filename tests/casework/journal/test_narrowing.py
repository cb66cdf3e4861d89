"""Narrowing the journal: by person or case, act, role, time, seal, and what is not sealed yet."""

from datetime import datetime, timedelta

import pytest

from greenlist.casework.journal import clock
from greenlist.casework.journal.actors import SYSTEM, Actor
from greenlist.casework.journal.door import record
from greenlist.casework.journal.sealer import seal_all
from greenlist.casework.journal.selectors import narrowed, recent_entries

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 5, 22, 12, 0, tzinfo=clock.SHANGHAI)
PERSON = Actor(name="林处长", role="province", organisation_name="江西省工业和信息化厅")


@pytest.fixture
def lines():
    made = []
    for minutes, action, actor in ((0, "store_file", SYSTEM), (5, "open_round", PERSON), (9, "store_file", PERSON)):
        with clock.at(NOON + timedelta(minutes=minutes)):
            made.append(record(action, actor=actor, subject=None))
    seal_all()
    with clock.at(NOON + timedelta(minutes=20)):
        made.append(record("open_round", actor=SYSTEM, subject=None))
    return made


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [3, 2, 1, 0]),
        ({"text": "林"}, [2, 1]),
        ({"text": "工业和信息化"}, [2, 1]),
        ({"action": "store_file"}, [2, 0]),
        ({"role": "system"}, [3, 0]),
        ({"since": NOON + timedelta(minutes=5), "before": NOON + timedelta(minutes=9)}, [1]),
        ({"seal": 2}, [1]),
        ({"seal": 99}, []),
        ({"is_open": True}, [3]),
        ({"action": "open_round", "role": "province"}, [1]),
    ],
)
def test_each_condition_narrows_and_all_hold_together(lines, wanted, found):
    assert list(narrowed(recent_entries(), **wanted)) == [lines[i] for i in found]
