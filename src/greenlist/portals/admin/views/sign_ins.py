"""登录记录: who signed in, was refused, was locked, signed out; from the journal, for those who care for accounts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.accounts.selectors import SIGN_INS, sign_ins
from greenlist.casework.journal.acts import act_labels
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

PER_PAGE = 20


@for_roles("system_admin", "security_admin", "audit_admin")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /admin/sign-ins/?text=&action=: newest first; never a password, nor a login name that nobody has."""
    text, action = request.GET.get("text", "").strip(), request.GET.get("action", "")
    labels = act_labels()
    context = {
        "page": shown_page(request, sign_ins(text, action), PER_PAGE),
        "actions": [(act, labels[act]) for act in SIGN_INS],
        "text": text,
        "action": action,
    }
    return render(request, "admin/sign_ins.html", context)
