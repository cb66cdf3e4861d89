"""Reading letters: a bureau's own, the one behind a link, and how each department stands for many applications."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from greenlist.casework.applications.models import Application
from greenlist.casework.consultation.departments import Department, departments
from greenlist.casework.consultation.models import Consultation, ConsultedUnit, DepartmentAnswer
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.verification.models import Answer, RecordedFact
from greenlist.casework.verification.selectors import unknown_clauses, unsettled_findings


@dataclass(frozen=True)
class Standing:
    """How one department stands for one application: 未发函, 函询中, 逾期未复, or the worst of its findings once facts are there."""

    department: Department
    word: str
    due_on: date | None = None


def visible_to(actor: Actor) -> QuerySet[Consultation]:
    """The letters of the actor's bureau, those without an answer first, then by their last day."""
    rows = Consultation.objects.select_related("round", "reply").annotate(unit_count=Count("units"))
    rows = rows.order_by("reply_id", "due_on", "-prepared_at", "id")
    return rows.filter(unit=actor.unit) if actor.may("consult") else rows.none()


def behind_link(token: str) -> Consultation | None:
    """The letter whose link bears this token, whether it is still open or not."""
    return Consultation.objects.select_related("round").filter(link_digest=token_digest(token)).first()


def is_link_open(consultation: Consultation) -> bool:
    """May the link still be answered? Until its date, and until the reply is recorded."""
    return consultation.state == "sent" and consultation.link_until is not None and today() <= consultation.link_until


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return "sha256:" + hashlib.sha256(token.encode()).hexdigest()


def newest_answer(consultation: Consultation) -> DepartmentAnswer | None:
    """The department's last answer through the link."""
    return consultation.answers.select_related("file").last()


def overdue_units(applications: Iterable[Any]) -> QuerySet[ConsultedUnit]:
    """Of these applications those that a letter without a reply asked about, its last day over (逾期未复)."""
    late = ConsultedUnit.objects.filter(application__in=list(applications), consultation__state="sent", consultation__due_on__lt=today())
    return late.select_related("application__site", "consultation").order_by("consultation__due_on", "application__number")


def unasked(applications: Sequence[Application]) -> dict[str, list[Application]]:
    """{department: those of them with something unknown in its remit and no letter under way}."""
    unknown = unknown_clauses(applications)
    letters = ConsultedUnit.objects.filter(application__in=[a.pk for a in applications], consultation__state__in=("unsent", "sent"))
    asked = set(letters.values_list("consultation__department", "application_id"))
    return {
        d.id: [a for a in applications if (d.id, a.pk) not in asked and any((a.pk, clause) in unknown for clause in d.clauses)]
        for d in departments()
    }


def unconsulted(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Those about whom a department that the notice names (C-41) has not been heard: no reply, no letter whose last day is over.

    A fact within its remit that rests on its word counts as its reply. Each with `without_<department>`.
    """
    lacks = {f"without_{d.id}": ~Exists(_letters_past(d)) & ~Exists(_said_by(d)) for d in _named()}
    return applications.annotate(**lacks).filter(Q(*((name, True) for name in lacks), _connector=Q.OR))


def not_heard(application: Any) -> list[str]:
    """The departments that one of `unconsulted` lacks, by their labels."""
    return [d.label for d in _named() if getattr(application, f"without_{d.id}")]


def _named() -> list[Department]:
    """The departments that the notice names are those with a cell on the workbench."""
    return [d for d in departments() if d.short]


def _letters_past(asked: Department) -> QuerySet[ConsultedUnit]:
    over = Q(consultation__state="replied") | Q(consultation__state="sent", consultation__due_on__lt=today())
    return ConsultedUnit.objects.filter(over, application=OuterRef("pk"), consultation__department=asked.id)


def _said_by(asked: Department) -> QuerySet[RecordedFact]:
    named = Q(source__contains=asked.label) | Q(source__contains=asked.office)
    said = RecordedFact.objects.filter(named, application=OuterRef("pk"), clause__in=asked.clauses)
    return said.exclude(answer=Answer.UNKNOWN)  # 尚未函复 is no word of theirs


def waiting_for_reply(applications: QuerySet[Application]) -> list[Any]:
    """Ids of those that wait for departments alone (函询中): a reply is late, or whatever is unknown was asked about."""
    covered: dict[Any, set[str]] = {}
    late: set[Any] = set()
    remits = {d.id: d.clauses for d in departments()}
    asked = Exists(applications.order_by().filter(pk=OuterRef("application_id")))  # few letters among many applications: begin with them
    out = ConsultedUnit.objects.filter(asked, consultation__state="sent")
    for pk, name, due_on in out.values_list("application_id", "consultation__department", "consultation__due_on"):
        covered.setdefault(pk, set()).update(remits[name])
        if due_on and today() > due_on:
            late.add(pk)
    if not covered:
        return []
    own = {f.application_id for f in unsettled_findings(covered, verdicts=("unknown",)) if f.clause not in covered[f.application_id]}
    return [pk for pk in covered if pk in late or pk not in own]


def with_letters(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Each with `asked_<department>` and `due_<department>`: state and last day of the newest letter that went out about it."""
    sent = ConsultedUnit.objects.filter(application=OuterRef("pk"), consultation__state__in=("sent", "replied"))
    newest = sent.order_by("-consultation__prepared_at", "-consultation_id")
    columns: dict[str, Subquery] = {}
    for asked in departments():
        letters = newest.filter(consultation__department=asked.id)
        columns[f"asked_{asked.id}"] = Subquery(letters.values("consultation__state")[:1])
        columns[f"due_{asked.id}"] = Subquery(letters.values("consultation__due_on")[:1])
    return applications.annotate(**columns)


def standings(application: Application, verdicts: Mapping[tuple[Any, str], str]) -> list[Standing]:
    """How each department of the workbench stands for one of `with_letters`; `verdicts` by application and clause."""
    return [_standing(asked, application, verdicts) for asked in departments() if asked.short]


def _standing(asked: Department, application: Any, verdicts: Mapping[tuple[Any, str], str]) -> Standing:
    state, due_on = getattr(application, f"asked_{asked.id}", None), getattr(application, f"due_{asked.id}", None)
    if state == "sent":
        return Standing(asked, "逾期未复" if due_on and today() > due_on else "函询中", due_on)
    found = {verdicts.get((application.pk, clause), "unknown") for clause in asked.clauses}
    if found == {"unknown"} and state is None:
        return Standing(asked, "未发函")
    return Standing(asked, "发现" if "not_met" in found else "待核实" if "unknown" in found else "未发现")
