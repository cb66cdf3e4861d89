"""Reading the journal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet

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


def narrowed(
    rows: QuerySet[JournalEntry], *, text: str = "", action: str = "", role: str = "", since: datetime | None = None,
    before: datetime | None = None, seal: int | None = None, is_open: bool = False,
) -> QuerySet[JournalEntry]:  # fmt: skip
    """The lines about a person or a case (a piece of the name), of an act, a role, a time, a seal's number, or not sealed yet."""
    if text:
        rows = rows.filter(Q(subject_label__icontains=text) | Q(actor_name__icontains=text) | Q(actor_organisation__icontains=text))
    exact = {"action": action, "actor_role": role, "at__gte": since, "at__lt": before, "seal__seq": seal}
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in ("", None)})
    return rows.filter(seal=None) if is_open else rows
