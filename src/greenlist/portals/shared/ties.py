"""关联关系: the parties a unit is tied to and its legal representatives, kept by the bureau of the region and the province."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.directory.models import Organisation, Tie
from greenlist.casework.directory.selectors import former_names, representatives_of, ties_of, units_tied_by
from greenlist.casework.directory.tie_services import close_tie, enter_representative, enter_tie
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported

ROLES = ("bureau", "province")


@for_roles(*ROLES)
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /units/<pk>/ties/: the ties and the legal representatives of one unit, with the forms."""
    return _page(request, _unit(request, pk))


@require_POST
@for_roles(*ROLES)
def entry(request: HttpRequest, pk: str) -> HttpResponse:
    """POST kind, name, code, from_on, source: enter a tie."""
    unit, posted = _unit(request, pk), request.POST
    try:
        made = enter_tie(unit, kind=posted.get("kind", ""), name=posted.get("name", ""), code=posted.get("code", ""),
                         from_on=_day(posted.get("from_on", "")), source=posted.get("source", ""), actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _page(request, unit, refusal)
    messages.success(request, f"已登记{made.get_kind_display()}“{made.party_name}”。已导入的名单今夜再比对，也可在名单比对中重新比对。")
    return redirect("unit_ties", unit.pk)


@require_POST
@for_roles(*ROLES)
def closing(request: HttpRequest, pk: str, tie_pk: str) -> HttpResponse:
    """POST until_on: the tie holds no more from that day on."""
    unit = _unit(request, pk)
    tie = get_object_or_404(ties_of(unit), pk=tie_pk)
    try:
        close_tie(tie, until_on=_day(request.POST.get("until_on", "")), actor=request.actor)
    except Refused as refusal:
        return _page(request, unit, refusal)
    messages.success(request, f"已终止与“{tie.party_name}”的关联关系。")
    return redirect("unit_ties", unit.pk)


@require_POST
@for_roles(*ROLES)
def representative(request: HttpRequest, pk: str) -> HttpResponse:
    """POST person, since_on, told_by: who represents the unit from a day on."""
    unit, posted = _unit(request, pk), request.POST
    try:
        enter_representative(unit, name=posted.get("person", ""), from_on=_day(posted.get("since_on", "")),
                             source=posted.get("told_by", ""), actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _page(request, unit, refusal)
    messages.success(request, "已登记法定代表人，前一任到这一天为止。")
    return redirect("unit_ties", unit.pk)


def _unit(request: HttpRequest, pk: str) -> Organisation:
    return get_object_or_404(units_tied_by(request.actor), pk=pk)


def _page(request: HttpRequest, unit: Organisation, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "unit": unit,
        "former": former_names(unit),
        "ties": ties_of(unit),
        "representatives": representatives_of(unit),
        "kinds": Tie.Kind.choices,
        "typed": request.POST,
        "today": today(),
        "refusal": refusal,
    }
    return render(request, "shared/units/ties.html", context, status=409 if refusal else 200)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused("没有登记。", items=[f"“{text[:20]}”不是日期，请按 2024-05-20 的格式填写。"]) from None
