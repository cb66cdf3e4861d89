"""Reading deliveries: a bureau sees its own; their rows by what is still to be done."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.transcription.models import Transcription, TranscriptionReport, TranscriptionRow

SKIP = "skip"
WORKING = ("reading", "importing")
OPEN = (TranscriptionRow.Outcome.WAITING, TranscriptionRow.Outcome.FAILED)


def visible_to(actor: Actor) -> QuerySet[Transcription]:
    """The deliveries of the actor's bureau, newest first, each with `row_count`, `report_count`, `entered_count`."""
    rows = Transcription.objects.select_related("table", "archive", "round").order_by("-created_at", "id")
    if not actor.may("transcribe"):
        return rows.none()
    done = Q(rows__outcome__in=[TranscriptionRow.Outcome.ENTERED, TranscriptionRow.Outcome.INCOMPLETE])
    return rows.filter(unit=actor.unit).annotate(
        row_count=Count("rows", distinct=True),
        report_count=Count("reports", distinct=True),
        entered_count=Count("rows", filter=done, distinct=True),
    )


def rows_of(transcription: Transcription) -> QuerySet[TranscriptionRow]:
    """All rows in the order of the table."""
    return transcription.rows.select_related("site__organisation", "report__file", "application").order_by("position")


def unlooked(transcription: Transcription) -> QuerySet[TranscriptionReport]:
    """The entries of the zip that were not looked at yet."""
    return transcription.reports.filter(is_looked_at=False).order_by("position")


def unclaimed(transcription: Transcription) -> QuerySet[TranscriptionReport]:
    """The files of the zip that no row has."""
    return transcription.reports.filter(rows=None).select_related("file").order_by("position")


def is_settled(row: TranscriptionRow) -> bool:
    """Is every question about the row answered (leaving the row out answers all)?"""
    return SKIP in row.answers.values() or all(question["id"] in row.answers for question in row.questions)


def how_far(transcription: Transcription) -> tuple[int, int]:
    """(done, total) of the reading or the entering under way."""
    if transcription.state == "reading":
        total = transcription.reports.count()
        return total - unlooked(transcription).count(), total
    left = len(to_import(transcription)) if transcription.state == "importing" else 0
    entered = transcription.rows.exclude(outcome__in=OPEN).count()
    return entered, entered + left


def to_import(transcription: Transcription) -> list[TranscriptionRow]:
    """The rows that are settled and came to nothing yet."""
    waiting = rows_of(transcription).filter(outcome=TranscriptionRow.Outcome.WAITING)
    return [row for row in waiting if is_settled(row)]


def entered_in(transcriptions: QuerySet[Transcription]) -> list[Any]:
    """The ids of the applications that came of these deliveries."""
    rows = TranscriptionRow.objects.filter(transcription__in=transcriptions, application__isnull=False)
    return list(rows.values_list("application_id", flat=True))


def files_of(transcription: Transcription) -> QuerySet[StoredFile]:
    """Table, zip, and every report kept."""
    kept = transcription.reports.exclude(file=None).values("file")
    return StoredFile.objects.filter(Q(pk__in=[transcription.table_id, transcription.archive_id]) | Q(pk__in=kept))
