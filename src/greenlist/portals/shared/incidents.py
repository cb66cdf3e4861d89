"""事故与突发事件: recorded by the bureau, the province or the unit itself, told again, graded, reported, and what follows for the list."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file, unless_refused
from greenlist.casework.incidents.consequence_services import (
    decline_consequence,
    lift_suspension,
    remove_for_incident,
    suspend_for_incident,
)
from greenlist.casework.incidents.models import CLOSED, Incident
from greenlist.casework.incidents.permissions import check_may_tell
from greenlist.casework.incidents.selectors import (
    OPEN_PROPOSAL,
    is_late,
    level_name,
    listed_entries,
    may_be_grave,
    only_site_of,
    reports_visible_to,
    site_for,
    told_last,
    visible_to,
    with_newest,
)
from greenlist.casework.incidents.services import (
    Happening,
    add_report,
    check_record,
    close_at_city,
    close_incident,
    decide_level,
    record_incident,
    report_incident,
    report_to_ministry,
)
from greenlist.casework.incidents.telling import Told, shown_facts
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI, now, today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.incidents import examples, level_tables, levels
from greenlist.rulebook.reference.regions import division_name

READERS = ("applicant", "bureau", "province", "centre")
RECORDERS = ("applicant", "bureau", "province")
OFFICES = ("bureau", "province")
A_PAGE, PROOF_MB = 30, 100
KINDS = ("application/pdf", "image/jpeg", "image/png")


@for_roles(*READERS)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /incidents/?state=: those this person may see, the newest known first; `open` those that are not closed."""
    wanted, rows = request.GET.get("state", ""), with_newest(visible_to(request.actor))
    shown = rows.exclude(state__in=CLOSED) if wanted == "open" else rows.filter(state=wanted) if wanted else rows
    page = shown_page(request, shown, A_PAGE)
    context = {"page": page, "lines": [_line(incident) for incident in page], "wanted": wanted, "may_record": _may_record(request.actor),
               "is_unit": request.actor.role == "applicant",
               "states": Incident._meta.get_field("state").choices}  # fmt: skip
    return render(request, "shared/incidents/index.html", context)


@for_roles(*RECORDERS)
def new(request: HttpRequest) -> HttpResponse:
    """GET /incidents/new/?kind=&site=: the form for one kind, with the table it is graded by."""
    if not _may_record(request.actor):
        raise Http404
    return _form(request, request.GET.get("kind", ""))


@require_POST
@for_roles(*RECORDERS)
def recording(request: HttpRequest) -> HttpResponse:
    """POST kind, site, happened_on, known_at, source, account, the numbers, the circumstances, file: record it with its first report."""
    if not _may_record(request.actor):
        raise Http404
    posted, files = request.POST, list[StoredFile]()
    try:
        site, what, told = site_for(request.actor, posted.get("site", "")), _happening(request), _told(request, posted.get("kind", ""))
        check_record(site, what, told, actor=request.actor)
        with unless_refused(files, actor=request.actor):
            files += _proof(request)
            made = record_incident(site, what, told, actor=request.actor, file=next(iter(files), None))
    except Refused as refusal:
        return _form(request, posted.get("kind", ""), refusal)
    messages.success(request, f"已记录{made}")
    return redirect("incident", made.pk)


@for_roles(*READERS)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /incidents/<pk>/."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles(*RECORDERS)
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST account, the numbers, the circumstances, file: 续报."""
    incident, files = _own(request, pk), list[StoredFile]()
    try:
        check_may_tell(incident, request.actor)
        with unless_refused(files, actor=request.actor):
            files += _proof(request)
            add_report(incident, _told(request, incident.kind), actor=request.actor, file=next(iter(files), None))
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, "已续报")
    return redirect("incident", pk)


@require_POST
@for_roles(*OFFICES)
def level(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST level, reason: a person decides the level on the newest report."""
    posted = request.POST
    return _done(request, pk, "已认定等级", lambda incident: decide_level(
        incident, level=posted.get("level", ""), reason=posted.get("reason", ""), actor=request.actor))  # fmt: skip


@require_POST
@for_roles(*OFFICES)
def onward(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST act=report | ministry | city | close, on, document, outcome: one step of the way."""
    posted, actor = request.POST, request.actor
    acts: dict[str, tuple[str, Callable[[Incident], Any]]] = {
        "report": ("已上报省厅", lambda one: report_incident(one, actor=actor)),
        "city": ("已在市级办结", lambda one: close_at_city(one, outcome=posted.get("outcome", ""), actor=actor)),
        "ministry": (
            "已登记上报工信部",
            lambda one: report_to_ministry(one, on=_day(posted.get("on", "")), document=posted.get("document", ""), actor=actor),
        ),
        "close": ("已办结", lambda one: close_incident(one, outcome=posted.get("outcome", ""), actor=actor)),
    }
    if (found := acts.get(posted.get("act", ""))) is None:
        raise Http404
    return _done(request, pk, *found)


@require_POST
@for_roles("province")
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST act=suspend | remove | lift | decline, document, ministry_document, reason: the province decides about the list."""
    posted, actor = request.POST, request.actor
    document, reason = posted.get("decision", ""), posted.get("reason", "")
    acts: dict[str, tuple[str, Callable[[Incident], Any]]] = {
        "suspend": ("已暂停，公开页随即注明", lambda one: suspend_for_incident(one.proposal, document=document, actor=actor)),
        "remove": (
            "已移出名单，公开页随即更新",
            lambda one: remove_for_incident(
                one.proposal, document=document, ministry_document=posted.get("ministry_document", ""), actor=actor
            ),
        ),
        "lift": ("已恢复在册", lambda one: lift_suspension(one.proposal, reason=reason, actor=actor)),
        "decline": ("已决定名单不变", lambda one: decline_consequence(one.proposal, reason=reason, actor=actor)),
    }
    if (found := acts.get(posted.get("act", ""))) is None or not hasattr(_own(request, pk), "proposal"):
        raise Http404
    return _done(request, pk, *found)


@for_roles(*READERS)
def proof(request: HttpRequest, pk: UUID) -> FileResponse:
    """GET /incidents/reports/<pk>/file/: what came with one report."""
    return as_stored(get_object_or_404(reports_visible_to(request.actor).exclude(file=None), pk=pk).file)


def _own(request: HttpRequest, pk: UUID) -> Incident:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _may_record(actor: Actor) -> bool:
    return actor.may("record_incident") and not actor.is_restricted


def _done(request: HttpRequest, pk: UUID, told: str, act: Callable[[Incident], Any]) -> HttpResponse:
    try:
        act(_own(request, pk))
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, told)
    return redirect("incident", pk)


def _line(incident: Incident) -> dict[str, Any]:
    """One row of the list: the level as decided, else what the table says, and where the time stands."""
    newest = told_last(incident)
    is_decided = incident.level_report == newest.number
    return {
        "incident": incident,
        "city": division_name(incident.unit),
        "level": level_name(incident.kind, incident.level) if is_decided else newest.table_words,
        "is_decided": is_decided,
        "is_grave": may_be_grave(incident, newest),
        "is_late": is_late(incident, newest),
        "proposal": getattr(incident, "proposal", None),
    }


def _form(request: HttpRequest, kind: str, refusal: Refused | None = None) -> HttpResponse:
    kind = kind if kind in Incident.Kind.values else Incident.Kind.PRODUCTION
    typed = request.POST or request.GET
    context = {
        "kind": kind, "table": level_tables()[kind], "kinds": Incident.Kind.choices, "typed": typed, "refusal": refusal, **_choices(kind, typed),
        "examples": _examples(kind), "known_at": typed.get("known_at") or f"{now():%Y-%m-%dT%H:%M}", "proof_mb": PROOF_MB,
        "is_unit": request.actor.role == "applicant", "called": typed.get("site") or only_site_of(request.actor),
    }  # fmt: skip
    return render(request, "shared/incidents/new.html", context, status=409 if refusal else 200)


def _page(request: HttpRequest, incident: Incident, refusal: Refused | None = None) -> HttpResponse:
    reports = list(reports_visible_to(request.actor).filter(incident=incident))
    newest, actor = reports[0], request.actor
    may_tell = _may_record(actor) and incident.state not in CLOSED
    typed = request.POST if refusal else {}
    own = newest.facts["numbers"] | {"held": newest.facts["held"], "rest": newest.facts["is_rest_excluded"]}
    context: dict[str, Any] = {
        **_line(with_newest(visible_to(actor)).get(pk=incident.pk)),
        "table": level_tables()[incident.kind],
        "reports": [(one, shown_facts(one)) for one in reports],
        "newest": newest,
        "may_tell": may_tell,
        "may_decide": actor.may("decide_incident_level") and incident.state not in CLOSED
        and (actor.role == "province" or incident.state == "incident_recorded"),
        "level_choices": [(code, level_name(incident.kind, code)) for code in levels()],
        "is_settled": incident.level_report == newest.number,
        "is_unit": actor.role == "applicant",
        "has_proof": any(one.file_id for one in reports),
        "listed": list(listed_entries(incident.site)),
        "is_open_proposal": hasattr(incident, "proposal") and incident.proposal.state in OPEN_PROPOSAL,
        "history": entries_of(incident).order_by("at", "id"),
        "typed": typed,
        **_choices(incident.kind, typed or own),
        "today": today(),
        "proof_mb": PROOF_MB,
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "shared/incidents/show.html", context, status=409 if refusal else 200)


def _choices(kind: str, typed: Any) -> dict[str, Any]:
    """The numbers and circumstances of a table with what is typed, or was told last."""
    table = level_tables()[kind]
    held = typed.getlist("held") if hasattr(typed, "getlist") else typed.get("held", ())
    return {
        "numbers": [(m, typed.get(m.id, "")) for m in table.measures],
        "circumstances": [(c, table.names[c.level], c.id in held) for c in table.circumstances],
        "is_rest_excluded": bool(typed.get("rest")),
    }


def _examples(kind: str) -> list[tuple[str, str]]:
    table = level_tables()[kind]
    labels = {c.id: c.label for c in table.circumstances}
    return [
        ("，".join([
            *(f"{m.label}{one['told'][m.id]}{m.unit}" if one["told"].get(m.id) else f"{m.label}不清楚" for m in table.measures),
            *(labels[key] for key in one.get("held", ())),
            *([] if one.get("excluded") or not labels else ["其他情形不清楚"]),
        ]), one["level"])
        for one in examples() if one["kind"] == kind and table.measures
    ]  # fmt: skip


def _happening(request: HttpRequest) -> Happening:
    posted, problems = request.POST, []
    on, known_at = _day(posted.get("happened_on", "")), _instant(posted.get("known_at", ""))
    if on is None:
        problems.append("请填写发生日期，如2024-05-20。")
    if known_at is None and request.actor.role != "applicant":
        problems.append("请填写知悉时间，如2024-05-20 09:30。")
    if on is None or problems:
        raise Refused("事故没有记录。", items=problems, then="改好后再记录；填过的还在。", clause="C-55")
    return Happening(posted.get("kind", ""), on, known_at or now(), posted.get("source", ""))


def _told(request: HttpRequest, kind: str) -> Told:
    posted, table = request.POST, level_tables().get(kind)
    numbers = {m.id: posted.get(m.id, "") for m in table.measures} if table else {}
    return Told(posted.get("account", ""), numbers, tuple(posted.getlist("held")), bool(posted.get("rest")))


def _proof(request: HttpRequest) -> list[StoredFile]:
    upload = request.FILES.get("file")
    if upload is None:
        return []
    return [store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                       limit_mb=PROOF_MB, only=KINDS)]  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
