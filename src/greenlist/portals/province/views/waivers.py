"""准予豁免: a rule that the notice asks for in principle is waived for one enterprise, with the reason (C-33)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.selectors import current_round
from greenlist.casework.rounds.services import waive
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported


@for_roles("province", "centre")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /province/waivers/: the waivers granted. POST subject, reason, document, public."""
    round_ = current_round()
    if round_ is None:
        raise Http404
    context = {"round": round_, "typed": request.POST, "granted": list(round_.waivers.order_by("-granted_at", "-id"))}
    if request.method == "GET":
        return render(request, "province/waivers.html", context)
    try:
        made = waive(round_, clause="C-33", subject=request.POST.get("subject", ""), reason=request.POST.get("reason", ""),
                     document=request.POST.get("document", ""), is_public="public" in request.POST, actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return render(request, "province/waivers.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, f"已准予豁免：{made.subject}，即时生效")
    return redirect("province:waivers")
