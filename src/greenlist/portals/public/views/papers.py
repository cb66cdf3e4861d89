"""Where the QR code on a page of a report leads: does this system know this version, with this digest? Says no more than that."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from greenlist.casework.applications.paper_versions import known_version
from greenlist.papers.version_mark import VersionMark, is_code, mark_in_code, marks_in_text


def find(request: HttpRequest) -> HttpResponse:
    """GET /papers/?mark=GZ-2024-JJ-0001-1·3fa9c1d2e4b5: what is typed from the foot of a page; without it the field to type it."""
    typed = request.GET.get("mark", "").strip()
    found = marks_in_text(typed)
    if found:
        return redirect(f"{reverse('public:paper', args=[found[0].code])}?d={found[0].digest}")
    return render(request, "public/paper.html", {"typed": typed, "is_unread": bool(typed)})


def show(request: HttpRequest, code: str) -> HttpResponse:
    """GET /papers/<code>/?d=3fa9c1d2e4b5&p=cover; without or with another digest nothing is said of the version; 404 for what is no code."""
    if not is_code(code):
        raise Http404
    digest = request.GET.get("d", "")
    read = mark_in_code(f"/papers/{code}/?d={digest}&p=page")
    if read is None and digest:
        return render(request, "public/paper.html", {"typed": f"{code}·{digest}", "is_unread": True})
    mark = read[0] if read else VersionMark(code, "")
    context = {"mark": mark, "typed": mark.text if read else code, "known": known_version(mark) if read else None}
    return render(request, "public/paper.html", context)
