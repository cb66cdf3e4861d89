"""Reading evaluators: who represents a body, the use of the cap, bans in force, engagements within one's sight."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet

from greenlist.casework.directory.models import Membership
from greenlist.casework.evaluators.models import (
    Ban,
    BodyTie,
    Capability,
    CapSlot,
    Complaint,
    Engagement,
    Evaluator,
    LegalRepresentative,
    OutsideDeclaration,
    SupervisionRecord,
    Tenure,
)
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today


def usage_words(here: int, declared: int, is_all_declared: bool) -> str:
    """本省14＋外省未知; what is known of elsewhere is known by declaration alone, and says so."""
    if is_all_declared:
        return f"本省{here}＋外省申明{declared}"
    return f"本省{here}＋外省" + (f"申明{declared}、其余未知" if declared else "未知")


@dataclass(frozen=True)
class CapUsage:
    """The national projects of one legal representative in one year: the slots taken here, what is declared of elsewhere and whether all did."""

    representative: LegalRepresentative
    year: int
    slots: tuple[CapSlot, ...]
    declared: int
    is_all_declared: bool
    limit: int

    @property
    def words(self) -> str:
        """本省14＋外省未知."""
        return usage_words(len(self.slots), self.declared, self.is_all_declared)

    @property
    def outside(self) -> int | None:
        """The projects elsewhere; None while somebody has declared nothing."""
        return self.declared if self.is_all_declared else None

    @property
    def places(self) -> list[tuple[int, CapSlot | None]]:
        """Every place up to the limit, or up to the last one taken, with who holds it; None = free."""
        taken = {slot.position: slot for slot in self.slots if not self.is_of_related(slot)}
        for slot in filter(self.is_of_related, self.slots):  # in the places left
            taken[next(n for n in count(1) if n not in taken)] = slot
        return [(n, taken.get(n)) for n in range(1, max([self.limit, *taken]) + 1)]

    @property
    def is_full(self) -> bool:
        """By what is known: what nobody declared frees no place that others declared as taken."""
        return len(self.slots) + self.declared >= self.limit

    def is_of_related(self, slot: CapSlot) -> bool:
        """Was the place taken under the name of another person, who represents a connected body?"""
        return slot.representative_id != self.representative.pk


def visible_to(actor: Actor) -> QuerySet[Engagement]:
    """The body its own engagements, the unit those of its sites; nothing otherwise."""
    rows = Engagement.objects.select_related("evaluator__organisation", "site__organisation", "signed_report").order_by(
        "-proposed_at", "-id"
    )
    if actor.may("read_engagements"):
        return rows.filter(evaluator__organisation_id=actor.organisation_id)
    if actor.may("read_own"):
        return rows.filter(site__organisation_id=actor.organisation_id)
    return rows.none()


def evaluators() -> QuerySet[Evaluator]:
    """All bodies by name."""
    return Evaluator.objects.select_related("organisation").order_by("organisation__name")


def evaluator_of(actor: Actor) -> Evaluator | None:
    """The body a person works for."""
    return Evaluator.objects.select_related("organisation").filter(organisation_id=actor.organisation_id).first()


def open_engagement(application_number: str) -> Engagement | None:
    """The engagement of an application that is neither declined nor cancelled."""
    rows = Engagement.objects.select_related("evaluator__organisation", "signed_report")
    return rows.filter(application_number=application_number).exclude(state__in=["declined", "cancelled"]).first()


def newest_engagement(application_number: str) -> Engagement | None:
    """The engagement of an application, open or, where none is, the last that was left: a complaint may still be about it."""
    rows = Engagement.objects.select_related("evaluator__organisation", "site").filter(application_number=application_number)
    return open_engagement(application_number) or rows.order_by("id").last()


def representative_on(evaluator: Evaluator, day: date) -> LegalRepresentative | None:
    """The person who represents a body on a day, resolved to the row he was decided to be."""
    return represents(evaluator.tenures.select_related("representative"), day)


def represents(tenures: Iterable[Tenure], day: date) -> LegalRepresentative | None:
    """The same, of one body's tenures that were read already."""
    held = [one for one in tenures if one.from_on <= day and (one.until_on is None or one.until_on >= day)]
    tenure = max(held, key=lambda one: (one.from_on, one.pk), default=None)
    return resolved(tenure.representative) if tenure else None


def resolved(representative: LegalRepresentative) -> LegalRepresentative:
    """Follow `same_as` to its end."""
    while representative.same_as is not None:
        representative = representative.same_as
    return representative


def cap_usage(representative: LegalRepresentative, *, year: int, limit: int, counts_related: bool = False) -> CapUsage:
    """What is taken under one person's cap in one year, over all bodies he represented in it; where the round says so (本轮参数
    cap_counts_related) together with those who represent connected bodies.
    """
    people = [representative, *(related_people(representative) if counts_related else ())]
    rows = CapSlot.objects.filter(representative__in=people, year=year, released_at=None)
    slots = rows.select_related("engagement__site", "engagement__evaluator__organisation").order_by("position")
    bodies = {body for person in people for body in _ever_of(person)}
    declared = _declared(year, bodies)
    return CapUsage(representative, year, tuple(slots), sum(declared.values()), bool(bodies) and bodies == set(declared), limit)


def open_ties(evaluator: Evaluator) -> list[BodyTie]:
    """The decisions in force that connect this body with another, the oldest first."""
    rows = BodyTie.objects.filter(Q(first=evaluator) | Q(second=evaluator), ended_at=None)
    return list(rows.select_related("first__organisation", "second__organisation").order_by("decided_at", "id"))


def group_of(bodies: Iterable[Any]) -> set[Any]:
    """The ids of these bodies and of every body connected with one of them, over however many decisions."""
    return _reached(bodies, list(BodyTie.objects.filter(ended_at=None).values_list("first_id", "second_id")))


def _reached(bodies: Iterable[Any], ties: list[tuple[Any, Any]]) -> set[Any]:
    reached = set(bodies)
    while more := {other for one, two in ties for at, other in ((one, two), (two, one)) if at in reached and other not in reached}:
        reached |= more
    return reached


def related_people(representative: LegalRepresentative) -> list[LegalRepresentative]:
    """Who represents a body today that is connected with one that this person represents today."""
    tenures = list(Tenure.objects.filter(_on(today())).select_related("representative"))
    own = {one.evaluator_id for one in tenures if resolved(one.representative) == representative}
    group = group_of(own)
    others = {resolved(one.representative) for one in tenures if one.evaluator_id in group} - {representative}
    return sorted(others, key=lambda person: str(person.pk))


def _on(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day))


def newest_capability(evaluator: Evaluator) -> Capability | None:
    """What the body declared of itself last."""
    return evaluator.capabilities.select_related("file").order_by("declared_at", "id").last()


def at_work_in(unit: str, notice_id: str) -> list[Evaluator]:
    """The bodies with an accepted engagement in a region this round, by name, each with `projects` and its records there."""
    at_work = Q(engagements__site__unit=unit, engagements__notice=notice_id, engagements__state__in=("engaged", "signed"))
    records = SupervisionRecord.objects.filter(unit=unit, notice=notice_id).select_related("file").order_by("-looked_on", "-id")
    rows = evaluators().annotate(projects=Count("engagements", filter=at_work, distinct=True)).filter(projects__gt=0)
    return list(rows.prefetch_related(Prefetch("supervision", records, to_attr="records")))


def unsupervised(unit: str, notice_id: str) -> int:
    """How many bodies at work in a region have no record of this round (C-58)."""
    return sum(1 for body in at_work_in(unit, notice_id) if not body.records)  # type: ignore[attr-defined]


def unreported(unit: str, notice_id: str) -> QuerySet[SupervisionRecord]:
    """Problems a bureau found and has not yet told the province (C-59)."""
    return SupervisionRecord.objects.filter(unit=unit, notice=notice_id, reported_at=None).exclude(problem="")


def inspections_of(evaluator: Evaluator, actor: Actor) -> QuerySet[SupervisionRecord]:
    """The inspections of a body, the newest first: for the province all, for a bureau its own."""
    rows = evaluator.supervision.select_related("file").order_by("-looked_on", "-id")
    return rows if actor.may("read_province") else rows.filter(unit=actor.unit)


def unanswered_feedback() -> QuerySet[SupervisionRecord]:
    """Problems told to the province that nobody there has answered."""
    return SupervisionRecord.objects.filter(handled_at=None).exclude(reported_at=None)


def complaints_of(actor: Actor) -> QuerySet[Complaint]:
    """The complaints a person may see, the newest first: the province all, a bureau its own, a body those about it, a unit its own."""
    rows = Complaint.objects.select_related("evaluator__organisation", "engagement__site", "file").order_by("-opened_at", "-id")
    if actor.may("read_province"):
        return rows
    if actor.may("supervise_evaluators"):
        return rows.filter(unit=actor.unit)
    if actor.may("read_engagements"):
        return rows.filter(evaluator__organisation_id=actor.organisation_id)
    if actor.may("complain"):
        return rows.filter(channel=Complaint.Channel.APPLICANT, engagement__site__organisation_id=actor.organisation_id)
    return rows.none()


def engagements_to_name(evaluator: Evaluator, actor: Actor) -> QuerySet[Engagement]:
    """The engagements of a body that a complaint may be about: a unit's own, those of a bureau's region, for the province all."""
    rows = Engagement.objects.filter(evaluator=evaluator).select_related("site__organisation").order_by("-application_number", "id")
    if actor.may("read_own"):
        return rows.filter(site__organisation_id=actor.organisation_id)
    known = rows.exclude(state="asked")
    if actor.may("read_region"):
        return known.filter(site__unit=actor.unit)
    return known if actor.may("read_province") else rows.none()


def bans_in_force(evaluator: Evaluator, day: date) -> QuerySet[Ban]:
    """The bans that hold on a day."""
    return evaluator.bans.filter(decided_on__lte=day, until_on__gt=day).order_by("decided_on", "id")


def banned_today(evaluator: Evaluator) -> Ban | None:
    """The ban that holds today, the newest of several."""
    return bans_in_force(evaluator, today()).last()


@dataclass(frozen=True)
class BodyLine:
    """One body at a glance: who represents it, what his cap of the year stands at, how many reports it signed, its ban in force."""

    evaluator: Evaluator
    representative: LegalRepresentative | None
    taken: int
    declared: int
    is_all_declared: bool
    signed: int
    ban: Ban | None

    @property
    def words(self) -> str:
        """本省14＋外省未知; '' without a representative."""
        return usage_words(self.taken, self.declared, self.is_all_declared) if self.representative else ""

    @property
    def known(self) -> int:
        """How many projects are known, here and elsewhere."""
        return self.taken + self.declared


def told_only() -> Q:
    """The bodies that are known from a package alone: nobody of them has a position here yet, so what is held of them is 待核实."""
    return ~Q(told_from="") & ~Exists(Membership.objects.filter(organisation=OuterRef("organisation")))


def is_told_only(evaluator: Evaluator) -> bool:
    """Is this body one of those?"""
    return Evaluator.objects.filter(told_only(), pk=evaluator.pk).exists()


def overview(day: date, *, counts_related: bool = False) -> list[BodyLine]:
    """Every body by name, in six queries however many there are, and a few more where connected bodies count together."""
    counted = evaluators().annotate(signed=Count("engagements", filter=Q(engagements__state="signed")), is_told_only=_is(told_only()))
    bodies = list(counted.prefetch_related("bans"))
    people = {p.pk: p for p in LegalRepresentative.objects.all()}
    tenures = list(Tenure.objects.order_by("from_on", "id"))
    in_force = [t for t in tenures if t.from_on <= day and (t.until_on is None or t.until_on >= day)]
    represents = {t.evaluator_id: _root(people, t.representative_id) for t in in_force}
    slots = CapSlot.objects.filter(year=day.year, released_at=None).order_by().values("representative").annotate(n=Count("pk"))
    taken = {s["representative"]: s["n"] for s in slots}
    declared = _declared(day.year)
    ever: dict[Any, set[Any]] = {}
    for t in tenures:
        ever.setdefault(_root(people, t.representative_id).pk, set()).add(t.evaluator_id)
    together = _people_together({body: person.pk for body, person in represents.items()}) if counts_related else {}
    return [_line(body, represents.get(body.pk), together, taken, declared, ever, day) for body in bodies]


def _people_together(represents: dict[Any, Any]) -> dict[Any, set[Any]]:
    """{person: himself and who represents a body connected with one of his}."""
    ties = list(BodyTie.objects.filter(ended_at=None).values_list("first_id", "second_id"))
    groups = {}
    for person in set(represents.values()):
        group = _reached({body for body, of in represents.items() if of == person}, ties)
        groups[person] = {person} | {of for body, of in represents.items() if body in group}
    return groups


def _line(body: Any, person: LegalRepresentative | None, together: Any, taken: Any, declared: Any, ever: Any, day: date) -> BodyLine:
    people = together.get(person.pk, {person.pk}) if person else set()
    theirs = {one for person_pk in people for one in ever.get(person_pk, ())}
    known = [declared[one] for one in theirs if one in declared]
    held = [b for b in body.bans.all() if b.decided_on <= day < b.until_on]
    return BodyLine(body, person, sum(taken.get(pk, 0) for pk in people), sum(known), bool(theirs) and len(known) == len(theirs), body.signed,
                    held[-1] if held else None)  # fmt: skip


def _is(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _root(people: dict[Any, LegalRepresentative], pk: Any) -> LegalRepresentative:
    person = people[pk]
    while person.same_as_id is not None:
        person = people[person.same_as_id]
    return person


def _ever_of(representative: LegalRepresentative) -> set[Any]:
    """The ids of every body he represents or represented, under whichever row he stands."""
    people = [representative.pk, *LegalRepresentative.objects.filter(same_as=representative).values_list("pk", flat=True)]
    return set(Evaluator.objects.filter(tenures__representative__in=people).values_list("pk", flat=True))


def _declared(year: int, bodies: Iterable[Any] | None = None) -> dict[Any, int]:
    """{body: the projects elsewhere that it declared last for a year}, of these bodies or of all."""
    rows = OutsideDeclaration.objects.filter(year=year, **({} if bodies is None else {"evaluator__in": list(bodies)}))
    return {one.evaluator_id: one.projects for one in rows.order_by("declared_at", "id")}


def declared_by(evaluator: Evaluator, year: int) -> int | None:
    """The projects elsewhere that this very body declared last for a year; None when it declared nothing."""
    return _declared(year, [evaluator.pk]).get(evaluator.pk)
