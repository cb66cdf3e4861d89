"""换岗: a person with several positions chooses the one to act in; and the way home for each role."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from greenlist.casework.accounts.roles import roles
from greenlist.casework.directory.selectors import positions_of
from greenlist.portals.shared.entry import chosen as find_chosen
from greenlist.portals.shared.middleware import POSITION_KEY


@require_POST
def choose_position(request: HttpRequest) -> HttpResponse:
    """POST /positions/ with `membership`: only one of the person's own positions, else 404."""
    if request.actor.is_anonymous:
        return redirect("account_login")
    chosen = find_chosen(positions_of(request.user), request.POST.get("membership"))
    request.session[POSITION_KEY] = str(chosen.pk)
    messages.success(request, f"已换到：{chosen.organisation.name} {chosen.get_role_display()}")
    return redirect(roles()[chosen.role].home)


def home(request: HttpRequest) -> HttpResponse:
    """GET /home/: the first page of the position in use; without one, the public list."""
    role = roles().get(request.actor.role)
    return redirect(role.home if role else "public:list")
