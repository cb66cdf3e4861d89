"""盖章页: the body fixes its report, has only some pages signed and sealed, and signs what is built from their scans."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from greenlist.casework.applications.evaluation_services import sign_evaluation
from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.permissions import EDITABLE
from greenlist.casework.applications.report_check import check_of
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.journal.refusals import Refused
from greenlist.papers.report_word import to_docx
from greenlist.portals.evaluator.views.scope import own
from greenlist.portals.shared import sealing
from greenlist.portals.shared.entry import for_roles

HANDLED = ("engaged", "signed")


@for_roles("evaluator")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/sealing/: the version that is fixed, its pages to be signed, the sealed report."""
    return page_of(request, pk)


@require_POST
@for_roles("evaluator")
def preparation(request: HttpRequest, pk: str) -> HttpResponse:
    """POST [file, pages]: fix the report of the form, or take one made elsewhere."""
    try:
        made = sealing.prepare(request, _application(own(request, pk)))
    except Refused as refusal:
        return page_of(request, pk, refusal)
    messages.success(request, f"已定稿{made}，要盖章的是{len(made.pages)}页")
    return redirect("evaluator:sealing", pk)


@require_POST
@for_roles("evaluator")
def scans(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """POST file…: the scans of the signed pages take their places."""
    try:
        made = sealing.seal(request, _application(own(request, pk)), number)
    except Refused as refusal:
        return page_of(request, pk, refusal)
    messages.success(request, f"已合成盖章报告，{made.sealed.pages}页" if made.sealed else "")
    return redirect("evaluator:sealing", pk)


@for_roles("evaluator")
def pages(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """GET …/pages.pdf: only the pages to be signed."""
    return sealing.pages_to_sign(request, _application(own(request, pk)), number)


@for_roles("evaluator")
def draft(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/draft.docx: the third-party report filled from the application, to be completed in Word."""
    application = _application(own(request, pk))
    name = content_disposition_header(True, f"{application.site.name}第三方评价报告（待补写）.docx")
    return HttpResponse(to_docx(evaluation_report(application)), content_type=ENDINGS[".docx"], headers={"Content-Disposition": name})


@for_roles("evaluator")
def whole(request: HttpRequest, pk: str, number: int) -> HttpResponseBase:
    """GET …/report.pdf: the sealed report, or the original before."""
    return sealing.whole(request, _application(own(request, pk)), number)


@for_roles("evaluator")
def picture(request: HttpRequest, pk: str, number: int, page: int) -> HttpResponse:
    """GET …/pictures/<page>/: one page as PNG."""
    return sealing.picture(request, _application(own(request, pk)), number, page)


@require_POST
@for_roles("evaluator")
def signature(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """POST digest, liability, looked: sign the sealed report that was built here, if it is still the one that was shown."""
    engagement = own(request, pk)
    try:
        sealed = sealing.sealed_of(request, _application(engagement), number)
        if sealed.digest != request.POST.get("digest"):
            raise Refused("没有签署：盖章报告在您打开本页以后重新合成过。", then="请看过下面这一份，再签署。", clause="C-35")
        sign_evaluation(engagement, report=sealed, accepts_liability="liability" in request.POST, actor=request.actor,
                        is_looked_at="looked" in request.POST)  # fmt: skip
    except Refused as refusal:
        return page_of(request, pk, refusal)
    messages.success(request, f"已签署评价报告“{sealed.name}”，{sealed.pages}页")
    return redirect("evaluator:engagement", pk)


def page_of(request: HttpRequest, pk: str, refusal: Refused | None = None) -> HttpResponse:
    """The page, with what was refused."""
    application = _application(own(request, pk))
    may_prepare = application.state in EDITABLE
    context = sealing.sealing_context(request, application, "evaluator", pk)
    sealed = context["prepared"].sealed if context["prepared"] else None
    context |= {
        "check": check_of(application, sealed) if sealed and may_prepare else None,
        "may_prepare": may_prepare,
        "refusal": refusal,
        "engagement": own(request, pk),
    }
    return render(request, "evaluator/sealing.html", context, status=409 if refusal else 200)


def _application(engagement: Engagement) -> Application:
    """The application it is about; 404 where none is held, and for a body that has not accepted or does no longer evaluate it."""
    found = Application.objects.select_related("site__organisation", "filing", "round").filter(number=engagement.application_number).first()
    if found is None or engagement.state not in HANDLED:
        raise Http404
    return found
