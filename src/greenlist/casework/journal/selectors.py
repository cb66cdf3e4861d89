"""Reading the journal."""

from django.db.models import Model, QuerySet

from greenlist.casework.journal.models import JournalEntry


def entries_of(subject: Model) -> QuerySet[JournalEntry]:
    """All lines about one case, oldest first."""
    return JournalEntry.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)


def recent_entries() -> QuerySet[JournalEntry]:
    """All lines, newest first, with their seal."""
    return JournalEntry.objects.select_related("seal").order_by("-at", "-id")
