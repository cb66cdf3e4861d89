"""Sending what was stored, a page of it as a picture, or a zip that is made while it is sent."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.pages import picture_of
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.door import record

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_stored(file: StoredFile) -> FileResponse:
    """The file as it was stored, under its own name and the type that was found in it. Only a PDF opens in the browser."""
    response = FileResponse(path_of_file(file).open("rb"), content_type=file.media_type)
    kind = "inline" if file.is_pdf else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(file.name)}"
    return response


def as_picture(file: StoredFile, *, is_public: bool) -> FileResponse:
    """A picture that we drew ourselves, shown in its page; one of a public page may be kept an hour, so that one taken down is soon gone."""
    response = FileResponse(path_of_file(file).open("rb"), content_type=file.media_type)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "public, max-age=3600" if is_public else "private, no-store"
    return response


def page_picture(file: StoredFile, page: int) -> HttpResponse:
    """One page of a PDF as PNG. Raises Http404 for a page that there is not, or that cannot be drawn."""
    picture = picture_of(file, page)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png")


def sent_zip(pieces: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """The pieces as a download under its own name."""
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def note_download(request: HttpRequest, about: str, name: str) -> None:
    """Write down who took which paper of a batch (`about`) out. No line of the batch itself: nobody is overtaken by a colleague's reading."""
    record("download_papers", actor=request.actor, subject=None, reason=name, detail={"batch": about, "file": name})


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
