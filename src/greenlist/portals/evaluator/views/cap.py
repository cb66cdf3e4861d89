"""国家级项目上限: the fifteen places of the legal representative this year, and what is declared elsewhere (C-36)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.evaluators.models import Evaluator
from greenlist.casework.evaluators.selectors import CapUsage, cap_usage, declared_by, evaluator_of, representative_on
from greenlist.casework.evaluators.services import declare_outside
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.engines.scoring.application import number
from greenlist.portals.evaluator.views.scope import cap_limit, counts_related
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported


def usage_of(evaluator: Evaluator | None) -> CapUsage | None:
    """The use of the cap today; None when no representative is on record."""
    person = representative_on(evaluator, today()) if evaluator else None
    return cap_usage(person, year=today().year, limit=cap_limit(), counts_related=counts_related()) if person else None


@for_roles("evaluator")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET: the places taken, one row each, and the declaration of outside projects."""
    return _page(request)


@require_POST
@for_roles("evaluator")
def outside(request: HttpRequest) -> HttpResponse:
    """POST projects: declare the national projects in other provinces."""
    evaluator = evaluator_of(request.actor)
    if evaluator is None:
        raise NotAllowed("本单位没有登记为第三方机构。", clause="C-34")
    try:
        declare_outside(evaluator, year=today().year, projects=_whole(request.POST.get("projects", "")), actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, "已申明外省项目数")
    return redirect("evaluator:cap")


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    evaluator, year = evaluator_of(request.actor), today().year
    declared = declared_by(evaluator, year) if evaluator else None
    context = {"usage": usage_of(evaluator), "year": year, "declared": request.POST.get("projects", declared), "refusal": refusal}
    return render(request, "evaluator/cap.html", context, status=409 if refusal else 200)


def _whole(text: str) -> int:
    try:
        value = number(text)
    except ValueError as error:
        raise Refused(f"外省项目数：{error}") from None
    if value.denominator != 1:
        raise Refused("外省项目数须是整数。")
    return int(value)
