"""Saying which unit a row means that is only near by name."""

from django.db import transaction

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change
from greenlist.casework.journal.typed import too_long
from greenlist.casework.oversight.models import DeliveryRow
from greenlist.casework.oversight.permissions import check_may_recognise, check_may_settle
from greenlist.casework.oversight.taking import Fact
from greenlist.casework.oversight.writing import check_again, enter_fact
from greenlist.casework.register.models import ProposedHit


def settle_hit(hit: ProposedHit, *, is_same: bool, reason: str, actor: Actor) -> None:
    """Say whether the row means this unit. The same: the fact stands in the register, and the others the row might mean are ruled out.
    Of a tied party's row it is said whether it counts for this unit; that says nothing of the others.

    Either way what hangs on it is checked again in the same transaction. Raises Refused without a reason, and NotAllowed when that
    would rule out, or end, what is not this office's.
    """
    told = too_long(ProposedHit, reason=reason.strip())
    guards = {"reason_given": "" if reason.strip() and not told else told[0] if told else "请写明根据什么认定。"}
    fields = {"settled_by": actor.name, "settled_at": now(), "reason": reason.strip()}
    detail = {
        "row": str(hit.row_id),
        "organisation": str(hit.organisation_id),
        "from_on": hit.from_on.isoformat(),
        "reference": hit.reference,
    }
    with transaction.atomic():
        row = DeliveryRow.objects.select_related("delivery__source").select_for_update(of=("self",)).get(pk=hit.row_id)
        waiting = ProposedHit.objects.select_for_update().filter(row_id=row.pk, state="hit_open").order_by("pk")
        others = [other for other in waiting if other.pk != hit.pk]
        rivals = [other for other in others if not (hit.is_tied or other.is_tied)]
        hit.refresh_from_db(fields=["state", "until_on"])
        check_may_settle(hit, actor)
        if is_same:
            check_may_recognise(hit, rivals, actor)
            change(hit, "recognise_unit", actor=actor, guards=guards, reason=reason, fields=fields, detail=detail)
            fact = Fact(hit.from_on, hit.until_on, hit.statement, hit.source, hit.reference)
            enter_fact(hit.organisation.sites.order_by("id"), hit.kind, fact, row.delivery, actor=actor)
            for other in rivals:
                change(other, "rule_unit_out", actor=actor, guards={"reason_given": ""}, reason=f"已认定为{hit.organisation}",
                       fields={**fields, "reason": f"已认定为{hit.organisation}"[:300]})  # fmt: skip
            if row.fate == DeliveryRow.Fate.PROPOSED or not hit.is_tied:
                DeliveryRow.objects.filter(pk=row.pk).update(fate=DeliveryRow.Fate.LINKED, organisation=hit.organisation)
        else:
            change(hit, "rule_unit_out", actor=actor, guards=guards, reason=reason, fields=fields, detail=detail)
            if not others and row.fate == DeliveryRow.Fate.PROPOSED:
                DeliveryRow.objects.filter(pk=row.pk).update(fate=DeliveryRow.Fate.STRANGER)
        check_again({hit.organisation_id, *(other.organisation_id for other in rivals if is_same)}, actor)
