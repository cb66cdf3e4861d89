"""Who may enter a portal: anonymous goes to sign-in, another role gets the plain 404 page."""

import hashlib
import hmac
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404

View = Callable[..., HttpResponse]


def for_roles(*roles: str) -> Callable[[View], View]:
    """Let in only these roles; what is not yours looks as if it did not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if request.actor.is_anonymous:
                return redirect_to_login(request.get_full_path())
            if request.actor.role not in roles:
                raise Http404
            return view(request, *arguments, **named)

        guarded.roles = roles
        return guarded

    return decorate


def chosen(rows: QuerySet[Any], posted: str | None) -> Any:
    """The row that a form chose by its id; 404 for an id that is malformed or not among `rows`."""
    try:
        wanted = UUID(posted or "")
    except ValueError:
        raise Http404 from None
    return get_object_or_404(rows, pk=wanted)


def sender_of(request: HttpRequest) -> str:
    """A keyed hash of the address: enough to hold back a flood, not enough to find the person."""
    return hmac.new(settings.SECRET_KEY.encode(), network_of(request).encode(), hashlib.sha256).hexdigest()


def network_of(request: HttpRequest) -> str:
    """Where a request comes from; of IPv6 the /64 network, as one household has all of its addresses and may change them at will."""
    told = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if not isinstance(address, IPv6Address):
        return told
    return str(address.ipv4_mapped or IPv6Network((address, 64), strict=False))


def based_on(posted: QueryDict, name: str = "based_on") -> int:
    """The version a form was filled in on top of; 0 for what is no such number (the save is then told that it is stale)."""
    text = posted.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
