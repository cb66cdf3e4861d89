"""The order of a bureau's batch: filters, the one remembered sort, and who comes before and after a unit."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import matching, visible_to

SEGMENTS = (
    ("draft", "未到", "outline", ("draft",)),
    ("screening", "初审", "pale", ("screening",)),
    ("open", "待核", "ochre", ("submitted", "verifying")),
    ("asked", "函询中", "stripe", ()),
    ("returned", "退回补正", "hatch", ("returned",)),
    ("recommendable", "可推荐", "accent", ("recommendable",)),
    ("frozen", "送签", "deep", ("frozen",)),
    ("done", "已报送", "pale", ("recommended", "accepted", "reviewing", "reviewed", "proposed", "not_selected", "listed")),
    ("closed", "已了结", "plain", ("not_recommended", "withdrawn")),
)
TURN = ("open", "asked", "returned", "screening", "draft", "frozen", "recommendable", "done", "closed")
SORTS = {
    "name": ("site__name",),
    "county": ("site__division", "number"),
    "category": ("category", "number"),
    "acted": ("-changed_at", "id"),
    "turn": (),
}
KEPT = "workbench_sort"


def sort_of(request: HttpRequest) -> str:
    """The sort asked for, which is then remembered; else the remembered one; else whose turn it is."""
    asked = request.GET.get("sort", "")
    if asked in SORTS and request.session.get(KEPT, "turn") != asked:
        request.session[KEPT] = asked
    return request.session.get(KEPT, "turn")


def states_of(segment: str) -> tuple[str, ...]:
    """The states of one segment of the bar; () for an unknown one."""
    return next((states for key, _, _, states in SEGMENTS if key == segment), ())


def filtered(request: HttpRequest, rows: QuerySet[Application], marked: dict[str, list[Any]]) -> QuerySet[Application]:
    """The rows that the query string asks for; `marked` are the ids behind the chips, and behind 函询中."""
    get = request.GET
    if get.get("state") == "asked":
        rows = rows.filter(pk__in=marked["asked"])
    elif states := states_of(get.get("state", "")):
        rows = rows.filter(state__in=states)
    if get.get("state") == "open" or get.get("mark") == "mine":
        rows = rows.filter(state__in=states_of("open")).exclude(pk__in=marked["asked"])
    elif get.get("mark") in marked:
        rows = rows.filter(pk__in=marked[get["mark"]])
    if get.get("county"):
        rows = rows.filter(site__division=get["county"])
    if get.get("category"):
        rows = rows.filter(category=get["category"])
    return matching(rows, get.get("text", ""))


def ordered(rows: QuerySet[Application], sort: str, blocked: Iterable[Any], asked: Iterable[Any]) -> QuerySet[Application]:
    """By the sort; 谁等谁 = what blocks, mine, the others, ready, what is over; within each the longest waiting first."""
    return rows.order_by(*SORTS[sort]) if SORTS[sort] else rows.order_by(_turn(list(blocked), list(asked)), "changed_at", "id")


def _turn(blocked: list[Any], asked: list[Any]) -> Any:
    cases = [When(state__in=states_of(key), then=Value(i)) for i, key in enumerate(TURN, start=1)]
    by_letter = When(pk__in=asked, then=Value(TURN.index("asked") + 1))
    return Case(When(pk__in=blocked, then=Value(0)), by_letter, *cases, default=Value(len(TURN) + 1), output_field=IntegerField())


def neighbours(request: HttpRequest, application: Application) -> dict[str, Any]:
    """Position of a unit in the batch under the remembered sort, with the units before and after it."""
    rows = visible_to(request.actor).filter(round=application.round)
    sort = request.session.get(KEPT, "turn")
    order = SORTS[sort] or ("number",)
    ids = list(rows.order_by(*order).values_list("pk", flat=True))
    at = ids.index(application.pk)
    return {
        "position": at + 1,
        "total": len(ids),
        "previous": ids[at - 1] if at else None,
        "following": ids[at + 1] if at + 1 < len(ids) else None,
    }
