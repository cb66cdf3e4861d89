"""核验单 and the papers of a batch."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse

from greenlist.casework.publication.papers import feedback_to_unit
from greenlist.casework.publication.selectors import letter_for
from greenlist.casework.recommendation.papers import letter_pdf, letter_word, summary_table, table_excel, table_word
from greenlist.casework.verification.papers import verification_sheet
from greenlist.papers import feedback as feedback_paper
from greenlist.papers import summary_table as table_paper
from greenlist.papers import verification_sheet as sheet_paper
from greenlist.portals.bureau.views.scope import own, own_batch
from greenlist.portals.shared.downloads import note_download, sent_paper
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.packages import sent_package

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
PAPERS = {
    "table.docx": (table_word, WORD, "推荐汇总表.docx"),
    "table.xlsx": (table_excel, EXCEL, "推荐汇总表.xlsx"),
    "table.pdf": (lambda b: table_paper.to_pdf(summary_table(b)), PDF, "推荐汇总表.pdf"),
    "letter.docx": (letter_word, WORD, "推荐函.docx"),
    "letter.pdf": (letter_pdf, PDF, "推荐函.pdf"),
}


@for_roles("bureau")
def sheet(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/sheet.pdf: 核验单 as it stands now."""
    data = sheet_paper.to_pdf(verification_sheet(own(request, pk), printed_by=request.actor.name, office=request.actor.organisation_name))
    return HttpResponse(data, content_type=PDF)


@for_roles("bureau")
def batch_paper(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET …/papers/table.docx and the like, named 推荐单位＋文件名."""
    batch = own_batch(request, pk)
    if name not in PAPERS:
        raise Http404
    make, media_type, title = PAPERS[name]
    response = HttpResponse(make(batch), content_type=media_type)
    kind, name = "inline" if media_type == PDF else "attachment", batch.office + title
    note_download(request, batch.number, name)
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name)}"
    return response


@for_roles("bureau")
def package(request: HttpRequest, pk: str) -> StreamingHttpResponse:
    """GET …/package.zip: letter, table, every report and the list of them; of a batch that is frozen or handed in."""
    batch = own_batch(request, pk)
    return sent_package(request, batch)


@for_roles("bureau")
def feedback(request: HttpRequest, name: str) -> HttpResponse:
    """GET /bureau/feedback.pdf, /bureau/feedback.docx: the newest letter about the bureau's own rows; 404 before the list is out."""
    found = letter_for(request.actor)
    if found is None:
        raise Http404
    return sent_paper(feedback_to_unit(found), feedback_paper, name, "遴选结果反馈函")
