"""The report for printing and the receipt."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.applications.papers import evaluation_report, receipt
from greenlist.casework.applications.selectors import versions_of
from greenlist.casework.publication.papers import feedback_to_applicant
from greenlist.casework.publication.selectors import letter_about
from greenlist.papers import feedback as feedback_paper
from greenlist.papers import receipt as receipt_paper
from greenlist.papers import report as report_paper
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.shared.entry import for_roles


@for_roles("applicant")
def report_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/report.pdf: the evaluation report, with the watermark 草稿 until it is handed in."""
    return HttpResponse(report_paper.to_pdf(evaluation_report(own(request, pk))), content_type="application/pdf")


@for_roles("applicant")
def receipt_pdf(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """GET …/versions/<n>/receipt.pdf."""
    application = own(request, pk)
    version = get_object_or_404(versions_of(application), number=number)
    return HttpResponse(receipt_paper.to_pdf(receipt(application, version)), content_type="application/pdf")


@for_roles("applicant")
def result_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/result.pdf: what this application came to and why; 404 before the list is out."""
    application = own(request, pk)
    letter = letter_about(application)
    paper = feedback_to_applicant(letter, application) if letter else None
    if paper is None:
        raise Http404
    return HttpResponse(feedback_paper.to_pdf(paper), content_type="application/pdf")
