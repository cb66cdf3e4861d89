"""What every page needs: the demo banner, the clock, the places, who is acting, other positions."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from greenlist.casework.accounts.roles import roles
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.clock import now
from greenlist.portals.shared.places import places_for

UNITS = "单位名称、曾用名、信用代码"
FIND_WORDS = {"applicant": "指标、材料、条款", "bureau": UNITS, "province": UNITS, "centre": UNITS, "expert": UNITS}


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor named in settings."""
    actor = getattr(request, "actor", ANONYMOUS)
    role = roles().get(actor.role)
    return {
        "is_demo": settings.DEMO,
        "clock_now": SimpleLazyObject(now),
        "actor": actor,
        "role_label": role.label if role else "",
        "places": [(place, _is_current(request.path, place.url)) for place in places_for(actor.role)],
        "positions": getattr(request, "positions", []),
        "find_words": FIND_WORDS.get(actor.role, ""),
        "find_text": request.GET.get("text", "") if request.path == reverse("find") else "",
        "demo_accounts": SimpleLazyObject(demo_accounts),
    }


def demo_accounts() -> list[dict[str, str]]:
    """The accounts of the demo, for the sign-in page; nothing outside the demo."""
    file = Path(settings.VAR) / "demo_accounts.json"
    if not settings.DEMO or not file.exists():
        return []
    found: list[dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
