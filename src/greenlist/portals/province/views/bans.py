"""不予采信: decided on the page of a body, with everything it touches; one decision then and now, and its lifting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.selectors import AT_PROVINCE
from greenlist.casework.evaluators.models import Ban, Evaluator
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.ban_services import ban_and_check, lift_and_check
from greenlist.casework.oversight.bans import places_kept, then_and_now
from greenlist.casework.oversight.selectors import resting_on
from greenlist.casework.rounds.selectors import current_round, parameter
from greenlist.portals.province.views.evaluators import page_of
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported


@require_POST
@for_roles("province")
def deciding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST reason, document: results of this body are not accepted for the years of the round's parameter."""
    body, round_ = get_object_or_404(Evaluator, pk=pk), current_round()
    try:
        if round_ is None:
            raise Refused("还没有开放的轮次，不予采信没有登记。", clause="C-60")
        made = ban_and_check(body, reason=request.POST.get("reason", ""), document=request.POST.get("document", ""),
                             years=int(parameter(round_, "ban_years")), actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return page_of(request, body, refusal)
    touched = resting_on(body)
    here = touched.filter(state__in=AT_PROVINCE).count()
    told = f"触及的{len(touched)}件已逐项重新查核：没有报送的{len(touched) - here}件列入推荐单位的待办，已报送的{here}件由省厅处理"
    messages.success(request, f"已登记不予采信，至{made.until_on:%Y年%-m月%-d日}；{told}")
    return redirect("province:evaluator", pk)


@for_roles("province", "centre")
@exported
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /province/bans/<pk>/: one decision, and what it touched then and now."""
    return _page(request, _ban(pk))


@require_POST
@for_roles("province")
def lifting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST reason, document: the decision is taken back from today on."""
    held = _ban(pk)
    try:
        lift_and_check(held, reason=request.POST.get("reason", ""), document=request.POST.get("document", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, held, refusal)
    messages.success(request, "已解除不予采信，触及的件已逐项重新查核")
    return redirect("province:ban", pk)


def _ban(pk: UUID) -> Ban:
    return get_object_or_404(Ban.objects.select_related("evaluator__organisation"), pk=pk)


def _page(request: HttpRequest, held: Ban, refusal: Refused | None = None) -> HttpResponse:
    is_in_force = held.decided_on <= today() < held.until_on
    context: dict[str, Any] = {
        "ban": held,
        "is_in_force": is_in_force,
        "rows": then_and_now(held),
        "slots": places_kept(held),
        "at_province": AT_PROVINCE,
        "may_lift": is_in_force and request.actor.may("ban_evaluator"),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "province/ban.html", context, status=409 if refusal else 200)
