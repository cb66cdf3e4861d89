"""What a status file says of a listing, field by field as far as it is public, and both signed tokens."""

from datetime import date
from typing import Any

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.disclosure import Disclosure, disclosure
from greenlist.casework.publication.models import Publication
from greenlist.casework.register.models import ListEntry
from greenlist.casework.status.keys import present_key
from greenlist.casework.status.models import StatusPage
from greenlist.casework.status.selectors import STATE_OF, states_off_list
from greenlist.engines.status import STATES, list_token, status_token
from greenlist.rulebook.notices import Notice, notice

SAID = ("name", "former_names", "credit_code", "category", "level", "year", "listed_on", "document", "removed_on", "removal_reason",
        "removal_clause", "checked_on", "checked_sources")  # fmt: skip


def rules_of(entry: ListEntry) -> Notice | None:
    """The notice by which it was listed; None for a list of before this system."""
    made = Publication.objects.filter(document_number=entry.document, published_on=entry.listed_on).select_related("round").first()
    return notice(made.round.notice) if made else None


def status_file(page: StatusPage, *, site: str, address: str, list_address: str) -> str:
    """The signed file of one listing as of now. Raises Refused when the status is not public."""
    shown = _shown()
    rules = rules_of(page.entry)
    (entry,) = shown.redacted([page.entry])
    said = {name: _plain(value) for name in SAID if (value := getattr(entry, name)) not in (None, "", [])}
    said |= {"state": STATE_OF[entry.state], "is_demo": entry.is_demo}
    said |= {"rules": {"notice": rules.id, "document_number": rules.document_number}} if rules else {}
    at = int(now().timestamp())
    return status_token(said, site=site, page=address, list_address=list_address, index=page.place, at=at, by=present_key())


def status_list(*, site: str, address: str) -> str:
    """The signed status list of all listings as of now. Raises Refused when the status is not public."""
    _shown()
    states, count = states_off_list()
    statuses = {place: STATES[state] for place, state in states.items()}
    return list_token(statuses, count=count, site=site, list_address=address, at=int(now().timestamp()), by=present_key())


def _shown() -> Disclosure:
    shown = disclosure()
    if "removal" not in shown.fields:
        raise Refused("没有签发状态文件。", items=["本轮参数规定在册状态不公开。"], then="请按信息公开的规定申请查询。")
    return shown


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
