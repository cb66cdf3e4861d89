"""推荐材料: choose, send to be signed, download the papers, record the sealed letter, hand in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import in_region, with_marks
from greenlist.casework.consultation.selectors import not_heard, unconsulted
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import Overtaken, Refused
from greenlist.casework.publication.selectors import letter_for
from greenlist.casework.recommendation.jobs import is_large
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.recommendation.overtaking import check_letter_seen, check_not_sent, check_unchanged, seen_of
from greenlist.casework.recommendation.selectors import (
    changes_of,
    contradictions_of,
    numbers_shown,
    ready_for_batch,
    rows_of,
    unconsulted_of,
    visible_to,
)
from greenlist.casework.recommendation.services import prepare_batch, record_letter, send_to_sign, submit_package, take_back
from greenlist.casework.rounds.selectors import current_round, current_round_of, deadline_of, last_day, parameter, signing_at
from greenlist.casework.stationery.printing import is_default
from greenlist.casework.verification.grounds import open_condition_counts
from greenlist.casework.verification.selectors import counts_of, newest_outcomes, open_counts
from greenlist.casework.verification.services import mark_each_recommendable
from greenlist.papers.annex import PARTS
from greenlist.papers.typefaces import boxes
from greenlist.portals.bureau.rows import Line
from greenlist.portals.bureau.views.scope import is_id, own_batch
from greenlist.portals.bureau.views.workbench import standing
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.overtaken import both_versions

NOT_READY = ("draft", "screening", "submitted", "verifying", "returned")
SHOWN = 12
SHOWN_LEFT_OUT = 5


@for_roles("bureau")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /bureau/batches/: what is ready, and the batches so far."""
    return render(request, "bureau/batches.html", _index_context(request))


@require_POST
@for_roles("bureau")
def recommendability(request: HttpRequest) -> HttpResponse:
    """POST recommended_because: mark every case whose verification is done; those that still want something are told, the others are kept."""
    round_ = current_round()
    rows = list(in_region(request.actor, round_).filter(state="verifying").order_by("category", "number")) if round_ else []
    counts = open_counts(rows)
    wanted = [a for a in rows if is_settled(a, counts)]
    try:
        left = mark_each_recommendable(wanted, reason=request.POST.get("recommended_because", ""), actor=request.actor)
    except Refused as refusal:
        return render(request, "bureau/batches.html", {**_index_context(request), "refusal": refusal}, status=409)
    if not left:
        messages.success(request, f"已标为可推荐{len(wanted)}件")
        return redirect("bureau:batches")
    items = [f"{a.site.name}：{'；'.join(refusal.items) or refusal.what}" for a, refusal in left]
    told = Refused(
        f"已标为可推荐{len(wanted) - len(left)}件，{len(left)}件没有标。", items=items, then="处理完这些事项后再标。", clause="C-40"
    )
    return render(request, "bureau/batches.html", {**_index_context(request), "refusal": told, "typed": request.POST}, status=409)


def is_settled(application: Application, counts: dict[Any, tuple[int, int]]) -> bool:
    """Under verification with no exclusion open: ready to be marked recommendable."""
    return application.state == "verifying" and counts[application.pk] == (0, 0)


@require_POST
@for_roles("bureau")
def signing(request: HttpRequest) -> HttpResponse:
    """POST application ids: freeze them and send the batch to be signed."""
    round_ = current_round()
    if round_ is None:
        return redirect("bureau:batches")
    ids = [i for i in request.POST.getlist("application") if is_id(i)]
    chosen = ready_for_batch(round_, request.actor.unit).filter(pk__in=ids)
    region = in_region(request.actor, round_).filter(pk__in=ids)
    try:
        if sent := visible_to(request.actor).filter(round=round_, state="signing").first():
            with transaction.atomic():
                check_not_sent(sent, wanted=region)
        if early := region.exclude(state="recommendable"):
            items = [f"{a.site.name}：{a.get_state_display()}" for a in early]
            raise Refused(
                "没有送签：所选的件中有的还没有标为可推荐。", items=items, then="取消这几件的勾选，或核验完再送签。", clause="C-40"
            )
        batch = prepare_batch(round_, actor=request.actor)
        send_to_sign(batch, applications=chosen, actor=request.actor)
    except Overtaken as caught:
        return both_versions(request, caught, about="推荐材料", stay=reverse("bureau:batches"))
    except Refused as refusal:
        return render(request, "bureau/batches.html", {**_index_context(request), "refusal": refusal}, status=409)
    messages.success(request, f"已送签{batch.rows.count()}件，内容已冻结")
    return redirect("bureau:batch", batch.pk)


@for_roles("bureau")
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /bureau/batches/<pk>/: rows as printed, papers, letter, handing in."""
    return _page(request, own_batch(request, pk))


@require_POST
@for_roles("bureau")
def take_back_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: take the batch back from signature."""
    batch = own_batch(request, pk)
    try:
        with transaction.atomic():
            check_unchanged(batch, seen=request.POST.get("seen", ""), wanted="撤回送签")
            take_back(batch, actor=request.actor)
    except Overtaken as caught:
        return _both(request, batch, caught, "仍撤回送签")
    messages.success(request, "已撤回送签，各件恢复为可推荐")
    return redirect("bureau:batches")


@require_POST
@for_roles("bureau")
def letter(request: HttpRequest, pk: str) -> HttpResponse:
    """POST letter_number, dated_on, file: what came back from signature."""
    batch, posted, scan = own_batch(request, pk), request.POST, None
    number, day = posted.get("letter_number", ""), posted.get("dated_on", "")
    try:
        scan = _scan(request, batch)
        mine = {"文号": number, "落款日期": day, "盖章件": scan.name}
        with transaction.atomic():
            check_letter_seen(batch, seen=posted.get("seen", ""), mine=mine)
            record_letter(batch, letter_number=number, dated_on=_day(day), sealed_letter=scan, actor=request.actor)
    except Overtaken as caught:
        return _both(request, batch, caught, "按我的登记", {"kept": str(scan.pk)} if scan else {})
    except Refused as refusal:
        return _page(request, batch, refusal)
    messages.success(request, f"已登记 {batch.letter_number}")
    return redirect("bureau:batch", pk)


@require_POST
@for_roles("bureau")
def submission(request: HttpRequest, pk: str) -> HttpResponse:
    """POST unconsulted_because, contradictions_because: hand the package in."""
    batch = own_batch(request, pk)
    try:
        with transaction.atomic():
            check_unchanged(batch, seen=request.POST.get("seen", ""), wanted="报送推荐材料")
            words = {name: request.POST.get(name, "") for name in ("unconsulted_because", "contradictions_because")}
            submit_package(batch, actor=request.actor, **words)
    except Overtaken as caught:
        return _both(request, batch, caught, "仍报送推荐材料")
    except Refused as refusal:
        return _page(request, batch, refusal)
    messages.success(request, f"已报送{batch.rows.count()}件，回执号 {batch.number}")
    return redirect("bureau:batch", pk)


@for_roles("bureau")
def sealed_letter(request: HttpRequest, pk: str) -> FileResponse:
    """GET …/sealed-letter/: the scan that was recorded."""
    scan = own_batch(request, pk).sealed_letter
    if scan is None:
        raise Http404
    return as_stored(scan)


def _scan(request: HttpRequest, batch: Batch) -> StoredFile:
    """The scan that was uploaded now, or before a colleague's record was shown. Raises Refused without one."""
    upload, kept = request.FILES.get("file"), request.POST.get("kept", "")
    if upload is None:
        found = StoredFile.objects.filter(organisation_id=request.actor.organisation_id, pk=kept).first() if is_id(kept) else None
        if found is None:
            raise Refused("盖章件没有登记。", items=["请选择盖章推荐文件的扫描件（PDF）。"], clause="C-68")
        return found
    limit = int(parameter(batch.round, "upload_limit_mb"))
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                      limit_mb=limit, only=("application/pdf",))  # fmt: skip


def _both(request: HttpRequest, batch: Batch, caught: Overtaken, save: str, more: dict[str, str] | None = None) -> HttpResponse:
    stay = reverse("bureau:batch", args=[batch.pk])
    return both_versions(request, caught, about=str(batch), stay=stay, action=request.path, save=save, more=more)


def _page(request: HttpRequest, batch: Batch, refusal: Refused | None = None) -> HttpResponse:
    rows = list(rows_of(batch))
    left_out = _left_out(request, batch) if batch.state == "signing" else []
    told = load(batch.content_digest) if batch.content_digest else {}
    context = {
        "batch": batch,
        "rows": rows,
        "parts": _parts(rows),
        "reports": sum(1 for row in rows if row.application.report_id),
        "is_large": is_large(batch),
        "scans": sum(1 for row in rows if row.application.report and row.application.report.has_text is False),
        "left_out": left_out[:SHOWN_LEFT_OUT],
        "left_out_count": len(left_out),
        "last_day": last_day(batch.round, batch.unit),
        "deadline_at": deadline_of(batch.round, batch.unit),
        "changed": changes_of(batch) if batch.state == "signing" else [],
        "unasked": [(a, not_heard(a)) for a in unconsulted_of(batch)] if batch.state == "signing" else [],
        "contradictions": contradictions_of(batch) if batch.state == "signing" else [],
        "told": told,
        "may_see": numbers_shown(told, request.actor),
        "limit": parameter(batch.round, "upload_limit_mb"),
        "typed": request.POST,
        "seen": seen_of(batch),
        "boxes": boxes(str(text) for row in rows for text in row.printed.values()),
        "own_letter": not is_default("recommendation_letter", batch.letter_template),
        "refusal": refusal,
    }
    return render(request, "bureau/batch.html", context, status=409 if refusal else 200)


def _left_out(request: HttpRequest, batch: Batch) -> list[Application]:
    """What arrived and is not in the package; a draft of the unit's own has not arrived."""
    rows = in_region(request.actor, batch.round).filter(state__in=(*NOT_READY, "recommendable"))
    return list(rows.exclude(state="draft", entered_by="").order_by("changed_at", "id"))


def _parts(rows: list[BatchRow]) -> list[tuple[str, str, list[BatchRow]]]:
    """The three parts of the annex that have rows: (title, head of the last but one column, rows)."""
    return [
        (title, kind, part) for category, title, _, kind in PARTS if (part := [row for row in rows if row.printed["category"] == category])
    ]


def _index_context(request: HttpRequest) -> dict[str, object]:
    round_ = current_round_of(request.actor.unit)
    if round_ is None:
        return {"round": None, "ready": [], "batches": visible_to(request.actor)}
    deadline_at = round_.own_deadline_at
    batches = list(visible_to(request.actor))
    ready = ready_for_batch(round_, request.actor.unit)
    in_signing = next((b for b in batches if b.state == "signing"), None)
    waiting = in_region(request.actor, round_).filter(state__in=NOT_READY).order_by("changed_at", "id")
    held = list(waiting.select_related(None).only("pk", "state"))
    newest = newest_outcomes(held)
    counts, conditions = counts_of(held, newest), open_condition_counts(held, newest)
    shown = with_marks(waiting).in_bulk([a.pk for a in held[:SHOWN]])
    found, day = standing(waiting), today()
    settled = [a for a in held if is_settled(a, counts)]
    return {
        "round": round_,
        "signing_at": signing_at(deadline_at, int(parameter(round_, "signing_working_days"))),
        "deadline_at": deadline_at,
        "ready": ready,
        "boxes": boxes(text for a in ready for text in (a.site.name, a.third_party)),
        "unasked": [(a, not_heard(a)) for a in unconsulted(ready)] if ready else [],
        "waiting": [Line(shown[a.pk], counts[a.pk][0], found.get(a.pk, ()), None, day, conditions=conditions[a.pk]) for a in held[:SHOWN]],
        "waiting_count": len(held),
        "batches": batches,
        "feedback": letter_for(request.actor),
        "settled": settled,
        "unjudged": sum(1 for a in settled if conditions[a.pk]),
        "scans": list(_scanned(settled)),
        "in_signing": in_signing,
        "unsent": bool(ready or held or in_signing),
    }


def _scanned(settled: list[Application]) -> QuerySet[Any]:
    """The names of those whose report nobody's program could read."""
    scanned = Application.objects.filter(pk__in=[a.pk for a in settled], report__has_text=False)
    return scanned.order_by("site__name").values_list("site__name", flat=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("盖章件没有登记。", items=[f"落款日期“{text}”不是日期，请按 2024-05-24 的格式填写。"]) from None
