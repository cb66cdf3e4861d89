"""盖章页: the version that is fixed, its pages to be signed, and the sealed report built from their scans."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.permissions import may_edit
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.shared import sealing
from greenlist.portals.shared.entry import for_roles


@for_roles("applicant")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/sealing/: the version that is fixed, its pages to be signed, the sealed report."""
    return page_of(request, pk)


@require_POST
@for_roles("applicant")
def preparation(request: HttpRequest, pk: str) -> HttpResponse:
    """POST [file, pages]: fix the report of the form, or take one made elsewhere."""
    try:
        made = sealing.prepare(request, own(request, pk))
    except Refused as refusal:
        return page_of(request, pk, refusal)
    messages.success(request, f"已定稿{made}，要盖章的是{len(made.pages)}页")
    return redirect("applicant:sealing", pk)


@require_POST
@for_roles("applicant")
def scans(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """POST file…: the scans of the signed pages take their places."""
    try:
        made = sealing.seal(request, own(request, pk), number)
    except Refused as refusal:
        return page_of(request, pk, refusal)
    messages.success(request, f"已合成盖章报告并采用，{made.sealed.pages}页" if made.sealed else "")
    return redirect("applicant:sealing", pk)


@for_roles("applicant")
def pages(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """GET …/pages.pdf: only the pages to be signed."""
    return sealing.pages_to_sign(request, own(request, pk), number)


@for_roles("applicant")
def whole(request: HttpRequest, pk: str, number: int) -> HttpResponseBase:
    """GET …/report.pdf: the sealed report, or the original before."""
    return sealing.whole(request, own(request, pk), number)


@for_roles("applicant")
def picture(request: HttpRequest, pk: str, number: int, page: int) -> HttpResponse:
    """GET …/pictures/<page>/: one page as PNG."""
    return sealing.picture(request, own(request, pk), number, page)


def page_of(request: HttpRequest, pk: str, refusal: Refused | None = None) -> HttpResponse:
    """The page, with what was refused."""
    application = own(request, pk)
    may_prepare = may_edit(application, request.actor) and application.mode == Application.Mode.SELF
    engaged = open_engagement(application.number)
    context = sealing.sealing_context(request, application, "applicant", pk) | {
        "may_prepare": may_prepare,
        "signed": engaged.signed_report if engaged else None,
        "refusal": refusal,
    }
    return render(request, "applicant/sealing.html", context, status=409 if refusal else 200)
