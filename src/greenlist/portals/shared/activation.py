"""启用账号: setting the password with a one-time code, the first time and after a reset."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from greenlist.casework.accounts.services import activate
from greenlist.casework.accounts.sign_in_services import note_sign_in
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.sign_in import address_of


@sensitive_post_parameters()
def show(request: HttpRequest) -> HttpResponse:
    """GET/POST /activation/: login name, code, new password twice; then the person is signed in."""
    if request.method != "POST":
        return render(request, "account/activation.html", {"username": request.GET.get("login", "")})
    username, code, password, again = (request.POST.get(key, "") for key in ("username", "code", "password", "again"))
    try:
        user = activate(username=username, code=code, password=password, again=again)
    except Refused as refusal:
        return render(request, "account/activation.html", {"username": username, "code": code, "refusal": refusal}, status=409)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    note_sign_in(user, address=address_of(request))
    messages.success(request, "密码已设，启用码作废。以后用登录名和这个密码登录。")
    return redirect("home")
