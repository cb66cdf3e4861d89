"""A case that is given is, row for row and file for file, the case that was walked; anything else that was written makes it walk."""

import pytest
from django.db import connection, transaction

from greenlist.casework.accounts.models import User
from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Organisation
from greenlist.casework.filings.models import Evidence
from tests.casework import standing
from tests.casework.standing import _files, _rows
from tests.portals.people import signed_in

pytestmark = pytest.mark.django_db


class _TakenBack(Exception):
    """Ends a block whose rows are taken back."""


def everything():
    rows = {(table, key): row for (table, _), held in _rows().items() for key, row in held.items()}
    return rows, {file.name: file.read_bytes() for file in _files()}


def walked_and_given(province, walk):
    """(what `walk` returned, every row and file it left): walked, walked and kept, given."""
    found = []
    standing._KEPT = {key: kept for key, kept in standing._KEPT.items() if isinstance(key, str)}
    standing._ASKED.clear()
    for _ in range(3):
        with pytest.raises(_TakenBack), transaction.atomic():
            standing._go_on(province, (connection.vendor,))
            made = walk()
            found.append((made, *everything()))
            raise _TakenBack
        for file in _files():
            file.unlink()
    return found


@pytest.mark.parametrize("state", ["submitted", "recommended", "on_notice"])
def test_a_case_that_is_given_is_the_one_that_was_walked(province, state):
    walked, *given = walked_and_given(province, lambda: province.application_at(state).pk)
    assert given == [walked, walked]
    assert len(walked[1]) > 100 and walked[2]


def test_a_second_case_is_given_after_the_first_and_rows_that_changed_or_went_are_as_they_were_left(province):
    def more():
        Evidence.objects.first().delete()
        Organisation.objects.filter(pk=province.unit.site.organisation_id).update(name="改名")
        return "built"

    def walk():
        first, second = province.application_at("recommended"), province.application_at("accepted", province.units[1])
        return first.pk, second.pk, province.kept("more", more)

    first, second, third = walked_and_given(province, walk)
    assert first[0][0] == second[0][0]
    assert len({first[0][1], second[0][1]}) == 2  # walked again to be kept
    assert second == third
    assert second[0][2] == "built"


def test_whatever_was_written_before_makes_it_walk(province):
    first = province.application_at("draft")
    with transaction.atomic():
        province.unit.site.save()
        transaction.set_rollback(True)
    assert province.application_at("draft", province.units[1]).pk != first.pk
    asked = []
    province.keeper(province, ("nothing",), lambda: asked.append(1))
    assert asked == [1]


def test_a_case_that_was_taken_back_makes_it_walk(province):
    with transaction.atomic():
        first = province.application_at("draft")
        transaction.set_rollback(True)
    assert province.mark != standing._mark()
    assert province.application_at("draft").number == first.number
    assert Application.objects.count() == 1


def test_signing_in_is_not_counted(province):
    signed_in("province")
    assert province.mark == standing._mark()
    User.objects.update(phone="1")
    assert province.mark != standing._mark()
