"""Sending files under their own names: a paper, or a zip that is made while it is sent."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse, StreamingHttpResponse

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sent_zip(pieces: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """The pieces as a download under its own name."""
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def sent(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file under its own name."""
    if not data:
        raise Http404
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def sent_paper(paper: Any, maker: Any, name: str, title: str) -> HttpResponse:
    """A paper by the ending of the asked name: `maker` (a module of the papers) makes it as .pdf or .docx; 404 for another ending."""
    if name.endswith(".pdf"):
        return sent(maker.to_pdf(paper), f"{title}.pdf", PDF)
    if name.endswith(".docx"):
        return sent(maker.to_docx(paper), f"{title}.docx", WORD)
    raise Http404
