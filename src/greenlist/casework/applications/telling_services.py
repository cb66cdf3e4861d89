"""Telling the people of a unit about one application: those who may read it, nobody else."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from greenlist.casework.applications.models import Application, Entrusted
from greenlist.casework.directory.telling_services import Matter, tell_all
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.models import JournalEntry


def tell_unit(
    kind: str, application: Application, *, entry: JournalEntry, actor: Actor, values: Mapping[str, object] | None = None, **more: Any
) -> int:
    """Tell the applicants of an application's unit; as `tell_units`."""
    return tell_units(kind, [application], entry=entry, actor=actor, values=values, **more)


def tell_units(
    kind: str, applications: Sequence[Application], *, entry: JournalEntry, actor: Actor, values: Mapping[str, object] | None = None,
    is_once: bool = False, **more: Any,
) -> int:  # fmt: skip
    """Tell the applicants of each application's unit; whoever does only what is entrusted to him is told of that.

    `is_once`: of each application only once, whatever causes it again. Returns how many are new.
    """
    entrusted: dict[UUID, set[UUID]] = {}
    for application_id, membership_id in Entrusted.objects.filter(application__in=applications).values_list("application", "membership"):
        entrusted.setdefault(application_id, set()).add(membership_id)
    matters = [
        Matter(
            one.site.organisation_id,
            {"number": one.number, "name": one.site.name, "office": actor.organisation_name, **(values or {})},
            one.pk, entrusted.get(one.pk, ()), f"{kind}:{one.pk}" if is_once else "",
        )
        for one in applications
    ]  # fmt: skip
    return tell_all(kind, matters, "applicant", entry=entry, actor=actor, **more)
