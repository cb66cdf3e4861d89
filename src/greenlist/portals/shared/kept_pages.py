"""Public pages kept for a minute: the same bytes for every visitor, made anew as soon as anybody has done anything."""

import gzip
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified

from greenlist.casework.journal.models import JournalEntry

LAST_ACT = "SELECT {id} FROM {table} ORDER BY {id} DESC LIMIT 1".format(
    id=connection.ops.quote_name("id"), table=connection.ops.quote_name(JournalEntry._meta.db_table)
)
NEVER = {"/healthz", "/readyz"}  # they say what is well when the database is not
View = Callable[..., HttpResponseBase]
Kept = tuple[str, dict[str, str], bytes]


def kept(view: View) -> View:
    """Mark a view whose page is the same for everybody who is not signed in. It must hold no form of ours and count nothing."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.is_kept = True  # type: ignore[attr-defined]
        return response

    return marked


class KeptPagesMiddleware:
    """Answers a visitor without cookies of ours from the pages kept since the last line of the journal.

    A line whose transaction began before that of a newer line may be committed after it: such an act shows when the page has
    reached its age, `KEPT_PAGE_SECONDS`; the page tells its instant. Stands below the headers that every answer bears and above everything
    that asks the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or request.META.get("HTTP_COOKIE") or request.path_info in NEVER:
            return self.get_response(request)
        name = _name(request)
        found: Kept | None = caches["pages"].get(name)
        if found is None:
            response = self.get_response(request)
            found = _kept(response, is_gzip=name.endswith("gzip"))
            if found is None:
                return response
            caches["pages"].set(name, found, settings.KEPT_PAGE_SECONDS)
        return _answer(request, found)


def _name(request: HttpRequest) -> str:
    """What tells one page from another: the last act, the host and scheme that links are made of, the address, the coding."""
    asked = request.META
    coding = "gzip" if "gzip" in asked.get("HTTP_ACCEPT_ENCODING", "") else "plain"
    wanted = (_last_act(), asked.get("HTTP_HOST", ""), request.scheme, asked["PATH_INFO"], asked.get("QUERY_STRING", ""), coding)
    return sha256("\n".join(map(str, wanted)).encode("utf-8", "surrogateescape")).hexdigest() + coding


def _last_act() -> object:
    with connection.cursor() as cursor:
        cursor.execute(LAST_ACT)
        row = cursor.fetchone()
    return row[0] if row else ""


def _kept(response: HttpResponseBase, *, is_gzip: bool) -> Kept | None:
    """(tag, headers, body) of a page that may be kept; None for every other answer."""
    if not getattr(response, "is_kept", False) or not isinstance(response, HttpResponse):
        return None
    if response.status_code != 200 or response.cookies or not response["Content-Type"].startswith("text/html"):
        return None
    body = response.content
    tag = f'"{sha256(body).hexdigest()[:32]}-{"gzip" if is_gzip else "plain"}"'
    headers = {**response.headers, "ETag": tag, "Cache-Control": "no-cache", "Vary": "Cookie, Accept-Encoding"}
    if is_gzip:
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, mtime=0)
    return tag, headers | {"Content-Length": str(len(body))}, body


def _answer(request: HttpRequest, found: Kept) -> HttpResponse:
    tag, headers, body = found
    if request.META.get("HTTP_IF_NONE_MATCH") == tag:
        return HttpResponseNotModified(headers={name: headers[name] for name in ("ETag", "Cache-Control", "Vary")})
    return HttpResponse(body, headers=headers)
