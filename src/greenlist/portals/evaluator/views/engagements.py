"""评价委托: asked, accepted with a statement of independence, declined or cancelled with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.permissions import EDITABLE
from greenlist.casework.evaluators.selectors import bans_in_force, evaluator_of, visible_to
from greenlist.casework.evaluators.services import accept_engagement, cancel_engagement, decline_engagement
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.review.evaluation_services import STILL_WITH_THE_UNIT
from greenlist.portals.evaluator.views.cap import usage_of
from greenlist.portals.evaluator.views.scope import cap_limit, counts_related, own
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

PER_PAGE = 20


@for_roles("evaluator")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET: the body's engagements, newest first, with the use of its cap."""
    evaluator = evaluator_of(request.actor)
    page = shown_page(request, visible_to(request.actor), PER_PAGE)
    context = {
        "page": page,
        "usage": usage_of(evaluator),
        "bans": bans_in_force(evaluator, today()) if evaluator else (),
    }
    return render(request, "evaluator/engagements.html", context)


@for_roles("evaluator")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET: one engagement."""
    return page_of(request, pk)


@require_POST
@for_roles("evaluator")
def acceptance(request: HttpRequest, pk: str) -> HttpResponse:
    """POST statement: accept; a national project takes a place under the cap."""
    engagement = own(request, pk)
    try:
        usage = accept_engagement(
            engagement, statement=request.POST.get("statement", ""), limit=cap_limit(), counts_related=counts_related(), actor=request.actor
        )
    except Refused as refusal:
        return page_of(request, pk, refusal)
    messages.success(request, f"已受理，占用国家级项目第{len(usage.slots)}项" if usage else "已受理，只申报省级，不占用国家级项目上限")
    return redirect("evaluator:engagement", pk)


@require_POST
@for_roles("evaluator")
def refusal(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason: decline."""
    try:
        decline_engagement(own(request, pk), reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refused:
        return page_of(request, pk, refused)
    messages.success(request, "已记为不受理，申报单位可见理由")
    return redirect("evaluator:engagements")


@require_POST
@for_roles("evaluator")
def cancellation(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason: cancel before the report is signed; the place under the cap is given back."""
    try:
        cancel_engagement(own(request, pk), reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refused:
        return page_of(request, pk, refused)
    messages.success(request, "已取消委托")
    return redirect("evaluator:engagements")


def page_of(request: HttpRequest, pk: str, refusal: Refused | None = None, looked: StoredFile | None = None) -> HttpResponse:
    """One engagement's page, with what was refused; `looked` is a report whose findings are to be looked at before it is signed."""
    engagement = own(request, pk)
    application = Application.objects.filter(number=engagement.application_number).first()
    context = {
        "engagement": engagement,
        "usage": usage_of(engagement.evaluator),
        "application": application,
        "may_sign": engagement.state in {"engaged", "signed"} and (application is None or application.state in EDITABLE),
        "may_mark": application is not None and application.state in STILL_WITH_THE_UNIT,
        "looked": looked,
        "history": entries_of(engagement),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "evaluator/engagement.html", context, status=409 if refusal else 200)
