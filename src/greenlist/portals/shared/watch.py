"""名单比对: a list that decides comes as a file, is previewed, imported, and what was near is settled. The province's and the bureau's alike."""

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.jobs import IMPORT_LIST, is_long
from greenlist.casework.oversight.matching_services import match_again
from greenlist.casework.oversight.models import DeliveryRow, ListDelivery
from greenlist.casework.oversight.permissions import may_settle
from greenlist.casework.oversight.preview import preview_of
from greenlist.casework.oversight.selectors import (
    fate_counts,
    is_overdue,
    last_daily_check,
    list_of,
    open_hits_of,
    rows_of,
    sources_seen,
    touched_by,
    visible_to,
    with_counts,
)
from greenlist.casework.oversight.services import choose_columns, confirm_list, drop_list, receive_list
from greenlist.casework.oversight.settling_services import settle_hit
from greenlist.casework.oversight.taking import foretell
from greenlist.casework.verification.selectors import newest_findings
from greenlist.portals.shared.background import to_job
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.eligibility.findings import word
from greenlist.rulebook.reference.adverse_lists import adverse_lists
from greenlist.rulebook.reference.regions import PROVINCE, division_name

Fate = DeliveryRow.Fate
ROLES = ("bureau", "province", "centre")
A_PAGE = 50


@for_roles(*ROLES)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /watch/: the form and the lists that came. POST list, source, looked_up_on, dated_on, region, file: take one."""
    refusal = None
    if request.method == "POST":
        request.keeps_arrived = False
        try:
            return redirect("watch_delivery", _received(request).pk)
        except Refused as caught:
            refusal = caught
    page = shown_page(request, with_counts(visible_to(request.actor)), A_PAGE)
    context = {
        "page": page,
        "lists": adverse_lists(),
        "regions": _regions(request),
        "sources": sources_seen(request.actor),
        "typed": request.POST,
        "today": today(),
        "waiting": open_hits_of(request.actor).count(),
        "refusal": refusal,
        "check": (check := last_daily_check()),
        "is_overdue": is_overdue(check),
    }
    return render(request, "shared/watch/index.html", context, status=409 if refusal else 200)


@for_roles(*ROLES)
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /watch/<pk>/?fate=: what would become of every line; after the import, what became of it."""
    return _page(request, _delivery(request, pk))


@require_POST
@for_roles(*ROLES)
def columns(request: HttpRequest, pk: str) -> HttpResponse:
    """POST head_lines and a column for each field."""
    delivery = _delivery(request, pk)
    given = {f.id: _number(request.POST.get(f"column-{f.id}"), -1) for f in list_of(delivery).fields}
    try:
        choose_columns(delivery, head_lines=_number(request.POST.get("head_lines"), 0), columns=given, actor=request.actor)
    except Refused as refusal:
        return _page(request, delivery, refusal)
    messages.success(request, "已按所选栏目重读名单")
    return redirect("watch_delivery", pk)


@require_POST
@for_roles(*ROLES)
def importing(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: import the list, a long one in the background."""
    delivery = _delivery(request, pk)
    try:
        if is_long(delivery) and delivery.state == "awaiting_import":
            page = reverse("watch_delivery", args=[pk])
            return to_job(request, ask(IMPORT_LIST, actor=request.actor, about=f"导入{delivery.name}", leads_to=page, delivery=str(pk)))
        counts = confirm_list(delivery, actor=request.actor).counts
    except Refused as refusal:
        return _page(request, delivery, refusal)
    messages.success(
        request, f"已导入名单：对应{counts[Fate.LINKED]}行，名称相近{counts[Fate.PROPOSED]}行，没有读入{counts[Fate.BROKEN]}行"
    )
    return redirect("watch_delivery", pk)


@require_POST
@for_roles(*ROLES)
def dropping(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: lay the list aside; nothing of it was imported."""
    delivery = _delivery(request, pk)
    try:
        drop_list(delivery, actor=request.actor)
    except Refused as refusal:
        return _page(request, delivery, refusal)
    messages.success(request, f"没有采用“{delivery.name}”")
    return redirect("watch")


@require_POST
@for_roles(*ROLES)
def again(request: HttpRequest) -> HttpResponse:
    """POST: match the rows that meant no unit of ours with the units of today."""
    found = match_again(actor=request.actor)
    messages.success(request, f"已与现有单位重新比对，{found}行对上了单位" if found else "已与现有单位重新比对，没有新对上的")
    return redirect("watch")


@for_roles(*ROLES)
@exported
def hits(request: HttpRequest) -> HttpResponse:
    """GET /watch/hits/: the rows that may mean a unit, both names side by side."""
    return _hits_page(request)


@require_POST
@for_roles(*ROLES)
def settlement(request: HttpRequest, pk: str) -> HttpResponse:
    """POST is_same and reason: say whether the row means this unit."""
    hit = get_object_or_404(open_hits_of(request.actor), pk=pk)
    is_same = request.POST.get("is_same") == "1"
    try:
        settle_hit(hit, is_same=is_same, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _hits_page(request, refusal, pk)
    messages.success(request, f"已认定“{hit.printed_name}”{'就是' if is_same else '不是'}“{hit.organisation}”，有关申报件已重新查核")
    return redirect("watch_hits")


def _received(request: HttpRequest) -> ListDelivery:
    posted, upload = request.POST, request.FILES.get("file")
    if upload is None:
        raise Refused("名单没有收下。", items=["请选择名单文件。"], then="xlsx、xls、csv、docx 都可以。", clause="C-42")
    return receive_list(
        chunks=upload.chunks(), name=upload.name or "", list_id=posted.get("list", ""), source=posted.get("source", ""),
        looked_up_on=_day(posted.get("looked_up_on", "")), dated_on=_day(posted.get("dated_on", "")), region=posted.get("region", "")[:6],
        actor=request.actor,
    )  # fmt: skip


def _delivery(request: HttpRequest, pk: str) -> ListDelivery:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _page(request: HttpRequest, delivery: ListDelivery, refusal: Refused | None = None) -> HttpResponse:
    may_act = request.actor.may("import_lists") and delivery.unit == request.actor.unit
    context: dict[str, Any] = {"delivery": delivery, "spec": list_of(delivery), "refusal": refusal, "may_act": may_act}
    if delivery.state == "awaiting_import":
        confidences = sorted({f.confidence for f in list_of(delivery).fields})
        context |= {"told": delivery.preview or preview_of(delivery, foretell(delivery)), "confidences": confidences}
    else:
        context |= _result(request, delivery)
    return render(request, "shared/watch/delivery.html", context, status=409 if refusal else 200)


def _result(request: HttpRequest, delivery: ListDelivery) -> dict[str, Any]:
    fate = request.GET.get("fate", "")
    fate = fate if fate in Fate.values else ""
    counts, met = fate_counts(delivery), touched_by(delivery, request.actor)
    newest, clause = newest_findings(met.applications), list_of(delivery).clause
    found = [newest.get((a.pk, clause)) for a in met.applications]
    return {
        "fate": fate,
        "chips": [(value, label, counts[value]) for value, label in Fate.choices if counts.get(value)],
        "row_count": sum(counts.values()),
        "page": shown_page(request, rows_of(delivery, fate), A_PAGE),
        "touched": [(a, word("exclusion", f.verdict) if f else "待核实") for a, f in zip(met.applications, found, strict=True)],
        "entries": met.entries,
        "waiting": open_hits_of(request.actor).count(),
    }


def _hits_page(request: HttpRequest, refusal: Refused | None = None, refused: str = "") -> HttpResponse:
    page = shown_page(request, open_hits_of(request.actor), A_PAGE)
    groups = [list(group) for _, group in groupby(page, key=lambda hit: hit.row_id)]
    mine = {hit.pk for hit in may_settle(list(page), request.actor)}
    context = {"page": page, "groups": groups, "may_act": request.actor.may("import_lists"), "mine": mine, "refusal": refusal, "refused": str(refused),
               "typed": request.POST}  # fmt: skip
    return render(request, "shared/watch/hits.html", context, status=409 if refusal else 200)


def _regions(request: HttpRequest) -> list[tuple[str, str]]:
    """What a list as a whole may be about: the bureau's own city, the province, any."""
    unit = request.actor.unit
    own = [(unit, f"只列{division_name(unit)}的单位")] if unit.isdecimal() else []
    return [*own, (PROVINCE, "只列本省的单位"), ("", "各省都有")]


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 6 else otherwise


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused("名单没有收下。", items=[f"“{text[:20]}”不是日期，请按 2024-05-20 的格式填写。"], clause="C-42") from None
