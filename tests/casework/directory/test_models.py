"""The database itself refuses a position that ends before it begins, and two open ones or two names in use."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from greenlist.casework.accounts.models import User
from greenlist.casework.directory.models import Membership, Organisation, OrganisationName

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Organisation.objects.create(kind="enterprise", name="甲公司")


@pytest.fixture
def user():
    return User.objects.create_user("zhang", "x", name="张工")


def test_a_position_cannot_end_before_it_begins(user, place):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, organisation=place, role="applicant", from_on=date(2024, 5, 2), until_on=date(2024, 5, 1))
    Membership.objects.create(user=user, organisation=place, role="applicant", from_on=date(2024, 5, 1), until_on=date(2024, 5, 1))


def test_one_open_position_of_a_kind_and_as_many_ended_ones_as_there_were(user, place):
    given = {"user": user, "organisation": place, "role": "applicant", "from_on": date(2024, 1, 1)}
    Membership.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(**given)
    for _ in range(2):
        Membership.objects.create(**given, until_on=date(2024, 2, 1))
    assert str(Membership.objects.create(**{**given, "role": "bureau"})) == "张工 设区市工信局 甲公司"


def test_one_name_in_use(place):
    OrganisationName.objects.create(organisation=place, name="甲公司")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationName.objects.create(organisation=place, name="乙公司")
    OrganisationName.objects.create(organisation=place, name="甲厂", until_on=date(2020, 1, 1))


def test_a_credit_code_belongs_to_one_organisation():
    Organisation.objects.create(kind="enterprise", name="甲", credit_code="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind="enterprise", name="乙", credit_code="x")
