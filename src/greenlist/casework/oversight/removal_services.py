"""A unit is taken off a published list (C-50): entered in the register, and what is under way at that unit checked again at once."""

from datetime import date

from django.db import transaction

from greenlist.casework.directory.models import Organisation
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.oversight.selectors import alive
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.services import enter_removal
from greenlist.casework.verification.services import check_each


def remove_from_list(entry: ListEntry, *, on: date, reason: str, clause: str, actor: Actor) -> None:
    """Enter the removal with its reason and clause. Raises NotAllowed to all but the province, WrongState when it was removed already."""
    if not actor.may("read_province"):
        raise NotAllowed("移出名单只能由省厅登记。", clause="C-50")
    with transaction.atomic():
        enter_removal(entry, on=on, reason=reason, clause=clause, actor=actor)
        if entry.site_id:
            whose = {entry.site.organisation_id}
        else:
            whose = set(Organisation.objects.filter(credit_code=entry.credit_code or None).values_list("pk", flat=True))
        check_each(list(alive(whose)), stage="watch", actor=actor)
