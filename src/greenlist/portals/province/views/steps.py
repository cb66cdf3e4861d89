"""省级环节: what waits at each step, recorded one by one or many by one document; what has been recorded."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.while_open_services import record_step_while_open
from greenlist.casework.register.models import Category
from greenlist.casework.review.models import StepRecord
from greenlist.casework.review.scores import scores_of_record
from greenlist.casework.review.services import StepProof
from greenlist.casework.review.step_services import correct_step
from greenlist.casework.review.steps import case_steps, records_in_force, replaced_records, waiting
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import Step, current_round, parameter
from greenlist.portals.province.views.files import received
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import city_names

PER_PAGE = 60
PATTERNS = ("ochre", "outline", "stripe", "pale", "accent", "plain")


@for_roles("province", "centre")
def index(request: HttpRequest) -> HttpResponse:
    """GET /province/steps/: the first step where something waits."""
    round_ = current_round()
    steps = case_steps(round_) if round_ else []
    if round_ is None or not steps:
        return render(request, "province/no_steps.html", {"round": round_})
    ids = waiting(round_, steps)
    first = next((step for step in steps if ids[step.id]), steps[0])
    return redirect("province:step", first.id)


@for_roles("province", "centre")
@exported
def show(request: HttpRequest, step_id: str) -> HttpResponse:
    """GET /province/steps/<step>/?unit=&category=&score=&page=n&correct=<record>."""
    return _page(request, *_step(step_id))


@require_POST
@for_roles("province", "centre")
def records(request: HttpRequest, step_id: str) -> HttpResponse:
    """POST application (several) or every=1, outcome, document, reason, file, sheet: record the step for all of them."""
    round_, steps, step = _step(step_id)
    rows = _narrowed(request, round_, waiting(round_, steps)[step.id])
    if not request.POST.get("every"):
        picked = set(request.POST.getlist("application"))
        rows = [row for row in rows if str(row.pk) in picked]
    try:
        is_passed = request.POST.get("outcome") != "failed"
        count = record_step_while_open(round_, step_id=step.id, applications=list(rows), is_passed=is_passed, actor=request.actor,
                                       reason=request.POST.get("reason", ""), proof=_proof(request, round_))  # fmt: skip
    except Refused as refusal:
        return _page(request, round_, steps, step, refusal)
    messages.success(request, f"已记录{count}件{step.label}{'通过' if is_passed else '未通过'}")
    return redirect(f"{reverse('province:step', args=[step.id])}?{request.GET.urlencode()}".rstrip("?"))


@for_roles("province", "centre")
def record_file(request: HttpRequest, pk: str) -> FileResponse:
    """GET /province/steps/records/<pk>/file/: the document that a record rests on."""
    record = get_object_or_404(StepRecord.objects.filter(application__in=visible_to(request.actor).values("pk")), pk=pk)
    if record.file is None:
        raise Http404
    return as_stored(record.file)


@require_POST
@for_roles("province", "centre")
def correction(request: HttpRequest, pk: str) -> HttpResponse:
    """POST outcome, document, file, sheet, reason, correction: correct one record by a new version; the old one stays."""
    held = StepRecord.objects.select_related("application__round", "application__site", "file")
    kept = get_object_or_404(held.filter(application__in=visible_to(request.actor).values("pk")), pk=pk)
    round_, steps, step = _step(kept.step)
    post = request.POST
    try:
        made = correct_step(kept, is_passed=post.get("outcome") != "failed", correction=post.get("correction", ""), actor=request.actor,
                            reason=post.get("reason", ""), proof=_proof(request, round_))  # fmt: skip
    except Refused as refusal:
        return _page(request, round_, steps, step, refusal)
    messages.success(request, f"已更正{kept.application.site.name}的{step.label}记录，第{made.version}版")
    return redirect("province:step", kept.step)


def _step(step_id: str) -> tuple[Round, list[Step], Step]:
    """The round, all its steps, the one asked for; 404 when the round does not have it."""
    round_ = current_round()
    steps = case_steps(round_) if round_ else []
    step = next((s for s in steps if s.id == step_id), None)
    if round_ is None or step is None:
        raise Http404
    return round_, steps, step


def _narrowed(request: HttpRequest, round_: Round, ids: list[Any]) -> list[Any]:
    """What waits at a step, narrowed by unit, category and least score; the best score first where there are scores."""
    get = request.GET
    wanted = {key: get[key] for key in ("unit", "category") if get.get(key)}
    rows = list(visible_to(request.actor).filter(pk__in=ids, **wanted).order_by("number"))
    scores = {s.application_id: s.score for s in scores_of_record(round_)}
    for row in rows:
        row.record_score = scores.get(row.pk, "")
    least = _least(get.get("score", ""))
    if least is not None:
        rows = [row for row in rows if row.record_score and Decimal(row.record_score) >= least]
    return sorted(rows, key=lambda row: (-Decimal(row.record_score or 0), row.number))


def _least(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _proof(request: HttpRequest, round_: Round) -> StepProof:
    sheet = request.POST.get("sheet", "").strip()
    if sheet and not (sheet.isdecimal() and len(sheet) < 6):
        raise Refused("环节没有记录。", items=[f"页码“{sheet}”不是数字。"], then="填过的内容还在，改正后再存。")
    return StepProof(request.POST.get("document", ""), received(request, round_), int(sheet) if sheet else None)


def _page(request: HttpRequest, round_: Round, steps: list[Step], step: Step, refusal: Refused | None = None) -> HttpResponse:
    ids = waiting(round_, steps)
    rows = _narrowed(request, round_, ids[step.id])
    recorded = records_in_force(round_, step.id)[:PER_PAGE]
    context = {
        "round": round_,
        "step": step,
        "segments": segments(steps, ids, step.id),
        "page": shown_page(request, rows, PER_PAGE),
        "has_scores": any(row.record_score for row in rows),
        "recorded": recorded,
        "replaced": replaced_records(recorded),
        "correcting": _to_correct(request, recorded),
        "limit": int(parameter(round_, "upload_limit_mb")),
        "cities": city_names(),
        "city_of": dict(city_names()),
        "categories": Category.choices,
        "typed": request.POST,
        "picked": request.POST.getlist("application"),
        "refusal": refusal,
    }
    return render(request, "province/step.html", context, status=409 if refusal else 200)


def _to_correct(request: HttpRequest, recorded: Iterable[StepRecord]) -> StepRecord | None:
    """The record that ?correct= or a refused correction speaks of."""
    asked = str((request.resolver_match.kwargs if request.resolver_match else {}).get("pk") or request.GET.get("correct", ""))
    return next((record for record in recorded if str(record.pk) == asked), None)


def segments(steps: list[Step], ids: dict[str, list[Any]], current: str) -> list[dict[str, Any]]:
    """The round's steps as the bar on top: how many wait at each."""
    return [
        {
            "key": step.id,
            "label": f"待{step.label}",
            "count": len(ids[step.id]),
            "pattern": PATTERNS[i % len(PATTERNS)],
            "url": reverse("province:step", args=[step.id]),
            "is_current": step.id == current,
        }
        for i, step in enumerate(steps)
    ]
