"""Several years in a row: the first round, then each year life on the list, its yearly tables and a round under an invented notice (演示数据)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Exists, OuterRef

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Site
from greenlist.casework.evaluators.models import Ban
from greenlist.casework.incidents.models import Incident
from greenlist.casework.inspections.models import Inspection
from greenlist.casework.journal import clock
from greenlist.casework.journal.sealer import seal_all
from greenlist.casework.oversight.daily_services import check_daily
from greenlist.casework.oversight.reconciliation import reconcile
from greenlist.casework.oversight.yearly_services import take_up_removal
from greenlist.casework.register.models import ON_LIST, Level, ListEntry
from greenlist.casework.register.services import declare_coverage
from greenlist.casework.rounds.services import open_round, sign_parameters
from greenlist.casework.yearly_tables.grading_services import drop_proposal
from greenlist.casework.yearly_tables.models import YearlyProposal, YearlyTable
from greenlist.rehearsal.cast import Unit, invite_units
from greenlist.rehearsal.chain import Applicant, write_round
from greenlist.rehearsal.demo import begin_year
from greenlist.rehearsal.incidents import write_incidents
from greenlist.rehearsal.life import ban_last, write_autumn, write_spring
from greenlist.rehearsal.notices import FIRST, notice_of
from greenlist.rehearsal.playing import Year, at
from greenlist.rehearsal.year import list_unit
from greenlist.rehearsal.yearly import write_yearly
from greenlist.rulebook.notices import round_parameters

# One in so many units: stands on an earlier list, is new each year, applies again, applies for the next level.
VETERANS, NEWCOMERS, AGAIN, UPWARDS = 4, 8, 6, 15
BAN_IN = 2025


class DoesNotAddUp(Exception):
    """Additions, removals and stock of some year do not add up; the message names the units."""


def play_years(*, seed: int, units: int, years: int) -> Iterator[str]:
    """Play so many years from 2024 on and tell each with its stock. Raises Refused in a database with rounds, DoesNotAddUp in the end."""
    year = begin_year(seed=seed, units=units)
    with clock.at(at(4, 2, 9)):
        _list_veterans(year, units // VETERANS)
    faults: list[str] = []
    for of in range(FIRST, FIRST + years):
        if of > FIRST:
            _write_later(year, of, units)
        write_autumn(year, of)
        write_incidents(year, of)
        steps = year.script.play(at(12, 20, year=of))
        with clock.at(at(12, 31, 20, year=of)):
            check_daily()
            found = reconcile()
            seal_all()
        yield f"{of}年：{steps}步；在册{sum(line.closing for line in found.lines if line.year == of)}家"
        yield f"  {_brought(of)}"
        yield from (f"  {line}" for line in found.table(of))
        faults += [f"{of}年末：{fault}" for fault in found.faults]
    if settings.DEMO:
        clock.set_demo_clock(at(12, 31, 21, year=FIRST + years - 1))
    if faults:
        raise DoesNotAddUp("\n".join(faults))
    yield f"{years}年的列入、移出和在册逐家相符。"


def _brought(of: int) -> str:
    """What the year brought beside its list, counted."""
    proposals = Counter(p.get_kind_display() for p in YearlyProposal.objects.filter(table__opening__year=of))
    told = [f"动态管理表{YearlyTable.objects.filter(opening__year=of).count()}张", *(f"{kind}{n}" for kind, n in sorted(proposals.items()))]
    visits, incidents = Inspection.objects.filter(draw__opened_at__year=of), Incident.objects.filter(happened_on__year=of)
    bans = Ban.objects.filter(decided_on__year=of)
    return "，".join([*told, f"现场抽查{visits.count()}家", f"事故{incidents.count()}起", f"禁用机构{bans.count()}家"])


def _list_veterans(year: Year, count: int) -> None:
    """Factories of the lists of the three years before, which do not apply; the yearly tables of the first year are theirs."""
    veterans = _invite(year, count)
    for number, unit in enumerate(veterans):
        list_unit(year, unit, FIRST - 1 - number % 3)
    write_yearly(year, is_steady=True)
    year.script.add(at(5, 10, 11), lambda: _settle_proposals(year))


def _write_later(year: Year, of: int, units: int) -> None:
    """Spring, yearly tables and round of a year after the first; the round opens on the day that its notice says."""
    given = round_parameters(notice_of(of))
    write_spring(year, of)
    year.script.add(_morning(given.opens_on), lambda: _open(year, of, units))
    year.script.add(at(5, 10, 11, year=of), lambda: _settle_proposals(year))
    if of == BAN_IN:
        year.script.add(at(6, 3, year=of), lambda: ban_last(year))


def _open(year: Year, of: int, units: int) -> None:
    year.round = open_round(notice_of(of), actor=year.cast.province)
    year.applications.clear()
    changes = {"pass_line": "80"}
    sign_parameters(year.round, changes=changes, reason="演示：合格线80分，通知未规定", first=year.cast.province, second=year.cast.director)
    declare_coverage(kind="removal", region="江西", from_year=of, until_year=of, actor=year.cast.province)
    write_yearly(year, is_steady=True)
    write_round(year, _applicants(year, units), line="82", strictness=(0.6, 1.0))


def _applicants(year: Year, units: int) -> list[Applicant]:
    """New units, some evaluated by a body that was never banned; some that were not listed before; some of the provincial list that want the national one."""
    trusted = [body for body in year.cast.evaluators if not body.evaluator.bans.exists()]
    bodies = [*reversed(trusted), None, None]
    listed = Exists(ListEntry.objects.filter(site=OuterRef("site"), state__in=ON_LIST))
    before = Application.objects.filter(category="factory", state__in=("not_selected", "not_recommended")).exclude(listed)
    again = _units_of(year, set(before.values_list("site", flat=True)), units // AGAIN)
    entries = ListEntry.objects.filter(state="listing_standing", category="factory", level=Level.PROVINCIAL, year__lt=year.round.year)
    upwards = _units_of(year, set(entries.values_list("site", flat=True)), units // UPWARDS)
    return [
        *(Applicant(unit, year.random.uniform(0.75, 0.95), bodies[i % len(bodies)]) for i, unit in enumerate(_invite(year, units // NEWCOMERS))),
        *(Applicant(unit, year.random.uniform(0.85, 0.97)) for unit in again),
        *(Applicant(unit, 0.95, national=True, provincial=False) for unit in upwards),
    ]  # fmt: skip


def _invite(year: Year, count: int) -> list[Unit]:
    """So many new factories, spread over the bureaus."""
    bureaus, first = list(year.cast.bureaus), Site.objects.count() + 1
    invited: list[Unit] = []
    for number, bureau in enumerate(bureaus):
        own = count // len(bureaus) + (number < count % len(bureaus))
        invited += invite_units(year.cast, year.random, unit=bureau, count=own, first_serial=first + len(invited)) if own else []
    return invited


def _units_of(year: Year, sites: set[object], count: int) -> list[Unit]:
    found = [unit for units in year.cast.units.values() for unit in units if unit.site.pk in sites]
    for unit in found:
        unit.site.refresh_from_db()  # renamed or moved since
    return year.random.sample(found, min(count, len(found)))


def _settle_proposals(year: Year) -> None:
    """Every second removal that the yearly tables brought is taken up; of the national list nobody is."""
    waiting = YearlyProposal.objects.filter(state="removal_proposed").select_related("table").order_by("table__number", "kind")
    for number, proposal in enumerate(waiting):
        provincial = ListEntry.objects.filter(
            site=proposal.table.site_id, category=proposal.table.category, level=Level.PROVINCIAL, state__in=ON_LIST
        )
        if number % 2 or not provincial.exists():
            drop_proposal(proposal, reason="已电话核实，限期补报（演示）", actor=year.cast.province)
        else:
            take_up_removal(proposal, document=f"演工信节能函〔{clock.today().year}〕演21号", actor=year.cast.province)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), clock.SHANGHAI)
