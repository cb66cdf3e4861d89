"""The application a page is about: the person's own, or the plain 404; and where an act leads afterwards."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to


def own(request: HttpRequest, pk: Any) -> Application:
    """The application with this id if it is the actor's own organisation's."""
    return get_object_or_404(visible_to(request.actor), pk=pk)


def onward(request: HttpRequest, path: str) -> HttpResponse:
    """To the next page: a redirect, or for an upload with progress its address as JSON (the page then goes there itself)."""
    return JsonResponse({"to": path}) if request.headers.get("X-Requested-With") == "fetch" else redirect(path)
