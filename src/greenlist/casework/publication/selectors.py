"""Reading notices, publications and nominations."""

from django.db.models import Count, Q, QuerySet

from greenlist.casework.journal.clock import today
from greenlist.casework.publication.models import Nomination, Publication, PublicNotice
from greenlist.casework.selection.models import SelectionRow
from greenlist.casework.selection.selectors import rows_of


def notices() -> QuerySet[PublicNotice]:
    """All public notices, newest first, each with `unit_count`."""
    counted = PublicNotice.objects.annotate(unit_count=Count("draft__rows", filter=Q(draft__rows__outcome=SelectionRow.Outcome.PROPOSED)))
    return counted.select_related("draft__round").order_by("-starts_on", "-id")


def is_noticed(round_id: object) -> bool:
    """Has a public notice of this round been given?"""
    return PublicNotice.objects.filter(draft__round=round_id).exists()


def publications() -> QuerySet[Publication]:
    """All publications, newest first, each with `unit_count`."""
    counted = Publication.objects.annotate(unit_count=Count("draft__rows", filter=Q(draft__rows__outcome=SelectionRow.Outcome.PROPOSED)))
    return counted.select_related("round", "draft").order_by("-published_on", "-id")


def noticed_rows(notice: PublicNotice) -> QuerySet[SelectionRow]:
    """The rows that stand in a notice: the proposed ones."""
    return rows_of(notice.draft).filter(outcome=SelectionRow.Outcome.PROPOSED)


def is_open(notice: PublicNotice) -> bool:
    """Is the notice period running today?"""
    return notice.starts_on <= today() <= notice.ends_on


def nominations(publication: Publication) -> QuerySet[Nomination]:
    """The national nominations of a publication."""
    return publication.nominations.select_related("application__site").order_by("application__number")
