"""Uploads in pieces: they go on where they stopped, stay each person's own, and are bounded."""

import os
import time
from uuid import uuid4

import pytest

from greenlist.casework.files import arriving
from greenlist.casework.files.arriving import arrived, forget, received, take_piece
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.refusals import NotAllowed, Refused


def test_pieces_that_fit_are_added_and_the_others_left_out(province):
    actor, token = province.unit.engineer, uuid4()
    assert received(token, actor=actor) == 0
    assert take_piece(token, offset=0, body=b"abc", actor=actor) == 3
    assert take_piece(token, offset=0, body=b"abc", actor=actor) == 3  # sent again after the answer was lost
    assert take_piece(token, offset=9, body=b"xyz", actor=actor) == 3
    assert take_piece(token, offset=3, body=b"def", actor=actor) == 6
    assert arrived(token, actor=actor).read_bytes() == b"abcdef"
    forget(token, actor=actor)
    assert (received(token, actor=actor), arrived(token, actor=actor)) == (0, None)


def test_nobody_reaches_the_pieces_of_another_person(province):
    token = uuid4()
    take_piece(token, offset=0, body=b"abc", actor=province.unit.engineer)
    assert received(token, actor=province.officer) == 0
    assert arrived(token, actor=province.units[1].engineer) is None


def test_a_piece_or_a_file_too_large_and_a_role_without_uploads_are_refused(province, monkeypatch):
    actor, token = province.unit.engineer, uuid4()
    monkeypatch.setattr(arriving, "MOST_PIECE_BYTES", 4)
    monkeypatch.setattr(arriving, "MOST_BYTES", 10)
    with pytest.raises(Refused):
        take_piece(token, offset=0, body=b"12345", actor=actor)
    for offset in (0, 4):
        take_piece(token, offset=offset, body=b"1234", actor=actor)
    with pytest.raises(Refused):
        take_piece(token, offset=8, body=b"1234", actor=actor)
    with pytest.raises(NotAllowed):
        take_piece(token, offset=0, body=b"1", actor=SYSTEM)


def test_what_one_person_leaves_lying_about_is_bounded(province, monkeypatch):
    actor = province.unit.engineer
    monkeypatch.setattr(arriving, "MOST_AT_ONCE", 3)
    tokens = [uuid4() for _ in range(6)]
    for token in tokens:
        take_piece(token, offset=0, body=b"abc", actor=actor)
    assert sum(1 for token in tokens if received(token, actor=actor)) == 3
    assert received(tokens[-1], actor=actor) == 3


def test_what_anybody_left_for_a_day_goes_with_the_next_piece(province):
    left, mine = uuid4(), uuid4()
    take_piece(left, offset=0, body=b"abc", actor=province.unit.engineer)
    place = arrived(left, actor=province.unit.engineer)
    os.utime(place, times=(time.time() - 86_300,) * 2)
    take_piece(mine, offset=0, body=b"x", actor=province.officer)
    assert place.exists()
    os.utime(place, times=(time.time() - 86_500,) * 2)
    take_piece(mine, offset=1, body=b"x", actor=province.officer)
    assert not place.exists()


def test_all_together_leave_no_more_than_the_ceiling_and_may_go_on_when_there_is_room(province, settings):
    settings.MOST_ARRIVING_BYTES = 10
    first, second = uuid4(), uuid4()
    take_piece(first, offset=0, body=b"12345678", actor=province.unit.engineer)
    take_piece(second, offset=0, body=b"12", actor=province.officer)
    with pytest.raises(Refused) as caught:
        take_piece(second, offset=2, body=b"3", actor=province.officer)
    assert "过一小时" in caught.value.then
    forget(first, actor=province.unit.engineer)
    assert take_piece(second, offset=2, body=b"3", actor=province.officer) == 3
