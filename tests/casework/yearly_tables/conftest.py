"""Listed units in two cities, and the year opened to them."""

from dataclasses import dataclass
from datetime import date

import pytest

from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.yearly_tables.models import YearlyTable
from greenlist.casework.yearly_tables.opening_services import open_year


@dataclass
class Year:
    """The province, the year opened in January, and the table of each unit."""

    province: object
    opening: object
    tables: list

    def fresh(self, at: int = 0):
        """One table as the database has it now."""
        return YearlyTable.objects.select_related("site__organisation", "opening", "filing").get(pk=self.tables[at].pk)


def list_unit(province, unit, *, level="provincial", year=2022, row=1):
    """Enter a unit in an invented list."""
    return enter_listing(unit.site, actor=province.cast.province, level=level, category="factory", year=year, listed_on=date(year, 9, 29),
                         document=f"演工信节能字〔{year}〕演75号{level}", document_row=row)  # fmt: skip


@pytest.fixture
def listed(province, may):
    """Three listed units: two in 九江, one in 南昌; it is the first of March."""
    for row, unit in enumerate([*province.units, province.other_unit], 1):
        list_unit(province, unit, row=row)
    may(3, 1)
    return province


@pytest.fixture
def year(listed):
    """The year 2024 opened."""
    opened = open_year(2024, actor=listed.cast.province)
    sites = [u.site.pk for u in (*listed.units, listed.other_unit)]
    return Year(listed, opened.opening, sorted(opened.made, key=lambda table: sites.index(table.site_id)))
