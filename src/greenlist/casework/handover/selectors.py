"""What a person holds that is still open, and what is open without a person.

Who answers for a case in an office stands in directory.Charge; whether the case is still open, only its own room knows. An expert's
assignment names him itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Charge, Membership
from greenlist.casework.directory.selectors import in_force
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.review.models import Assignment
from greenlist.rulebook.lifecycle import lifecycle

AT_OFFICE = ("screening", "submitted", "verifying", "returned", "recommendable", "frozen")
OPEN_ENGAGEMENT = ("asked", "engaged")
OPEN_ASSIGNMENT = ("assigned", "pledged")


@dataclass(frozen=True)
class Holding:
    """One open thing: what kind, which, where it stands, since when, and the office it lies in."""

    kind: str
    label: str
    state: str
    since: datetime
    office: str
    subject_id: UUID


def holdings_of(membership: Membership) -> list[Holding]:
    """Everything open that this person answers for in this position."""
    held = _open(Charge.objects.filter(membership=membership).select_related("organisation"))
    if membership.role == "expert":
        held += [_assignment(a) for a in _open_assignments().filter(expert=membership.user)]
    return held


def holding_counts(memberships: Iterable[Membership]) -> dict[UUID, int]:
    """{membership id: how many open things}, for a list of people in four queries."""
    rows = list(memberships)
    charges = list(Charge.objects.filter(membership__in=rows).select_related("organisation"))
    is_open = {(h.subject_id, h.office) for h in _open(charges)}
    counts = {m.pk: 0 for m in rows}
    for charge in charges:
        counts[charge.membership_id] += (charge.subject_id, charge.organisation.name) in is_open
    experts = dict(
        _open_assignments().filter(expert__in=[m.user_id for m in rows]).order_by().values_list("expert").annotate(n=Count("pk"))
    )
    return {m.pk: counts[m.pk] + (experts.get(m.user_id, 0) if m.role == "expert" else 0) for m in rows}


def unowned(actor: Actor) -> list[Holding]:
    """无人经办 in the offices below the actor's: nobody named, or somebody whose account or position has ended.

    A bureau sees the units and county offices of its region; province and centre see bureaus, evaluating bodies and experts.
    """
    orphans = Charge.objects.filter(~Exists(_able(OuterRef("membership_id")))).select_related("organisation").order_by("since_at", "id")
    if actor.may("read_region"):
        cases = Application.objects.filter(unit=actor.unit).values("pk")
        return _open(orphans.filter(role__in=("applicant", "county"), subject_id__in=cases))
    if actor.may("read_province"):
        experts = Membership.objects.filter(in_force(today()), role="expert", user=OuterRef("expert"), user__is_active=True)
        left = [_assignment(a) for a in _open_assignments().filter(~Exists(experts))]
        return _open(orphans.filter(role__in=("bureau", "evaluator"))) + left
    return []


def _able(membership_id: OuterRef) -> QuerySet[Membership]:
    return Membership.objects.filter(in_force(today()), pk=membership_id, user__is_active=True)


def _open(charges: Iterable[Charge]) -> list[Holding]:
    """The charges whose case is still open, with its state in words."""
    rows = list(charges)
    cases = Application.objects.in_bulk([c.subject_id for c in rows if c.subject_kind == Application._meta.label_lower])
    engagements = Engagement.objects.in_bulk([c.subject_id for c in rows if c.subject_kind == Engagement._meta.label_lower])
    found = []
    for charge in rows:
        case = cases.get(charge.subject_id) or engagements.get(charge.subject_id)
        if case and _is_open(case, charge.role):
            kind = type(case)._meta.verbose_name
            found.append(
                Holding(str(kind), charge.subject_label, case.get_state_display(), charge.since_at, charge.organisation.name, case.pk)
            )
    return found


def _is_open(case: Application | Engagement, role: str) -> bool:
    if isinstance(case, Engagement):
        return case.state in OPEN_ENGAGEMENT
    if role == "applicant":
        return lifecycle("application").state(case.state).turn != "none"
    return case.state in AT_OFFICE


def _open_assignments() -> QuerySet[Assignment]:
    return Assignment.objects.filter(state__in=OPEN_ASSIGNMENT).select_related("application__site", "expert").order_by("assigned_at", "id")


def _assignment(assignment: Assignment) -> Holding:
    return Holding(
        "评审任务", str(assignment), assignment.get_state_display(), assignment.assigned_at, assignment.expert_name, assignment.pk
    )
