"""县级请示: the county's letter for what it has passed, where it writes one."""

from datetime import date
from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from greenlist.casework.county.models import CountyLetter
from greenlist.casework.county.papers import county_request
from greenlist.casework.county.selectors import letters_of, refused_since, requested
from greenlist.casework.county.services import record_county_letter
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameter
from greenlist.papers import county_request as paper
from greenlist.papers.typefaces import boxes
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported

DRAFTS = {
    "draft.pdf": (paper.to_pdf, "application/pdf"),
    "draft.docx": (paper.to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@for_roles("county")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET/POST /county/letters/: the letters recorded, and the form for the next one."""
    round_ = current_round()
    if round_ is None:
        return render(request, "county/letters.html", {"round": None})
    refusal = None
    if request.method == "POST":
        try:
            made = _record(request, round_)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, f"已登记县级请示 {made}")
            return redirect("county:letters")
    context = {"round": round_, "letters": letters_of(request.actor, round_), "passed": (units := list(requested(request.actor, round_))), "refused": refused_since(request.actor, round_), "boxes": boxes(a.site.name for a in units), "typed": request.POST,
               "limit": parameter(round_, "upload_limit_mb"), "refusal": refusal}  # fmt: skip
    return render(request, "county/letters.html", context, status=409 if refusal else 200)


@for_roles("county")
def sealed_letter(request: HttpRequest, pk: str) -> FileResponse:
    """GET /county/letters/<pk>/: the sealed scan."""
    return as_stored(get_object_or_404(CountyLetter, pk=pk, organisation_id=request.actor.organisation_id).sealed_letter)


@for_roles("county")
def draft(request: HttpRequest, name: str) -> HttpResponse:
    """GET /county/letters/draft.pdf or draft.docx: the request as it would be sent now."""
    round_ = current_round()
    if name not in DRAFTS or round_ is None:
        raise Http404
    if not requested(request.actor, round_).exists():
        raise Refused("请示稿没有生成：还没有通过初审的件。", then="通过初审后再生成。", clause="C-07")
    make, media_type = DRAFTS[name]
    response = HttpResponse(make(county_request(request.actor, round_)), content_type=media_type)
    kind = "inline" if media_type == "application/pdf" else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(f'请示{Path(name).suffix}')}"
    return response


def _record(request: HttpRequest, round_: Round) -> object:
    posted, file = request.POST, request.FILES.get("file")
    problems = [] if file else ["还没有选盖章件。"]
    try:
        dated_on = date.fromisoformat(posted.get("dated_on", ""))
    except ValueError:
        problems.append("请填写落款日期。")
    if problems or file is None:
        raise Refused("县级请示没有登记。", items=problems, clause="C-07")
    stored = store_file(chunks=file.chunks(), name=file.name, owner=request.actor.organisation_id, actor=request.actor,
                        limit_mb=parameter(round_, "upload_limit_mb"), only=("application/pdf",))  # fmt: skip
    return record_county_letter(
        round_, letter_number=posted.get("letter_number", ""), dated_on=dated_on, sealed_letter=stored, actor=request.actor
    )
