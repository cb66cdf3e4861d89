"""Where the QR code on a page of a report leads: does this system know this version, with this digest? Says no more than that."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.paper_versions import known_version
from greenlist.papers.version_mark import VersionMark, mark_in_code


def show(request: HttpRequest, code: str) -> HttpResponse:
    """GET /papers/<code>/?d=3fa9c1d2e4b5&p=cover; without or with another digest nothing is said of the version."""
    read = mark_in_code(f"/papers/{code}/?d={request.GET.get('d', '')}&p=page")
    if read is None:
        if request.GET.get("d"):
            raise Http404
        read = (VersionMark(code, ""), "")
    mark = read[0]
    return render(request, "public/paper.html", {"mark": mark, "known": known_version(mark) if mark.digest else None})
