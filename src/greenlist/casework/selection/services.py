"""Drafting the selection table, sending it to decision, and deciding it by a second person."""

import secrets
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import load, store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import too_long
from greenlist.casework.review.scores import Scored
from greenlist.casework.review.steps import PAST_EXPERTS, missing_of
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import is_step_on
from greenlist.casework.selection.models import Meeting, SelectionDraft, SelectionRow
from greenlist.casework.selection.ranking import Placed, rank
from greenlist.casework.selection.selectors import candidate, handed_in, newest_draft, rows_of
from greenlist.casework.verification.services import check_application, open_exclusions
from greenlist.engines.scoring.application import number as read_number
from greenlist.engines.scoring.rounding import decimal_text, round_to

OPEN = ("drafting", "sent_back")


@dataclass(frozen=True)
class MeetingRecord:
    """The record of the meeting that decided: day, document, who took part, the minutes as a file."""

    held_on: date
    document: str
    attendees: str
    minutes: StoredFile | None = None


def draft(round_: Round, *, line: str, actor: Actor) -> SelectionDraft:
    """A new numbered draft: ranks every reviewed application. `line` is decimal text, '' for none."""
    if not actor.may("draft_selection"):
        raise NotAllowed("只有省厅可以拟遴选稿。", clause="C-12")
    line = read_line(line)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        last = newest_draft(round_)
        if last and last.state not in OPEN:
            raise Refused(
                f"第{last.number}稿现在是“{last.get_state_display()}”，不能再拟新稿。", then="需要修改的，请审定人先退回。", clause="C-12"
            )
        scores = handed_in(round_)
        if not scores:
            raise Refused("还没有已评审的申报件。", then="专家交齐评分后再拟稿。", clause="C-11")
        seed = secrets.token_hex(16)
        placed = rank([candidate(s) for s in scores], seed=seed, line=line)
        made = SelectionDraft.objects.create(
            round=round_, number=last.number + 1 if last else 1, line=line, drafted_by=actor.name, drafted_at=now(),
            content_digest=store("selection", _content(scores, placed, seed, line)),
        )  # fmt: skip
        applications = {s.application.number: s.application for s in scores}
        SelectionRow.objects.bulk_create(_row(made, applications[p.number], p) for p in placed)
        record("draft_selection", actor=actor, subject=made, clause="C-12", detail={"rows": len(placed), "line": line})
    return made


def draft_and_send(round_: Round, *, line: str, actor: Actor) -> SelectionDraft:
    """Write a draft and send it to decision in one act; when it cannot be sent, nothing is written."""
    with transaction.atomic():
        made = draft(round_, line=line, actor=actor)
        send_to_decision(made, actor=actor)
    return made


def send_to_decision(draft: SelectionDraft, *, actor: Actor) -> None:
    """Send a draft to decision."""
    newest = newest_draft(draft.round)
    if newest and newest.pk != draft.pk:
        raise Refused(f"第{draft.number}稿不是最新稿，不能送审。", then=f"请送审第{newest.number}稿。", clause="C-12")
    guards = {"has_rows": "" if draft.rows.exists() else "遴选稿里没有一件。", "steps_recorded": _lacking_steps(draft)}
    change(draft, "send_to_decision", actor=actor, guards=guards,
           fields={"sent_by_id": actor.user_id, "sent_by": actor.name, "sent_at": now()})  # fmt: skip


def send_back(draft: SelectionDraft, *, reason: str, actor: Actor) -> None:
    """Send a draft back to be changed, with the reason; by another person than the one who sent it."""
    guards = {"second_person": _second_person(draft, actor), "reason_given": "" if reason.strip() else "请写明退回修改的理由。"}
    change(draft, "send_back", actor=actor, guards=guards, reason=reason)


def decide(draft: SelectionDraft, *, actor: Actor, meeting: MeetingRecord | None = None) -> None:
    """Decide a draft: a second person, with the meeting's record, every proposed unit checked anew; then each gets its outcome."""
    second = _second_person(draft, actor)
    if second:
        raise Refused("还不能审定遴选稿。", items=[second], clause="C-12")
    risks = check_proposed(draft, actor=actor)  # kept even when it stops the decision: what was found must be there to be judged
    guards = {"second_person": second, "steps_recorded": _lacking_steps(draft), "meeting_recorded": _meeting_gaps(draft, meeting),
              "exclusions_settled": "；".join(risks)}  # fmt: skip
    with transaction.atomic():
        change(draft, "decide", actor=actor, guards=guards, detail={"meeting": meeting.document} if meeting else {},
               fields={"decided_by_id": actor.user_id, "decided_by": actor.name, "decided_at": now()})  # fmt: skip
        if meeting:
            Meeting.objects.create(
                draft=draft, held_on=meeting.held_on, document=meeting.document.strip(), attendees=meeting.attendees.strip(),
                minutes=meeting.minutes,
            )  # fmt: skip
        for row in rows_of(draft):
            _apply(row, actor)


def read_line(text: str) -> str:
    """A line as typed, in hundredths of a point; '' for none. Refused when it is no number from 0 to 100."""
    text = text.strip()
    if not text:
        return ""
    try:
        value = read_number(text)
    except ValueError as error:
        raise Refused(f"入选线：{error}") from None
    if not 0 <= value <= 100:
        raise Refused("入选线应在0和100之间。")
    return decimal_text(round_to(value, Fraction(1, 100)), Fraction(1, 100))


def check_proposed(draft: SelectionDraft, *, actor: Actor) -> list[str]:
    """The screen before a decision: every proposed unit against every exclusion, today. One sentence a risk."""
    found = []
    for row in rows_of(draft):
        if row.outcome == SelectionRow.Outcome.PROPOSED:
            check_application(row.application, stage="publication", actor=actor)
            found += [f"{row.application.site.name}：{sentence}" for sentence in open_exclusions(row.application)]
    return found


def _lacking_steps(draft: SelectionDraft) -> str:
    """'' or which steps the proposed units still lack, one piece a step; a unit that failed meanwhile asks for a new draft."""
    proposed = [row.application for row in rows_of(draft) if row.outcome == SelectionRow.Outcome.PROPOSED]
    gone = [a.site.name for a in proposed if a.state not in PAST_EXPERTS]
    lacking: dict[str, list[str]] = {}
    for application, left in zip(proposed, missing_of(draft.round, proposed).values(), strict=True):
        for step in left if application.state in PAST_EXPERTS else []:
            lacking.setdefault(step.label, []).append(application.site.name)
    told = [f"{label}还有{len(names)}件没有记录（{_few(names)}）" for label, names in lacking.items()]
    told += [f"拟稿后有{len(gone)}件已不在遴选中（{_few(gone)}），请另拟一稿"] if gone else []
    return "；".join(told)


def _few(names: list[str]) -> str:
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")


def _meeting_gaps(draft: SelectionDraft, meeting: MeetingRecord | None) -> str:
    if meeting is None:
        return "请填会议审定的日期、纪要文号和参加人。" if is_step_on(draft.round, "meeting") else ""
    gaps = [] if meeting.document.strip() else ["请填会议纪要的文号。"]
    gaps += [] if meeting.attendees.strip() else ["请填参加会议的人。"]
    gaps += [f"会议日期{meeting.held_on.isoformat()}还没有到。"] if meeting.held_on > today() else []
    gaps += too_long(Meeting, document=meeting.document.strip(), attendees=meeting.attendees.strip())
    return "".join(gaps)


def _apply(row: SelectionRow, actor: Actor) -> None:
    if row.outcome == SelectionRow.Outcome.PROPOSED:
        change(row.application, "propose", actor=actor, guards={"decided_by_two": "", "exclusions_settled": ""},
               fields={"changed_at": now()}, reason=row.reason)  # fmt: skip
    else:
        change(row.application, "pass_over", actor=actor, guards={"decided_by_two": ""}, fields={"changed_at": now()}, reason=row.reason)


def _second_person(draft: SelectionDraft, actor: Actor) -> str:
    return "送审人和审定人须是两个人；请另一位同事审定。" if draft.sent_by_id == actor.user_id else ""


def _grounds(scored: Scored) -> dict[str, Any]:
    """What the score rests on: every sheet of a group, one sheet, or the unit's own declaration."""
    content = load(scored.digest)
    if scored.basis == "declared":
        return {"basis": "declared", "plan": content["plan"], "application": content["application"]}
    if scored.basis == "group":
        return {"basis": "group", "plan": content["plan"], "sheets": content["sheets"]}
    return {key: content[key] for key in ("plan", "sheet", "not_applicable")}


def _content(scores: list[Scored], placed: list[Placed], seed: str, line: str) -> dict[str, Any]:
    """Everything that a stranger needs to compute the draft again."""
    ranks = {p.number: p for p in placed}
    rows = []
    for scored in scores:
        found = ranks[scored.application.number]
        rows.append(
            _grounds(scored)
            | {
                "number": scored.application.number,
                "score": scored.score,
                "is_qualified": "1" if found.is_qualified else "0",
                "rank": str(found.rank),
                "outcome": "proposed" if found.is_proposed else "not_selected",
                "wants_national": "1" if scored.application.wants_national else "0",
            }
        )
    return {"seed": seed, "line": line, "rows": rows}


def _row(made: SelectionDraft, application: Application, placed: Placed) -> SelectionRow:
    return SelectionRow(
        draft=made, application=application, score=placed.score, rank=placed.rank,
        outcome="proposed" if placed.is_proposed else "not_selected", is_qualified=placed.is_qualified,
        is_nominated=placed.is_nominated, reason=placed.reason,
        clause=placed.clause,
    )  # fmt: skip
