"""Who may do what with the yearly tables: the unit fills in its own, its bureau checks, the province and its centre open and rank."""

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, WrongState
from greenlist.casework.journal.rights import check_may
from greenlist.casework.yearly_tables.models import YearlyTable

EDITABLE = ("table_open", "table_returned")


def check_may_manage(actor: Actor) -> None:
    """Raises NotAllowed unless the actor opens years and ranks: the province, and its centre (C-63)."""
    if not actor.may("manage_yearly"):
        raise NotAllowed("年度动态管理由省厅和省融合推进中心组织。", clause="C-54")


def check_may_settle(actor: Actor) -> None:
    """Raises NotAllowed unless the actor decides about the list: the centre takes no final decision (C-63)."""
    check_may(actor, "handle_objection", "是否移出由省厅决定。", clause="C-54")


def check_may_publish(actor: Actor) -> None:
    """Raises NotAllowed unless the actor publishes for the province."""
    check_may(actor, "draft_selection", "同行对标由省工业和信息化厅公布。", clause="C-54")


def check_may_fill(table: YearlyTable, actor: Actor) -> None:
    """Raises NotAllowed for somebody else's table, WrongState while it is with the bureau."""
    if not actor.may("edit_filing") or actor.is_restricted or table.site.organisation_id != actor.organisation_id:
        raise NotAllowed("这不是本单位的动态管理表。", clause="C-54")
    if table.state not in EDITABLE:
        raise WrongState(f"本表现在是“{table.get_state_display()}”，内容不能再改。", then="需要更正的，请联系推荐单位退回。", clause="C-54")


def check_may_file(table: YearlyTable, actor: Actor) -> None:
    """Raises NotAllowed unless the person speaks for the unit: a consultant fills in, the unit files."""
    if actor.is_restricted or table.site.organisation_id != actor.organisation_id:
        raise NotAllowed("这不是本单位的动态管理表。", clause="C-54")
    if not actor.may("hand_in_own"):
        raise NotAllowed("代填人只能填写，填报由本单位的人办理。", then="填好后请单位管理员或填报人登录填报。", clause="C-54")


def check_may_check(table: YearlyTable, actor: Actor) -> None:
    """Raises NotAllowed unless the unit is one of the actor's region."""
    if not actor.may("read_region") or table.unit != actor.unit:
        raise NotAllowed("这家单位不在您的地区，由它的推荐单位核对。", clause="C-54")


def may_fill(table: YearlyTable, actor: Actor) -> bool:
    """May this person fill in the table now? An answer for pages."""
    try:
        check_may_fill(table, actor)
    except (NotAllowed, WrongState):
        return False
    return True
