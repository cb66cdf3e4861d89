"""Judging a finding, sending back, marking recommendable, refusing; each on top of what the officer saw, or both versions are shown."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.overtaking import FACTS, check_unchanged
from greenlist.casework.applications.returning import add_to_return
from greenlist.casework.applications.selectors import place_names
from greenlist.casework.county.services import take_over_screening
from greenlist.casework.journal.refusals import Overtaken, Refused, WrongState
from greenlist.casework.verification.judging import judge_conditions
from greenlist.casework.verification.models import Finding, Judgement
from greenlist.casework.verification.overtaking import check_condition_seen, check_judgement_seen
from greenlist.casework.verification.report_services import judge_report
from greenlist.casework.verification.selectors import findings_of
from greenlist.casework.verification.services import judge, mark_recommendable, refuse, return_for_completion
from greenlist.portals.bureau.views.facts import page_of, proof_of
from greenlist.portals.bureau.views.filing import filing_context
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.bureau.views.verification import next_open, page_context
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.form_reading import named_places
from greenlist.portals.shared.overtaken import both_versions, typed_back


@require_POST
@for_roles("bureau")
def judgement(request: HttpRequest, pk: str, finding_pk: str) -> HttpResponse:
    """POST outcome and reason; then on to the next open line."""
    application = own(request, pk)
    finding = get_object_or_404(findings_of(application), pk=finding_pk)
    outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
    try:
        with transaction.atomic():
            check_judgement_seen(finding, seen=request.POST.get("seen", ""), outcome=outcome, reason=reason)
            judge(finding, outcome=outcome, reason=reason, actor=request.actor)
    except Overtaken as caught:
        newest = findings_of(application).filter(clause=finding.clause).first() or finding
        return both_versions(request, caught, about=_about(application), stay=_line(newest), save="按我的判断保存",
                             action=reverse("bureau:judgement", args=[pk, newest.pk]))  # fmt: skip
    except WrongState as late:
        typed = {"判断": dict(Judgement.Outcome.choices).get(outcome, ""), "理由": reason}
        return typed_back(request, late, about=_about(application), stay=_line(finding), typed=typed)
    except Refused as refused:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已保存判断：{application.site.name}")
    return redirect(next_open(application, finding.clause))


@require_POST
@for_roles("bureau")
def condition_judgement(request: HttpRequest, pk: str) -> HttpResponse:
    """POST clause, outcome, reason, file or kept, page: judge a condition that is 待核实; then on to the next open line."""
    application = own(request, pk)
    clause = request.POST.get("clause", "")
    outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
    try:
        with transaction.atomic():
            mine = f"{dict(Judgement.Outcome.choices).get(outcome, '没有选')}：{reason}"
            check_condition_seen(application, clause=clause, seen=request.POST.get("seen", ""), mine=mine)
            judge_conditions([application], clause=clause, outcome=outcome, reason=reason, file=proof_of(request, application),
                             page=page_of(request.POST.get("page", "")), actor=request.actor)  # fmt: skip
    except Overtaken as caught:
        stay = f"{reverse('bureau:verification', args=[pk])}?item={clause}"
        return both_versions(request, caught, about=_about(application), stay=stay, save="按我的判断保存",
                             action=reverse("bureau:condition_judgement", args=[pk]))  # fmt: skip
    except Refused as refused:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已保存判断：{application.site.name}")
    return redirect(next_open(application, clause))


@require_POST
@for_roles("bureau")
def report_judgement(request: HttpRequest, pk: str) -> HttpResponse:
    """POST follows (yes, no) and report_reason: judge whether a self-evaluation's report follows flow and template."""
    application = own(request, pk)
    follows = {"yes": True, "no": False}.get(request.POST.get("follows", ""))
    reason = request.POST.get("report_reason", "")
    try:
        with transaction.atomic():
            mine = f"{ {True: '参考了', False: '没有参考'}.get(follows, '没有选') }：{reason}"
            check_condition_seen(application, clause="C-37", seen=request.POST.get("seen", ""), mine=mine)
            judge_report(application, follows=follows, reason=reason, actor=request.actor)
    except Overtaken as caught:
        stay = f"{reverse('bureau:verification', args=[pk])}?item=C-06"
        return both_versions(request, caught, about=_about(application), stay=stay, save="按我的判断保存",
                             action=reverse("bureau:report_judgement", args=[pk]))  # fmt: skip
    except Refused as refused:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已保存对评价报告的判断：{application.site.name}")
    return redirect("bureau:verification", application.pk)


@require_POST
@for_roles("bureau")
def send_back(request: HttpRequest, pk: str) -> HttpResponse:
    """POST words-<section>:<row> for each place to be mended; row '' is the whole section."""
    application = own(request, pk)
    items = named_places(request, application)
    written = _written(application, items)
    stay = reverse("bureau:filing", args=[pk])
    try:
        with transaction.atomic():
            _check_seen(request, application, "return_for_completion", written)
            return_for_completion(application, items=items, actor=request.actor)
    except Overtaken as caught:
        if own(request, pk).state == "returned" and items:
            caught.seen, caught.then = {"seen": ""}, "对方已退回；您写的可以补充进去，一并给申报单位。"
            return both_versions(request, caught, about=_about(application), stay=stay, save="补充到退回意见",
                                 action=reverse("bureau:return_addition", args=[pk]))  # fmt: skip
        return both_versions(request, caught, about=_about(application), stay=stay, save="仍退回补正", action=request.path)
    except WrongState as late:
        return typed_back(request, late, about=_about(application), stay=stay, typed=written)
    except Refused as refused:
        return render(request, "bureau/filing.html", filing_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已退回补正{len(items)}处：{application.site.name}")
    return redirect("bureau:workbench")


@require_POST
@for_roles("bureau")
def return_addition(request: HttpRequest, pk: str) -> HttpResponse:
    """POST words-<section>:<row>: further places, added to what a colleague sent back."""
    application = own(request, pk)
    items = named_places(request, application)
    stay = reverse("bureau:filing", args=[pk])
    try:
        add_to_return(application, items=items, actor=request.actor)
    except Refused as refused:
        return typed_back(request, refused, about=_about(application), stay=stay, typed=_written(application, items))
    messages.success(request, f"已补充退回意见{len(items)}处：{application.site.name}")
    return redirect(stay)


@require_POST
@for_roles("bureau")
def recommendability(request: HttpRequest, pk: str) -> HttpResponse:
    """POST recommended_because: mark recommendable, with the reason."""
    application = own(request, pk)
    reason = request.POST.get("recommended_because", "")
    try:
        with transaction.atomic():
            _check_seen(request, application, "mark_recommendable", {"推荐理由": reason} if reason else {})
            mark_recommendable(application, reason=reason, actor=request.actor)
    except Overtaken as caught:
        return both_versions(
            request, caught, about=_about(application), stay=_page_of(application), save="仍标为可推荐", action=request.path
        )
    except Refused as refused:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已标为可推荐：{application.site.name}")
    return redirect("bureau:verification", application.pk)


@require_POST
@for_roles("bureau")
def taking_over(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: accept without the county, which is late."""
    application = own(request, pk)
    try:
        take_over_screening(application, reason=request.POST.get("takeover_reason", ""), actor=request.actor)
    except Refused as refused:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已直接受理：{application.site.name}")
    return redirect("bureau:verification", application.pk)


@require_POST
@for_roles("bureau")
def refusal(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: not recommended, with a reason."""
    application = own(request, pk)
    reason = request.POST.get("refusal_reason", "")
    try:
        with transaction.atomic():
            _check_seen(request, application, "refuse", {"理由": reason})
            refuse(application, reason=reason, actor=request.actor)
    except Overtaken as caught:
        return both_versions(
            request, caught, about=_about(application), stay=_page_of(application), save="仍记为不予推荐", action=request.path
        )
    except WrongState as late:
        return typed_back(request, late, about=_about(application), stay=_page_of(application), typed={"理由": reason})
    except Refused as refused:
        context = page_context(request, application, refusal=refused, refusing=True)
        return render(request, "bureau/verification.html", context, status=409)
    messages.success(request, f"已记为不予推荐：{application.site.name}")
    return redirect("bureau:workbench")


def _check_seen(request: HttpRequest, application: Application, action: str, mine: dict[str, str]) -> None:
    """A return rests on the form, every other decision on the facts and judgements as well."""
    also = frozenset[str]() if action == "return_for_completion" else FACTS
    check_unchanged(application, seen=request.POST.get("seen", ""), action=action, mine=mine, actor=request.actor, also=also)


def _written(application: Application, items: list[tuple[str, str, str]]) -> dict[str, str]:
    names = place_names(application)
    return {names.get((section, row), section): words for section, row, words in items}


def _about(application: Application) -> str:
    return f"{application.site.name} · {application.number}"


def _page_of(application: Application) -> str:
    return reverse("bureau:verification", args=[application.pk])


def _line(finding: Finding) -> str:
    return f"{reverse('bureau:verification', args=[finding.application_id])}?item={finding.clause}"
