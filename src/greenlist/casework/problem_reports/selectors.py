"""Reading reports by name: an office those that it examines, the reporter his own by its receipt; nobody else any."""

import hashlib

from django.db.models import QuerySet

from greenlist.casework.evaluators.models import Evaluator
from greenlist.casework.journal.actors import Actor
from greenlist.casework.problem_reports.models import ProblemReport
from greenlist.casework.register.models import ON_LIST, ListEntry

OPEN = ("report_received", "report_examined")


def visible_to(actor: Actor) -> QuerySet[ProblemReport]:
    """Who examines reports: the province all, a bureau those about units on the list in its region, the nearest due day first; nobody else any."""
    rows = ProblemReport.objects.select_related("entry", "evaluator__organisation", "file").order_by("due_on", "id")
    if not actor.may("handle_reports"):
        return rows.none()
    return rows.filter(unit=actor.unit) if actor.unit else rows


def by_receipt(receipt: str) -> ProblemReport | None:
    """The report of this receipt."""
    return ProblemReport.objects.filter(receipt_digest=receipt_digest(receipt)).first()


def receipt_digest(receipt: str) -> str:
    """Of the receipt as given out, however it is typed: without its hyphens, blanks and small letters."""
    plain = "".join(sign for sign in receipt.upper() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def meant_by(name: str) -> tuple[ListEntry | None, Evaluator | None]:
    """The listed unit or the body that bears exactly this name; the reporter is not told which, or whether we hold it."""
    entry = ListEntry.objects.filter(name=name, state__in=ON_LIST).order_by("year", "id").last()
    body = None if entry else Evaluator.objects.filter(organisation__name=name).first()
    return entry, body
