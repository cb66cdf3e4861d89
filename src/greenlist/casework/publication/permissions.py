"""What may no longer be done once the list of a round is out."""

from collections.abc import Iterable

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.refusals import WrongState
from greenlist.casework.publication.models import Publication
from greenlist.casework.recommendation.models import BatchRow

ITEMS = 10


def published_past(application: Application) -> Publication | None:
    """The list that came out after this application was handed in and without it; None while its round is still under way for it."""
    return _past([application]).get(application.pk)


def check_round_open(applications: Iterable[Application]) -> None:
    """Raises WrongState for what a published list went past: the steps of its round are over. What was handed in after it goes on."""
    held = list(applications)
    past = _past(held)
    if not past:
        return
    items = [f"{a.site.name}：{past[a.pk].title}已于{past[a.pk].published_on.isoformat()}公布" for a in held if a.pk in past]
    raise WrongState(
        "没有办理：本轮名单已经公布。", items=items[:ITEMS] + ([f"另有{len(items) - ITEMS}件"] if len(items) > ITEMS else []),
        then="可记为未通过并写明理由；确需补入的，延长推荐单位的报送期限，由它另行报送。", clause="C-13",
    )  # fmt: skip


def _past(applications: list[Application]) -> dict[object, Publication]:
    open_ones = [a for a in applications if a.state in {"recommended", "accepted", "reviewing", "reviewed"}]
    lists = {
        made.round_id: made for made in Publication.objects.filter(round__in={a.round_id for a in open_ones}).order_by("published_at", "id")
    }
    if not lists:
        return {}
    rows = BatchRow.objects.filter(application__in=open_ones).exclude(batch__submitted_at=None).order_by("batch__submitted_at", "id")
    handed_in = dict(rows.values_list("application", "batch__submitted_at"))  # of several batches the last one counts
    return {
        a.pk: lists[a.round_id] for a in open_ones
        if a.round_id in lists and a.pk in handed_in and handed_in[a.pk] < lists[a.round_id].published_at
    }  # fmt: skip
