"""Asks pages in turn with their bare views, through the whole middleware stack, and holds them to the budget."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.test import Client, override_settings

from benchmarks.report import Budget, Figures, tell
from benchmarks.timing import milliseconds, ratio, taking_turns
from greenlist.casework.accounts.models import User

ROWS = 20_000
LIMIT = 2


@dataclass(frozen=True)
class Page:
    """A page, the bare view of the same rows, and who asks ('' = a visitor)."""

    name: str
    path: str
    bare: str
    who: str = ""


def compare(benchmark: str, pages: tuple[Page, ...], given: Namespace, seed: int) -> int:
    """Every page against its bare view; 0 when all are within the budget."""
    figures: Figures = {"seed": seed, "rows": ROWS}
    budgets = []
    with override_settings(ROOT_URLCONF="benchmarks.bare", KEPT_PAGE_SECONDS=0):  # every page is made anew
        for page in pages:
            ask = asking(page.who)
            sides = {"ours": partial(ask, page.path), "bare": partial(ask, page.bare)}
            times = taking_turns(sides, 40 if given.quick else 300)
            figures[f"{page.name}_ms"], figures[f"{page.name}_bare_ms"] = milliseconds(times["ours"]), milliseconds(times["bare"])
            budgets.append(Budget(f"{page.name}_to_bare", ratio(times["ours"], times["bare"]), LIMIT))
    return tell(benchmark, given, figures, budgets)


def asking(who: str) -> Callable[[str], Any]:
    """Asks for a path as this person; an answer other than 200 ends the run."""
    client = Client()
    if who:
        client.force_login(User.objects.get(username=who), backend="allauth.account.auth_backends.AuthenticationBackend")

    def ask(path: str) -> Any:
        response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path}: {response.status_code}")
        return response

    return ask
