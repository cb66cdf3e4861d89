"""The cast enters through the services: every office, every role once, valid invented codes; recalled as it was."""

from random import Random

import pytest
from django.contrib.auth.hashers import make_password

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.roles import roles
from greenlist.casework.directory.models import Membership, Organisation
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.rehearsal.cast import RENAMED, engage, invite_units, recall
from greenlist.rulebook.notices import round_parameters
from greenlist.rulebook.reference.credit_code import check_credit_code, is_demo_code

CODES = [unit.code for unit in round_parameters("jx-2024-20").units]


@pytest.fixture
def cast(may):
    return engage(make_password("a-long-password"))


def test_every_recommending_unit_has_its_office_and_officer(cast):
    assert list(cast.bureaus) == CODES
    for code, officer in cast.bureaus.items():
        assert (officer.role, officer.unit) == ("bureau", code)
        assert Organisation.objects.get(kind="bureau", unit=code).name == officer.organisation_name


def test_every_role_is_played_and_everybody_is_marked_as_invented(cast):
    invite_units(cast, Random(1), unit="360400", count=1, first_serial=1)
    unplayed = {"county"}  # its office is entered only where a round has the step
    assert set(Membership.objects.values_list("role", flat=True)) == set(roles()) - unplayed
    assert not [u.name for u in User.objects.all() if "（演示）" not in u.name]
    assert not Organisation.objects.filter(is_demo=False).exists()


def test_the_two_officers_of_the_province_are_two_persons(cast):
    assert cast.province.user_id != cast.director.user_id
    assert cast.province.organisation_id == cast.director.organisation_id
    assert cast.province.acts == cast.director.acts


def test_units_have_valid_codes_in_the_unassigned_division_and_their_own_engineer(cast):
    units = invite_units(cast, Random(1), unit="360400", count=10, first_serial=1)
    for unit in units:
        code = unit.site.organisation.credit_code
        assert (check_credit_code(code), is_demo_code(code)) == ((code, []), True)
        assert (unit.engineer.role, unit.engineer.organisation_id) == ("applicant", unit.site.organisation_id)
        assert unit.site.unit == "360400"
    assert len({u.engineer.user_id for u in units}) == 10
    assert cast.units == {"360400": units}
    renamed = [u.site.organisation.names.count() > 1 for u in units]
    assert renamed == [serial % RENAMED == 1 for serial in range(1, 11)]


def test_everything_is_in_the_journal(cast):
    assert JournalEntry.objects.filter(action="enter_organisation").count() == Organisation.objects.count()
    assert JournalEntry.objects.filter(action="open_account").count() == User.objects.count()
    assert JournalEntry.objects.filter(action="grant_membership").count() == Membership.objects.count()


def test_a_later_process_recalls_the_same_people(cast):
    again = recall()
    assert (again.province, again.director, again.centre, again.bureaus) == (cast.province, cast.director, cast.centre, cast.bureaus)
    assert [e.pk for e in again.experts] == [e.pk for e in cast.experts]
    assert again.password == cast.password


def test_the_cast_is_engaged_once(cast):
    with pytest.raises(Refused, match="已有人使用"):
        engage(cast.password)
