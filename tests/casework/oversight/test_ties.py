"""A row that means a party which a unit is tied to: proposed for the unit with the tie as the reason, never linked, never a bar."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.directory.tie_services import close_tie
from greenlist.casework.oversight.matching_services import match_again
from greenlist.casework.oversight.models import DeliveryRow
from greenlist.casework.oversight.selectors import fate_counts, open_hits_of, rows_of
from greenlist.casework.oversight.services import confirm_list
from greenlist.casework.oversight.settling_services import settle_hit
from greenlist.casework.register.models import AdverseRecord, ProposedHit
from greenlist.casework.verification.selectors import newest_findings
from greenlist.rehearsal import acts
from tests.casework.directory.test_ties import CODE, PARENT, tied
from tests.casework.oversight.deliveries import debtor, imported, received


@pytest.fixture
def case(province):
    return province.application_at("verifying")


@pytest.fixture
def director(province):
    return province.cast.province


def verdict(case):
    return newest_findings([case])[case.pk, "C-53"].verdict


def unit_of(case):
    return case.site.organisation


@pytest.mark.parametrize(("name", "code"), [(PARENT, ""), ("改了名的演示公司", CODE), ("改了名的演示公司", CODE[8:17])])
def test_a_row_that_is_the_parent_is_proposed_and_unknown_until_settled(case, director, name, code):
    tied(unit_of(case), director)
    delivery = imported(director, debtor(name, code=code))
    hit = open_hits_of(director).get()
    assert (hit.organisation, hit.words, hit.is_tied) == (unit_of(case), "与本单位有关联：母公司", True)
    assert (fate_counts(delivery), AdverseRecord.objects.count(), verdict(case)) == ({"row_proposed": 1}, 0, "unknown")
    assert f"（{name}，与本单位有关联：母公司）列入失信被执行人名单" in newest_findings([case])[case.pk, "C-53"].statement
    settle_hit(hit, is_same=False, reason="母公司的债务不及于本单位", actor=director)
    assert (verdict(case), fate_counts(delivery), match_again(actor=director)) == ("met", {"row_stranger": 1}, 0)


def test_the_same_name_under_another_code_is_no_party(case, director):
    tied(unit_of(case), director)
    assert fate_counts(imported(director, debtor(PARENT, code="91360000158264065X"))) == {"row_stranger": 1}


def test_a_party_that_we_hold_stays_linked_and_is_proposed_for_the_tied_unit_as_well(case, province, director):
    other = province.units[1].site.organisation
    tied(unit_of(case), director, name=other.name, code="", kind="group_company")
    delivery = imported(director, debtor(other.name))
    assert (rows_of(delivery).get().organisation, AdverseRecord.objects.get().site.organisation) == (other, other)
    hit = open_hits_of(director).get()
    assert (hit.organisation, hit.words, verdict(case)) == (unit_of(case), "与本单位有关联：集团成员", "unknown")
    settle_hit(hit, is_same=True, reason="集团决定书及于本单位", actor=director)
    assert (verdict(case), rows_of(delivery).get().organisation) == ("not_met", other)
    imported(director, debtor(other.name, ended="2024-03-01"), name="二.csv")
    assert verdict(case) == "met"


def test_a_tie_is_met_from_the_other_side_too(case, province, director):
    tied(province.units[1].site.organisation, director, name="", code=unit_of(case).credit_code)
    imported(director, debtor(province.units[1].site.organisation.name))
    assert open_hits_of(director).get().words == "与本单位有关联：子公司"


def test_a_tie_counts_on_the_day_of_the_row_or_today(case, director):
    made = tied(unit_of(case), director, from_on=date(2020, 1, 1))
    close_tie(made, until_on=date(2024, 1, 5), actor=director)
    after = imported(director, debtor(PARENT, began="2024-01-05"))
    before = imported(director, debtor(PARENT, 2, began="2024-01-04"), name="二.csv")
    assert (fate_counts(after), fate_counts(before)) == ({"row_stranger": 1}, {"row_proposed": 1})


def test_a_unit_without_a_case_or_a_place_on_the_list_is_not_asked(province, director):
    tied(province.unit.site.organisation, director)
    assert fate_counts(imported(director, debtor(PARENT))) == {"row_stranger": 1}


def test_settling_for_one_tied_unit_says_nothing_of_the_others(case, province, director):
    second = acts.begin(province.units[1], province.round, national=False, body=None)
    tied(unit_of(case), director)
    tied(unit_of(second), director)
    imported(director, debtor(PARENT))
    assert ProposedHit.objects.filter(state="hit_open").count() == 2
    settle_hit(ProposedHit.objects.get(organisation=unit_of(case)), is_same=True, reason="裁定书及于本单位", actor=director)
    assert ProposedHit.objects.get(state="hit_open").organisation == unit_of(second)
    settle_hit(ProposedHit.objects.get(state="hit_open"), is_same=False, reason="不及于本单位", actor=director)
    assert (verdict(case), DeliveryRow.objects.get().fate) == ("not_met", DeliveryRow.Fate.LINKED)


def test_a_tie_entered_after_the_list_is_found_by_matching_again(case, province, director):
    other = province.units[1].site.organisation
    imported(director, debtor(PARENT), debtor(other.name, 2))
    tied(unit_of(case), director)
    tied(unit_of(case), director, name=other.name, code="")
    assert verdict(case) == "met"
    assert match_again(actor=director) == 2
    assert (ProposedHit.objects.filter(is_tied=True).count(), AdverseRecord.objects.count(), verdict(case)) == (2, 1, "unknown")
    assert match_again(actor=director) == 0


def test_ties_need_the_same_queries_whatever_the_rows_and_the_ties(case, province, director):
    tied(unit_of(case), director)
    few = queries(director, 2)
    for serial in range(20):
        tied(unit_of(case), director, name=f"演示集团第{serial}公司", code="", kind="group_company")
    assert queries(director, 40) == few


def queries(director, rows):
    delivery = received(director, *(debtor("浙江演示无关纺织有限公司", f"{rows}-{n}") for n in range(rows)), name=f"{rows}.csv")
    with CaptureQueriesContext(connection) as seen:
        confirm_list(delivery, actor=director)
    return len(seen)
