"""The demo's cases and events are played once, through the real services."""

from greenlist.casework.publicity.selectors import events, public_cases
from greenlist.rehearsal.publicised import enter_publicity
from tests.casework.yearly_tables.conftest import list_unit


def test_three_cases_two_of_them_public_and_two_events(province):
    for row, (unit, year) in enumerate([(province.units[0], 2022), (province.units[1], 2022), (province.units[1], 2023)], 1):
        list_unit(province, unit, year=year, row=row)
    (told,) = enter_publicity(province.cast)
    assert told.endswith("2次服务行活动")
    assert (public_cases(is_removal_public=True).count(), [e.shared.count() for e in events()]) == (2, [2, 1])
    assert list(enter_publicity(province.cast)) == []
