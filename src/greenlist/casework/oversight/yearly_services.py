"""The province takes up a proposal out of the yearly tables: the unit leaves the provincial list, and what is under way is checked again."""

from django.db import transaction

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change
from greenlist.casework.oversight.removal_services import remove_from_list
from greenlist.casework.register.models import ListEntry
from greenlist.casework.yearly_tables.grading_services import public_ground
from greenlist.casework.yearly_tables.models import YearlyOpening, YearlyProposal
from greenlist.casework.yearly_tables.permissions import check_may_settle
from greenlist.casework.yearly_tables.selectors import listed_now, still_found


def take_up_removal(proposal: YearlyProposal, *, document: str, actor: Actor) -> list[ListEntry]:
    """Take the unit off the provincial list under a document; returns the rows removed. Its national rows are the ministry's to remove.

    Raises Refused without a document, when the unit stands on no provincial list any more, or when a later ranking found otherwise.
    """
    check_may_settle(actor)
    reason = f"{proposal.get_kind_display()}：{document.strip()}"[:300]
    with transaction.atomic():
        YearlyOpening.objects.select_for_update().get(pk=proposal.table.opening_id)  # no ranking is made between the question and the act
        held = listed_now().get((proposal.table.site_id, proposal.table.category), [])
        rows = [entry for entry in held if entry.level == "provincial"]
        guards = {
            "reason_given": "" if document.strip() else "请填写移出所依据的决定文件（名称、文号）。",
            "on_a_list": "" if rows else "这家单位已不在省级名单上；国家级名单由工信部移出，请随年度推荐上报调整意见。",
            "still_found": "" if still_found(proposal) else "最近一次年度分级已不再认定这家单位连续末位，请不予移出并写明理由。",
        }
        change(proposal, "take_up_yearly_removal", actor=actor, guards=guards, reason=reason,
               fields={"reason": reason, "settled_by": actor.name, "settled_at": now()})  # fmt: skip
        for entry in rows:
            remove_from_list(entry, on=today(), reason=public_ground(proposal), clause=proposal.basis, document=document.strip()[:120],
                             actor=actor)  # fmt: skip
    return rows
