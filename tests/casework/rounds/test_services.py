"""Opening a round and signing its parameters: version 1 is round.yaml, every later one bears two different signatures."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from greenlist.casework.journal.actors import ANONYMOUS, SYSTEM, Actor
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.models import Content
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.rounds.models import ParameterVersion, Round
from greenlist.casework.rounds.selectors import current_round, last_day, latest_signing_on, newest_version, parameter, parameters
from greenlist.casework.rounds.services import open_round as open_it
from greenlist.casework.rounds.services import sign_parameters
from greenlist.rulebook.notices import round_parameters

pytestmark = pytest.mark.django_db
NOTICE = "jx-2024-20"


def signer(name, acts=("sign_parameters",)):
    return Actor(name=name, role="province", user_id=uuid7(), acts=frozenset(acts))


FIRST, SECOND = signer("林处长（演示）"), signer("苏副厅长（演示）")


def test_a_round_opens_with_its_dates_and_version_one(open_round):
    assert (open_round.year, open_round.opens_on) == (2024, date(2024, 4, 2))
    assert open_round.deadline_at == datetime(2024, 5, 28, 0, 0, tzinfo=SHANGHAI)
    assert parameters(open_round) == round_parameters(NOTICE).values()
    assert newest_version(open_round).number == 1
    assert [(e.action, e.clause) for e in entries_of(open_round)] == [("open_round", "C-01")]


def test_a_notice_opens_one_round(open_round):
    with pytest.raises(Refused, match="的轮次已经开过"):
        open_it(NOTICE, actor=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(notice=NOTICE, year=2024, title="x", opens_on=open_round.opens_on, deadline_at=open_round.deadline_at)
    assert Round.objects.count() == 1


def test_only_the_province_opens_a_round(db):
    with pytest.raises(NotAllowed):
        open_it(NOTICE, actor=ANONYMOUS)
    assert not Round.objects.exists()


def test_a_notice_we_do_not_hold_opens_nothing(db):
    with pytest.raises((KeyError, FileNotFoundError)):
        open_it("nosuch", actor=SYSTEM)
    assert not Round.objects.exists()


def test_a_new_version_is_a_whole_copy_with_two_names_and_a_reason(open_round):
    version = sign_parameters(open_round, changes={"pass_line": "80"}, reason="会议决定", first=FIRST, second=SECOND)
    assert (version.number, version.first_signed_by, version.second_signed_by) == (2, FIRST.name, SECOND.name)
    assert parameters(open_round) == {**round_parameters(NOTICE).values(), "pass_line": "80"}
    assert parameter(open_round, "pass_line") == "80"
    line = entries_of(open_round).get(action="sign_parameters")
    assert (line.reason, line.detail) == ("会议决定", {"version": 2, "second": SECOND.name, "changed": ["pass_line"]})


def test_the_version_before_stays_as_it_was(open_round):
    before = newest_version(open_round)
    kept = Content.objects.get(digest=before.content_digest).body
    sign_parameters(open_round, changes={"notice_working_days": 7}, reason="x", first=FIRST, second=SECOND)
    assert Content.objects.get(digest=before.content_digest).body == kept
    assert list(open_round.parameter_versions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_one_person_cannot_sign_twice(open_round):
    with pytest.raises(Refused, match="两个人"):
        sign_parameters(open_round, changes={"pass_line": "80"}, reason="x", first=FIRST, second=FIRST)
    assert newest_version(open_round).number == 1


@pytest.mark.parametrize(("first", "second"), [(FIRST, signer("x", ())), (signer("x", ()), SECOND), (SYSTEM, SYSTEM)])
def test_both_must_be_of_the_province(open_round, first, second):
    with pytest.raises(NotAllowed):
        sign_parameters(open_round, changes={"pass_line": "80"}, reason="x", first=first, second=second)


def test_unknown_parameters_are_named_all_of_them(open_round):
    with pytest.raises(Refused, match="没有这个参数：aaa、zzz"):
        sign_parameters(open_round, changes={"zzz": 1, "pass_line": "80", "aaa": 2}, reason="x", first=FIRST, second=SECOND)
    assert ParameterVersion.objects.count() == 1


def test_a_binary_float_never_becomes_a_parameter(open_round):
    with pytest.raises(TypeError, match="float"):
        sign_parameters(open_round, changes={"pass_line": 80.5}, reason="x", first=FIRST, second=SECOND)
    assert (ParameterVersion.objects.count(), entries_of(open_round).count()) == (1, 1)


def test_a_parameter_that_does_not_exist_is_our_fault(open_round):
    with pytest.raises(KeyError):
        parameter(open_round, "nosuch")


def test_the_last_day_is_the_27th_and_the_last_day_to_sign_two_working_days_before(open_round):
    assert last_day(open_round) == date(2024, 5, 27)
    assert latest_signing_on(open_round.deadline_at, 2) == date(2024, 5, 23)
    assert latest_signing_on(open_round.deadline_at, 0) == date(2024, 5, 27)


def test_the_current_round_is_the_newest(open_round):
    later = Round.objects.create(notice="jx-2025-1", year=2025, title="x", opens_on=date(2025, 4, 1), deadline_at=open_round.deadline_at)
    assert current_round() == later
    assert str(open_round) == "2024年度绿色制造名单推荐遴选"


def test_before_the_first_there_is_none(db):
    assert current_round() is None
