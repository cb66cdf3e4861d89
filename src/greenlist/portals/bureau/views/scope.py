"""The application or batch a page is about: the bureau's own, or the plain 404."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.selectors import visible_to as visible_batches


def own(request: HttpRequest, pk: Any) -> Application:
    """An application of the actor's region that was handed in."""
    return get_object_or_404(visible_to(request.actor), pk=pk)


def own_batch(request: HttpRequest, pk: Any) -> Batch:
    """A batch of the actor's bureau."""
    return get_object_or_404(visible_batches(request.actor), pk=pk)


def is_id(text: str) -> bool:
    """Can this text be an id at all?"""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
