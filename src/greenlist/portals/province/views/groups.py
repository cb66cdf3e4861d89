"""专家组: form groups, hand them the pool, see who is stuck, sign in for an expert, name the leader, hand a case over."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.directory.selectors import experts
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.while_open_services import assign_group_while_open
from greenlist.casework.register.models import Category
from greenlist.casework.review.group_selectors import attendance_today, group_progress, names_apart, orphaned, visible_groups
from greenlist.casework.review.group_services import make_group, name_leader, sign_in
from greenlist.casework.review.models import Assignment, GroupMember, ReviewGroup
from greenlist.casework.review.moving_services import hand_over, leave, move_case, move_single_cases
from greenlist.casework.review.selectors import single_cases
from greenlist.casework.rounds.selectors import current_round
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.rulebook.reference.regions import city_names

PER_PAGE = 60


@for_roles("province", "centre")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /province/groups/?category=&unit=: the groups and the pool that waits for one."""
    return _index(request)


@require_POST
@for_roles("province", "centre")
def creation(request: HttpRequest) -> HttpResponse:
    """POST name, category (several), expert (several), leader: form a group."""
    post, round_ = request.POST, current_round()
    people = [m for m in experts() if str(m.pk) in post.getlist("expert")]
    leader = next((m for m in people if str(m.pk) == post.get("leader")), None)
    try:
        made = make_group(round_, name=post.get("name", ""), members=people, categories=post.getlist("category"), leader=leader,
                          actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _index(request, refusal)
    messages.success(request, f"已建立{made.name}，{len(people)}位专家")
    return redirect("province:groups")


@require_POST
@for_roles("province", "centre")
def pool(request: HttpRequest) -> HttpResponse:
    """POST group, application (several): hand the chosen cases to a group."""
    group = chosen(visible_groups(request.actor), request.POST.get("group"))
    rows = [a for a in _pool(request) if str(a.pk) in request.POST.getlist("application")]
    try:
        count = assign_group_while_open(group, applications=rows, actor=request.actor)
    except Refused as refusal:
        return _index(request, refusal)
    messages.success(request, f"已将{count}件指派给{group.name}")
    return redirect("province:groups")


@for_roles("province", "centre")
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/groups/<pk>/: members, today's attendance, whose sheets are out."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles("province", "centre")
def attendance(request: HttpRequest, pk: str) -> HttpResponse:
    """POST member: sign in for an expert who cannot."""
    return _on_member(request, pk, "已代签到", lambda member: sign_in(member, actor=request.actor))


@require_POST
@for_roles("province", "centre")
def leader(request: HttpRequest, pk: str) -> HttpResponse:
    """POST member: whom the members chose."""
    return _on_member(request, pk, "已记录组长", lambda member: name_leader(member, actor=request.actor))


@require_POST
@for_roles("province", "centre")
def leaving(request: HttpRequest, pk: str) -> HttpResponse:
    """POST member, reason, to: the expert leaves; his open cases go to another member, or without one are taken back."""
    rows, reason = _own(request, pk).members.filter(left_at=None), request.POST.get("reason", "")
    to = chosen(rows, request.POST.get("to")) if request.POST.get("to") else None
    return _on_member(request, pk, "已记录离组", lambda member: leave(member, reason=reason, to=to, actor=request.actor))


@require_POST
@for_roles("province", "centre")
def hand_over_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST assignment, member, reason: give one open case to another member."""
    group = _own(request, pk)
    assignment = chosen(Assignment.objects.filter(group=group), request.POST.get("assignment"))
    reason = request.POST.get("reason", "")
    return _on_member(request, pk, "已改派", lambda member: hand_over(assignment, to=member, reason=reason, actor=request.actor))


@require_POST
@for_roles("province", "centre")
def moving(request: HttpRequest, pk: str) -> HttpResponse:
    """POST application, to (a group), reason: a case whose experts have all left goes to another group."""
    group = _own(request, pk)
    case = chosen(visible_to(request.actor).filter(pk__in=[a.pk for a in orphaned(group)]), request.POST.get("application"))
    to = chosen(visible_groups(request.actor).filter(round=group.round).exclude(pk=group.pk), request.POST.get("to"))
    try:
        count = move_case(case, to=to, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, group, refusal)
    messages.success(request, f"已将{case.site.name}移交{to.name}，{count}位专家评审")
    return redirect("province:group", group.pk)


@require_POST
@for_roles("province", "centre")
def single_moving(request: HttpRequest) -> HttpResponse:
    """POST expert (user id), to (a position), reason: all his open cases outside a group go to another expert in one act."""
    rows = [a for a in single_cases(current_round()) if str(a.expert_id) == request.POST.get("expert")]
    to = next((m for m in experts() if str(m.pk) == request.POST.get("to")), None)
    try:
        if to is None:
            raise Refused("没有改派。", items=["请选改派给哪位专家。"], clause="C-11")
        count = move_single_cases(rows, to=to, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _index(request, refusal)
    messages.success(request, f"已将{count}件改派给{to.user.name}")
    return redirect("province:groups")


def _own(request: HttpRequest, pk: str) -> ReviewGroup:
    return get_object_or_404(visible_groups(request.actor), pk=pk)


def _on_member(request: HttpRequest, pk: str, said: str, act: Callable[[GroupMember], object]) -> HttpResponse:
    group = _own(request, pk)
    member = chosen(group.members.all(), request.POST.get("member"))
    try:
        act(member)
    except Refused as refusal:
        return _page(request, group, refusal)
    messages.success(request, f"{said}：{member.expert_name}")
    return redirect("province:group", group.pk)


def _pool(request: HttpRequest) -> list[Any]:
    """The cases that wait for experts, narrowed by category and unit."""
    wanted = {key: request.GET[key] for key in ("unit", "category") if request.GET.get(key)}
    rows = visible_to(request.actor).filter(round=current_round(), state="accepted", **wanted)
    return list(rows.order_by("number")[:PER_PAGE])


def _index(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    round_ = current_round()
    groups = list(visible_groups(request.actor).filter(round=round_)) if round_ else []
    context = {
        "round": round_,
        "groups": [
            (group, progress, names_apart(p["member"] for p in progress)) for group in groups if (progress := group_progress(group))
        ],
        "single": _by_expert(single_cases(round_)),
        "pool": _pool(request),
        "experts": experts(),
        "categories": Category.choices,
        "cities": city_names(),
        "city_of": dict(city_names()),
        "typed": request.POST,
        "picked": request.POST.getlist("application") + request.POST.getlist("expert") + request.POST.getlist("category"),
        "refusal": refusal,
    }
    return render(request, "province/groups.html", context, status=409 if refusal else 200)


def _by_expert(rows: list[Assignment]) -> list[tuple[Assignment, str, list[Assignment]]]:
    """(one assignment of his, his name told apart, all of them) for every expert with open cases outside a group."""
    names, held = names_apart(rows), {a.expert_id: [b for b in rows if b.expert_id == a.expert_id] for a in rows}
    return [(cases[0], names[expert], cases) for expert, cases in held.items()]


def _page(request: HttpRequest, group: ReviewGroup, refusal: Refused | None = None) -> HttpResponse:
    progress = group_progress(group)
    out = Assignment.objects.filter(group=group, state__in=("assigned", "pledged")).select_related("application__site")
    context = {
        "group": group,
        "progress": progress,
        "present": attendance_today([entry["member"] for entry in progress]),
        "out": list(out.order_by("expert_name", "application__number")),
        "left": list(group.members.exclude(left_at=None)),
        "names": names_apart(group.members.all()),
        "gone": {entry["member"].expert_id for entry in progress} - {m.user_id for m in experts()},
        "orphaned": orphaned(group),
        "others": list(visible_groups(request.actor).filter(round=group.round).exclude(pk=group.pk)),
        "day": today(),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "province/group.html", context, status=409 if refusal else 200)
