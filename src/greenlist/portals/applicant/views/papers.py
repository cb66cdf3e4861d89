"""The report for printing and the receipt."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from greenlist.casework.applications.papers import evaluation_report, receipt
from greenlist.casework.applications.selectors import versions_of
from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.publication.papers import feedback_to_applicant
from greenlist.casework.publication.selectors import letter_about
from greenlist.papers import feedback as feedback_paper
from greenlist.papers import receipt as receipt_paper
from greenlist.papers import report as report_paper
from greenlist.papers.report_word import to_docx
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.shared.downloads import sent_paper
from greenlist.portals.shared.entry import for_roles


@for_roles("applicant")
def report_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/report.pdf: the evaluation report, with the watermark 草稿 until it is handed in."""
    return HttpResponse(report_paper.to_pdf(evaluation_report(own(request, pk))), content_type="application/pdf")


@for_roles("applicant")
def report_docx(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/report.docx: the same chapters as a Word file, to be completed by the unit."""
    application = own(request, pk)
    name = content_disposition_header(True, f"{application.site.name}评价报告（待补写）.docx")
    return HttpResponse(to_docx(evaluation_report(application)), content_type=ENDINGS[".docx"], headers={"Content-Disposition": name})


@for_roles("applicant")
def receipt_pdf(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """GET …/versions/<n>/receipt.pdf."""
    application = own(request, pk)
    version = get_object_or_404(versions_of(application), number=number)
    return HttpResponse(receipt_paper.to_pdf(receipt(application, version)), content_type="application/pdf")


@for_roles("applicant")
def result(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET …/result.pdf, …/result.docx: what this application came to and why; 404 before the list is out."""
    application = own(request, pk)
    letter = letter_about(application)
    paper = feedback_to_applicant(letter, application) if letter else None
    if paper is None:
        raise Http404
    return sent_paper(paper, feedback_paper, name, "遴选结果反馈函")
