"""The county step, by data only: own rows, own deadline, pass with an opinion, return and back to the county; off, nothing changes."""

import pytest

from greenlist.casework.accounts.services import set_active
from greenlist.casework.applications.selectors import goes_to_county, history_of, in_region, latest_version, visible_to
from greenlist.casework.county.models import CountyLetter
from greenlist.casework.county.selectors import letters_of, opinion_on, passed, rows_of, taken_over
from greenlist.casework.county.services import pass_screening, record_county_letter, return_by_county, take_over_screening
from greenlist.casework.directory.models import Membership, Site
from greenlist.casework.directory.services import end_membership
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.handover.selectors import unowned
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.rounds.selectors import county_deadline_of, parameters
from greenlist.casework.rounds.services import sign_parameters
from greenlist.casework.verification.services import return_for_completion, submit_and_check
from greenlist.rehearsal import acts
from greenlist.rulebook.reference.regions import counties
from tests.casework.cast import JIUJIANG, NANCHANG, county_officer, fresh, turn_county_on

PLACES = [("unit", "", "联系电话缺一位")]


@pytest.fixture
def county(province):
    """The officer of the county where the first unit stands, with the step on."""
    turn_county_on(province)
    return county_officer(province.unit.site.division)


def mended(case, province):
    submit_and_check(fresh(case), actor=province.unit.engineer, reason="补了电话")
    return fresh(case)


def test_off_nothing_changes(province):
    officer = county_officer(province.unit.site.division)
    case = province.application_at("submitted")
    assert case.state == "submitted"
    with pytest.raises(WrongState):
        pass_screening(case, opinion="同意", actor=officer)


def test_on_a_submission_comes_to_the_county_and_with_its_opinion_to_the_city(province, county):
    case = province.application_at("submitted")
    assert (case.state, latest_version(case).number) == ("screening", 1)
    with pytest.raises(Refused, match="还不能通过初审"):
        pass_screening(case, opinion=" ", actor=county)
    pass_screening(case, opinion="材料齐全，同意上报", actor=county)
    assert (fresh(case).state, opinion_on(case).reason) == ("submitted", "材料齐全，同意上报")
    told = [(e.action, e.actor_role) for e in history_of(case, province.unit.engineer)]
    assert ("pass_screening", "county") in told
    with pytest.raises(WrongState):
        pass_screening(fresh(case), opinion="再来", actor=county)


def test_a_county_sees_its_own_division_and_no_draft(province, county):
    case = province.application_at("submitted")
    elsewhere = next(c.code for c in counties(JIUJIANG) if c.code != case.site.division)
    other = county_officer(elsewhere, username="county_other")
    foreign = county_officer(province.unit.site.division, NANCHANG, username="foreign")
    assert list(visible_to(county)) == list(rows_of(county, province.round)) == [case]
    for stranger in (other, foreign):
        assert not visible_to(stranger).exists()
        with pytest.raises(NotAllowed):
            pass_screening(case, opinion="同意", actor=stranger)
        with pytest.raises(NotAllowed):
            return_by_county(case, items=PLACES, actor=stranger)


def test_what_the_county_returns_comes_back_to_the_county(province, county):
    case = province.application_at("submitted")
    with pytest.raises(Refused) as refused:
        return_by_county(case, items=[("unit", "", " ")], actor=county)
    assert refused.value.items == ("请至少写明一处要补正的内容。",)
    return_by_county(case, items=PLACES, actor=county)
    assert fresh(case).state == "returned"
    assert mended(case, province).state == "screening"


def test_what_the_city_returns_comes_back_to_the_city(province, county):
    case = province.application_at("submitted")
    pass_screening(case, opinion="同意", actor=county)
    return_for_completion(fresh(case), items=PLACES, actor=province.officer)
    assert mended(case, province).state == "submitted"


def test_a_county_without_an_office_is_passed_over(province):
    turn_county_on(province)
    assert province.application_at("submitted").state == "submitted"


def test_the_city_sees_what_is_at_the_county_and_cannot_work_on_it_yet(province, county):
    case = province.application_at("submitted")
    assert [a.state for a in in_region(province.officer, province.round)] == ["screening"]
    with pytest.raises(Refused):
        acts.verify_all(case, province.officer)
    with pytest.raises(Refused) as refused:
        take_over_screening(case, reason="县里不办", actor=province.officer)
    assert "在5月22日24:00前还可以初审" in refused.value.items[0]


def test_after_its_own_deadline_the_county_cannot_pass_and_the_city_takes_over(province, county, may):
    case = province.application_at("submitted")
    assert f"{county_deadline_of(province.round, case.unit):%m-%d %H:%M}" == "05-23 00:00"
    may(5, 23, 0)
    with pytest.raises(Refused) as refused:
        pass_screening(case, opinion="同意", actor=county)
    assert "2024年5月22日24:00）已过" in refused.value.items[0]
    with pytest.raises(Refused):
        take_over_screening(case, reason="", actor=province.officer)
    with pytest.raises(NotAllowed):
        take_over_screening(case, reason="逾期", actor=province.cast.bureaus[NANCHANG])
    take_over_screening(case, reason="县级逾期未办", actor=province.officer)
    assert fresh(case).state == "submitted"


def test_after_the_countys_deadline_a_submission_goes_straight_to_the_city(province, county, may):
    case = province.application_at("draft")
    assert goes_to_county(case)
    may(5, 23, 0)
    assert not goes_to_county(case)


def test_when_nobody_is_left_at_the_county_the_city_may_take_over_at_once(province, county):
    case = province.application_at("submitted")
    set_active(Membership.objects.get(role="county").user, is_active=False, reason="调离", actor=SYSTEM)
    take_over_screening(case, reason="区县没有人在岗", actor=province.officer)
    assert fresh(case).state == "submitted"


def test_what_a_county_officer_held_is_told_to_the_city_when_he_leaves(province, county):
    case = province.application_at("submitted")
    return_by_county(case, items=PLACES, actor=county)
    end_membership(Membership.objects.get(role="county"), actor=SYSTEM, reason="调离")
    assert [h.label for h in unowned(province.officer)] == [str(case)]


def test_a_letter_is_recorded_for_what_has_passed(province, county):
    case = province.application_at("submitted")
    scan = acts.upload(path_of_file(case.report).read_bytes(), "请示.pdf", county)
    with pytest.raises(Refused) as refused:
        record_county_letter(province.round, letter_number=" ", dated_on=today(), sealed_letter=scan, actor=county)
    assert refused.value.items == ("请填写文号。", "还没有通过初审的件。")
    pass_screening(case, opinion="同意", actor=county)
    made = record_county_letter(province.round, letter_number="濂工信字〔2024〕演3号", dated_on=today(), sealed_letter=scan, actor=county)
    assert (made.numbers, list(passed(county, province.round))) == ([case.number], [fresh(case)])
    assert list(letters_of(province.officer, province.round)) == [made]
    assert not letters_of(province.cast.bureaus[NANCHANG], province.round).exists()
    with pytest.raises(NotAllowed):
        record_county_letter(province.round, letter_number="x", dated_on=today(), sealed_letter=scan, actor=province.officer)
    assert CountyLetter.objects.count() == 1


def test_what_waits_for_the_county_stands_first(province, county):
    Site.objects.filter(pk=province.units[1].site.pk).update(division=province.unit.site.division)
    first = province.application_at("submitted")
    pass_screening(first, opinion="同意", actor=county)
    province.units[1].site.refresh_from_db()
    province.application_at("submitted", province.units[1])
    assert [a.state for a in rows_of(county, province.round)] == ["screening", "submitted"]


def test_the_countys_letter_does_not_claim_what_the_city_took_over(province, county, may):
    case = province.application_at("submitted")
    may(5, 23, 0)
    take_over_screening(case, reason="县级逾期未办", actor=province.officer)
    assert not passed(county, province.round).exists()
    assert list(taken_over(county, province.round)) == [case]


def test_switched_off_while_cases_wait_there_the_city_takes_over_at_once(province, county):
    case = province.application_at("submitted")
    steps = [s for s in parameters(province.round)["steps_on"] if s != "county"]
    sign_parameters(province.round, changes={"steps_on": steps}, reason="不设初审", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip
    take_over_screening(case, reason="本轮不设县级初审", actor=province.officer)
    assert fresh(case).state == "submitted"
