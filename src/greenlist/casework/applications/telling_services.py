"""Telling the people of a unit about one application: those who may read it, nobody else."""

from collections.abc import Mapping
from typing import Any

from greenlist.casework.applications.models import Application, Entrusted
from greenlist.casework.directory.telling_services import tell
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.models import JournalEntry


def tell_unit(
    kind: str, application: Application, *, entry: JournalEntry, actor: Actor, values: Mapping[str, object] | None = None, **more: Any
) -> int:
    """Tell the applicants of an application's unit; whoever does only what is entrusted to him is told of that. Returns how many are new."""
    site = application.site
    entrusted = set(Entrusted.objects.filter(application=application).values_list("membership_id", flat=True))
    known = {"number": application.number, "name": site.name, "office": actor.organisation_name}
    return tell(kind, site.organisation_id, "applicant", entry=entry, actor=actor, values=known | dict(values or {}),
                about_id=application.pk, entrusted=entrusted, **more)  # fmt: skip
