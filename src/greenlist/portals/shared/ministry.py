"""管理平台: our units in the platform's columns, the receipt of each batch, and the table the platform gives back compared with ours."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.platform.jobs import COMPARE, is_large
from greenlist.casework.platform.models import DifferenceSettlement, PlatformComparison
from greenlist.casework.platform.papers import platform_table
from greenlist.casework.platform.selectors import NOMINATIONS, batches_of, rows_for, visible_to
from greenlist.casework.platform.services import compare, settle_difference
from greenlist.casework.recommendation.models import Batch, PlatformReceipt
from greenlist.casework.recommendation.platform_services import record_platform_receipt
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameters
from greenlist.papers.platform_table import COMPARED
from greenlist.portals.shared.background import to_job
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.portals.shared.exporting import KINDS, exported, note_export
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.platform import NAME, platform_form

ROLES = ("bureau", "province", "centre")
OFFICES = ("bureau", "province")
PER_PAGE, LIMIT_MB = 50, 20
PROOFS = ("application/pdf", "image/png", "image/jpeg")
TABLES = (KINDS["xlsx"], "text/csv")
SAID = {"only_ours": "平台没有", "only_theirs": "本系统没有", "differs": "内容不同", "twice": "平台重复列"}


@for_roles(*ROLES)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /platform/: the batches with their receipts, what was compared."""
    return _page(request, _round())


@for_roles(*ROLES)
def table(request: HttpRequest) -> HttpResponse:
    """GET /platform/table.xlsx?batch=|against=nominations: our units in the platform's columns."""
    round_ = _round()
    against, batch = request.GET.get("against", ""), request.GET.get("batch")
    rows = rows_for(request.actor, round_, against)
    view = ["择优推荐国家级的单位"] if against == NOMINATIONS else []
    if batch:
        one = chosen(batches_of(request.actor, round_), batch)
        rows, view = rows.filter(batch=one), [*view, f"批次：{one.number}"]
    body = platform_table(round_, rows, only="国家级" if against == NOMINATIONS else "")
    note_export(request, "平台上传表", view=view, rows=rows.count(), form="xlsx")
    response = HttpResponse(body, content_type=KINDS["xlsx"])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{round_.year}年度平台上传表.xlsx')}"
    return response


@require_POST
@for_roles("bureau")
def receipt(request: HttpRequest, pk: str) -> HttpResponse:
    """POST number, uploaded_on, file: the platform's receipt of a batch."""
    round_ = _round()
    batch = get_object_or_404(batches_of(request.actor, round_), pk=pk)
    try:
        made = record_platform_receipt(batch, number=request.POST.get("number", ""), uploaded_on=_day(request.POST.get("uploaded_on", "")),
                                       proof=_stored(request, PROOFS), actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _page(request, round_, refusal, typed_for=batch)
    messages.success(request, f"已登记平台回执 {made.number}")
    return redirect("platform")


@for_roles(*ROLES)
def proof(request: HttpRequest, pk: str) -> FileResponse:
    """GET: the screenshot or scan of a receipt."""
    found = get_object_or_404(PlatformReceipt.objects.filter(batch__in=batches_of(request.actor, _round()).values("pk")), pk=pk).proof
    return FileResponse(path_of_file(found).open("rb"), filename=found.name, content_type=found.media_type)


@require_POST
@for_roles(*OFFICES)
def comparing(request: HttpRequest) -> HttpResponse:
    """POST against, file: compare the table that the platform gave back, a large one in the background."""
    round_ = _round()
    try:
        file = _stored(request, TABLES)
        if file is None:
            raise Refused("没有比对。", items=["请选平台导出的表（Excel 或 CSV 表格）。"], clause="C-10")
        against = request.POST.get("against", "")
        if is_large(file):
            about, page = f"与平台比对：{file.name}", reverse("platform")
            job = ask(COMPARE, actor=request.actor, about=about, leads_to=page, round=str(round_.pk), file=str(file.pk), against=against)
            return to_job(request, job)
        made = compare(round_, file=file, against=against, actor=request.actor)
    except Refused as refusal:
        return _page(request, round_, refusal)
    messages.success(request, f"已比对，{len(made.differences)}处不一致" if made.differences else "已比对，全部一致")
    return redirect("platform_comparison", made.pk)


@for_roles(*ROLES)
@exported
def comparison(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /platform/comparisons/<pk>/?kind=&open=1: every difference with both places and what was done about it."""
    return _comparison_page(request, get_object_or_404(visible_to(request.actor), pk=pk))


@require_POST
@for_roles(*OFFICES)
def settlement(request: HttpRequest, pk: str, place: int) -> HttpResponse:
    """POST outcome, reason: what was done about the difference at this place."""
    found, post = get_object_or_404(visible_to(request.actor), pk=pk), request.POST
    try:
        said = settle_difference(found, place=place, outcome=post.get("outcome", ""), reason=post.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _comparison_page(request, found, refusal, place)
    messages.success(request, f"第{place}处：{said.get_outcome_display()}")
    return redirect(f"{reverse('platform_comparison', args=[pk])}?{request.GET.urlencode()}".rstrip("?"))


def _comparison_page(request: HttpRequest, found: PlatformComparison, refusal: Refused | None = None, refused: int = 0) -> HttpResponse:
    settled = {said.place: said for said in found.settlements.all()}
    kind, is_open = request.GET.get("kind", ""), request.GET.get("open") == "1"
    counts = Counter(one["kind"] for one in found.differences)
    rows = [
        (place, SAID[one["kind"]], COMPARED.get(one["field"], ""), one, settled.get(place))
        for place, one in enumerate(found.differences, start=1)
        if kind in {"", one["kind"]} and not (is_open and place in settled)
    ]
    context = {
        "comparison": found, "page": shown_page(request, rows, PER_PAGE), "kind": kind, "is_open": is_open,
        "open_count": len(found.differences) - len(settled), "outcomes": DifferenceSettlement.Outcome.choices,
        "chips": [(key, said, counts[key]) for key, said in SAID.items() if counts[key]],
        "may_settle": request.actor.role in OFFICES, "refusal": refusal, "refused": refused, "typed": request.POST,
    }  # fmt: skip
    return render(request, "shared/ministry/comparison.html", context, status=409 if refusal else 200)


def _page(request: HttpRequest, round_: Round, refusal: Refused | None = None, typed_for: Batch | None = None) -> HttpResponse:
    batches, form = list(batches_of(request.actor, round_)), platform_form(round_.year)
    is_province = request.actor.may("read_province")
    context = {
        "round": round_,
        "platform": NAME,
        "batches": [(batch, next(iter(batch.platform_receipts.all()), None)) for batch in batches],
        "lacking": sum(1 for batch in batches if not batch.platform_receipts.all()),
        "is_required": parameters(round_).get("platform_receipt_required"),
        "form": form,
        "is_other_year": form.year != round_.year,
        "nominated": rows_for(request.actor, round_, NOMINATIONS).count() if is_province else 0,
        "comparisons": _told(visible_to(request.actor).filter(round=round_)),
        "against": [choice for choice in PlatformComparison.Against.choices if is_province or choice[0] != NOMINATIONS],
        "may_compare": request.actor.role in OFFICES,
        "typed": request.POST,
        "typed_for": typed_for.pk if typed_for else None,
        "today": today(),
        "limit": LIMIT_MB,
        "refusal": refusal,
    }
    return render(request, "shared/ministry/index.html", context, status=409 if refusal else 200)


def _told(rows: QuerySet[PlatformComparison]) -> Iterable[tuple[PlatformComparison, int, int]]:
    """Each with its differences, and how many of them nobody has settled yet."""
    return [(one, len(one.differences), len(one.differences) - one.settled) for one in rows[:PER_PAGE]]  # type: ignore[attr-defined]


def _round() -> Round:
    if (found := current_round()) is None:
        raise Http404
    return found


def _stored(request: HttpRequest, kinds: tuple[str, ...]) -> StoredFile | None:
    upload: Any = request.FILES.get("file")
    if upload is None:
        return None
    owner = request.actor.organisation_id
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=owner, actor=request.actor, limit_mb=LIMIT_MB, only=kinds)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
