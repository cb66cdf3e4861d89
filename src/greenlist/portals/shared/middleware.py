"""Who is asking: puts the Actor on the request, and turns a refusal into a page that says what to do next."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from greenlist.casework.directory.selectors import actor_for, positions_of
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.clock import now, one_reading
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.templatetags.days import year_is_plain
from greenlist.rulebook.reference.holidays import YearNotHeld

POSITION_KEY = "membership"


class ActorMiddleware:
    """Sets `request.positions` and `request.actor`: the signed-in person in the position chosen for this session, or ANONYMOUS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.positions = ANONYMOUS, []
        if request.user.is_authenticated:
            request.positions = list(positions_of(request.user))
            request.actor = actor_for(request.user, request.positions, request.session.get(POSITION_KEY))
        return self.get_response(request)


class ClientAddressMiddleware:
    """Behind our proxy (GREENLIST_HTTPS) the address is the last one in X-Forwarded-For, which the proxy itself wrote; else all who ask
    would share one address, and with it one count of wrong passwords, objections and openings of a link.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if settings.HTTPS and _is_address(told):
            request.META["REMOTE_ADDR"] = told
        return self.get_response(request)


class ClockMiddleware:
    """The demo's clock is read once a request, however often the day is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_reading():
            return self.get_response(request)


class CleanQueryMiddleware:
    """Drops NUL from the query string: no name, code or number holds one, and PostgreSQL refuses text that does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return self.get_response(request)


class YearMiddleware:
    """Lets days of the present year be told without it while a page is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with year_is_plain(SimpleLazyObject(now)):
            return self.get_response(request)


class RefusalMiddleware:
    """A refusal that no view caught becomes a page of its own (409), never a trace; nothing was saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, YearNotHeld):
            exception = Refused(f"不能推算工作日：{exception}。", then="请联系系统运维录入国务院公布的放假安排后再办。")
        if isinstance(exception, ValueError | DataError) and "NUL" in str(exception):
            exception = Refused("填写的内容里有不能保存的字符（NUL），没有存入。", then="请返回上一页，重新输入或粘贴为纯文本后再保存。")
        if isinstance(exception, DataError):
            exception = Refused("填写的内容里有一项太长或超出范围，没有存入。", then="请返回上一页，写短些或核对数字后再保存。")
        if not isinstance(exception, Refused):
            return None
        return render(request, "shared/refused.html", {"refusal": exception}, status=409)


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
