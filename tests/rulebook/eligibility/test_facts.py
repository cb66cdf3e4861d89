"""Facts: plain values in and out; dates as text or dates; what is left out is empty, completeness never."""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.facts import EvaluatorCap, StopInterval, StoppedProduction

FACTS = StoppedProduction(
    (StopInterval(date(2022, 1, 1), date(2022, 6, 30), "电费单"), StopInterval(date(2023, 5, 1), None)), False, ("台账",)
)
CONTENT = {
    "intervals": [
        {"from_on": "2022-01-01", "until_on": "2022-06-30", "evidence": "电费单"},
        {"from_on": "2023-05-01", "until_on": "", "evidence": ""},
    ],
    "records_complete": False,
    "evidence": ["台账"],
}


def test_facts_are_stored_as_plain_values_and_read_again():
    assert FACTS.as_content() == CONTENT
    assert StoppedProduction.from_content(CONTENT) == FACTS


@pytest.mark.parametrize("end", [None, ""])
def test_a_stop_that_lasts_has_no_end_however_it_is_written(end):
    found = StoppedProduction.from_content({"intervals": [{"from_on": date(2023, 5, 1), "until_on": end}], "records_complete": True})
    assert found == StoppedProduction((StopInterval(date(2023, 5, 1), None),), True)


def test_what_is_left_out_is_empty():
    assert StoppedProduction.from_content({"records_complete": True}) == StoppedProduction((), True)


def test_completeness_must_be_said():
    with pytest.raises(KeyError, match="records_complete"):
        StoppedProduction.from_content({"intervals": []})


def test_a_day_that_is_none_is_refused():
    with pytest.raises(ValueError, match="month must be in 1..12"):
        StoppedProduction.from_content({"intervals": [{"from_on": "2022-13-01"}], "records_complete": True})


def test_what_connected_bodies_declared_is_kept_with_the_facts():
    held = EvaluatorCap(is_counted=True, here=3, outside=None, evidence=("外省申明2、其余未知",), declared=2)
    again = EvaluatorCap.from_content(held.as_content())
    assert (again, again.known) == (held, 5)
