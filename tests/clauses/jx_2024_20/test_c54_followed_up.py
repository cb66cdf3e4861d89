"""C-54 加强对绿色制造名单园区或企业的跟踪指导和动态管理: every listed unit files each year, its bureau checks, and what is left out is seen.

The day is 暂行办法 16's: 15 April, the day itself included.
"""

from random import Random

import pytest

from greenlist.casework.yearly_tables.grading_services import grade_year, propose_removals
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.casework.yearly_tables.selectors import coverage_of, lateness
from greenlist.casework.yearly_tables.services import confirm_table, file_table
from greenlist.rehearsal.yearly import CHECKED, file_filled
from tests.casework.yearly_tables.conftest import list_unit


@pytest.fixture
def opened(province, may):
    """One listed unit with its table of 2024, opened in March."""
    list_unit(province, province.unit)
    may(3, 1)
    return open_year(2024, actor=province.cast.province)


def test_a_table_that_is_not_whole_is_not_taken(province, opened, served_omission):
    refusal = served_omission(file_table, opened.made[0], actor=province.unit.engineer)
    assert refusal.items[0].startswith("还有")


def test_a_bureau_confirms_only_what_it_has_held_against_something(province, opened, served_omission):
    (table,) = opened.made
    file_filled(table, province.unit.engineer, Random(1))
    refusal = served_omission(confirm_table, table, checked=" ", actor=province.officer)
    assert refusal.items == ("请写明核对了什么，例如：与统计报表、能源利用状况报告逐项核对。",)
    confirm_table(table, checked=CHECKED, actor=province.officer)
    assert table.state == "table_confirmed"


def test_a_year_is_not_ranked_while_the_bureau_has_not_checked(province, opened, may, served_omission):
    (table,) = opened.made
    file_filled(table, province.unit.engineer, Random(1))
    may(4, 16)
    assert served_omission(grade_year, opened.opening, actor=province.cast.province).items == ("九江市有1张已填报的表还没有核对。",)


def test_who_has_not_filed_is_late_from_the_sixteenth_of_april_and_removal_is_proposed(province, opened, may, served_omission):
    (table,) = opened.made
    may(4, 15, 23)
    assert (lateness(table), coverage_of(opened.opening, province.officer)[0].late) == (0, 0)
    served_omission(propose_removals, opened.opening, actor=province.cast.province)
    may(4, 16, 0)
    assert (lateness(table), coverage_of(opened.opening, province.officer)[0].late) == (1, 1)
    assert [p.kind for p in propose_removals(opened.opening, actor=province.cast.province)] == ["not_filed"]
