"""A year is opened: one press gives every listed unit its table; pressed again it adds those that were listed since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from greenlist.casework.directory.models import Site
from greenlist.casework.directory.telling_services import Matter, tell_all
from greenlist.casework.filings.services import prefill, start_filing
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.models import ListEntry
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameters
from greenlist.casework.yearly_tables.models import YearlyOpening, YearlyTable
from greenlist.casework.yearly_tables.permissions import check_may_manage
from greenlist.casework.yearly_tables.prefilling import begun_with, newest_before
from greenlist.casework.yearly_tables.selectors import last_number, listed_now
from greenlist.rulebook.notices import newest_notice, round_parameters
from greenlist.rulebook.standards import Known, applicable, known_editions, standard_file
from greenlist.rulebook.yearly.timetable import due_day

USED = ("yearly_due", "yearly_remind_days", "yearly_change_percent", "yearly_bottom_percent", "yearly_bottom_years")
A_BATCH = 50


@dataclass(frozen=True)
class Opened:
    """What one press did: the year, the tables made, and the units for which no form is held."""

    opening: YearlyOpening
    made: tuple[YearlyTable, ...]
    without_form: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """Which standard a table is filled in against, for which day, and what there is to say about it."""

    path: Path | None
    on: date
    note: str = ""


def open_year(year: int, *, actor: Actor, step: Callable[[int, int], None] = lambda done, total: None) -> Opened:
    """Open a year to all listed units, prefilled with last year's values; those that have their table keep it. Every batch is a
    transaction of its own, so that nobody else waits long; broken off and begun anew it goes on. `step` is told how far it is.

    Raises NotAllowed, or Refused for another year than the present one, before the first round, or for a due day that is none.
    """
    round_, told = check_may_open(year, actor)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        opening, _ = YearlyOpening.objects.get_or_create(year=year, defaults=told | {"opened_by": actor.name, "opened_at": now()})
    shorts = {unit.code: unit.short for unit in round_parameters(round_.notice).units}
    sites = waiting_sites(year)
    made, without_form = [], []
    for begin in range(0, len(sites), A_BATCH):
        step(begin, len(sites))
        tables, others = _open_tables(opening, sites[begin : begin + A_BATCH], shorts, actor)
        made += tables
        without_form += others
    step(len(sites), len(sites))
    return Opened(opening, tuple(made), tuple(without_form))


def check_may_open(year: int, actor: Actor) -> tuple[Round, dict[str, Any]]:
    """The round whose parameters hold, and what the opening keeps of them. Raises as `open_year` does."""
    check_may_manage(actor)
    round_ = current_round()
    if year != today().year or round_ is None:
        why = f"现在是{today().year}年，只能开启本年度的填报。" if round_ else "还没有开启轮次，期限等参数无处可查。"
        raise Refused("没有开启年度填报。", items=[why], then="请按本年度开启。", clause="C-54")
    given = parameters_of(round_)
    try:
        return round_, {"due_on": due_day(str(given["yearly_due"]), year), "parameters": given}
    except ValueError as error:
        raise Refused(
            "没有开启年度填报：动态管理表期限写得不对。", items=[str(error)], then="请在本轮参数里更正。", clause="C-54"
        ) from None


def waiting_sites(year: int) -> list[UUID]:
    """The listed sites that have no table of the year yet, in the order in which they get one."""
    held = set(YearlyTable.objects.filter(opening__year=year).values_list("site_id", "category"))
    return list(dict.fromkeys(key[0] for key in listed_now() if key not in held))


def parameters_of(round_: Round) -> dict[str, Any]:
    """The parameters of the yearly tables; where the round's notice does not know them, those of the newest notice."""
    values = round_parameters(newest_notice()).values() | parameters(round_)
    return {key: values[key] for key in USED}


def form_for(site: Site, category: str, on: date) -> Form | None:
    """The standard in force on the day; where its table is not held the newest of which it is, with a word on it; None without any."""
    known = applicable(category, site.industry, on)
    held = [entry for entry in known if entry.is_held]
    if held:
        first = known[0]
        return Form(None, on, "" if first.is_held else f"本行业的 {first.number} 评分表还没有录入，按 {held[0].number} 填报。")
    earlier = [e for e in known_editions(category) if e.is_held and e.until_on and e.until_on < on]
    if not earlier:
        return None
    newest = max(earlier, key=_last_day)
    now_in_force = known[0].number if known else "现行标准"
    note = f"{now_in_force} 评分表还没有录入，暂按 {newest.number} 填报，得分只供逐年比较。"
    return Form(standard_file(newest.standard, newest.edition), _last_day(newest), note)


def _last_day(edition: Known) -> date:
    return edition.until_on or date.max


@transaction.atomic
def _open_tables(
    opening: YearlyOpening, sites: Sequence[UUID], shorts: dict[str, str], actor: Actor
) -> tuple[list[YearlyTable], list[str]]:
    YearlyOpening.objects.select_for_update().get(pk=opening.pk)  # two who press at once make no second table
    held = set(opening.tables.values_list("site_id", "category"))
    serials: dict[str, int] = {}
    made, without_form = [], []
    for key, entries in listed_now(sites).items():
        if key in held:
            continue
        site, category = entries[0].site, key[1]
        form = form_for(site, category, today())
        if form is None:
            without_form.append(site.name)
            continue
        short = shorts.get(site.unit, site.unit)
        serials[short] = serials.get(short) or last_number(opening.year, short)
        serials[short] += 1
        made.append(_open_table(opening, f"{opening.year}-{short}-D{serials[short]:04d}", entries, form, actor))
    if made:
        entry = record("open_yearly_tables", actor=actor, subject=opening, clause="C-54",
                       detail={"tables": [table.number for table in made], "without_form": without_form})  # fmt: skip
        tell_all("yearly_opened", [_matter(table) for table in made], "applicant", entry=entry, actor=actor)
    return made, without_form


def _matter(table: YearlyTable) -> Matter:
    opening = table.opening
    told = {"year": opening.year, "name": table.site.name, "number": table.number, "due_on": f"{opening.due_on:%-m月%-d日}"}
    return Matter(table.site.organisation_id, told, table.pk)


def _open_table(opening: YearlyOpening, number: str, entries: Sequence[ListEntry], form: Form, actor: Actor) -> YearlyTable:
    site, category = entries[0].site, entries[0].category
    filler = replace(actor, name=f"{actor.name[:70]}（带入上年数据）")
    filing = start_filing(site, subject=category, on=form.on, actor=actor, standard_path=form.path, data_year=opening.data_year)
    before = newest_before(site, category, opening.data_year)
    if before:
        prefill(filing, begun_with(filing, before), actor=filler)
    listed = "、".join(dict.fromkeys(f"{e.get_level_display()}{e.year}" for e in entries))
    return YearlyTable.objects.create(
        number=number, opening=opening, site=site, category=category, listed_as=listed[:120], unit=site.unit, filing=filing,
        standard_note=form.note, before=before, changed_at=now(),
    )  # fmt: skip
