"""现场检查: the visits to units that were drawn. The province and its centre fill them in, a bureau reports how things were put right."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file, unless_refused
from greenlist.casework.inspections.models import Inspection, Photograph
from greenlist.casework.inspections.selectors import OPEN, visible_to
from greenlist.casework.inspections.services import (
    ANSWERS,
    PICTURES,
    StaleVisit,
    accept_rectification,
    add_photograph,
    check_photograph,
    check_rectification,
    conclude_fine,
    demand_again,
    demand_rectification,
    items_of,
    not_recorded,
    propose_removal,
    report_rectification,
    save_visit,
    settle_removal,
    typed_of,
)
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import based_on, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import division_name

READERS = ("province", "centre", "bureau")
VISITORS = ("province", "centre")
PER_PAGE, PICTURE_MB, PROOF_MB = 30, 30, 100


@for_roles(*READERS)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /inspections/?state=: the visits this office may see; `open` those that wait for somebody."""
    rows, wanted = visible_to(request.actor), request.GET.get("state", "")
    shown = rows.filter(state__in=OPEN) if wanted == "open" else rows.filter(state=wanted) if wanted else rows
    page = shown_page(request, shown, PER_PAGE)
    context = {"page": page, "lines": [(visit, division_name(visit.unit)) for visit in page], "today": today(), "wanted": wanted,
               "states": Inspection._meta.get_field("state").choices}  # fmt: skip
    return render(request, "shared/inspections/index.html", context)


@for_roles(*READERS)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /inspections/<pk>/."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles(*VISITORS)
def saving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST the fields of the record, based_on: JSON for autosave, redirect without JavaScript."""
    visit, wants_json = _own(request, pk), request.headers.get("X-Requested-With") == "fetch"
    try:
        saved = save_visit(visit, typed=_typed(request, visit), based_on=based_on(request.POST), actor=request.actor)
    except StaleVisit as stale:
        return _conflict(request, visit, stale, wants_json)
    except Refused as refusal:
        if wants_json:
            return HttpResponse(render_to_string("shared/components/refusal.html", {"refusal": refusal}), status=409)
        return _page(request, visit, refusal, _typed(request, visit))
    if not wants_json:
        messages.success(request, "已保存检查记录")
        return redirect("inspection", pk)
    lacks = render_to_string("shared/inspections/_lacks.html", {"lacks": not_recorded(saved)})
    return JsonResponse({"number": saved.version, "saved_at": f"{saved.changed_at:%H:%M:%S}", "fragments": {"lacks": lacks}})


@require_POST
@for_roles(*VISITORS)
def photograph(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST item, caption, file (JPG, PNG): one picture; an upload with progress is told where to go on."""
    visit, upload = _own(request, pk), request.FILES.get("file")
    told = {"item": request.POST.get("item", ""), "caption": request.POST.get("caption", ""), "actor": request.actor}
    try:
        if upload is None:
            raise Refused("照片没有存入。", items=["请选一张照片"], then="选好后再传。", clause="C-57")
        check_photograph(visit, **told)
        file = store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                          limit_mb=PICTURE_MB, only=PICTURES)  # fmt: skip
        with unless_refused([file], actor=request.actor):
            add_photograph(visit, file=file, **told)
    except Refused as refusal:
        return _page(request, visit, refusal)
    messages.success(request, "已上传照片")
    return _onward(request, f"{reverse('inspection', args=[pk])}#pictures")


@for_roles(*READERS)
def picture(request: HttpRequest, pk: UUID) -> FileResponse:
    """GET /inspections/pictures/<pk>/: one picture as it came."""
    return as_stored(get_object_or_404(Photograph, pk=pk, inspection__in=visible_to(request.actor)).file)


@require_POST
@for_roles(*VISITORS)
def conclusion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST act=fine | rectify | removal, due_on, reason: what the visit comes to."""
    visit, posted = _own(request, pk), request.POST
    acts: dict[str, Callable[[], None]] = {
        "fine": lambda: conclude_fine(visit, actor=request.actor),
        "rectify": lambda: demand_rectification(visit, due_on=_day(posted.get("due_on", "")), actor=request.actor),
        "removal": lambda: propose_removal(visit, reason=posted.get("reason", ""), actor=request.actor),
    }
    return _done(request, visit, acts)


@require_POST
@for_roles("bureau")
def rectification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST account, file (PDF): the bureau reports how things were put right."""
    visit, account, upload = _own(request, pk), request.POST.get("account", ""), request.FILES.get("file")
    proofs: list[StoredFile] = []
    try:
        check_rectification(visit, account=account, actor=request.actor)
        with unless_refused(proofs, actor=request.actor):
            if upload is not None:
                proofs.append(store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id,
                                         actor=request.actor, limit_mb=PROOF_MB, only=("application/pdf",)))  # fmt: skip
            report_rectification(visit, account=account, proof=next(iter(proofs), None), actor=request.actor)
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, f"已报送{visit.entry}的整改情况")
    return redirect("inspection", pk)


@for_roles(*READERS)
def proof(request: HttpRequest, pk: UUID) -> FileResponse:
    """GET /inspections/<pk>/proof/: what came with the report of the bureau."""
    file = _own(request, pk).proof
    if file is None:
        raise Http404
    return as_stored(file)


@require_POST
@for_roles(*VISITORS)
def recheck(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST act=accept | again | removal, recheck, due_on: what was seen the second time."""
    visit, posted = _own(request, pk), request.POST
    told = posted.get("recheck", "")
    acts: dict[str, Callable[[], None]] = {
        "accept": lambda: accept_rectification(visit, recheck=told, actor=request.actor),
        "again": lambda: demand_again(visit, recheck=told, due_on=_day(posted.get("due_on", "")), actor=request.actor),
        "removal": lambda: propose_removal(visit, reason=told, actor=request.actor),
    }
    return _done(request, visit, acts)


@require_POST
@for_roles("province")
def removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST act=remove | keep, reason: the province decides on a proposed removal."""
    visit, reason = _own(request, pk), request.POST.get("reason", "")
    return _done(request, visit, {
        "remove": lambda: settle_removal(visit, is_removed=True, reason=reason, actor=request.actor),
        "keep": lambda: settle_removal(visit, is_removed=False, reason=reason, actor=request.actor),
    })  # fmt: skip


def _own(request: HttpRequest, pk: UUID) -> Inspection:
    return get_object_or_404(visible_to(request.actor).select_related("proof"), pk=pk)


def _done(request: HttpRequest, visit: Inspection, acts: dict[str, Callable[[], None]]) -> HttpResponse:
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act()
    except Refused as refusal:
        return _page(request, _own(request, visit.pk), refusal)
    messages.success(request, f"{visit.entry}：{visit.get_state_display()}")
    return redirect("inspection", visit.pk)


def _typed(request: HttpRequest, visit: Inspection) -> dict[str, str]:
    """The fields as posted, or, of two saved versions, those that were chosen."""
    posted = request.POST
    if not posted.get("chosen"):
        return {name: posted.get(name, "") for name in typed_of(visit)}
    return {name: posted.get(f"{posted.get(f'pick-{name}', 'mine')}-{name}", "") for name in typed_of(visit)}


def _conflict(request: HttpRequest, visit: Inspection, stale: StaleVisit, is_fragment: bool) -> HttpResponse:
    labels = {"visited_on": "检查日期", "visitors": "检查人", "finding": "发现的问题"}
    labels |= {f"{kind}-{item.id}": item.label + end for item in items_of(visit) for kind, end in (("a", ""), ("n", "：说明"))}
    fields = [
        {"name": name, "label": labels[name], "mine": ANSWERS.get(mine, mine), "theirs": ANSWERS.get(theirs, theirs),
         "pick": "mine" if mine else "theirs"}
        for name, mine in stale.mine.items() if mine != (theirs := stale.theirs[name])
    ]  # fmt: skip
    kept = [(f"{side}-{name}", value) for side, body in (("mine", stale.mine), ("theirs", stale.theirs)) for name, value in body.items()]
    context = {"stale": stale, "fields": fields, "kept": kept, "action": reverse("inspection_saving", args=[visit.pk]), "visit": visit,
               "save_label": "按所选保存检查记录"}  # fmt: skip
    template = "shared/components/conflict.html" if is_fragment else "shared/inspections/conflict.html"
    return HttpResponse(render_to_string(template, context, request=request), status=409)


def _page(request: HttpRequest, visit: Inspection, refusal: Refused | None = None, typed: dict[str, str] | None = None) -> HttpResponse:
    held = typed or typed_of(visit)
    pictures = list(visit.photographs.select_related("file").order_by("taken_at", "id"))
    context: dict[str, Any] = {
        "visit": visit,
        "city": division_name(visit.unit),
        "held": held,
        "items": [
            (item, held[f"a-{item.id}"], held[f"n-{item.id}"], [p for p in pictures if p.item == item.id]) for item in items_of(visit)
        ],
        "pictures": pictures,
        "answers": ANSWERS,
        "lacks": not_recorded(visit),
        "is_editable": visit.state == "to_visit" and request.actor.may("inspect_units"),
        "may_inspect": request.actor.may("inspect_units"),
        "may_decide": request.actor.may("draw_inspections"),
        "may_report": request.actor.may("read_region"),
        "is_overdue": visit.state == "to_rectify" and visit.due_on is not None and visit.due_on < today(),
        "history": entries_of(visit).exclude(action="save_visit").order_by("at", "id"),
        "picture_mb": PICTURE_MB,
        "proof_mb": PROOF_MB,
        "posted": request.POST,
        "refusal": refusal,
    }
    return render(request, "shared/inspections/visit.html", context, status=409 if refusal else 200)


def _onward(request: HttpRequest, path: str) -> HttpResponse:
    return JsonResponse({"to": path}) if request.headers.get("X-Requested-With") == "fetch" else redirect(path)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
