"""岗位: who holds which role where; the only grant of a role."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.roles import role_choices
from greenlist.casework.directory.models import Organisation
from greenlist.casework.directory.selectors import memberships
from greenlist.casework.directory.services import end_membership, grant_membership
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles

PER_PAGE = 30


@for_roles("security_admin")
def index(request: HttpRequest) -> HttpResponse:
    """GET /admin/memberships/: positions in force and ended ones."""
    text = request.GET.get("text", "").strip()
    page = Paginator(memberships(text), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "admin/memberships.html", {"page": page, "text": text})


@for_roles("security_admin")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /admin/memberships/new/: grant a role by login name and organisation name."""
    context: dict[str, object] = {"typed": request.POST, "roles": role_choices()}
    if request.method != "POST":
        return render(request, "admin/membership_new.html", context)
    try:
        membership = _granted(request)
    except Refused as refusal:
        return render(request, "admin/membership_new.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, f"已授予岗位：{membership}")
    return redirect("admin:memberships")


@require_POST
@for_roles("security_admin")
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """POST /admin/memberships/<pk>/end/: end a position today, with a reason."""
    membership = get_object_or_404(memberships(), pk=pk)
    end_membership(membership, actor=request.actor, reason=request.POST.get("reason", ""))
    messages.success(request, f"已终止岗位：{membership}")
    return redirect("admin:memberships")


def _granted(request: HttpRequest) -> object:
    username, organisation_name = (request.POST.get(key, "").strip() for key in ("username", "organisation"))
    user = User.objects.filter(username=username).first()
    organisation = Organisation.objects.filter(name=organisation_name).first()
    role = request.POST.get("role", "")
    missing = [
        sentence
        for found, sentence in (
            (user, f"没有登录名为“{username}”的账号。"),
            (organisation, f"没有名为“{organisation_name}”的单位。"),
            (role in dict(role_choices()), "请选择角色。"),
        )
        if not found
    ]
    if missing or user is None or organisation is None:
        raise Refused("岗位没有授予。", items=missing, then="请核对后重填；填过的内容还在。")
    return grant_membership(user, organisation, role=role, actor=request.actor)
