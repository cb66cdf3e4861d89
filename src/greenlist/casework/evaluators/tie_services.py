"""Which bodies are connected: decided by the province with its reason, ended with another. Whether the cap counts them together is a
parameter of the round.
"""

from django.db import transaction

from greenlist.casework.evaluators.models import BodyTie, Evaluator
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import check_plain, too_long

CLAUSE = "C-36"


def connect_bodies(evaluator: Evaluator, *, other: Evaluator, reason: str, actor: Actor) -> BodyTie:
    """Decide that two bodies are connected. Raises Refused without a reason, for a body with itself, or when it is decided already."""
    check_may(actor, "recognise_person", "关联机构只能由省厅认定。", clause=CLAUSE)
    check_plain(reason)
    first, second = sorted((evaluator, other), key=lambda body: str(body.pk))
    wrong = too_long(BodyTie, reason=reason.strip()) if reason.strip() else ["请写明认定关联的理由和依据材料。"]
    wrong += ["不能和自己关联。"] if first == second else []
    if wrong:
        raise Refused("关联机构没有认定。", items=wrong, then="改好之后再认定。", clause=CLAUSE)
    with transaction.atomic():
        list(Evaluator.objects.select_for_update().filter(pk__in=[first.pk, second.pk]).order_by("pk"))
        if BodyTie.objects.filter(first=first, second=second, ended_at=None).exists():
            raise WrongState(f"{evaluator}和{other}已经认定关联，不必重复认定。", code="already", clause=CLAUSE)
        made = BodyTie.objects.create(first=first, second=second, reason=reason.strip(), decided_by=actor.name, decided_at=now())
        record(
            "connect_bodies",
            actor=actor,
            subject=evaluator,
            clause=CLAUSE,
            reason=reason,
            detail={"tie": str(made.pk), "other": str(other.pk)},
        )
    return made


def end_body_tie(tie: BodyTie, *, reason: str, actor: Actor) -> None:
    """The bodies are connected no more; what was counted together stays as it was counted."""
    check_may(actor, "recognise_person", "关联认定只能由省厅终止。", clause=CLAUSE)
    check_plain(reason)
    if wrong := too_long(BodyTie, ended_because=reason.strip()) if reason.strip() else ["请写明终止认定的理由。"]:
        raise Refused("关联认定没有终止。", items=wrong, then="改好之后再办。", clause=CLAUSE)
    with transaction.atomic():
        fresh = BodyTie.objects.select_for_update().get(pk=tie.pk)
        if fresh.ended_at is not None:
            raise WrongState("这项认定已经终止，不必重复办理。", code="already", clause=CLAUSE)
        fresh.ended_because, fresh.ended_by, fresh.ended_at = reason.strip(), actor.name, now()
        fresh.save(update_fields=["ended_because", "ended_by", "ended_at"])
        record("end_body_tie", actor=actor, subject=fresh.first, clause=CLAUSE, reason=reason, detail={"tie": str(fresh.pk)})
