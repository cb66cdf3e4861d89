"""公示公布: give notice of a decided draft, publish after the period, see the nominations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.selectors import nominations, noticed_rows, notices, publications
from greenlist.casework.publication.services import give_notice, publish
from greenlist.casework.rounds.selectors import current_round, parameter
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.selectors import newest_draft
from greenlist.portals.shared.entry import for_roles


@for_roles("province", "centre")
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/publications/."""
    return _page(request)


@require_POST
@for_roles("province")
def notice(request: HttpRequest) -> HttpResponse:
    """POST: give public notice of the decided draft."""
    try:
        made = give_notice(_draft(), actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已发布公示，至{made.ends_on:%-m月%-d日}")
    return redirect("province:publications")


@require_POST
@for_roles("province")
def publication(request: HttpRequest) -> HttpResponse:
    """POST document_number: publish the list."""
    try:
        made = publish(_draft(), document_number=request.POST.get("document_number", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已发布{made.title}")
    return redirect("province:publications")


def _draft() -> SelectionDraft:
    round_ = current_round()
    found = newest_draft(round_) if round_ else None
    if found is None:
        raise Refused("还没有遴选稿。", then="先在“遴选”中拟稿、送审、审定。")
    return found


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    round_ = current_round()
    draft = newest_draft(round_) if round_ else None
    given = notices().filter(draft=draft).first() if draft else None
    made = publications().filter(draft=draft).first() if draft else None
    context = {
        "round": round_,
        "draft": draft,
        "notice": given,
        "publication": made,
        "rows": list(noticed_rows(given)) if given else [],
        "nominations": nominations(made) if made else [],
        "days": parameter(round_, "notice_working_days") if round_ else "",
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "province/publications.html", context, status=409 if refusal else 200)
