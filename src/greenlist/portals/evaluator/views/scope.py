"""Only the own body's engagements; another's is a 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.selectors import visible_to
from greenlist.casework.rounds.selectors import current_round, parameter


def own(request: HttpRequest, pk: str) -> Engagement:
    """The engagement of this body."""
    return get_object_or_404(visible_to(request.actor), pk=pk)


def cap_limit() -> int:
    """The cap of the current round (C-36). Raises LookupError before the first round is opened."""
    round_ = current_round()
    if round_ is None:
        raise LookupError("no round is open")
    return int(parameter(round_, "cap_projects"))


def counts_related() -> bool:
    """Does the cap of the current round count connected bodies together?"""
    round_ = current_round()
    return bool(round_ and parameter(round_, "cap_counts_related"))
