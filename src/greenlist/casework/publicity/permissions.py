"""Who may write a case, consent to it, and keep the record of publicity."""

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.publicity.models import GoodCase
from greenlist.casework.publicity.selectors import STANDING, visible_to
from greenlist.casework.register.models import ListEntry

CLAUSE = "C-61"
EVENT_CLAUSE = "C-62"


def check_listed(entry: ListEntry) -> None:
    """Raises Refused for a unit that does not stand on the list."""
    if problem := not_standing(entry):
        raise Refused("案例没有建立。", items=[problem], then="典型案例只登记在册单位的经验。", clause=CLAUSE)


def not_standing(entry: ListEntry) -> str:
    """The guard `on_list`: '' or why the unit's case is not shown."""
    return "" if entry.state == STANDING else f"“{entry.name}”现在是“{entry.get_state_display()}”，典型案例只宣传在册单位。"


def check_may_write(case: GoodCase, actor: Actor) -> None:
    """Raises NotAllowed for another's case, WrongState once it is handed in."""
    if not actor.may("write_case") or not visible_to(actor).filter(pk=case.pk).exists():
        raise NotAllowed("案例由在册单位或它的推荐单位起草。", clause=CLAUSE)
    if case.state != "case_draft":
        raise WrongState(
            f"本案例现在是“{case.get_state_display()}”，内容不能再改。", then="需要改的，请核对的一方退回修改。", clause=CLAUSE
        )


def check_may_consent(case: GoodCase, actor: Actor) -> None:
    """Raises NotAllowed unless the person speaks for the unit."""
    if not actor.may("consent_to_case") or not visible_to(actor).filter(pk=case.pk).exists():
        raise NotAllowed("是否同意公开由本单位的单位管理员决定。", clause=CLAUSE)


def check_may_move(case: GoodCase, actor: Actor) -> None:
    """Raises NotAllowed for a case that this person does not see; whose turn it is stands on the transition."""
    if not visible_to(actor).filter(pk=case.pk).exists():
        raise NotAllowed("这个案例不归您的单位办理。", clause=CLAUSE)


def check_may_keep(actor: Actor, clause: str) -> None:
    """Raises NotAllowed unless the actor's office keeps the record of its publicity."""
    if not actor.may("keep_publicity"):
        raise NotAllowed("宣传情况由推荐单位、省厅和省融合推进中心登记。", clause=clause)


def may_write(case: GoodCase, actor: Actor) -> bool:
    """May this person change the text now? An answer for pages."""
    return actor.may("write_case") and case.state == "case_draft"
