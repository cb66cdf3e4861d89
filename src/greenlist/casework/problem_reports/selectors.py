"""Reading reports by name: an office those that it examines, the reporter his own by its receipt; nobody else any."""

import hashlib

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from greenlist.casework.directory.models import OrganisationName, Site
from greenlist.casework.evaluators.models import Evaluator
from greenlist.casework.journal.actors import Actor
from greenlist.casework.problem_reports.models import ProblemReport
from greenlist.casework.register.models import ON_LIST, ListEntry
from greenlist.casework.register.selectors import normalised, plain

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


def meant_by(text: str) -> tuple[ListEntry | None, Evaluator | None]:
    """The listed unit, else the body, of this name or code; a reporter is not told which, or whether we hold it.

    The name may be a former one, and the unit removed or merged meanwhile. Of several entries the one that stands and bears the name today
    counts, of these the newest.
    """
    wanted = normalised(text).casefold()
    if not wanted:
        return None, None
    named = OrganisationName.objects.alias(plain_name=plain("name")).filter(plain_name__iexact=wanted).values("organisation_id")
    known = Q(organisation__in=named) | Q(organisation__credit_code__iexact=wanted)
    former = Concat(Value("、"), plain("former_names"), Value("、"))
    rows = ListEntry.objects.alias(plain_name=plain("name"), plain_former=former).filter(
        Q(plain_name__iexact=wanted) | Q(plain_former__icontains=f"、{wanted}、") | Q(credit_code__iexact=wanted)
        | Q(site__in=Site.objects.filter(known))
    )  # fmt: skip
    entry = max(rows, key=lambda row: _nearness(row, wanted), default=None)
    return entry, None if entry else Evaluator.objects.filter(known).order_by("id").first()


def _nearness(row: ListEntry, wanted: str) -> tuple[bool, bool, int, str]:
    return row.state in ON_LIST, normalised(row.name).casefold() == wanted, row.year, str(row.pk)
