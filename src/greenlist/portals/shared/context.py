"""What every page needs: the demo banner, the clock, the places, who is acting, other positions."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from greenlist.casework.accounts.roles import roles
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.clock import now
from greenlist.portals.shared.background import ROLES as JOB_ROLES
from greenlist.portals.shared.background import job_in_bar
from greenlist.portals.shared.places import Place, places_for
from greenlist.rehearsal.progress import loading

UNITS = "单位名称、曾用名、信用代码"
GROUPS = (
    ("申报与推荐", ("factory", "park", "chain", "county", "bureau")), ("省级", ("province", "director", "centre")), ("评审", ("expert",)),
    ("三员", ("system", "security", "audit")),
)  # fmt: skip
FIND_WORDS = {"applicant": "指标、材料、条款", "bureau": UNITS, "county": UNITS, "province": UNITS, "centre": UNITS, "expert": UNITS}


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor named in settings."""
    actor = getattr(request, "actor", ANONYMOUS)
    role = roles().get(actor.role)
    return {
        "is_demo": settings.DEMO,
        "demo_loading": loading() if settings.DEMO else None,
        "clock_now": SimpleLazyObject(now),
        "actor": actor,
        "role_label": role.label if role else "",
        "places": _places(request.path, actor.role),
        "back": _back(request),
        "job_in_bar": job_in_bar(request),
        "asks_for_jobs": actor.role in JOB_ROLES,
        "positions": getattr(request, "positions", []),
        "unread": next((p.unread for p in getattr(request, "positions", []) if p.pk == actor.membership_id), 0),
        "find_words": FIND_WORDS.get(actor.role, ""),
        "find_text": request.GET.get("text", "") if request.path == reverse("find") else "",
        "demo_accounts": SimpleLazyObject(demo_accounts),
    }


def demo_accounts() -> list[tuple[str, list[dict[str, str]]]]:
    """The accounts of the demo by group, for the sign-in page; nothing outside the demo."""
    file = Path(settings.VAR) / "demo_accounts.json"
    if not settings.DEMO or not file.exists():
        return []
    found: list[dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    grouped = [(group, [a for a in found if a["username"].startswith(prefixes)]) for group, prefixes in GROUPS]
    rest = [a for a in found if not a["username"].startswith(tuple(p for _, prefixes in GROUPS for p in prefixes))]
    return [(group, accounts) for group, accounts in [*grouped, ("其他", rest)] if accounts]


def _back(request: HttpRequest) -> str:
    """The page before, when it was one of ours; '' otherwise."""
    before = request.META.get("HTTP_REFERER", "")
    try:
        return before if before.startswith(f"{request.scheme}://{request.get_host()}/") else ""
    except DisallowedHost:  # the page that says so is rendered with this context too
        return ""


def _places(path: str, role: str) -> list[tuple[Place, bool]]:
    """The places of the top bar; the one whose address reaches furthest into this page's is the current one."""
    places = [(place, place.url) for place in places_for(role)]
    roots = {root: url for place, url in places for root in (url, *place.also)}
    around = [root for root in roots if (path == root if root == "/" else path.startswith(root))]
    current = roots.get(max(around, key=len, default=""), "")
    return [(place, url == current) for place, url in places]
