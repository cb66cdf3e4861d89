"""A case that is given is, row for row and file for file, the case that was walked; anything written before makes it walk."""

import pytest
from django.db import transaction

from tests.casework import standing
from tests.casework.standing import _files, _rows, _values

pytestmark = pytest.mark.django_db


class _TakenBack(Exception):
    """Ends a block whose rows are taken back."""


def everything():
    rows = {(model.__name__, pk): _values(row) for model, held in _rows().items() for pk, row in held.items()}
    return rows, {file.name: file.read_bytes() for file in _files()}


def walked_and_given(province, state):
    found = []
    standing._KEPT = {key: kept for key, kept in standing._KEPT.items() if isinstance(key, str)}
    for _ in range(2):
        with pytest.raises(_TakenBack), transaction.atomic():
            province.mark = standing._changes()
            case = province.application_at(state)
            found.append((case.pk, *everything()))
            raise _TakenBack
        for file in _files():
            file.unlink()
    return found


@pytest.mark.parametrize("state", ["submitted", "recommended", "on_notice"])
def test_a_case_that_is_given_is_the_one_that_was_walked(province, state):
    walked, given = walked_and_given(province, state)
    assert given == walked
    assert len(walked[1]) > 100 and walked[2]


def test_whatever_was_written_before_makes_it_walk(province):
    first = province.application_at("draft")
    with transaction.atomic():
        province.unit.site.save()
        transaction.set_rollback(True)
    assert province.application_at("draft", province.units[1]).pk != first.pk
    asked = []
    province.keeper(province, ("nothing",), lambda: asked.append(1))
    assert asked == [1]
