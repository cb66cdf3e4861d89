"""专家组: sign in, the day's pledge, conflicts before content, the group opinion; only what this expert may see."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.selectors import rows_of
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Overtaken, Refused
from greenlist.casework.review.group_selectors import (
    attendance_today,
    members_of,
    membership_in,
    names_apart,
    opinions_of,
    own_cases,
    score_of,
    to_open,
    valid_sheets,
    visible_groups,
    writer_of,
)
from greenlist.casework.review.group_services import declare, pledge_day, sign_in
from greenlist.casework.review.models import Assignment, GroupMember, GroupOpinion, Question, ReviewGroup
from greenlist.casework.review.opinion_services import confirm_opinion, dispute_opinion, is_awaited, sign_opinion, waiting_members
from greenlist.casework.review.question_selectors import READING, questions_about, questions_for
from greenlist.portals.shared.entry import based_on, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.overtaken import both_versions
from greenlist.rulebook.notices import round_parameters


@for_roles("expert")
def index(request: HttpRequest) -> HttpResponse:
    """GET /expert/groups/: the expert's groups; straight to it when there is one."""
    groups = list(visible_groups(request.actor))
    if len(groups) == 1:
        return redirect("expert:group", groups[0].pk)
    return render(request, "expert/groups.html", {"groups": groups})


@for_roles("expert")
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /expert/groups/<pk>/."""
    return page_of(request, *own_group(request, pk))


@require_POST
@for_roles("expert")
def attendance(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: sign in for today."""
    group, member = own_group(request, pk)
    return _done(request, group, member, "已签到", lambda: sign_in(member, actor=request.actor))


@require_POST
@for_roles("expert")
def day_pledge(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: sign the pledge of today's review."""
    group, member = own_group(request, pk)
    return _done(request, group, member, "已签署今天的承诺书", lambda: pledge_day(member, actor=request.actor))


@require_POST
@for_roles("expert")
def declaration(request: HttpRequest, pk: str) -> HttpResponse:
    """POST recuse (assignment ids) with reason-<id>: step back from these, declare no conflict with all others."""
    group, member = own_group(request, pk)
    recusals = {key: request.POST.get(f"reason-{key}", "") for key in request.POST.getlist("recuse")}
    return _done(request, group, member, "已声明利害关系", lambda: declare(member, recusals=recusals, actor=request.actor))


@for_roles("expert")
def opinion(request: HttpRequest, pk: str, application_pk: str) -> HttpResponse:
    """GET /expert/groups/<pk>/opinions/<application>/: the sheets' mean and the opinion, once every sheet is in."""
    group, _ = own_group(request, pk)
    return _opinion_page(request, group, _case(request, group, application_pk))


@require_POST
@for_roles("expert")
def signature(request: HttpRequest, pk: str, application_pk: str) -> HttpResponse:
    """POST conclusion, text, disputes: sign the opinion (the leader)."""
    post = request.POST
    return _on_opinion(request, pk, application_pk, "已签署专家组意见", lambda case: sign_opinion(
        case, conclusion=post.get("conclusion", ""), text=post.get("text", ""), disputes=post.get("disputes", ""), seen=_seen(request),
        actor=request.actor,
    ))  # fmt: skip


@require_POST
@for_roles("expert")
def confirmation(request: HttpRequest, pk: str, application_pk: str) -> HttpResponse:
    """POST: agree with the opinion."""
    return _on_opinion(request, pk, application_pk, "已确认专家组意见",
                       lambda case: confirm_opinion(get_object_or_404(GroupOpinion, application=case), seen=_seen(request),
                                                        actor=request.actor))  # fmt: skip


@require_POST
@for_roles("expert")
def dispute(request: HttpRequest, pk: str, application_pk: str) -> HttpResponse:
    """POST reason: do not agree with the opinion."""
    reason = request.POST.get("reason", "")
    return _on_opinion(request, pk, application_pk, "已提出不同意见",
                       lambda case: dispute_opinion(get_object_or_404(GroupOpinion, application=case), reason=reason, seen=_seen(request),
                                                        actor=request.actor))  # fmt: skip


def _seen(request: HttpRequest) -> int | None:
    """The version of the opinion that the page showed; None when the form does not say."""
    return based_on(request.POST, "seen") if "seen" in request.POST else None


def own_group(request: HttpRequest, pk: str) -> tuple[ReviewGroup, GroupMember]:
    """A group of this expert with his place in it; another's is a 404."""
    group = get_object_or_404(visible_groups(request.actor), pk=pk)
    return group, membership_in(group, request.actor)


def _case(request: HttpRequest, group: ReviewGroup, application_pk: str) -> Application:
    """A case this expert handed in himself and whose sheets are all in; 404 before: they are sealed."""
    return get_object_or_404(Application, pk__in=[a.pk for a in to_open(group, request.actor) if str(a.pk) == str(application_pk)])


def _done(request: HttpRequest, group: ReviewGroup, member: GroupMember, said: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return page_of(request, group, member, refusal)
    messages.success(request, said)
    return redirect("expert:group", group.pk)


def _on_opinion(request: HttpRequest, pk: str, application_pk: str, said: str, act: Callable[[Application], object]) -> HttpResponse:
    group, _ = own_group(request, pk)
    case = _case(request, group, application_pk)
    try:
        act(case)
    except Overtaken as caught:
        stay = reverse("expert:opinion", args=[pk, application_pk])
        return both_versions(request, caught, about=f"{case.site.name} · 专家组意见", stay=stay, action=request.path, save=f"仍{said[1:]}")
    except Refused as refusal:
        return _opinion_page(request, group, _case(request, group, application_pk), refusal)
    messages.success(request, f"{said}：{case.site.name}")
    return redirect("expert:group", group.pk)


def page_of(request: HttpRequest, group: ReviewGroup, member: GroupMember, refusal: Refused | None = None) -> HttpResponse:
    """The group's page as this member may see it."""
    members, cases = members_of(group), own_cases(group, request.actor)
    present, names = attendance_today(members), names_apart(members)
    opened, asked = to_open(group, request.actor), questions_for(group, request.actor)
    opinions, notice = opinions_of(opened), round_parameters(group.round.notice)
    context = {
        "group": group,
        "member": member,
        "members": members,
        "names": names,
        "present": present,
        "mine": present.get(member.pk),
        "day": today(),
        "cases": cases,
        "waiting": [a for a in cases if a.state == "assigned"],
        "handed_in": sum(1 for a in cases if a.state == "handed_in"),
        "counted": sum(1 for a in cases if a.state not in {"recused", "released"}),
        "offices": {a.pk: notice.unit(a.application.unit).office for a in cases},
        "opinions": {case.pk: _told(case, opinions.get(case.pk), request.actor) for case in opened},
        "questions": [(q, own_case(cases, q), rows_of(q.assignment.application.filing)[q.row].label) for q in asked],
        "unanswered": sum(1 for q in asked if q.answered_at is None),
        "typed": request.POST,
        "recusing": request.POST.getlist("recuse"),
        "reasons": {str(a.pk): request.POST.get(f"reason-{a.pk}", "") for a in cases},
        "refusal": refusal,
    }
    return render(request, "expert/group.html", context, status=409 if refusal else 200)


def own_case(cases: list[Assignment], question: Question) -> Assignment:
    """The leader's own assignment of the case that a question is about."""
    return next(a for a in cases if a.application_id == question.assignment.application_id and a.state in READING)


def _told(case: Application, opinion: GroupOpinion | None, actor: Any) -> str:
    """Whose turn the opinion of an opened case is."""
    if opinion is None or opinion.state == "disputed":
        return "等我写专家组意见" if writer_of(case) == actor.user_id else "等组长写意见"
    waiting = waiting_members(opinion)
    if not waiting:
        return "专家组已确认"
    if is_awaited(opinion, actor.user_id):
        return "等我确认"
    return f"等{'、'.join(names_apart(waiting).values())}确认"


def _opinion_page(request: HttpRequest, group: ReviewGroup, case: Application, refusal: Refused | None = None) -> HttpResponse:
    sheets = valid_sheets(case)
    signed, names = GroupOpinion.objects.filter(application=case).first(), names_apart(sheets)
    waits = signed is not None and signed.state == "awaiting_members"
    rows = rows_of(case.filing)
    context = {
        "group": group,
        "application": case,
        "sheets": sheets,
        "names": names,
        "found": score_of(sheets),
        "opinion": signed,
        "answers": list(signed.answers.order_by("answered_at", "id")) if signed else [],
        "waiting": [names[sheet.expert_id] for sheet in waiting_members(signed)] if signed and waits else [],
        "is_awaited": bool(signed and is_awaited(signed, request.actor.user_id)),
        "questions": [(question, rows[question.row].label) for question in questions_about(case)],
        "is_writer": writer_of(case) == request.actor.user_id and (signed is None or signed.state == "disputed"),
        "conclusions": GroupOpinion.Conclusion.choices,
        "typed": {key: request.POST.get(key) or getattr(signed, key, "") for key in ("conclusion", "text", "disputes", "reason")},
        "refusal": refusal,
    }
    return render(request, "expert/opinion.html", context, status=409 if refusal else 200)
