"""The one door: every change of a case's state goes through `change`, in one transaction with its journal line."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django.db import models, transaction

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.rights import not_allowed
from greenlist.rulebook.lifecycle import Transition, lifecycle

DECIDES = "province"  # what it may do and its centre may not is a decision (C-63)
Case = TypeVar("Case", bound=models.Model)


def change(
    case: Any,
    action: str,
    *,
    actor: Actor,
    guards: Mapping[str, str] | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    fields: dict[str, Any] | None = None,
    clause: str = "",
) -> JournalEntry:
    """Move `case` along its lifecycle (`case.LIFECYCLE`) and write one journal line.

    `guards` answers every guard the table names: '' when it holds, else the sentence that says what is missing.
    `fields` are further columns saved with the state; `clause` is that of this case where the table's one transition serves two. Raises WrongState, NotAllowed, or Refused with all guards
    that do not hold; ValueError when the service left a guard unanswered.
    """
    table = lifecycle(case.LIFECYCLE)
    transition = table.transition(action)
    transition = replace(transition, clause=clause or transition.clause)
    with transaction.atomic():
        fresh = type(case).objects.select_for_update().get(pk=case.pk)
        _check_state(fresh, table.state(fresh.state).label, transition, actor)
        check_actor(transition, actor)
        _check_guards(transition, guards or {})
        source, case.state = fresh.state, transition.target
        for name, value in (fields or {}).items():
            setattr(case, name, value)
        case.save(update_fields=["state", *(fields or {})])
        return record(
            action, actor=actor, subject=case, source=source, target=transition.target,
            clause=transition.clause, reason=reason, detail=detail,
        )  # fmt: skip


def record(
    action: str,
    *,
    actor: Actor,
    subject: models.Model | None,
    source: str = "",
    target: str = "",
    clause: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> JournalEntry:
    """Write one journal line for an act that changes no state (a fact recorded, a file stored)."""
    return JournalEntry.objects.create(
        at=now(),
        actor_id=actor.user_id,
        actor_name=actor.signature,
        actor_role=actor.role,
        actor_organisation=actor.organisation_name,
        action=action,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        subject_label=str(subject)[:200] if subject else "",
        source=source,
        target=target,
        clause=clause,
        reason=reason,
        detail=detail or {},
    )


def open_transitions(case: Any, actor: Actor) -> list[Transition]:
    """The transitions this actor could start from the case's state (guards not asked)."""
    return [t for t in lifecycle(case.LIFECYCLE).open_from(case.state) if actor.role in t.actors]


def check_actor(transition: Transition, actor: Actor) -> None:
    """Raises NotAllowed unless the actor's role stands on the transition."""
    if actor.role in transition.actors:
        return
    what, then = f"您当前的岗位不能{transition.label.rstrip('…')}。", "请换到有此职责的岗位，或联系经办人。"
    raise not_allowed(actor, what, then=then) if DECIDES in transition.actors else NotAllowed(what, then=then)


def _check_state(fresh: Any, label: str, transition: Transition, actor: Actor) -> None:
    if fresh.state in transition.sources:
        return
    who = _who_did(fresh, actor)
    if fresh.state == transition.target:
        raise WrongState(f"本件{transition.done}，不必重复办理。", then=f"{who}刷新页面可看到最新状态。", code="already")
    raise WrongState(
        f"本件现在是“{label}”，不能{transition.label.rstrip('…')}。", then=f"{who}请刷新页面，按最新状态办理。", clause=transition.clause
    )


def _who_did(case: Any, actor: Actor) -> str:
    """Who brought the case where it is, and when; told to a colleague of the same office, nobody else learns who handles a case."""
    lines = JournalEntry.objects.filter(subject_kind=case._meta.label_lower, subject_id=case.pk, target=case.state)
    last = lines.last()
    if last is None or actor.role == "expert" or not actor.organisation_name or last.actor_organisation != actor.organisation_name:
        return ""
    return f"{last.actor_name} {last.at.astimezone(SHANGHAI):%-m月%-d日 %H:%M} 办的。"


def _check_guards(transition: Transition, answers: Mapping[str, str]) -> None:
    if unanswered := set(transition.guards) - set(answers):
        raise ValueError(f"action {transition.action}: guards not answered: {sorted(unanswered)}")
    if failed := [answers[g] for g in transition.guards if answers[g]]:
        raise Refused(f"还不能{transition.label.rstrip('…')}。", items=failed, clause=transition.clause, then="处理完这些事项后再办。")
