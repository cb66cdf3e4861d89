"""Listed units, and a draw of them brought to any of its steps through the services."""

from datetime import timedelta

from greenlist.casework.inspections.draw_services import close_set, draw_units, open_draw
from greenlist.casework.inspections.models import SpotDraw
from greenlist.casework.inspections.services import items_of, save_visit
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.register.event_services import begin_listings
from greenlist.casework.register.models import ListEntry

FIGURE = "上证指数收盘点位"


def listed(province, count: int = 6) -> list[ListEntry]:
    """Standing rows of this system: the first at a site, the others by name alone, in two cities."""
    rows = [
        ListEntry(origin="published", name=f"演示单位{n}厂", level="provincial", category="factory", year=2024, document="演60号",
                  unit=("360400", "360100")[n % 2], site=province.unit.site if n == 0 else None, is_demo=True)
        for n in range(count)
    ]  # fmt: skip
    ListEntry.objects.bulk_create(rows)
    begin_listings(rows, actor=province.cast.province)
    return rows


def opened(actor: Actor, budget: int = 3, figure: str = FIGURE) -> SpotDraw:
    """A draw whose figure is that of tomorrow."""
    return open_draw(budget=budget, figure_named=figure, figure_on=today() + timedelta(days=1), actor=actor)


def closed(actor: Actor, budget: int = 3) -> SpotDraw:
    """The same with its set closed."""
    draw = opened(actor, budget)
    close_set(draw, actor=actor)
    return draw


def drawn(actor: Actor, at, budget: int = 3) -> SpotDraw:
    """The same drawn on the day of the figure; `at` sets the clock and leaves it there (the `may` fixture)."""
    draw = closed(actor, budget)
    at(now().month, draw.figure_on.day)
    draw_units(draw, figure="3310.98", actor=actor)
    return draw


def visited(inspection, actor: Actor, *, wrong: str = "", finding: str = ""):
    """The visit as it is saved: all in order but the item `wrong`."""
    typed = {f"a-{item.id}": "no" if item.id == wrong else "yes" for item in items_of(inspection)}
    typed |= {"visited_on": today().isoformat(), "visitors": "检查员甲（演示）", "finding": finding, f"n-{wrong}": "账单和申报数差两成"}
    return save_visit(inspection, typed=typed, based_on=inspection.version, actor=actor)
