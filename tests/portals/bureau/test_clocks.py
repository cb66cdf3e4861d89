"""The two clocks of a bureau after the deadline: red only while something of it has not been handed in."""

import pytest

from tests.casework.cast import JIUJIANG
from tests.portals.people import page, signed_in

PAGES = ("/bureau/workbench/", "/bureau/batches/")


@pytest.mark.parametrize("address", PAGES)
def test_a_bureau_that_has_handed_in_everything_is_not_called_late(province, may, address):
    province.application_at("recommended")
    may(5, 30)
    text = page(signed_in(f"bureau{JIUJIANG}").get(address))
    assert text.count("已截止") == 2 and "clock-over" not in text


@pytest.mark.parametrize("address", PAGES)
def test_a_case_in_its_hands_makes_the_same_clocks_red(province, may, address):
    province.application_at("recommendable")
    may(5, 30)
    text = page(signed_in(f"bureau{JIUJIANG}").get(address))
    assert text.count("clock-over") == 2 and "已截止" not in text
