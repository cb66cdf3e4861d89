"""Who may load an official table, and who may sign it: the province decides, its centre prepares (C-63)."""

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.journal.rights import check_may

CLAUSE = "C-16"


def check_may_prepare(actor: Actor) -> None:
    """Raises NotAllowed for anybody else than the province and its centre."""
    if not actor.may("prepare_standards") or actor.organisation_id is None or actor.user_id is None:
        raise NotAllowed("评价标准由省厅校核。", then="请由省厅或省融合推进中心的经办人载入。", clause=CLAUSE)


def check_may_sign(actor: Actor) -> None:
    """Raises NotAllowed unless the actor may sign."""
    check_may(actor, "keep_standards", "校核稿只能由省厅两人签署。", clause=CLAUSE)
