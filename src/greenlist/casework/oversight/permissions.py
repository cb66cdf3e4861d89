"""Who may import lists and settle who is meant: the province, and a bureau for the units of its own region."""

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.oversight.models import ListDelivery
from greenlist.casework.oversight.selectors import open_hits_of, visible_to
from greenlist.casework.register.models import ProposedHit


def check_may_import(actor: Actor) -> None:
    """Raises NotAllowed unless the actor's role may import lists."""
    if not actor.may("import_lists"):
        raise NotAllowed("您当前的岗位不能导入名单。", then="名单由省厅或推荐单位导入。", clause="C-42")


def check_own(delivery: ListDelivery, actor: Actor) -> None:
    """Raises NotAllowed for a delivery that is not the actor's own."""
    check_may_import(actor)
    if not visible_to(actor).filter(pk=delivery.pk).exists() or delivery.unit != actor.unit:
        raise NotAllowed("这份名单由收到它的单位办理。", then="请由收到的单位办理，或由本单位另行导入。", clause="C-42")


def check_may_settle(hit: ProposedHit, actor: Actor) -> None:
    """Raises NotAllowed for a unit outside the actor's region."""
    check_may_import(actor)
    if hit.state == "hit_open" and not open_hits_of(actor).filter(pk=hit.pk).exists():
        raise NotAllowed("这家单位不在您的地区，由它的推荐单位或省厅认定。", clause="C-42")
