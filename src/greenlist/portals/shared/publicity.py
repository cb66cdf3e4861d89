"""宣传推广: 绿色制造服务行, the log of what was published where, and the year of each bureau."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file, unless_refused
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publicity.event_services import Placed, Told, close_year, enter_event, enter_placement, strike
from greenlist.casework.publicity.models import GoodCase, Placement
from greenlist.casework.publicity.selectors import events_of, owed, placements_of, shareable, wanted_a_year, years_of, years_to_close
from greenlist.casework.rounds.selectors import current_round, unit_names
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

OFFICES = ("bureau", "province", "centre")
PER_PAGE, LIMIT_MB = 30, 100
MOST_CASES = 120  # to choose from in a form, the newest
SCANS = ("application/pdf", "image/png", "image/jpeg")
PROVINCE = "省级"


@for_roles(*OFFICES)
@exported
def events(request: HttpRequest) -> HttpResponse:
    """GET /publicity/events/: the events this office sees, and the form for one more."""
    return _events(request)


@require_POST
@for_roles(*OFFICES)
def event_entry(request: HttpRequest) -> HttpResponse:
    """POST theme, held_on, place, organiser, attendance, unit_count, account, cases, file (PDF): one event."""
    posted, picked = request.POST, request.POST.getlist("cases")
    words = {name: posted.get(name, "") for name in ("theme", "place", "organiser", "attendance", "unit_count", "account")}
    told = Told(held_on=_day(posted.get("held_on", "")), **words)
    return _entered(
        request, "publicity_events", _events, f"已登记活动：{told.theme}", ("application/pdf",),
        lambda file: enter_event(told, cases=_cases(request.actor, picked), materials=file, actor=request.actor),
    )  # fmt: skip


@for_roles(*OFFICES)
def materials(request: HttpRequest, pk: UUID) -> FileResponse:
    """GET /publicity/events/<pk>/materials/: the papers of an event."""
    return _stored(get_object_or_404(events_of(request.actor), pk=pk).materials)


@require_POST
@for_roles(*OFFICES)
def event_striking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST reason: take back an event that was entered by mistake."""
    return _struck(request, get_object_or_404(events_of(request.actor), pk=pk), "publicity_events", _events)


@for_roles(*OFFICES)
@exported
def log(request: HttpRequest) -> HttpResponse:
    """GET /publicity/log/?channel=&year=: what was published where, and the form for one more."""
    return _log(request)


@require_POST
@for_roles(*OFFICES)
def placement_entry(request: HttpRequest) -> HttpResponse:
    """POST channel, outlet, title, published_on, link, about (case:… or event:…), file (PDF, picture): one publication."""
    posted, (kind, _, pk) = request.POST, request.POST.get("about", "").partition(":")
    told = Placed(posted.get("channel", ""), posted.get("outlet", ""), posted.get("title", ""), _day(posted.get("published_on", "")), posted.get("link", ""))  # fmt: skip
    case = shareable(request.actor).filter(pk=_id(pk)).first() if kind == "case" else None
    event = events_of(request.actor).filter(pk=_id(pk)).first() if kind == "event" else None
    return _entered(
        request, "publicity_log", _log, f"已登记宣传记录：{told.title}", SCANS,
        lambda file: enter_placement(told, case=case, event=event, scan=file, actor=request.actor),
    )  # fmt: skip


@for_roles(*OFFICES)
def scan(request: HttpRequest, pk: UUID) -> FileResponse:
    """GET /publicity/log/<pk>/scan/: the page as it was printed."""
    return _stored(get_object_or_404(placements_of(request.actor), pk=pk).scan)


@require_POST
@for_roles(*OFFICES)
def placement_striking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST reason: take back a line that was entered by mistake."""
    return _struck(request, get_object_or_404(placements_of(request.actor), pk=pk), "publicity_log", _log)


@for_roles(*OFFICES)
@exported
def yearly(request: HttpRequest) -> HttpResponse:
    """GET /publicity/yearly/?year=: what each bureau did in a year; a bureau its own, and the form to close it."""
    return _yearly(request)


@require_POST
@for_roles("bureau")
def closing(request: HttpRequest) -> HttpResponse:
    """POST year, no_case_because, no_event_because: close the year."""
    posted, year = request.POST, _year(request.POST.get("year", ""))
    because = {name: posted.get(name, "") for name in ("no_case_because", "no_event_because")}
    try:
        close_year(year, actor=request.actor, **because)
    except Refused as refusal:
        return _yearly(request, refusal)
    messages.success(request, f"已办结{year}年度宣传情况")
    return redirect("publicity_yearly")


def _cases(actor: Actor, picked: list[str]) -> list[GoodCase]:
    """The cases that were ticked. Raises Refused when one of them cannot be named any more, or never could."""
    wanted = {_id(pk) for pk in picked}
    found = list(shareable(actor).filter(pk__in=wanted - {None}))
    if len(found) < len(wanted):
        problem = "所选的案例有的已不能选：已撤下或退回，或不归您的单位"
        raise Refused("活动没有登记。", items=[problem], then="填过的内容还在，请重新选案例。", clause="C-62")
    return found


Page = Callable[[HttpRequest, Refused | None], HttpResponse]


def _entered(request: HttpRequest, to: str, page: Page, said: str, only: tuple[str, ...], enter: Callable[[StoredFile | None], Any]) -> HttpResponse:  # fmt: skip
    """Store what came with a form, enter it, and take the file away again when the entry is refused."""
    upload, files = request.FILES.get("file"), []
    try:
        with unless_refused(files, actor=request.actor):
            if upload is not None:
                files.append(store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id,
                                        actor=request.actor, limit_mb=LIMIT_MB, only=only))  # fmt: skip
            enter(next(iter(files), None))
    except Refused as refusal:
        return page(request, refusal)
    messages.success(request, said)
    return redirect(to)


def _struck(request: HttpRequest, row: Any, to: str, page: Page) -> HttpResponse:
    try:
        strike(row, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return page(request, refusal)
    messages.success(request, f"已撤回登记：{row}")
    return redirect(to)


def _events(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    page = shown_page(request, events_of(request.actor), PER_PAGE)
    context = {"page": page, "lines": page, "offices": _offices(), **_form(request, refusal)}
    return render(request, "shared/publicity/events.html", context, status=409 if refusal else 200)


def _log(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    rows, channel, year = placements_of(request.actor), request.GET.get("channel", ""), request.GET.get("year", "")
    rows = rows.filter(channel=channel) if channel else rows
    rows = rows.filter(published_on__year=_year(year)) if _year(year) else rows
    page = shown_page(request, rows, PER_PAGE)
    context = {"page": page, "lines": page, "offices": _offices(), "channel": channel, "year": year, "years": _years(),
               "channels": Placement.Channel.choices, "events": events_of(request.actor)[:PER_PAGE], "most_events": PER_PAGE, "chosen_about": request.POST.get("about", "").partition(":")[2], **_form(request, refusal)}  # fmt: skip
    return render(request, "shared/publicity/log.html", context, status=409 if refusal else 200)


def _yearly(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    round_, actor = current_round(), request.actor
    year = _year(request.POST.get("year") or request.GET.get("year", "")) or _first_shown(actor)
    offices = {"": PROVINCE} | dict(unit_names(round_))
    units = [actor.unit] if actor.unit else [*list(offices)[1:], ""]
    rows = [
        (offices.get(row.unit, row.unit), [(label, row.channels.get(code, 0)) for code, label in Placement.Channel.choices], row)
        for row in years_of(year, units)
    ]
    cases, held = wanted_a_year(round_)
    context = {"rows": rows, "year": year, "years": _years(), "channels": Placement.Channel.choices, "closable": years_to_close(),
               "wanted_cases": cases, "wanted_events": held, "own": rows[0][2] if actor.unit else None, **_form(request, refusal)}  # fmt: skip
    return render(request, "shared/publicity/yearly.html", context, status=409 if refusal else 200)


def _first_shown(actor: Actor) -> int:
    """The year that a bureau still has to close, else the present one."""
    waiting = owed(actor)
    return waiting[0] if waiting else today().year


def _form(request: HttpRequest, refusal: Refused | None) -> dict[str, Any]:
    typed = request.POST if refusal else {}
    picked = request.POST.getlist("cases") if refusal else []
    return {"typed": typed, "picked": picked, "refusal": refusal, "today": today(), "limit": LIMIT_MB, "cases": shareable(request.actor)[:MOST_CASES], "most_cases": MOST_CASES}  # fmt: skip


def _stored(file: StoredFile | None) -> FileResponse:
    if file is None:
        raise Http404
    return as_stored(file)


def _offices() -> dict[str, str]:
    """{unit: its city}, with the province's own under ''."""
    return {"": PROVINCE} | dict(unit_names(current_round()))


def _years() -> list[int]:
    return [today().year - back for back in range(3)]


def _year(text: str) -> int:
    """One of the years that can be chosen; 0 for anything else."""
    return next((year for year in _years() if str(year) == text), 0)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
