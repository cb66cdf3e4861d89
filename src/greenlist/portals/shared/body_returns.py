"""评价机构年度工作情况 for the offices: who reported and who is late; one return with its versions."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.body_returns.models import BodyReturn
from greenlist.casework.body_returns.selectors import content_of, newest_version, newest_year, standing_of, visible_to
from greenlist.casework.body_returns.services import accept_return, open_returns, send_back_return
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.models import Category
from greenlist.portals.shared.entry import based_on, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import division_name

READERS, ORGANISERS = ("bureau", "province", "centre"), ("province", "centre")
A_PAGE = 50


@for_roles(*READERS)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /body-returns/: the newest year; a bureau reads only who reported of those that worked in its region."""
    return _index(request)


@require_POST
@for_roles(*ORGANISERS)
def opening(request: HttpRequest) -> HttpResponse:
    """POST: open the present year to the bodies that worked in it, or add those that began since."""
    try:
        made, count = open_returns(actor=request.actor)
    except Refused as refusal:
        return _index(request, refusal)
    messages.success(request, f"已向{count}家机构开启{made}，期限{made.due_on:%Y年%-m月%-d日}")
    return redirect("body_returns")


@for_roles(*ORGANISERS)
@exported
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /body-returns/<pk>/: what was filed, version by version."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles(*ORGANISERS)
def sending_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST reason: the body has to correct it."""
    held = _own(request, pk)
    try:
        send_back_return(held, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, held, refusal)
    messages.success(request, "已退回更正")
    return redirect("body_return", pk)


@require_POST
@for_roles(*ORGANISERS)
def acceptance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST version: taken as filed, if that is what was read."""
    held = _own(request, pk)
    try:
        accept_return(held, version=based_on(request.POST, "version"), actor=request.actor)
    except Refused as refusal:
        return _page(request, held, refusal)
    messages.success(request, "已核收年度工作情况")
    return redirect("body_returns")


def named_work(work: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines of a body's work with the words for city and category."""
    return [{**line, "unit_name": division_name(line["unit"]), "category_name": Category(line["category"]).label} for line in work]


def _own(request: HttpRequest, pk: UUID) -> BodyReturn:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _index(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    newest, day = newest_year(), today()
    page = shown_page(request, visible_to(request.actor).filter(opening=newest), A_PAGE)
    context: dict[str, Any] = {
        "opening": newest,
        "page": page,
        "lines": [standing_of(held, day) for held in page],
        "year": day.year,
        "is_organiser": request.actor.role in ORGANISERS,
        "refusal": refusal,
    }
    return render(request, "shared/body_returns/index.html", context, status=409 if refusal else 200)


def _page(request: HttpRequest, held: BodyReturn, refusal: Refused | None = None) -> HttpResponse:
    newest = newest_version(held)
    content = content_of(newest) if newest else None
    context: dict[str, Any] = {
        "held": held,
        "standing": standing_of(held, today()),
        "version": newest,
        "content": content,
        "work": named_work(content["work"]) if content else [],
        "versions": held.versions.order_by("-number"),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "shared/body_returns/show.html", context, status=409 if refusal else 200)
