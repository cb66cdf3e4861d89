"""Reading files: only those of the asking organisation."""

from uuid import UUID

from django.db.models import QuerySet

from greenlist.casework.files.models import StoredFile


def files_of(organisation_id: UUID) -> QuerySet[StoredFile]:
    """The files an organisation has stored, newest first."""
    return StoredFile.objects.filter(organisation_id=organisation_id).order_by("-uploaded_at", "-id")
