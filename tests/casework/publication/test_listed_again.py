"""Who stands on the provincial list and applied anew for the next level (C-14) is published, and keeps the one place it has."""

from datetime import date

import pytest

from greenlist.casework.oversight.reconciliation import reconcile
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.register.models import ListEntry
from tests.casework.publication.test_services import published


@pytest.mark.parametrize(("level", "years"), [("provincial", [2023]), ("national", [2023, 2024])])
def test_a_unit_on_the_provincial_list_gets_no_second_place_there(province, may, level, years):
    case = province.application_at("on_notice")
    enter_listing(case.site, actor=province.cast.province, level=level, category="factory", year=2023, document="演1号",
                  listed_on=date(2023, 9, 28))  # fmt: skip
    may(5, 30)
    made = published(province)
    case.refresh_from_db()
    assert (case.state, made.document_number) == ("listed", "演工信节能字〔2024〕演60号")
    assert list(ListEntry.objects.filter(site=case.site).order_by("year").values_list("year", flat=True)) == years
    assert reconcile().faults == []
