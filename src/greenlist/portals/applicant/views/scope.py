"""The application a page is about: the person's own, or the plain 404."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to


def own(request: HttpRequest, pk: Any) -> Application:
    """The application with this id if it is the actor's own organisation's."""
    return get_object_or_404(visible_to(request.actor), pk=pk)
