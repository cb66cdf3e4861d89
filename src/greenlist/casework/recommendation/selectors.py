"""Reading batches: the bureau's own, and the province's incoming ones."""

from django.db.models import Count, QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.rounds.models import Round


def visible_to(actor: Actor) -> QuerySet[Batch]:
    """The batches a person may see: the bureau its own, the province those handed in."""
    rows = Batch.objects.select_related("round", "sealed_letter").annotate(row_count=Count("rows")).order_by("-created_at", "id")
    if actor.may("read_region"):
        return rows.filter(unit=actor.unit)
    if actor.may("read_province"):
        return rows.filter(state="submitted")
    return rows.none()


def open_batch(round_: Round, unit: str) -> Batch | None:
    """The bureau's batch that is not handed in yet."""
    return Batch.objects.filter(round=round_, unit=unit).exclude(state="submitted").order_by("-created_at").first()


def rows_of(batch: Batch) -> QuerySet[BatchRow]:
    """The frozen rows in order, with their applications."""
    return batch.rows.select_related("application__site", "application__report", "application__filing").order_by("serial")


def ready_for_batch(round_: Round, unit: str) -> QuerySet[Application]:
    """The recommendable applications of a bureau."""
    return (
        Application.objects.filter(round=round_, unit=unit, state="recommendable")
        .select_related("site__organisation", "filing", "report", "round")
        .order_by("category", "number")
    )
