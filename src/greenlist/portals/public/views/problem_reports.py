"""实名举报 without sign-in: what is reported is never public; the reporter follows it by the receipt that he alone holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.problem_reports.selectors import by_receipt
from greenlist.casework.problem_reports.services import LIMIT_MB, Said, check_report, receive_report, store_proof
from greenlist.portals.shared.entry import sender_of

FIELDS = ("about", "statement", "reporter", "contact")


@never_cache
def form(request: HttpRequest) -> HttpResponse:
    """GET/POST /reports-of-problems/[?about=]: about, statement, reporter, contact, file (PDF, JPEG, PNG).

    POST receipt: how far a report is, and the answer once it is decided. A receipt stands in no address, and so in no log.
    """
    if request.method != "POST":
        return _page(request)
    if "receipt" in request.POST:
        return _page(request, asked=True, found=by_receipt(request.POST["receipt"][:60]))
    try:
        made, receipt = _received(request)
    except Refused as refusal:
        return _page(request, refusal=refusal)
    return _page(request, sent=(made.number, receipt))  # in this answer alone: a session would keep the receipt itself


def _received(request: HttpRequest) -> Any:
    said, sender, upload = Said(**{name: request.POST.get(name, "") for name in FIELDS}), sender_of(request), request.FILES.get("file")
    check_report(said, sender=sender)
    file = store_proof(chunks=upload.chunks(), name=upload.name or "") if upload else None
    return receive_report(said, sender=sender, file=file)


def _page(request: HttpRequest, *, refusal: Refused | None = None, **told: Any) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    typed["about"] = typed["about"] or request.GET.get("about", "")[:120]
    context = {"typed": typed, "limit": LIMIT_MB, "refusal": refusal, **told}
    return render(request, "public/problem_report.html", context, status=409 if refusal else 200)
