"""Telling the people of an office or a unit: who holds the position today becomes a list of plain recipients for the outbox."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from greenlist.casework.directory.models import Membership, Organisation
from greenlist.casework.directory.selectors import in_force, positions_at
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.outbox.services import Recipient, Telling, write_all


@dataclass(frozen=True)
class Matter:
    """What one organisation is told; of those there who do only what is entrusted to them, the positions in `entrusted` too."""

    organisation_id: UUID | None
    values: Mapping[str, object]
    about_id: UUID | None = None
    entrusted: Collection[UUID] = ()
    once: str = ""


def tell(
    kind: str, organisation_id: UUID | None, role: str, *, entry: JournalEntry, actor: Actor, values: Mapping[str, object],
    about_id: UUID | None = None, entrusted: Collection[UUID] = (), once: str = "", **more: Any,
) -> int:  # fmt: skip
    """Tell everybody who holds this role there; as `tell_all`."""
    return tell_all(kind, [Matter(organisation_id, values, about_id, entrusted, once)], role, entry=entry, actor=actor, **more)


def tell_all(kind: str, matters: Iterable[Matter], role: str, *, entry: JournalEntry, actor: Actor, **more: Any) -> int:
    """Tell everybody who holds this role at the organisation of each matter, in the transaction of the act that wrote `entry`.

    Returns how many messages are new. The actor is not told of his own act. `more`: as `outbox.services.write_all` knows it.
    """
    matters, holders = list(matters), dict[UUID, list[Membership]]()
    for one in positions_at({matter.organisation_id for matter in matters}, role).exclude(user=actor.user_id):
        holders.setdefault(one.organisation_id, []).append(one)
    tellings = [
        Telling(
            [recipient(one) for one in holders.get(matter.organisation_id, ()) if not one.is_restricted or one.pk in matter.entrusted],
            matter.values, matter.about_id, matter.once,
        )
        for matter in matters
    ]  # fmt: skip
    return write_all(kind, tellings, occasion=str(entry.pk), act=entry.action, actor=actor, **more)


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
