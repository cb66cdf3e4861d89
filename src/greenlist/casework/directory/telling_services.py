"""Telling the people of an office or a unit: who holds the position today becomes a list of plain recipients for the outbox."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from greenlist.casework.directory.models import Membership, Organisation
from greenlist.casework.directory.selectors import in_force, open_positions
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.outbox.services import Recipient, write


def tell(
    kind: str, organisation_id: UUID | None, role: str, *, entry: JournalEntry, actor: Actor, values: Mapping[str, object],
    about_id: UUID | None = None, entrusted: Collection[UUID] = (), **more: Any,
) -> int:  # fmt: skip
    """Tell everybody who holds this role there, in the transaction of the act that wrote `entry`; returns how many messages are new.

    Of those who do only what is entrusted to them, the ones named. `more`: `gate` and `once`, as `outbox.services.write` knows them.
    """
    held = [one for one in open_positions(organisation_id, role) if not one.is_restricted or one.pk in entrusted]
    people = [recipient(one) for one in held if one.user_id != actor.user_id]
    return write(kind, people, values=values, occasion=str(entry.pk), act=entry.action, actor=actor, about_id=about_id, **more)


def tell_bureau(kind: str, unit: str, **told: Any) -> int:
    """Tell the bureau with this recommending-unit code; as `tell`."""
    office = Organisation.objects.filter(kind=Organisation.Kind.BUREAU, unit=unit).values_list("pk", flat=True).first()
    return tell(kind, office, "bureau", **told) if office else 0


def tell_province(kind: str, **told: Any) -> int:
    """Tell the province's department; as `tell`."""
    office = Organisation.objects.filter(kind=Organisation.Kind.PROVINCE).order_by("id").values_list("pk", flat=True).first()
    return tell(kind, office, "province", **told) if office else 0


def recipient(membership: Membership) -> Recipient:
    """A position as the outbox keeps it."""
    return Recipient(membership.user_id, membership.user.name, membership.pk, membership.organisation.name)


def positions_in_force() -> list[Membership]:
    """Every position somebody can sign in to today, in a stable order."""
    rows = Membership.objects.filter(in_force(today()), user__is_active=True).select_related("user", "organisation")
    return list(rows.order_by("id"))
