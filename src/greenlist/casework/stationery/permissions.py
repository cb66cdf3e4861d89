"""Who may keep templates: a bureau its own, the province those for everybody."""

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.stationery.models import PaperTemplate


def check_may_keep(actor: Actor, template: PaperTemplate | None = None) -> None:
    """Raises NotAllowed for anybody else, and for another office's template."""
    if not actor.may("keep_templates"):
        raise NotAllowed("您当前的岗位不能改公文模板。", then="请由推荐单位或省厅的经办人上传。")
    if template is not None and template.unit != actor.unit:
        raise NotAllowed("这不是本单位的模板。", then="省厅统一的模板由省厅停用；本单位可以上传自己的模板。")
