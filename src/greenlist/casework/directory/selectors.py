"""Who holds which position today, and the organisations and sites behind it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.roles import roles
from greenlist.casework.directory.models import Membership, Organisation, Site, Tie, UnitRepresentative
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.outbox.selectors import unread_of_position
from greenlist.rulebook.reference.industries import industry_name

POSITION_ID = ".".join(map(connection.ops.quote_name, (Membership._meta.db_table, Membership._meta.pk.column)))


def industry_or_type(site: Site) -> tuple[str, str]:
    """(行业 or 类型, 3011 水泥制造 or 省级工业园区): what a site is known by; a park has no industry (C-66)."""
    return ("类型", site.park_type) if site.park_type else ("行业", industry_name(site.industry))


def in_force(on: date) -> Q:
    """Memberships in force on a day; `until_on` is the first day without, so that an ended one holds no longer."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))


def positions_of(user: User) -> QuerySet[Membership]:
    """The positions a person holds today, in a stable order, each with `unread`: so many messages in it were not read."""
    rows = user.memberships.filter(in_force(today())).select_related("organisation").order_by("from_on", "id")  # each knows its user
    return rows.annotate(unread=unread_of_position(POSITION_ID))


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
        acts=roles()[membership.role].acts_with(membership.duty),
        duty=membership.duty,
        is_restricted=membership.is_restricted,
        division=membership.organisation.division,
        assists=roles()[membership.role].assists,
    )


def sites_of(organisation_id: UUID | None) -> QuerySet[Site]:
    """The sites of one organisation."""
    return Site.objects.filter(organisation_id=organisation_id).select_related("organisation").order_by("name")


def former_names(organisation: Organisation) -> list[str]:
    """The names it bore before, newest first."""
    return list(organisation.names.exclude(until_on=None).order_by("-until_on", "id").values_list("name", flat=True))


def units_tied_by(actor: Actor) -> QuerySet[Organisation]:
    """The applying units whose ties and legal representatives this office keeps and sees: the province all, a bureau its region's."""
    rows = Organisation.objects.filter(kind__in=roles()["applicant"].kinds)
    if not actor.may("keep_ties"):
        return rows.none()
    own = Site.objects.filter(organisation=OuterRef("pk"), unit=actor.unit)
    return rows if actor.may("read_province") else rows.filter(Q(unit=actor.unit) | Exists(own))


def ties_of(organisation: Organisation, on: date | None = None) -> QuerySet[Tie]:
    """Its ties, those in force on a day or all, the open ones first."""
    rows = Tie.objects.filter(organisation=organisation).select_related("organisation", "other")
    rows = rows.order_by(F("until_on").desc(nulls_first=True), "entered_at", "id")
    return rows.filter(Q(from_on=None) | Q(from_on__lte=on), Q(until_on=None) | Q(until_on__gt=on)) if on else rows


def representatives_of(organisation: Organisation) -> QuerySet[UnitRepresentative]:
    """Its legal representatives, the newest first; for offices only."""
    return organisation.representatives.order_by("-from_on", "-id")


def office_of(unit: str) -> Organisation | None:
    """The bureau with this recommending-unit code."""
    return Organisation.objects.filter(kind=Organisation.Kind.BUREAU, unit=unit).first()


def province_office() -> Organisation | None:
    """The province's own office."""
    return Organisation.objects.filter(kind=Organisation.Kind.PROVINCE).order_by("id").first()


def county_office(division: str, unit: str) -> Organisation | None:
    """The county's office that looks at the sites of a division for one recommending unit."""
    return Organisation.objects.filter(kind=Organisation.Kind.COUNTY_OFFICE, division=division, unit=unit).first()


def experts() -> QuerySet[Membership]:
    """Everyone who is an expert today."""
    return Membership.objects.filter(in_force(today()), role="expert").select_related("user", "organisation").order_by("user__name", "id")


def memberships(text: str = "") -> QuerySet[Membership]:
    """All memberships, open ones first, narrowed by a piece of the person's or the organisation's name."""
    rows = Membership.objects.select_related("user", "organisation").order_by("until_on", "organisation__name", "id")
    if text:
        rows = rows.filter(Q(user__name__icontains=text) | Q(organisation__name__icontains=text))
    return rows


def open_positions(organisation_id: UUID | None, role: str) -> QuerySet[Membership]:
    """Who holds a role at one organisation today: administrators first, then by how long they have held it."""
    return positions_at([organisation_id], role)


def positions_at(organisations: Collection[UUID | None], role: str) -> QuerySet[Membership]:
    """The same at several organisations."""
    first = Case(When(duty="administrator", then=Value(0)), When(duty="consultant", then=Value(2)), default=Value(1))
    rows = Membership.objects.filter(in_force(today()), organisation_id__in=organisations, role=role, user__is_active=True)
    return rows.select_related("user", "organisation").order_by(first, "is_restricted", "from_on", "id")


def units_of(unit: str) -> QuerySet[Organisation]:
    """The applying organisations of one recommending unit: entered for it or, where nobody entered it, with its first site there.

    A later site elsewhere gives that bureau no say in the organisation's people: any bureau may enter one.
    """
    kinds = roles()["applicant"].kinds
    first_site = Site.objects.filter(organisation=OuterRef("pk")).order_by("id").values("unit")[:1]
    rows = Organisation.objects.alias(first_unit=Subquery(first_site))
    return rows.filter(Q(unit=unit) | Q(unit="", first_unit=unit), kind__in=kinds).order_by("name", "id")


def people_under(actor: Actor) -> QuerySet[Membership]:
    """The positions in force that an actor manages: a unit administrator those of his unit, a bureau the applying units'
    administrators of its region.
    """
    rows = Membership.objects.filter(in_force(today()), role="applicant").select_related("user", "organisation")
    if not actor.may("invite_people"):
        return rows.none()
    if actor.unit and actor.may("read_region"):
        rows = rows.filter(organisation__in=units_of(actor.unit), duty="administrator")
    else:
        rows = rows.filter(organisation_id=actor.organisation_id)
    return rows.order_by("organisation__name", "duty", "from_on", "id")


def may_reset(user: User, actor: Actor) -> bool:
    """May this actor hand the person a new code? Only when every position he holds lies in the actor's hands. The others belong to
    the system administrator: office people, those without a position, and whoever serves several units.
    """
    if user.pk == actor.user_id:
        return False
    held = list(user.memberships.filter(Q(until_on=None) | Q(until_on__gt=today())))  # also what begins later
    if actor.may("manage_accounts"):
        return {position.role for position in held} != {"applicant"} or len({p.organisation_id for p in held}) > 1
    mine = people_under(actor) if actor.may("read_region") else people_under(actor).exclude(duty="administrator")
    return bool(held) and set(mine.filter(user=user)) == set(held)


def heirs_of(membership: Membership) -> list[Membership]:
    """Who could take over everything from this person: colleagues in the same position who see the whole unit, the likeliest first."""
    rows = open_positions(membership.organisation_id, membership.role).exclude(pk=membership.pk).exclude(user=membership.user)
    return list(rows.filter(is_restricted=False).exclude(duty="consultant"))
