"""Reading the journal."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Model, QuerySet

from greenlist.casework.journal.models import JournalEntry


def entries_of(subject: Model) -> QuerySet[JournalEntry]:
    """All lines about one case, oldest first."""
    return JournalEntry.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)


def newest_entries(subjects: Sequence[Model]) -> dict[UUID, JournalEntry]:
    """{id: its newest line} for cases of one kind, in one query."""
    kind = subjects[0]._meta.label_lower if subjects else ""
    rows = JournalEntry.objects.filter(subject_kind=kind, subject_id__in=[s.pk for s in subjects]).order_by("at", "id")
    return {row.subject_id: row for row in rows.only("subject_id", "at", "action", "actor_name") if row.subject_id}


def recent_entries() -> QuerySet[JournalEntry]:
    """All lines, newest first, with their seal."""
    return JournalEntry.objects.select_related("seal").order_by("-at", "-id")
