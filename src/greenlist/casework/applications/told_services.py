"""Writing down an application as another installation tells of it: handed in there, taken in here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.models import Filing
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change
from greenlist.casework.rounds.models import Round

KEPT = ("category", "mode", "third_party", "wants_national", "wants_provincial", "recommended_because", "entered_by")


def take_in_application(
    site: Site, *, number: str, round_: Round, filing: Filing, told: Mapping[str, Any], report: StoredFile, late: str, unsealed: str, actor: Actor
) -> Application:  # fmt: skip
    """The application with its report, in the state in which its office handed it in; `late` and `unsealed` answer the door's guards.

    `number` is its number here; the one that it was told under is kept where it is another.
    """
    with transaction.atomic():
        made = Application.objects.create(
            number=number, told_number=told["number"] if told["number"] != number else "", round=round_, site=site, filing=filing,
            unit=site.unit, report=report, created_at=now(), changed_at=now(),
            submitted_at=datetime.fromisoformat(told["submitted_at"]), is_demo=settings.DEMO, **{name: told[name] for name in KEPT},
        )  # fmt: skip
        change(made, "take_in", actor=actor, guards={"before_deadline": late, "letter_sealed": unsealed}, detail={"report": report.digest})
    return made
