"""Two people on one thing: the page with both versions, and the page that gives back what was typed when the act came too late."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.refusals import Overtaken, Refused

UNKEPT = frozenset({"csrfmiddlewaretoken"})


def both_versions(
    request: HttpRequest, caught: Overtaken, *, about: str, stay: str, action: str = "", save: str = "", more: Mapping[str, str] | None = None
) -> HttpResponse:  # fmt: skip
    """409 with mine beside theirs. `action` stores mine on top of the newer version (`save` is its button), `stay` leaves it as it is.

    Everything that was posted rides along; `more` are further fields, such as the id of a file that is stored already.
    """
    anew = {**caught.seen, **(more or {})}
    kept = [(name, value) for name, values in request.POST.lists() if name not in UNKEPT | set(anew) for value in values]
    context = {"overtaken": caught, "about": about, "stay": stay, "action": action if caught.seen else "", "save": save,
               "kept": [*kept, *anew.items()]}  # fmt: skip
    return render(request, "shared/overtaken.html", context, status=409)


def typed_back(request: HttpRequest, refusal: Refused, *, about: str, stay: str, typed: Mapping[str, str]) -> HttpResponse:
    """409 for an act that came too late: why, and what was typed as {place: words}, to be copied; nothing of it is lost."""
    written = [(label, words) for label, words in typed.items() if words.strip()]
    return render(request, "shared/overtaken.html", {"refusal": refusal, "about": about, "stay": stay, "typed": written}, status=409)
