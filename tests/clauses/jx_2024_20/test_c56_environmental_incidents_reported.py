"""C-56 II级（重大）及以上突发环境污染事件的，要及时上报: by the table of the national plan, and what nobody has excluded is not known."""

import pytest

from greenlist.casework.incidents.services import close_at_city, close_incident, decide_level, report_incident
from tests.casework.incidents.told import recorded, told


@pytest.mark.parametrize(
    "report",
    [
        told("environmental_incident", evacuated="10000"),
        told("environmental_incident", loss="2000"),
        told("environmental_incident", held=["county_water"]),
        told("environmental_incident", held=["city_water"]),
        told("environmental_incident", excluded=False),
    ],
    ids=["evacuated", "loss", "county water", "city water", "not excluded"],
)
def test_one_of_the_second_level_or_that_may_be_does_not_stay_at_the_city(province, served_omission, report):
    made = recorded(province.unit.site, province.officer, "environmental_incident", report=report)
    decide_level(made, level="level_ordinary", reason="初步判断", actor=province.officer)
    served_omission(close_at_city, made, outcome="已处置", actor=province.officer)


def test_one_of_the_third_level_stays_there(province):
    made = recorded(province.unit.site, province.officer, "environmental_incident", evacuated="9999", loss="1999.99")
    decide_level(made, level="level_serious", reason="", actor=province.officer)
    close_at_city(made, outcome="已处置", actor=province.officer)
    assert made.state == "incident_kept_at_city"


def test_it_is_not_closed_before_the_ministry_was_told(province, served_omission):
    made, head = recorded(province.unit.site, province.officer, "environmental_incident", loss="2000"), province.cast.province
    report_incident(made, actor=province.officer)
    served_omission(close_incident, made, outcome="已处置", actor=head)
    decide_level(made, level="level_major", reason="", actor=head)
    assert served_omission(close_incident, made, outcome="已处置", actor=head).items == ("还没有登记上报工信部的日期和文号。",)
