"""Three years in a row: what came, what went and what stands add up to the last unit, and a break that was planted is named."""

import pytest
from django.db import connection

from greenlist.casework.evaluators.models import Ban
from greenlist.casework.incidents.models import Incident, IncidentProposal
from greenlist.casework.inspections.models import Inspection
from greenlist.casework.oversight.reconciliation import reconcile
from greenlist.casework.publication.models import Publication
from greenlist.casework.register.events import counts_by_year
from greenlist.casework.register.models import ListEntry, ListEvent
from greenlist.casework.rounds.models import Round
from greenlist.casework.yearly_tables.models import YearlyOpening, YearlyTable
from greenlist.rehearsal.years import play_years
from greenlist.rulebook.notices import newest_notice, notice, parameters

UNITS = 8


@pytest.fixture
def own_folder(settings, tmp_path):
    """The invented notices lie in a folder of this test and are not held after it."""
    settings.DEMO, settings.VAR, settings.STATUS_KEYS = True, tmp_path, ""
    before = parameters.ALSO[:]
    parameters.ALSO.clear()
    yield
    parameters.ALSO[:] = before
    for kept in (notice, parameters.round_parameters):
        kept.cache_clear()


def test_three_years_add_up_and_a_planted_break_is_named(db, own_folder, client):
    """One playing, looked at from every side (a playing costs seconds)."""
    told = list(play_years(seed=3, units=UNITS, years=3))
    assert told[-1] == "3年的列入、移出和在册逐家相符。"
    assert [line[:5] for line in told if not line.startswith(" ")] == ["2024年", "2025年", "2026年", "3年的列入"]
    _three_rounds()
    assert "本页的通知是为演示虚构的" in client.get("/clauses/demo-2026/").content.decode()
    _life()
    found = reconcile()
    assert found.faults == []
    assert {line.year: line.closing for line in found.lines if line.place == ("factory", "provincial")}[2026] == (
        ListEntry.objects.filter(state__in=("listing_standing", "listing_suspended"), level="provincial", category="factory").count()
    )
    assert (
        sum(sum(line.came["entry_listed"] for line in found.lines if line.year == year.year) - year.listed for year in counts_by_year())
        == 0
    )
    _planted()


def _three_rounds():
    """Each year its round under a notice of its own, its list, its yearly tables; the invented notices say that they are."""
    assert list(Round.objects.order_by("year").values_list("notice", flat=True)) == [newest_notice(), "demo-2025", "demo-2026"]
    assert parameters.round_parameters("demo-2026").document_number.endswith("（演示）")
    assert [notice(held).is_invented for held in ("demo-2026", newest_notice())] == [True, False]
    assert notice("demo-2026").title == "关于2026年度绿色制造名单推荐遴选的通知（演示，虚构）"
    assert Publication.objects.count() == YearlyOpening.objects.count() == 3
    assert YearlyTable.objects.filter(filed_at=None).exists()


def _life():
    kinds = set(ListEvent.objects.values_list("kind", flat=True))
    assert kinds >= {
        "entry_listed",
        "entry_renamed",
        "entry_moved",
        "entry_merged",
        "entry_split",
        "entry_suspended",
        "entry_restored",
        "entry_removed",
    }
    assert not ListEvent.objects.filter(public_text__contains="。。").exists()
    assert Inspection.objects.exists()
    assert set(Incident.objects.values_list("state", flat=True)) == {"incident_closed", "incident_kept_at_city"}
    assert len(set(IncidentProposal.objects.values_list("state", flat=True))) == 3
    assert Ban.objects.count() == 1


def _planted():
    """Changed behind the services: an entry off the list, and one on another list than its events say."""
    gone, moved = ListEntry.objects.filter(state="listing_standing", level="provincial").order_by("name", "id")[:2]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE register_listentry SET state = 'listing_removed' WHERE id = %s", [gone.pk.hex])
        cursor.execute("UPDATE register_listentry SET level = 'national' WHERE id = %s", [moved.pk.hex])
    told = reconcile().faults
    assert f"{gone.name}：按变动记录是省级绿色工厂，名单上是不在册" in told
    assert f"{moved.name}：按变动记录是省级绿色工厂，名单上是国家级绿色工厂" in told
    assert any(fault.startswith("省级绿色工厂：按变动记录") for fault in told)
