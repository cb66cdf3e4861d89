"""工作台: two clocks, the bar that is also the filter, what blocks and why, who waits for whom."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import in_region, with_marks
from greenlist.casework.consultation.selectors import standings, waiting_for_reply, with_letters
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.selectors import newest_entries
from greenlist.casework.publication.selectors import noticed_rounds
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.selectors import current_round_of, parameter, signing_at
from greenlist.casework.verification.grounds import open_condition_counts
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.permissions import OPEN_STATES
from greenlist.casework.verification.selectors import changed_since_look, counts_of, newest_outcomes, standing_findings
from greenlist.portals.bureau.rows import SHORT, Line, blocked
from greenlist.portals.bureau.views.queue import SEGMENTS, filtered, ordered, sort_of, states_of
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.notices import notice
from greenlist.rulebook.reference.regions import counties

PER_PAGE = 15
SHOWN_BLOCKED = 3
IN_HAND = ("screening", "open", "asked", "returned", "recommendable", "frozen")


@for_roles("bureau")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /bureau/workbench/: this bureau's applications in the current round."""
    round_ = current_round_of(request.actor.unit)
    if round_ is None:
        return render(request, "bureau/no_round.html")
    everything = in_region(request.actor, round_)
    found, changed = standing(everything), changed_since_look(everything, request.actor)
    asked = [pk for pk in waiting_for_reply(everything.filter(state__in=states_of("open"))) if pk not in found]
    segments = _segments(request, everything, len(asked))
    sort = sort_of(request)
    rows = ordered(filtered(request, everything, {"found": list(found), "changed": changed, "asked": asked}), sort, found, asked)
    page = shown_page(request, rows.values_list("pk", flat=True), PER_PAGE, _counted(request, segments))
    held_up = blocked(found)
    context = {
        "round": round_,
        "document_number": notice(round_.notice).document_number,
        "segments": segments,
        "page": page,
        "lines": lines_of(_whole(page), found, changed),
        "blocked": held_up[:SHOWN_BLOCKED],
        "blocked_count": len(held_up),
        "signing_at": signing_at(round_.own_deadline_at, int(parameter(round_, "signing_working_days"))),
        "deadline_at": round_.own_deadline_at,
        "counties": [(c.code, c.name) for c in counties(request.actor.unit)],
        "categories": [(code, SHORT[code]) for code in Category.values],
        "chips": _chips(request, segments, found, changed),
        "sort": sort,
        "kept": _kept(request),
        "ready": next(s["count"] for s in segments if s["key"] == "recommendable"),
        "waiting": any(s["count"] for s in segments if s["key"] in IN_HAND),
    }
    return render(request, "bureau/workbench.html", context)


def _whole(page: Iterable[Any]) -> list[Application]:
    """What a line shows of each row of one page, in its order: ordering bare ids of the actor's rows first spares a join of everything."""
    ids = list(page)
    rows = Application.objects.select_related("site", "site__organisation", "filing", "round", "report")
    rows = rows.annotate(is_noticed=Exists(noticed_rounds().filter(round=OuterRef("round"))))
    held = with_letters(with_marks(rows)).in_bulk(ids)
    return [held[pk] for pk in ids]


def standing(rows: QuerySet[Application]) -> dict[Any, list[Finding]]:
    """{application id: its 发现 that nobody set aside}, for what is in the bureau's hands."""
    found: dict[Any, list[Finding]] = {}
    for finding in standing_findings(rows.filter(state__in=OPEN_STATES)):
        found.setdefault(finding.application_id, []).append(finding)
    return found


def _segments(request: HttpRequest, rows: QuerySet[Application], asked: int) -> list[dict[str, Any]]:
    counts = {entry["state"]: entry["n"] for entry in rows.order_by().values("state").annotate(n=Count("pk"))}
    moved = {"open": -asked, "asked": asked}
    chosen = request.GET.get("state", "")
    is_all = not chosen and not request.GET.get("mark")
    made = [{"key": "", "label": "全部", "count": sum(counts.values()), "pattern": "", "url": "?", "is_current": is_all}]
    for key, label, pattern, states in SEGMENTS:
        if key == "screening" and not counts.get("screening") and chosen != "screening":
            continue  # most rounds have no county step
        made.append({"key": key, "label": label, "count": sum(counts.get(s, 0) for s in states) + moved.get(key, 0), "pattern": pattern,
                     "url": "?" + urlencode({"state": key}), "is_current": chosen == key})  # fmt: skip
    return made


def _counted(request: HttpRequest, segments: list[dict[str, Any]]) -> int | None:
    """How many rows there are, when only the bar filters; None when it must be asked."""
    if any(request.GET.get(name) for name in ("text", "county", "category", "mark")):
        return None
    return next((int(s["count"]) for s in segments if s["key"] == request.GET.get("state", "")), None)


def _chips(request: HttpRequest, segments: list[dict[str, Any]], found: Iterable[Any], changed: Iterable[Any]) -> list[dict[str, Any]]:
    """The filters that are no states: my turn, 发现, changed since I looked; an empty one is left out."""
    counts = {
        "mine": ("轮到我", next(s["count"] for s in segments if s["key"] == "open")),
        "found": ("有发现", len(list(found))),
        "changed": ("上次查看后有变化", len(list(changed))),
    }
    chosen = request.GET.get("mark", "")
    return [
        {"label": label, "count": n, "url": "?" if chosen == key else f"?mark={key}", "is_current": chosen == key}
        for key, (label, n) in counts.items()
        if n or chosen == key
    ]


def _kept(request: HttpRequest) -> str:
    """The filters in force as a query string, for the links that sort."""
    return urlencode([(k, v) for k, v in request.GET.items() if k not in {"sort", "page"} and v])


def lines_of(applications: list[Application], found: dict[Any, list[Finding]], changed: list[Any]) -> list[Line]:
    """A row for each application (of `with_letters`), in two queries more."""
    newest, last, day = newest_outcomes(applications), newest_entries(applications), today()
    counts = counts_of(applications, newest)
    verdicts = {key: finding.verdict for key, finding in newest.items()}
    asked = {a.pk: standings(a, verdicts) for a in applications if a.state in OPEN_STATES}
    held = open_condition_counts(applications, newest)
    return [
        Line(a, counts[a.pk][0], found.get(a.pk, ()), last.get(a.pk), day, a.pk in changed, asked.get(a.pk, ()), held[a.pk])
        for a in applications
    ]
