"""Changes of 本轮参数: one person of the province proposes, another signs or drops."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.review.step_services import sign_round_change
from greenlist.casework.rounds.models import ParameterProposal, Round
from greenlist.casework.rounds.selectors import FIELDS, current_round, disclosure_classes, in_words, open_proposal, parameters, steps_of
from greenlist.casework.rounds.services import CLASSES, LASTING, drop_proposal, propose_parameters
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.notices import Parameter, round_parameters


@for_roles("province")
def create(request: HttpRequest) -> HttpResponse:
    """GET /province/parameters/proposals/new/: every value that may be changed here. POST parameter.<key>, step, field.<name>, reason."""
    round_ = current_round()
    if round_ is None:
        raise Http404
    if request.method == "GET" and open_proposal(round_):
        messages.info(request, "已有一项改动在等第二人签署；先签署或撤销那一项，再提出新的改动")
        return redirect("province:parameters")
    if request.method == "GET":
        return render(request, "province/proposal_new.html", _form(round_, {}))
    try:
        propose_parameters(round_, changes=_typed(request, "parameter."), steps_on=request.POST.getlist("step"),
                           disclosure=_typed(request, "field."), reason=request.POST.get("reason", ""), actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return render(request, "province/proposal_new.html", {**_form(round_, request.POST), "refusal": refusal}, status=409)
    messages.success(request, "已提出改动，等第二人签署")
    return redirect("province:parameters")


@require_POST
@for_roles("province")
def signature(request: HttpRequest, pk: str) -> HttpResponse:
    """POST …/proposals/<pk>/signature/: the second signature."""
    version = sign_round_change(get_object_or_404(ParameterProposal, pk=pk), actor=request.actor)
    messages.success(request, f"已签署，本轮参数第{version.number}版即时生效")
    return redirect("province:parameters")


@require_POST
@for_roles("province")
def dropping(request: HttpRequest, pk: str) -> HttpResponse:
    """POST …/proposals/<pk>/dropping/ with `reason`: the proposal is dropped."""
    drop_proposal(get_object_or_404(ParameterProposal, pk=pk), reason=request.POST.get("reason", ""), actor=request.actor)
    messages.success(request, "已撤销改动，参数不变")
    return redirect("province:parameters")


def _typed(request: HttpRequest, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(value) for name, value in request.POST.items() if name.startswith(prefix)}


def _form(round_: Round, posted: Any) -> dict[str, Any]:
    values = parameters(round_)
    chosen = posted.getlist("step") if posted else values["steps_on"]
    classes = disclosure_classes(round_)
    return {
        "round": round_,
        "rows": [
            {"parameter": p, "now": in_words(values[p.key], p.unit), "typed": posted.get(f"parameter.{p.key}", _as_typed(values[p.key])),
             "is_yes_no": isinstance(p.value, bool)}
            for p in round_parameters(round_.notice).parameters
            if may_be_typed(p)
        ],
        "steps": [{"step": s, "is_on": s.id in chosen, "is_lasting": s.id in LASTING} for s in steps_of(round_)],
        "fields": [(f, FIELDS[f], classes[f], posted.get(f"field.{f}", classes[f])) for f in classes],
        "classes": CLASSES,
        "reason": posted.get("reason", ""),
    }  # fmt: skip


def may_be_typed(parameter: Parameter) -> bool:
    """Yes or no, a number, or a value that is not set: a way of doing (a code, a list) is changed in the notice's data."""
    return isinstance(parameter.value, bool | int) or parameter.value is None


def _as_typed(value: Any) -> str:
    return "" if value is None else in_words(value)
