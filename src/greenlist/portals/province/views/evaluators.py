"""第三方机构: every body with its cap, its reports and bans; the decision that two representatives are one person."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.selectors import AT_PROVINCE, visible_to
from greenlist.casework.evaluators.entering_services import change_representative, enter_body
from greenlist.casework.evaluators.models import BodyTie, Evaluator, LegalRepresentative, SupervisionRecord
from greenlist.casework.evaluators.selectors import (
    banned_today,
    cap_usage,
    complaints_of,
    evaluators,
    inspections_of,
    is_told_only,
    newest_capability,
    open_ties,
    overview,
    representative_on,
)
from greenlist.casework.evaluators.services import recognise_same_person
from greenlist.casework.evaluators.supervision_services import answer_problem
from greenlist.casework.evaluators.tie_services import connect_bodies, end_body_tie
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.selectors import on_banned_bodies, resting_on
from greenlist.casework.oversight.track_record import deviations
from greenlist.casework.rounds.selectors import current_round, parameters
from greenlist.engines.scoring.deviation import LEAST, Deviation
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.rulebook.reference.regions import division_name


@for_roles("province", "centre")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /province/evaluators/."""
    return _index(request)


def _index(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    limit, counts_related = _cap()
    context = {
        "may_decide": request.actor.may("recognise_person"),
        "typed": request.POST,
        "refusal": refusal,
        "lines": overview(today(), counts_related=counts_related),
        "limit": limit,
        "year": today().year,
        "banned": on_banned_bodies(visible_to(request.actor), request.actor),
        "at_province": AT_PROVINCE,
    }
    return render(request, "province/evaluators.html", context, status=409 if refusal else 200)


@for_roles("province", "centre")
@exported
def scores(request: HttpRequest) -> HttpResponse:
    """GET /province/evaluators/scores/[?sort=name]: those first whose scores lie most surely above the panels', or by name."""
    compared, by_name = deviations(request.actor), request.GET.get("sort") == "name"
    lines = [(body, compared[body.pk].overall) for body in evaluators().filter(pk__in=list(compared))]
    context = {"lines": lines if by_name else sorted(lines, key=_surely_above), "by_name": by_name, "least": LEAST}
    return render(request, "province/evaluator_scores.html", context)


@require_POST
@for_roles("province")
def entry(request: HttpRequest) -> HttpResponse:
    """POST name, credit_code, representative, from_on: enter a body that is not held."""
    posted = request.POST
    told = {name: posted.get(name, "") for name in ("name", "credit_code", "representative")}
    try:
        made = enter_body(**told, from_on=_day(posted.get("from_on", "")), actor=request.actor)
    except Refused as refusal:
        return _index(request, refusal)
    messages.success(request, f"已登记{made}；账号由系统管理员开立")
    return redirect("province:evaluator", made.pk)


@require_POST
@for_roles("province")
def representative(request: HttpRequest, pk: str) -> HttpResponse:
    """POST representative, from_on: another person represents the body."""
    body = get_object_or_404(Evaluator, pk=pk)
    try:
        change_representative(body, representative=request.POST.get("representative", ""), from_on=_day(request.POST.get("from_on", "")),
                              actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return page_of(request, body, refusal)
    messages.success(request, "已登记法定代表人变更；与已有记录为同一人的，请另行认定")
    return redirect("province:evaluator", pk)


@require_POST
@for_roles("province")
def tying(request: HttpRequest, pk: str) -> HttpResponse:
    """POST other, reason: this body and another are connected."""
    body = get_object_or_404(Evaluator, pk=pk)
    try:
        connect_bodies(
            body, other=chosen(evaluators(), request.POST.get("other")), reason=request.POST.get("reason", ""), actor=request.actor
        )
    except Refused as refusal:
        return page_of(request, body, refusal)
    messages.success(request, "已认定关联机构")
    return redirect("province:evaluator", pk)


@require_POST
@for_roles("province")
def untying(request: HttpRequest, pk: str, tie_pk: str) -> HttpResponse:
    """POST reason: connected no more."""
    body = get_object_or_404(Evaluator, pk=pk)
    tie = get_object_or_404(BodyTie.objects.filter(Q(first=body) | Q(second=body)), pk=tie_pk)
    try:
        end_body_tie(tie, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return page_of(request, body, refusal)
    messages.success(request, "已终止关联认定")
    return redirect("province:evaluator", pk)


@for_roles("province", "centre")
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/evaluators/<pk>/: the places under the cap, bans, the representative's identity."""
    return page_of(request, get_object_or_404(Evaluator, pk=pk))


@require_POST
@for_roles("province")
def identity(request: HttpRequest, pk: str) -> HttpResponse:
    """POST person, reason: this body's representative is the same natural person as another on record."""
    body = get_object_or_404(Evaluator, pk=pk)
    own = representative_on(body, today())
    try:
        if own is None:
            raise Refused("本机构没有登记法定代表人。", clause="C-36")
        recognise_same_person(own, as_person=chosen(_others(own), request.POST.get("person")), reason=request.POST.get("reason", ""),
                              actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return page_of(request, body, refusal)
    messages.success(request, "已认定为同一法定代表人，项目数合并计算")
    return redirect("province:evaluator", pk)


@for_roles("province", "centre")
def proof(request: HttpRequest, pk: str) -> FileResponse:
    """GET /province/evaluators/<pk>/proof/: what the body's declaration of its conditions rests on."""
    told = newest_capability(get_object_or_404(Evaluator, pk=pk))
    if told is None:
        raise Http404
    return as_stored(told.file)


@for_roles("province", "centre")
def inspection_file(request: HttpRequest, pk: str) -> FileResponse:
    """GET /province/evaluators/records/<pk>/file/: the paper of one inspection by a bureau."""
    return as_stored(get_object_or_404(SupervisionRecord.objects.exclude(file=None), pk=pk).file)


@require_POST
@for_roles("province")
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """POST handling: what the province made of a problem that a bureau reported."""
    found = get_object_or_404(SupervisionRecord.objects.exclude(reported_at=None), pk=pk)
    try:
        answer_problem(found, handling=request.POST.get("handling", ""), actor=request.actor)
    except Refused as refusal:
        return page_of(request, found.evaluator, refusal)
    messages.success(request, "已登记处理意见")
    return redirect("province:evaluator", found.evaluator_id)


def page_of(request: HttpRequest, body: Evaluator, refusal: Refused | None = None) -> HttpResponse:
    """The page of one body, with what was refused on it."""
    person = representative_on(body, today())
    limit, counts_related = _cap()
    usage = cap_usage(person, year=today().year, limit=limit, counts_related=counts_related) if person else None
    context: dict[str, Any] = {
        "body": body,
        "is_told_only": is_told_only(body),
        "usage": usage,
        "told": newest_capability(body),
        "records": [(r, division_name(r.unit)) for r in inspections_of(body, request.actor)],
        "complaints": complaints_of(request.actor).filter(evaluator=body).count(),
        "ban": banned_today(body),
        "touched": list(resting_on(body)),
        "at_province": AT_PROVINCE,
        "ties": [(tie, tie.second if tie.first == body else tie.first) for tie in open_ties(body)],
        "others": evaluators().exclude(pk=body.pk),
        "counts_related": counts_related,
        "bans": body.bans.order_by("-decided_on", "-id"),
        "people": _others(person) if person else [],
        "typed": request.POST,
        "may_decide": request.actor.may("ban_evaluator"),
        "refusal": refusal,
    }
    return render(request, "province/evaluator.html", context, status=409 if refusal else 200)


def _others(person: LegalRepresentative) -> Any:
    """The persons on record who are still counted apart from this one; those of the same name first."""
    rows = LegalRepresentative.objects.filter(same_as=None).exclude(pk=person.pk).prefetch_related("tenures__evaluator__organisation")
    return rows.order_by("name", "id")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _surely_above(line: tuple[Evaluator, Deviation]) -> tuple[bool, Decimal]:
    """The lower end of the interval, the highest first; those of too few cases last."""
    return not line[1].mean, -Decimal(line[1].low or 0)


def _cap() -> tuple[int, bool]:
    """(how many projects a representative may have, whether connected bodies count together) in the current round."""
    round_ = current_round()
    given = parameters(round_) if round_ else {}
    return int(given.get("cap_projects", 0)), bool(given.get("cap_counts_related"))
