"""What goes to the platform, and the comparisons a person may see: a bureau its own units, the province all."""

from django.db.models import Count, QuerySet

from greenlist.casework.journal.actors import Actor
from greenlist.casework.platform.models import PlatformComparison
from greenlist.casework.publication.models import Publication
from greenlist.casework.publication.selectors import nominations
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.rounds.models import Round

NOMINATIONS = PlatformComparison.Against.NOMINATIONS


def visible_to(actor: Actor) -> QuerySet[PlatformComparison]:
    """The newest first, each with `settled`: how many of its differences have an outcome."""
    rows = PlatformComparison.objects.select_related("file", "round").annotate(settled=Count("settlements"))
    rows = rows.order_by("-compared_at", "-id")
    if actor.may("read_province"):
        return rows.filter(unit="")
    return rows.filter(unit=actor.unit) if actor.may("read_region") else rows.none()


def batches_of(actor: Actor, round_: Round) -> QuerySet[Batch]:
    """The batches that go to the platform or went there: a bureau's own from signature on, for the province those handed in."""
    rows = Batch.objects.filter(round=round_, state__in=("signing", "submitted")).prefetch_related("platform_receipts__proof", "rows")
    rows = rows.order_by("unit", "created_at", "id")
    if actor.may("read_province"):
        return rows.filter(state="submitted")
    return rows.filter(unit=actor.unit) if actor.may("read_region") else rows.none()


def rows_for(actor: Actor, round_: Round, against: str = "") -> QuerySet[BatchRow]:
    """Our frozen rows that are told to the platform, in the order of the tables; of the nominations where `against` says so."""
    rows = BatchRow.objects.filter(batch__in=batches_of(actor, round_).values("pk"))
    if against == NOMINATIONS:
        named = [n.application_id for made in Publication.objects.filter(round=round_) for n in nominations(made)]
        rows = rows.filter(application__in=named)
    return with_units(rows).order_by("batch__unit", "batch__created_at", "serial", "id")


def with_units(rows: QuerySet[BatchRow]) -> QuerySet[BatchRow]:
    """With all that the platform's columns are filled from."""
    return rows.select_related("batch", "application__site__organisation", "application__filing", "application__round")
