"""Who is asking: puts the Actor on the request, and turns a refusal into a page that says what to do next."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.directory.selectors import actor_for
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.refusals import Refused

POSITION_KEY = "membership"


class ActorMiddleware:
    """Sets `request.actor`: the signed-in person in the position chosen for this session, or ANONYMOUS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = ANONYMOUS
        if request.user.is_authenticated:
            request.actor = actor_for(request.user, request.session.get(POSITION_KEY))
        return self.get_response(request)


class RefusalMiddleware:
    """A refusal that no view caught becomes a page of its own (409), never a trace; nothing was saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "shared/refused.html", {"refusal": exception}, status=409)
