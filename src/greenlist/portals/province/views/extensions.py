"""准予延期: a later deadline for one recommending unit, in force at once, with reason and document."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, last_day
from greenlist.casework.rounds.services import extend_deadline
from greenlist.portals.province.overview import batches_of
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.rulebook.notices import round_parameters


@for_roles("province", "centre")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /province/extensions/: each unit's deadline, and the extensions granted. POST unit, last_day, reason, document."""
    round_ = current_round()
    if round_ is None:
        raise Http404
    if request.method == "GET":
        return render(request, "province/extensions.html", _context(round_, request.GET))
    try:
        made = extend_deadline(round_, unit=request.POST.get("unit", ""), last_day=_day(request.POST.get("last_day", "")),
                               reason=request.POST.get("reason", ""), document=request.POST.get("document", ""), actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return render(request, "province/extensions.html", {**_context(round_, request.POST), "refusal": refusal}, status=409)
    city = round_parameters(round_.notice).unit(made.unit).city
    messages.success(request, f"已准予{city}延至{last_day(round_, made.unit):%-m月%-d日}24:00，即时生效")
    return redirect("province:extensions")


def _context(round_: Round, typed: Any) -> dict[str, Any]:
    units, granted, handed_in = round_parameters(round_.notice).units, list(round_.extensions.all()), batches_of(round_)
    extended = {e.unit: e for e in granted}
    cities = {u.code: u.city for u in units}
    return {
        "round": round_,
        "typed": typed,
        "units": [
            {"unit": u, "deadline_at": extended[u.code].deadline_at if u.code in extended else round_.deadline_at,
             "extension": extended.get(u.code), "batch": handed_in.get(u.code)}
            for u in units
        ],
        "granted": [(cities[e.unit], e) for e in reversed(granted)],
    }  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("没有准予延期。", items=[f"延至日期“{text}”不是日期，请按 2024-05-29 的格式填写。"], clause="C-08") from None
