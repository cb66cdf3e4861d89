"""异议 on the notice page: anybody may object while the period runs, without signing in; what is sent is never shown publicly."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.models import PublicNotice
from greenlist.casework.publication.selectors import is_open, notices
from greenlist.casework.publication.services import receive_objection
from greenlist.portals.shared.entry import chosen, sender_of


def form(request: HttpRequest, pk: str) -> HttpResponse:
    """GET/POST /notices/<pk>/objection/: application, statement, contact_name, contact."""
    notice = get_object_or_404(notices(), pk=pk)
    if request.method != "POST":
        return _page(request, notice)
    posted = request.POST
    about = chosen(Application.objects.filter(notice_rows__notice=notice), posted["application"]) if posted.get("application") else None
    try:
        made = receive_objection(
            notice, application=about, statement=posted.get("statement", ""), contact_name=posted.get("contact_name", ""),
            contact=posted.get("contact", ""), sender=sender_of(request), actor=ANONYMOUS,
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, notice, refusal)
    request.session["objection_sent"] = made.number
    return redirect("public:objection", pk)


def _page(request: HttpRequest, notice: PublicNotice, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "notice": notice,
        "is_open": is_open(notice),
        "named": Application.objects.filter(notice_rows__notice=notice).select_related("site").order_by("number"),
        "sent": request.session.pop("objection_sent", "") if "objection_sent" in request.session else "",
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "public/objection.html", context, status=409 if refusal else 200)
