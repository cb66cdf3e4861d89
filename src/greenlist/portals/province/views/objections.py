"""异议: those received on the notice page or entered here; examined, then upheld or not, with reason and document."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.publication.models import Objection
from greenlist.casework.publication.selectors import is_open, notices, objections_visible_to
from greenlist.casework.publication.services import dismiss_objection, examine_objection, receive_objection, uphold_objection
from greenlist.casework.rounds.selectors import parameter
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

PER_PAGE = 15


@for_roles("province", "centre")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /province/objections/?state=: all, what is open first."""
    return _index(request)


@require_POST
@for_roles("province")
def reception(request: HttpRequest) -> HttpResponse:
    """POST notice, application, statement, contact_name, contact: enter one that came by letter, call or visit."""
    posted = request.POST
    notice = chosen(notices(), posted.get("notice"))
    about = chosen(Application.objects.filter(notice_rows__notice=notice), posted["application"]) if posted.get("application") else None
    try:
        made = receive_objection(notice, application=about, statement=posted.get("statement", ""), actor=request.actor,
                                 contact_name=posted.get("contact_name", ""), contact=posted.get("contact", ""))  # fmt: skip
    except Refused as refusal:
        return _index(request, refusal)
    messages.success(request, f"已登记异议 {made.number}")
    return redirect("province:objection", made.pk)


@for_roles("province", "centre")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/objections/<pk>/."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles("province")
def examination(request: HttpRequest, pk: str) -> HttpResponse:
    """POST examination: what was looked into and what it gave."""
    found = _own(request, pk)
    return _done(request, found, f"已登记 {found} 的核查情况",
                 lambda: examine_objection(found, examination=request.POST.get("examination", ""), actor=request.actor))  # fmt: skip


@require_POST
@for_roles("province")
def dismissal(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason, document_number, file: not upheld."""
    found = _own(request, pk)
    return _done(request, found, f"已认定 {found} 不成立", lambda: dismiss_objection(found, **_given(request, found)))


@require_POST
@for_roles("province")
def upholding(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason, clause, document_number, file: upheld; the unit leaves, the draft is drawn again."""
    found, clause = _own(request, pk), request.POST.get("clause", "")
    said = f"已认定 {found} 成立，遴选已重排为新一稿，请送审"
    return _done(request, found, said, lambda: uphold_objection(found, clause=clause, **_given(request, found)))


@for_roles("province", "centre")
def document(request: HttpRequest, pk: str) -> FileResponse:
    """GET …/document/: the decision's document as it was stored."""
    file = _own(request, pk).file
    if file is None:
        raise Http404
    return as_stored(file)


def _own(request: HttpRequest, pk: str) -> Objection:
    return get_object_or_404(objections_visible_to(request.actor), pk=pk)


def _given(request: HttpRequest, objection: Objection) -> dict[str, Any]:
    posted = request.POST
    return {
        "reason": posted.get("reason", ""),
        "document_number": posted.get("document_number", ""),
        "file": _uploaded(request, objection),
        "actor": request.actor,
    }


def _uploaded(request: HttpRequest, objection: Objection) -> StoredFile | None:
    upload = request.FILES.get("file")
    if upload is None:
        return None
    limit = int(parameter(objection.notice.draft.round, "upload_limit_mb"))
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                      limit_mb=limit, only=("application/pdf",))  # fmt: skip


def _done(request: HttpRequest, found: Objection, said: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, _own(request, str(found.pk)), refusal)
    messages.success(request, said)
    return redirect("province:objection", found.pk)


def _index(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    rows = objections_visible_to(request.actor)
    wanted = request.GET.get("state", "")
    shown = rows.filter(state=wanted) if wanted else rows
    given = list(notices()[:6])
    context = {
        "page": shown_page(request, shown, PER_PAGE),
        "states": Objection._meta.get_field("state").choices,
        "open_count": rows.filter(decided_at=None).count(),
        "notices": given,
        "named": Application.objects.filter(notice_rows__notice__in=given).select_related("site").distinct().order_by("number"),
        "may_act": request.actor.may("handle_objection"),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "province/objections.html", context, status=409 if refusal else 200)


def _page(request: HttpRequest, found: Objection, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "objection": found,
        "is_running": is_open(found.notice),
        "clauses": exclusion_labels(),
        "history": entries_of(found).order_by("at", "id"),
        "limit": int(parameter(found.notice.draft.round, "upload_limit_mb")),
        "may_act": request.actor.may("handle_objection"),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "province/objection.html", context, status=409 if refusal else 200)
