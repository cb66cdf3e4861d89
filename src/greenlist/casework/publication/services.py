"""The public notice, then the publication: list entries, states, national nominations, one content by hash."""

from typing import Any

from django.db import transaction

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import too_long
from greenlist.casework.publication.models import Nomination, Publication, PublicNotice
from greenlist.casework.publication.selectors import noticed_rows
from greenlist.casework.register.models import Level
from greenlist.casework.register.services import enter_listing
from greenlist.casework.rounds.selectors import parameter
from greenlist.casework.selection.models import SelectionDraft, SelectionRow
from greenlist.casework.selection.services import check_proposed
from greenlist.casework.verification.selectors import sources_of
from greenlist.rulebook.reference.holidays import working_days_after


def give_notice(draft: SelectionDraft, *, actor: Actor) -> PublicNotice:
    """Give public notice of the proposed units; the period counts working days from the day after."""
    days = int(parameter(draft.round, "notice_working_days"))
    risks = check_proposed(draft, actor=actor)
    with transaction.atomic():
        change(draft, "give_notice", actor=actor, guards={"exclusions_settled": "；".join(risks)})
        rows = list(draft.rows.filter(outcome="proposed").select_related("application__site"))
        content = store("public_notice", {"draft": draft.content_digest, "rows": [_plain(row) for row in rows]})
        return PublicNotice.objects.create(
            draft=draft, title=f"{draft.round.year}年度省级绿色制造名单公示", starts_on=today(),
            ends_on=working_days_after(today(), days), content_digest=content, given_by=actor.name, given_at=now(),
        )  # fmt: skip


def publish(draft: SelectionDraft, *, document_number: str, actor: Actor) -> Publication:
    """Publish after the notice period: the list is immutable, its rows join the register, the best are nominated."""
    if not document_number.strip():
        raise Refused("请填公布文件的文号。", clause="C-12")
    if wordy := too_long(Publication, document_number=document_number.strip()):
        raise Refused("名单没有公布。", items=wordy, clause="C-12")
    risks = check_proposed(draft, actor=actor)
    with transaction.atomic():
        guards = {"notice_period_over": _notice_sentence(draft), "exclusions_settled": "；".join(risks)}
        change(draft, "publish", actor=actor, guards=guards, detail={"document_number": document_number})
        rows = list(noticed_rows(draft.notice))
        made = Publication.objects.create(
            round=draft.round, draft=draft, title=f"{draft.round.year}年度省级绿色制造名单", document_number=document_number.strip(),
            published_on=today(), published_by=actor.name, published_at=now(),
            content_digest=store("publication", {"draft": draft.content_digest, "rows": [_plain(row) for row in rows]}),
        )  # fmt: skip
        for row in rows:
            _list(made, row, actor)
    return made


def _list(made: Publication, row: SelectionRow, actor: Actor) -> None:
    application = row.application
    change(application, "publish", actor=actor, guards={"notice_period_over": "", "exclusions_settled": ""}, fields={"changed_at": now()})
    enter_listing(
        application.site, actor=actor, level=Level.PROVINCIAL, category=application.category, year=made.round.year,
        third_party=application.third_party, listed_on=made.published_on, document=made.document_number, document_row=row.rank,
        checked_on=today(), checked_sources=sources_of(application),
    )  # fmt: skip
    if row.is_nominated:
        Nomination.objects.create(publication=made, application=application, nominated_at=now())


def _notice_sentence(draft: SelectionDraft) -> str:
    notice = PublicNotice.objects.filter(draft=draft).first()
    if notice is None:
        return "还没有公示。"
    if today() <= notice.ends_on:
        return f"公示到{notice.ends_on:%Y年%-m月%-d日}为止，期满后才能公布。"
    return ""


def _plain(row: SelectionRow) -> dict[str, Any]:
    application = row.application
    return {
        "rank": str(row.rank),
        "number": application.number,
        "name": application.site.name,
        "category": application.category,
        "unit": application.unit,
        "is_nominated": "1" if row.is_nominated else "0",
    }
