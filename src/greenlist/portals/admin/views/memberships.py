"""岗位: who holds which role where; the only grant of a role."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.roles import role_choices
from greenlist.casework.directory.models import Organisation
from greenlist.casework.directory.selectors import in_force, memberships
from greenlist.casework.directory.services import grant_membership
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.portals.shared.people import end as end_position
from greenlist.portals.shared.people import person_page

PER_PAGE = 15
NEAR = 5


@for_roles("security_admin")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /admin/memberships/?text=&role=&show=: positions in force and ended ones."""
    return _page(request)


@for_roles("security_admin")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /admin/memberships/new/: grant a role by login name and organisation name, from a day on."""
    context: dict[str, object] = {"typed": request.POST, "roles": role_choices(), "today": today()}
    if request.method != "POST":
        return render(request, "admin/membership_new.html", context)
    try:
        membership = _granted(request)
    except Refused as refusal:
        return render(request, "admin/membership_new.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, f"已授予岗位：{membership}")
    return redirect("admin:memberships")


@for_roles("security_admin")
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """GET/POST /admin/memberships/<pk>/end/: what he has in hand; end the position with hand-over."""
    membership = get_object_or_404(memberships(), pk=pk)
    return end_position(request, membership, "admin") if request.method == "POST" else person_page(request, membership, "admin")


def _page(request: HttpRequest) -> HttpResponse:
    text, role, show = (request.GET.get(key, "").strip() for key in ("text", "role", "show"))
    rows = memberships(text)
    if role:
        rows = rows.filter(role=role)
    if show in {"open", "ended"}:
        rows = rows.filter(in_force(today())) if show == "open" else rows.exclude(in_force(today()))
    context = {
        "page": shown_page(request, rows, PER_PAGE),
        "text": text,
        "role": role,
        "show": show,
        "roles": role_choices(),
        "today": today(),
    }
    return render(request, "admin/memberships.html", context)


def _granted(request: HttpRequest) -> object:
    username, organisation_name, role = (request.POST.get(key, "").strip() for key in ("username", "organisation", "role"))
    user = User.objects.filter(username=username).first()
    organisation = Organisation.objects.filter(name=organisation_name).first()
    problems = [] if user else [f"没有登录名为“{username}”的账号。{_near(User.objects.filter(username__icontains=username), 'username')}"]
    if organisation is None:
        near = _near(Organisation.objects.filter(name__icontains=organisation_name), "name")
        problems.append(f"没有名为“{organisation_name}”的单位。{near}")
    if role not in dict(role_choices()):
        problems.append("请选择角色。")
    from_on = _day(request.POST.get("from_on", ""), problems)
    if problems or user is None or organisation is None:
        raise Refused("岗位没有授予。", items=problems, then="请核对后重填；填过的内容还在。")
    return grant_membership(user, organisation, role=role, actor=request.actor, from_on=from_on)


def _near(rows: object, field: str) -> str:
    """相近的有：…: what was perhaps meant; '' when nothing is like it."""
    found = list(rows.order_by(field).values_list(field, flat=True)[:NEAR])  # type: ignore[attr-defined]
    return f"相近的有：{'、'.join(found)}。" if found else ""


def _day(text: str, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(f"起始日期“{text}”不是日期，请按 2024-05-24 的格式填写。")
        return None
