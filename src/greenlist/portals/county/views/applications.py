"""One application at the county: the form as handed in, with room for words beside each row; pass with an opinion, or send back."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.overtaking import check_unchanged, seen_of
from greenlist.casework.applications.selectors import history_of, latest_version, place_names, returned_places, visible_to
from greenlist.casework.county.selectors import opinion_on
from greenlist.casework.county.services import pass_screening, return_by_county
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.selectors import version_content
from greenlist.casework.journal.door import open_transitions
from greenlist.casework.journal.refusals import Overtaken, Refused, WrongState
from greenlist.casework.rounds.selectors import county_deadline_of
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.form_reading import named_places, read_sections
from greenlist.portals.shared.overtaken import both_versions, typed_back


@for_roles("county")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /county/applications/<pk>/."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles("county")
def passing(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: pass to the city with an opinion."""
    application, opinion = _own(request, pk), request.POST.get("opinion", "")
    try:
        with transaction.atomic():
            _check_seen(request, application, "pass_screening", {"初审意见": opinion})
            pass_screening(application, opinion=opinion, actor=request.actor)
    except WrongState as late:
        return _too_late(request, application, late, {"初审意见": opinion})
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, f"已通过初审：{application.site.name}")
    return redirect("county:screening")


@require_POST
@for_roles("county")
def returning(request: HttpRequest, pk: str) -> HttpResponse:
    """POST words-<section>:<row> for each place to be mended."""
    application = _own(request, pk)
    items = named_places(request, application)
    names = place_names(application)
    written = {names.get((section, row), section): words for section, row, words in items}
    try:
        with transaction.atomic():
            _check_seen(request, application, "return_by_county", written)
            return_by_county(application, items=items, actor=request.actor)
    except WrongState as late:
        return _too_late(request, application, late, written)
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, f"已退回补正{len(items)}处：{application.site.name}")
    return redirect("county:screening")


@for_roles("county")
def file(request: HttpRequest, pk: str, file_pk: str) -> FileResponse:
    """GET …/files/<file>/: the report or a proof bound to the form."""
    application = _own(request, pk)
    bound = StoredFile.objects.filter(Q(pk=application.report_id) | Q(evidence__filing=application.filing)).distinct()
    return as_stored(get_object_or_404(bound, pk=file_pk))


def _check_seen(request: HttpRequest, application: Application, action: str, mine: dict[str, str]) -> None:
    check_unchanged(application, seen=request.POST.get("seen", ""), action=action, mine=mine, actor=request.actor)


def _too_late(request: HttpRequest, application: Application, late: WrongState, typed: dict[str, str]) -> HttpResponse:
    """A colleague acted meanwhile: both versions where they are known, else what was typed."""
    about, stay = f"{application.site.name} · {application.number}", reverse("county:application", args=[application.pk])
    if isinstance(late, Overtaken):
        return both_versions(request, late, about=about, stay=stay, action=request.path, save="仍按我的办理")
    return typed_back(request, late, about=about, stay=stay, typed=typed)


def _own(request: HttpRequest, pk: str) -> Application:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _page(request: HttpRequest, application: Application, refusal: Refused | None = None) -> HttpResponse:
    version = latest_version(application)
    filled = version_content(version)["sections"] if version else {}
    context: dict[str, Any] = {
        "application": application,
        "version": version,
        "seen": seen_of(application, request.actor),
        "sections": read_sections(application, filled, typed=request.POST),
        "returned": returned_places(application),
        "opinion": opinion_on(application),
        "history": list(history_of(application, request.actor))[::-1],
        "may_act": any(t.action == "pass_screening" for t in open_transitions(application, request.actor)),
        "county_deadline_at": county_deadline_of(application.round, application.unit),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "county/application.html", context, status=409 if refusal else 200)
