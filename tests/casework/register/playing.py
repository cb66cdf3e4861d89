"""Random histories of a small register through the real services; after each act the list must be what was decided.

What should stand is kept beside, from the acts alone, and compared with the tables. `python3 run.py prove register_histories` plays 2,000.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from greenlist.casework.directory.models import Site
from greenlist.casework.journal import clock
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.register_check import register_breaks, wrong_with
from greenlist.casework.oversight.removal_services import fail_recheck, restore_to_list
from greenlist.casework.register.event_services import Ground, enter_listing, enter_removal, promote_listing, suspend_listing
from greenlist.casework.register.events import change_log, counts_by_year
from greenlist.casework.register.identity_services import merge_into, move_site, rename_unit, split_off
from greenlist.casework.register.models import ON_LIST, ListEntry, ListEvent, Recheck
from greenlist.casework.register.recheck_services import keep_listing, report_recheck
from greenlist.casework.register.selectors import Filters, counts, entries, search
from greenlist.casework.status.models import StatusPage
from greenlist.casework.status.services import open_pages
from tests.casework.cast import Province

DIVISIONS = ("360402", "360403", "360481", "360102", "360103")
BEGINS = date(2021, 9, 1)
BEGINNING = 3  # the first acts are listings: there is nothing else to do yet


class _Undo(Exception):
    """Rolls a history back."""


@dataclass
class Play:
    """One history: its dice, its day, and what the acts alone say: {entry: is on the list}, {entry: names and codes it bore}."""

    province: Province
    dice: Random
    today: date = BEGINS
    on_list: dict[Any, bool] = field(default_factory=dict)
    bore: dict[Any, set[str]] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    serial: int = 0

    def entry(self) -> ListEntry:
        """Any entry of the list, standing or not."""
        found = list(ListEntry.objects.select_related("site__organisation").order_by("id"))
        if not found:
            raise Refused("no entry yet")
        return self.dice.choice(found)

    def site(self) -> Site:
        return self.dice.choice(list(Site.objects.select_related("organisation").order_by("id")))

    def ground(self) -> Ground:
        """Mostly in order; now and then without a basis, or dated ahead or before the listing."""
        day = self.today - timedelta(days=self.dice.choice([0, 0, 0, 0, 0, 0, 5, 400, -3]))
        return Ground(day, "事由", self.dice.choice(["暂行办法第十九条", ""]), self.dice.choice(["演文", "演文", "演文", ""]))


def _list(play: Play) -> None:
    site, level = play.site(), play.dice.choice(["provincial", "provincial", "national"])
    if site.entries.filter(state__in=ON_LIST, level=level).exists():
        raise Refused("stands already: no round would list it again")
    made = enter_listing(site, actor=play.province.cast.province, level=level, category="factory", year=play.today.year,
                         listed_on=play.today, document=f"演{play.today.year}号")  # fmt: skip
    play.on_list[made.pk] = True
    play.bore[made.pk] = {made.name, made.credit_code}


def _rename(play: Play) -> None:
    play.serial += 1
    site = play.site()
    names = {
        e.entry_id: e.entry.name
        for e in rename_unit(site.organisation, name=f"演示第{play.serial}号有限公司", ground=play.ground(), actor=_office(play, site))
    }
    for pk, name in names.items():
        play.bore[pk].add(name)


def _move(play: Play) -> None:
    play.serial += 1
    site = play.site()
    move_site(site, address=f"演示路{play.serial}号", division=play.dice.choice(DIVISIONS), ground=play.ground(), actor=_office(play, site))


def _merge(play: Play) -> None:
    entry = play.entry()
    event = merge_into(entry, play.site(), ground=play.ground(), actor=play.province.cast.province)
    if event.successor_id:
        play.on_list[entry.pk] = False
    else:
        play.bore[entry.pk] |= {event.entry.name, event.entry.credit_code}


def _split(play: Play) -> None:
    split_off(play.entry(), play.site(), ground=play.ground(), actor=play.province.cast.province)


def _suspend(play: Play) -> None:
    suspend_listing(play.entry(), play.ground(), actor=play.province.cast.province)


def _remove(play: Play) -> None:
    entry, ground = play.entry(), play.ground()
    enter_removal(
        entry, on=ground.on, reason=ground.reason, clause=ground.clause, document=ground.document, actor=play.province.cast.province
    )
    play.on_list[entry.pk] = False


def _restore(play: Play) -> None:
    entry = play.entry()
    restore_to_list(entry, play.ground(), actor=play.province.cast.province)
    play.on_list[entry.pk] = True


def _promote(play: Play) -> None:
    promote_listing(play.entry(), play.ground(), actor=play.province.cast.province)


def _recheck(play: Play) -> None:
    waiting = list(Recheck.objects.filter(settled_at=None).select_related("entry", "event").order_by("id"))
    if not waiting:
        raise Refused("no re-check waits")
    recheck = play.dice.choice(waiting)
    if recheck.state == "recheck_open":
        report_recheck(recheck, opinion="看过", actor=play.province.cast.province)
    elif play.dice.random() < 0.7:
        keep_listing(recheck, reason="同意", actor=play.province.cast.province)
    else:
        fail_recheck(recheck, reason="不符合", actor=play.province.cast.province)
        play.on_list[recheck.entry_id] = False


def _time(play: Play) -> None:
    play.today += timedelta(days=play.dice.choice([1, 20, 90, 200]))


ACTS: tuple[tuple[int, Callable[[Play], None]], ...] = (
    (5, _list), (4, _rename), (3, _move), (4, _merge), (2, _split), (3, _suspend), (3, _remove), (3, _restore), (2, _promote), (3, _recheck), (4, _time),
)  # fmt: skip


def play(province: Province, seed: int, length: int) -> tuple[Play, list[str]]:
    """Play one history and undo it: the play, and what was broken with the acts that led there."""
    made, broken = Play(province, Random(seed)), []
    told: list[str] = []
    try:
        with transaction.atomic():
            for step in range(length):
                act = _list if step < BEGINNING else made.dice.choices([a for _, a in ACTS], [w for w, _ in ACTS])[0]
                told.append(_step(made, act))
                if wrong := list(_wrong(made)):
                    broken = [f"{seed}: {' '.join(told)}", *wrong]
                    break
            broken += [] if broken else [f"{seed}: {what}" for what in _wrong_at_end(made)]
            raise _Undo
    except _Undo:
        return made, broken


def _step(made: Play, act: Callable[[Play], None]) -> str:
    name, instant = act.__name__.strip("_"), datetime.combine(made.today, time(10), tzinfo=clock.SHANGHAI)
    try:
        with clock.at(instant), transaction.atomic():
            act(made)
    except Refused:
        made.acts[f"{name} refused"] += 1
        return f"({name})"
    made.acts[f"{name} done"] += 1
    return name


def _office(made: Play, site: Site) -> Any:
    """The bureau of the site, or the province."""
    return made.dice.choice([made.province.cast.bureaus[site.unit], made.province.cast.province])


def _wrong(made: Play) -> Iterator[str]:
    """What does not hold after an act: each entry against its own events and against what the acts alone say. All else: `_wrong_at_end`."""
    rows = list(ListEntry.objects.order_by("id"))
    events: dict[Any, list[ListEvent]] = {entry.pk: [] for entry in rows}
    for event in ListEvent.objects.order_by("entry", "number"):
        events[event.entry_id].append(event)
    for entry in rows:
        yield from (f"{entry.name}：{what}" for what in (*wrong_with(entry, events[entry.pk]), *_orphaned(entry, events)))
    if {entry.pk: entry.state in ON_LIST for entry in rows} != made.on_list:
        yield "listed is not who was listed last"
    standing = [(e.site_id, e.level, e.category) for e in rows if e.state in ON_LIST]
    if len(set(standing)) != len(standing):
        yield "a site stands twice on one list"


def _orphaned(entry: ListEntry, events: dict[Any, list[ListEvent]]) -> Iterator[str]:
    """An entry that belongs to nobody, that nobody decided to list, or that ended in another which is not there."""
    first, *later = events[entry.pk]
    heirs = [event.successor_id for event in later if event.successor_id]
    if entry.site_id is None:
        yield "an orphan: no site"
    if not first.document:
        yield "an orphan: listed by no document"
    if (entry.state == "listing_merged") != bool(heirs) or any(heir == entry.pk or heir not in events for heir in heirs):
        yield "an orphan: merged without an heir"


def _wrong_at_end(made: Play) -> Iterator[str]:
    """What does not hold when the history is over: journal, re-checks, counts of the years, status pages, and the ways by old names."""
    yield from (f"{one['name']}：{one['what']}" for one in register_breaks())
    events = list(ListEvent.objects.values_list("pk", "kind"))
    changed = {pk for pk, kind in events if kind in {"entry_moved", "entry_merged", "entry_split"}}
    if changed != set(Recheck.objects.values_list("event", flat=True)):
        yield "a move, merger or split without its re-check"
    years, entered = counts_by_year(), len(made.on_list)
    if years and (years[-1].stock != counts("published")["listed"] or min(y.stock for y in years) < 0):
        yield "the years do not add up to the list"
    if sum(y.listed for y in years) != entered or change_log().count() != len(events) - entered:
        yield "list, log and events are not one"
    if open_pages() != entered or set(StatusPage.objects.values_list("entry", flat=True)) != set(made.on_list):
        yield "a listing without its status page, or a page without its listing"
    yield from _not_found(made)


def _not_found(made: Play) -> Iterator[str]:
    """Names and codes that an entry bore and that do not lead to it."""
    for pk, words in made.bore.items():
        for word in words:
            if not search(entries("published"), Filters(text=word)).filter(pk=pk).exists():
                yield f"“{word}” does not lead to its entry"
