"""年度工作情况: what this body reports of a year. Our own records of its projects are there already."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from greenlist.casework.body_returns.models import BodyReturn
from greenlist.casework.body_returns.selectors import OWED, content_of, newest_version, visible_to, work_of
from greenlist.casework.body_returns.services import Told, file_return
from greenlist.casework.evaluators.selectors import newest_capability
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.body_returns import named_work
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported

FIELDS = ("outside_national", "outside_provincial", "changes", "summary")


@for_roles("evaluator")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /evaluator/returns/: the years that were opened to this body."""
    return render(request, "evaluator/returns.html", {"returns": visible_to(request.actor), "owed": OWED})


@for_roles("evaluator")
def form(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET/POST /evaluator/returns/<pk>/: outside_national, outside_provincial, has_changed (yes, no), changes, summary."""
    held, refusal = get_object_or_404(visible_to(request.actor), pk=pk), None
    if request.method == "POST":
        try:
            version = file_return(held, _told(request), actor=request.actor)
        except Refused as problem:
            refusal = problem
            held.refresh_from_db()
        else:
            messages.success(request, f"已报送{held.opening}第{version.number}版")
            return redirect("evaluator:returns")
    return _page(request, held, refusal)


def _told(request: HttpRequest) -> Told:
    posted = request.POST
    counts = {name: _whole(posted.get(name, "")) for name in FIELDS[:2]}
    has_changed = {"yes": True, "no": False}.get(posted.get("has_changed", ""))
    return Told(**counts, has_changed=has_changed, changes=posted.get("changes", ""), summary=posted.get("summary", ""))


def _whole(text: str) -> int:
    """A whole number of at most four digits; -1, which is refused, for anything else."""
    return int(text) if text.strip().isascii() and text.strip().isdecimal() and len(text.strip()) <= 4 else -1


def _page(request: HttpRequest, held: BodyReturn, refusal: Refused | None) -> HttpResponse:
    newest = newest_version(held)
    content = content_of(newest) if newest else {}
    changed = {True: "yes", False: "no", None: ""}[content.get("has_changed")]
    is_open = held.state in OWED
    work = work_of(held.evaluator, held.opening.year) if is_open else content["work"]
    context: dict[str, Any] = {
        "held": held,
        "version": newest,
        "is_open": is_open,
        "told": {name: request.POST.get(name, content.get(name, "")) for name in FIELDS}
        | {"has_changed": request.POST.get("has_changed", changed)},
        "capability": newest_capability(held.evaluator),
        "work": named_work(work),
        "refusal": refusal,
    }
    return render(request, "evaluator/return.html", context, status=409 if refusal else 200)
