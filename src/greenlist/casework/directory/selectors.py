"""Who holds which position today, and the organisations and sites behind it."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.roles import roles
from greenlist.casework.directory.models import Membership, Organisation, Site
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today


def in_force(on: date) -> Q:
    """Memberships in force on a day; `until_on` is the first day without, so that an ended one holds no longer."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))


def positions_of(user: User) -> QuerySet[Membership]:
    """The positions a person holds today, in a stable order."""
    return user.memberships.filter(in_force(today())).select_related("organisation", "user").order_by("from_on", "id")


def actor_for(user: User, positions: list[Membership], membership_id: str | None = None) -> Actor:
    """The actor for a signed-in person: the chosen one of his positions, else the first; without any, no acts at all."""
    found = next((p for p in positions if str(p.pk) == membership_id), positions[0] if positions else None)
    if found is None:
        return Actor(name=user.name, role="none", user_id=user.pk)
    return actor_in(found)


def actor_in(membership: Membership) -> Actor:
    """The actor for one membership."""
    return Actor(
        name=membership.user.name,
        role=membership.role,
        user_id=membership.user_id,
        membership_id=membership.pk,
        organisation_id=membership.organisation_id,
        organisation_name=membership.organisation.name,
        unit=membership.organisation.unit,
        acts=roles()[membership.role].acts,
    )


def sites_of(organisation_id: UUID | None) -> QuerySet[Site]:
    """The sites of one organisation."""
    return Site.objects.filter(organisation_id=organisation_id).select_related("organisation").order_by("name")


def former_names(organisation: Organisation) -> list[str]:
    """The names it bore before, newest first."""
    return list(organisation.names.exclude(until_on=None).order_by("-until_on", "id").values_list("name", flat=True))


def office_of(unit: str) -> Organisation | None:
    """The bureau with this recommending-unit code."""
    return Organisation.objects.filter(kind=Organisation.Kind.BUREAU, unit=unit).first()


def experts() -> QuerySet[Membership]:
    """Everyone who is an expert today."""
    return Membership.objects.filter(in_force(today()), role="expert").select_related("user", "organisation").order_by("user__name", "id")


def memberships(text: str = "") -> QuerySet[Membership]:
    """All memberships, open ones first, narrowed by a piece of the person's or the organisation's name."""
    rows = Membership.objects.select_related("user", "organisation").order_by("until_on", "organisation__name", "id")
    if text:
        rows = rows.filter(Q(user__name__icontains=text) | Q(organisation__name__icontains=text))
    return rows
