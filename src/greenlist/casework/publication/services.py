"""The public notice, objections to it, and the publication: list, nominations and letters in one act."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.telling_services import tell_units
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.outbox.services import open_gate
from greenlist.casework.publication.models import FeedbackLetter, Nomination, NoticeRow, Objection, Publication, PublicNotice
from greenlist.casework.publication.selectors import contradictions_in, entering_rows, is_open, open_objections, periods_open
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.register.models import Level
from greenlist.casework.register.selectors import places_on
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameter
from greenlist.casework.selection.models import SelectionDraft, SelectionRow
from greenlist.casework.selection.selectors import failed_steps, newest_draft, proposed_rows, screen_lacks
from greenlist.casework.selection.services import check_proposed, take_out
from greenlist.casework.status.services import open_pages
from greenlist.casework.verification.selectors import sources_of
from greenlist.rulebook.reference.holidays import working_days_after

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
FROM_ONE = ((AN_HOUR, 5), (A_DAY, 20))  # objections by the public form to one notice that one sender may send within this time


def give_notice(draft: SelectionDraft, *, actor: Actor) -> PublicNotice | None:
    """Give public notice of the proposed units that had none yet; the period counts working days from the day after.

    None when a draft drawn again brings nobody new: the periods that run go on.
    """
    check_may(actor, "draft_selection", "公示由省工业和信息化厅发布。", clause="C-12")
    days = int(parameter(draft.round, "notice_working_days"))
    risks = check_proposed(draft, actor=actor)
    with transaction.atomic():
        change(draft, "give_notice", actor=actor, guards={"screened": screen_lacks(draft), "exclusions_settled": "；".join(risks)})
        rows, is_further = entering_rows(draft), PublicNotice.objects.filter(draft__round=draft.round_id).exists()
        if is_further and not rows:
            return None
        title = f"{draft.round.year}年度省级绿色制造名单{'补充' if is_further else ''}公示"
        made = PublicNotice.objects.create(
            draft=draft, title=title, starts_on=today(), ends_on=working_days_after(today(), days), given_by=actor.name, given_at=now(),
            content_digest=store("public_notice", {"draft": draft.content_digest, "rows": [_plain(row) for row in rows]}),
        )  # fmt: skip
        NoticeRow.objects.bulk_create(NoticeRow(notice=made, application=row.application) for row in rows)
        return made


def publish(draft: SelectionDraft, *, document_number: str, contradictions_because: str = "", actor: Actor) -> Publication:
    """Publish when every row's own notice is over and no objection is open: list, nominations and letters at one instant.

    Judgements that contradict each other about a proposed unit are published with a word on why (C-40).
    """
    check_may(actor, "draft_selection", "名单由省工业和信息化厅公布。", clause="C-12")
    check_plain(contradictions_because)
    lacking = too_long(Publication, document_number=document_number.strip()) if document_number.strip() else ["请填公布文件的文号。"]
    risks = check_proposed(draft, actor=actor)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=draft.round_id)  # no objection comes in between the look and the list
        waiting = [str(o) for o in open_objections(draft.round_id)]
        guards = {
            "notice_period_over": "；".join(periods_open(draft)),
            "objections_settled": f"还有{len(waiting)}件异议没有办结：{'、'.join(waiting)}。" if waiting else "",
            "screened": screen_lacks(draft),
            "exclusions_settled": "；".join(risks),
        }
        contradicting = contradictions_in(draft)
        because = contradictions_because.strip() if contradicting else ""
        clause = "C-12" if lacking else "C-40"
        if contradicting and not because:
            lacking.append(f"{len(contradicting)}处同类事实的判断不一致：请写明看过之后的说明。")
        if lacking and draft.state == "on_notice":
            raise Refused("名单没有公布。", items=[*lacking, *filter(None, guards.values())], clause=clause)
        entry = change(draft, "publish", actor=actor, guards=guards, reason=because, detail={"document_number": document_number})
        rows = list(proposed_rows(draft))
        made = Publication.objects.create(
            round=draft.round, draft=draft, title=f"{draft.round.year}年度省级绿色制造名单", document_number=document_number.strip(),
            published_on=today(), published_by=actor.name, published_at=now(), contradictions_because=because,
            content_digest=store("publication", {"draft": draft.content_digest, "rows": [_plain(row) for row in rows]}),
        )  # fmt: skip
        in_print = sorted(rows, key=lambda row: (row.application.category, row.application.number))
        for serial, row in enumerate(in_print, start=1):
            _list(made, row, serial, actor)
        _write_letters(made)
        _tell_results(made, entry, actor)
        open_pages()
    return made


def tell_ministry(publication: Publication, *, document_number: str, sent_on: date | None, actor: Actor) -> None:
    """Write down by which document the nominations went to the ministry (C-13): until then the duty is open, and late after its day."""
    check_may(actor, "draft_selection", "向工信部推荐由省工业和信息化厅办理。", clause="C-13")
    check_plain(document_number)
    number, problems = document_number.strip(), too_long(Publication, ministry_number=document_number.strip())
    problems += [] if number else ["请填推荐文件的文号。"]
    problems += [] if publication.nominations.exists() else ["这份名单没有择优推荐国家级的单位。"]
    if sent_on is None:
        problems.append("请按 2024-07-24 的格式填推荐日期。")
    elif not publication.published_on <= sent_on <= today():
        problems.append(f"推荐日期{sent_on.isoformat()}不在公布之日到今天之间。")
    with transaction.atomic():
        held = Publication.objects.select_for_update().get(pk=publication.pk)
        if held.ministry_number:
            problems.append(f"已登记 {held.ministry_number}，不必重复登记。")
        if problems or sent_on is None:
            raise Refused("向工信部推荐没有登记。", items=problems, then="先以国家级推荐表行文，再登记文号和日期。", clause="C-13")
        publication.ministry_number, publication.ministry_on = number, sent_on
        publication.save(update_fields=["ministry_number", "ministry_on"])
        record("tell_ministry", actor=actor, subject=publication, clause="C-13",
               detail={"document_number": number, "sent_on": sent_on.isoformat(), "units": publication.nominations.count()})  # fmt: skip


def receive_objection(
    notice: PublicNotice, *, application: Application | None, statement: str, contact_name: str = "", contact: str = "", sender: str = "",
    actor: Actor,
) -> Objection:  # fmt: skip
    """Take in an objection: by anybody on the notice page while the period runs, by the province at any time before publication.

    `sender` marks where a public one came from; too many from one are refused. Name and contact may stay empty.
    """
    by_office = not actor.is_anonymous
    if by_office:
        check_may(actor, "handle_objection", "异议由省工业和信息化厅登记。", clause="C-12")
    check_plain(statement, contact_name, contact)
    problems = [] if statement.strip() else ["请写明事实和理由。"]
    problems += too_long(Objection, statement=statement.strip(), contact_name=contact_name.strip(), contact=contact.strip())
    if application and not notice.rows.filter(application=application).exists():
        problems.append("这家单位不在本次公示之列。")
    if by_office and notice.draft.round.publications.exists():
        problems.append("名单已经公布，不再按公示异议登记；公布之后的举报按移出名单办理。")
    if not by_office and not is_open(notice):
        problems.append(f"公示期是{notice.starts_on:%Y年%-m月%-d日}至{notice.ends_on:%-m月%-d日}，现在不在期内。")
    if problems:
        raise Refused("异议没有提交。", items=problems, then="填过的内容还在，改正后再提交。", clause="C-12")
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=notice.draft.round_id)
        if not by_office:
            _check_flood(notice, sender)
        made = Objection.objects.create(
            number=_next_number(notice), notice=notice, application=application, statement=statement.strip(), sender=sender,
            contact_name=contact_name.strip(), contact=contact.strip(), received_at=now(), received_by=actor.name,
            channel=Objection.Channel.BY_OFFICE if by_office else Objection.Channel.PUBLIC_FORM,
        )  # fmt: skip
        record("receive_objection", actor=actor, subject=made, clause="C-12", detail={"channel": made.channel})
    return made


def examine_objection(objection: Objection, *, examination: str, actor: Actor) -> None:
    """Write down what was looked into and what it gave."""
    check_plain(examination)
    guards = {"examination_given": "" if examination.strip() else "请写明核查了什么、查到什么。"}
    change(objection, "examine_objection", actor=actor, guards=guards,
           fields={"examination": examination.strip(), "examined_by": actor.name})  # fmt: skip


def dismiss_objection(
    objection: Objection, *, reason: str, actor: Actor, document_number: str = "", file: StoredFile | None = None
) -> None:
    """Find an objection not upheld, with the reason."""
    _settle(objection, "dismiss_objection", {"reason_given": _reason_lacks(reason, document_number)}, reason, document_number, file, actor)


def uphold_objection(
    objection: Objection, *, reason: str, clause: str, actor: Actor, document_number: str = "", file: StoredFile | None = None
) -> SelectionDraft:
    """Find an objection upheld: its unit leaves the draft, and the others are ranked anew as the next draft."""
    draft = newest_draft(objection.notice.draft.round)
    guards = {
        "reason_given": _reason_lacks(reason, document_number),
        "unit_named": "" if objection.application else "这件异议没有指明单位，不能据以移出。",
    }
    with transaction.atomic():
        _settle(objection, "uphold_objection", guards, reason, document_number, file, actor)
        if draft is None or objection.application is None:
            raise LookupError("an objection without its draft")
        return take_out(
            draft, objection.application, reason=f"异议成立（{objection.number}）：{reason.strip()}", clause=clause, actor=actor
        )


def _settle(
    objection: Objection, action: str, guards: dict[str, str], reason: str, document_number: str, file: StoredFile | None, actor: Actor
) -> None:
    fields = {
        "reason": reason.strip(),
        "document_number": document_number.strip(),
        "file": file,
        "decided_by": actor.name,
        "decided_at": now(),
    }
    change(objection, action, actor=actor, guards=guards, fields=fields, reason=reason)


def _reason_lacks(reason: str, document_number: str) -> str:
    check_plain(reason, document_number)
    wordy = too_long(Objection, document_number=document_number.strip())
    return "；".join(wordy) if reason.strip() else "请写明处理的理由。"


def _check_flood(notice: PublicNotice, sender: str) -> None:
    """Raises Refused when one sender sends more than can be meant; there is no limit of all together, by which one closed the form to all."""
    own = notice.objections.filter(channel=Objection.Channel.PUBLIC_FORM, sender=sender)
    if any(own.filter(received_at__gt=now() - span).count() >= most for span, most in FROM_ONE):
        raise Refused("提交得太频繁，这一件没有存入。", then="请过一小时再试，或按公示上的地址寄送书面材料。", code="flood")


def _next_number(notice: PublicNotice) -> str:
    year = notice.draft.round.year
    return f"YY-{year}-{Objection.objects.filter(notice__draft__round=notice.draft.round_id).count() + 1:03d}"


def _write_letters(made: Publication) -> None:
    """One letter a recommending unit: which of its rows are on the list and which are not, each with the reason; also who never was ranked."""
    by_unit: dict[str, list[dict[str, str]]] = {}
    nominated = set(made.nominations.values_list("application", flat=True))
    for row in made.draft.rows.select_related("application__site").order_by("application__number"):
        by_unit.setdefault(row.application.unit, []).append(_told(row, row.application_id in nominated))
    for application, told in _out_before_ranking(made.draft):
        by_unit.setdefault(application.unit, []).append(told)
    for unit, rows in by_unit.items():
        content = {"publication": made.content_digest, "document_number": made.document_number, "unit": unit, "rows": rows}
        FeedbackLetter.objects.create(publication=made, unit=unit, content_digest=store("feedback_letter", content))


def _tell_results(made: Publication, entry: JournalEntry, actor: Actor) -> None:
    """Everybody whose case was decided is told once that the result is public; nobody before, whichever way it went."""
    gate, values = f"publication:{made.round_id}", {"title": made.title, "document": made.document_number}
    decided = Application.objects.filter(round=made.round_id, state__in=("listed", "not_selected")).select_related("site")
    tell_units("result", list(decided.order_by("number")), entry=entry, actor=actor, values=values, gate=gate, is_once=True)
    open_gate(gate, actor=actor)


def _out_before_ranking(draft: SelectionDraft) -> list[tuple[Application, dict[str, str]]]:
    """Who was recommended and failed the formal review or another step before the ranking: with the reason in the record."""
    rows = Application.objects.filter(round=draft.round_id, state="not_selected").exclude(selection_rows__draft=draft)
    why = failed_steps(rows.values("pk"))
    return [
        (a, {"number": a.number, "name": a.site.name, "category": a.category, "result": SelectionRow.Outcome.NOT_SELECTED.value,
             "is_nominated": "0", "reason": why[a.number]["barred_why"], "clause": why[a.number]["barred_by"]})
        for a in rows.select_related("site__organisation").order_by("number") if a.number in why
    ]  # fmt: skip


def _told(row: SelectionRow, is_nominated: bool) -> dict[str, str]:
    application = row.application
    return {
        "number": application.number,
        "name": application.site.name,
        "category": application.category,
        "result": row.outcome,
        "is_nominated": "1" if is_nominated else "0",
        "reason": row.reason,
        "clause": row.clause,
    }


def _list(made: Publication, row: SelectionRow, serial: int, actor: Actor) -> None:
    """One row of the list; its number is the one it bears in the printed list, never its rank. Who applied anew for the next level
    (C-14) and stands on the provincial list already keeps the place it has: a second one would count the unit twice.
    """
    application = row.application
    change(application, "publish", actor=actor, guards={"notice_period_over": "", "exclusions_settled": ""}, fields={"changed_at": now()})
    if not places_on(application.site_id, Level.PROVINCIAL, application.category).exists():
        enter_listing(
            application.site, actor=actor, level=Level.PROVINCIAL, category=application.category, year=made.round.year,
            third_party=application.third_party, listed_on=made.published_on, document=made.document_number, document_row=serial,
            checked_on=today(), checked_sources=sources_of(application),
        )  # fmt: skip
    if row.is_nominated:
        Nomination.objects.create(publication=made, application=application, nominated_at=now())


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
