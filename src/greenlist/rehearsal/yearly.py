"""What units and their bureaus do with the yearly tables: fill in, file, check; and the tables of a year as a script."""

from collections.abc import Iterable
from functools import partial
from random import Random

from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import Body, form_of, saved_sections
from greenlist.casework.journal.actors import Actor
from greenlist.casework.yearly_tables.grading_services import grade_year, propose_removals
from greenlist.casework.yearly_tables.models import YearlyTable
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.casework.yearly_tables.services import confirm_table, file_table, save_table_section
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.rounding import shown
from greenlist.rehearsal.cast import Unit
from greenlist.rehearsal.filling import figures_for, filled
from greenlist.rehearsal.playing import Year, at

GREW = "二期厂房去年9月投用，面积和产值相应增加"
WORST = 0.5
CHECKED = "与统计报表、能源利用状况报告和排污许可执行报告逐项核对"


def write_yearly(year: Year, idle: Iterable[Unit] = (), *, is_steady: bool = False) -> None:
    """The yearly tables of the round's year: opened in April; most file in time, one late, one in six never, nor do the `idle` ones; one
    files again after the grades were computed. `is_steady`: a unit is as good one year as the next, the worst always file, one in nine late.
    """
    silent = {unit.site.pk for unit in idle}
    year.script.add(at(4, 3, 9, year=year.round.year), lambda: _open(year, silent, is_steady=is_steady))


def _open(year: Year, silent: set[object], *, is_steady: bool) -> None:
    of = year.round.year
    opened = open_year(of, actor=year.cast.centre)
    units = {unit.site.pk: unit for units in year.cast.units.values() for unit in units}
    quality = {t.pk: _steady(t) if is_steady else 0 for t in opened.made}
    filing = [
        t for i, t in enumerate(opened.made) if t.site_id in units and t.site_id not in silent and (i % 6 != 5 or 0 < quality[t.pk] < WORST)
    ]
    *early, last = filing or [None]
    for i, table in enumerate(early):
        engineer, officer = units[table.site_id].engineer, year.cast.bureaus[table.unit]
        day = 18 if i == 1 or (is_steady and i % 9 == 1) else 8 + i % 7
        good = quality[table.pk] or 0.6 + 0.05 * (i % 7)
        year.script.add(at(4, day, 15, year=of), partial(file_filled, table, engineer, Random(table.number), quality=good))
        year.script.add(at(4, 22, 10, i % 60, year=of), partial(confirm_filed, table, officer))
    if early and not opened.opening.gradings.exists():
        year.script.add(at(4, 24, year=of), lambda: grade_year(opened.opening, actor=year.cast.centre))
    year.script.add(at(4, 25, year=of), lambda: propose_removals(opened.opening, actor=year.cast.centre))
    if last:
        year.script.add(
            at(5, 20, 15, year=of), partial(file_filled, last, units[last.site_id].engineer, Random(last.number), jump=2, why=GREW)
        )


def _steady(table: YearlyTable) -> float:
    """How good the unit is, by its credit code."""
    return Random(table.site.organisation.credit_code).uniform(0.4, 0.95)


def fill_table(table: YearlyTable, engineer: Actor, random: Random, *, quality: float = 0.8, jump: int = 0, why: str = "") -> None:
    """Fill the whole table; figures move a little from last year's, the first `jump` of them to three times as much, for the reason `why`."""
    saved = saved_sections(table.filing)
    for section in form_of(table.filing):
        number_, before = saved[section.id]
        names = {"unit_name": table.site.name, "address": table.site.address} if section.id == "unit" else None
        drawn = filled(section, random, quality=quality, known=figures_for(table.filing.standard, table.filing.edition), unit=names)
        values: Body = {}
        for row, entry in drawn.items():
            last_year = before.get(row, {}).get("last_year", "") or (entry.get("last_year", "") if jump > 0 else "")
            values[row] = _moved(last_year, entry, is_jump=jump > 0) | ({"note": why} if why and last_year and jump > 0 else {})
            jump -= int(bool(last_year))
        save_table_section(table, section.id, values=before | values, based_on=number_, actor=engineer)


def file_filled(
    table: YearlyTable, engineer: Actor, random: Random, *, quality: float = 0.8, jump: int = 0, why: str = ""
) -> FilingVersion:
    """Fill the table and file it."""
    fill_table(table, engineer, random, quality=quality, jump=jump, why=why)
    return file_table(table, actor=engineer)


def confirm_filed(table: YearlyTable, officer: Actor) -> None:
    """The bureau confirms what was filed."""
    confirm_table(table, checked=CHECKED, actor=officer)


def _moved(last_year: str, entry: dict[str, str], *, is_jump: bool) -> dict[str, str]:
    """This year's figure out of last year's, by as much as the drawn ones differ; what was drawn where there is none, nor a figure here."""
    if not last_year or not entry.get("value"):
        return entry
    drawn, before = entry["value"], number(entry.get("last_year", "0"))
    change = 3 if is_jump else number(drawn) / before if before else 1
    return {"value": shown(number(last_year) * change, len(drawn.partition(".")[2])), "last_year": last_year}
