"""C-44 连续停产12个月以上: stopped for 12 months or more in a row within the last three years.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility import registry
from greenlist.rulebook.eligibility.examples import examples
from greenlist.rulebook.eligibility.facts import StopInterval, StoppedProduction
from greenlist.rulebook.notices import notice, round_parameters

CLAUSE = notice("jx-2024-20").clause("C-44")
PARAMETERS = {key: round_parameters("jx-2024-20").parameter(key).value for key in CLAUSE.binding.parameters}
CHECKED_ON = date(2024, 5, 27)


def answer(*intervals, complete=True, checked_on=CHECKED_ON, **changed):
    facts = StoppedProduction(tuple(StopInterval(a, b) for a, b in intervals), complete)
    return registry.evaluate("stopped_production", facts, clause="C-44", parameters={**PARAMETERS, **changed}, checked_on=checked_on)


@pytest.mark.parametrize("case", examples("stopped_production"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert case.finding("stopped_production", "C-44", PARAMETERS).verdict == case.expected


def test_eleven_months_and_thirty_days_are_not_twelve_months():
    assert answer((date(2022, 1, 1), date(2022, 12, 30))).verdict == "met"


def test_a_stop_that_began_before_the_window_counts_only_inside_it():
    assert answer((date(2020, 1, 1), date(2022, 5, 26))).verdict == "not_met"
    assert answer((date(2020, 1, 1), date(2022, 5, 25))).verdict == "met"


def test_a_day_of_work_between_two_stops_parts_them():
    assert answer((date(2022, 1, 1), date(2022, 6, 30)), (date(2022, 7, 2), date(2022, 12, 31))).verdict == "met"


def test_a_long_stop_is_found_even_when_the_records_are_not_complete():
    assert answer((date(2022, 1, 1), date(2022, 12, 31)), complete=False).verdict == "not_met"


def test_no_stop_seen_in_incomplete_records_is_unknown_and_says_how_to_settle_it():
    finding = answer(complete=False)
    assert finding.verdict == "unknown"
    assert "用电量" in finding.settle_by


def test_the_window_on_a_leap_day_begins_on_28_february():
    assert answer(checked_on=date(2024, 2, 29)).window == ("2021-02-28", "2024-02-29")


def test_the_length_is_a_parameter_of_the_round():
    stop = (date(2022, 1, 1), date(2022, 6, 30))
    assert answer(stop, stop_months=6).verdict == "not_met"
    assert answer(stop, stop_months=6, stop_months_inclusive=False).verdict == "met"


def test_the_finding_says_fact_threshold_and_what_would_pass():
    finding = answer((date(2022, 1, 1), date(2022, 12, 31)))
    assert finding.fact == "近三年内停产1段，最长12个月（2022-01-01 至 2022-12-31）"
    assert finding.threshold == "连续停产满12个月"
    assert "不满12个月" in finding.would_pass


def test_how_far_back_is_looked_is_a_parameter_of_the_round():
    stop = (date(2020, 1, 1), date(2020, 12, 31))
    assert answer(stop).verdict == "met"
    assert answer(stop, lookback_years=5).verdict == "not_met"


def test_a_stop_that_lasts_counts_to_the_day_of_the_check():
    assert answer((date(2023, 5, 28), None)).verdict == "not_met"
    assert answer((date(2023, 5, 29), None)).verdict == "met"


def test_the_longest_of_several_stops_is_told():
    finding = answer((date(2021, 6, 1), date(2021, 8, 31)), (date(2022, 1, 1), date(2022, 11, 30)), (date(2023, 7, 1), date(2023, 7, 31)))
    assert (finding.verdict, finding.fact) == ("met", "近三年内停产3段，最长11个月（2022-01-01 至 2022-11-30）")


def test_what_was_seen_is_told_apart_from_what_was_not_looked_at():
    assert answer().fact == "记录覆盖近三年，其中没有停产"
    assert answer(complete=False).fact == "没有见到停产记录，但记录没有覆盖近三年"
    assert answer().settle_by == ""


def test_a_short_stop_in_incomplete_records_is_still_unknown():
    finding = answer((date(2022, 1, 1), date(2022, 3, 31)), complete=False)
    assert (finding.verdict, finding.settle_by) == ("unknown", "请补覆盖近三年的逐月用电量或产量记录")


def test_the_threshold_says_whether_the_number_itself_counts():
    assert answer(stop_months_inclusive=False).threshold == "连续停产超过12个月"
    assert answer(stop_months_inclusive=False).would_pass == "近三年内最长一段连续停产不超过12个月，并有覆盖全期的用电量或产量记录"
