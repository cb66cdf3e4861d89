"""Drafting the selection table, deciding it by a second person, screening it before publishing, and re-running it without a row."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import load, store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import too_long
from greenlist.casework.review.scores import Scored
from greenlist.casework.review.steps import PAST_EXPERTS, missing_of
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import is_step_on, parameters
from greenlist.casework.selection.left_open import left_open_by
from greenlist.casework.selection.lines import read_line, read_lines
from greenlist.casework.selection.models import Meeting, PublicationScreen, SelectionDraft, SelectionRow
from greenlist.casework.selection.quotas import read_quotas
from greenlist.casework.selection.ranking import Bounds, Candidate, Placed, as_drawn, rank, rank_content
from greenlist.casework.selection.selectors import (
    bars_since,
    candidates,
    handed_in,
    newest_draft,
    outcome_of,
    proposed_rows,
    rows_of,
    screened_row,
)
from greenlist.casework.verification.rechecking_services import recheck_outdated_priorities
from greenlist.casework.verification.services import check_each, open_exclusions_of
from greenlist.rulebook.notices import round_parameters

OPEN = ("drafting", "sent_back")


@dataclass(frozen=True)
class MeetingRecord:
    """The record of the meeting that decided: day, document, who took part, the minutes as a file."""

    held_on: date
    document: str
    attendees: str
    minutes: StoredFile | None = None


def draft(
    round_: Round, *, line: str, actor: Actor, quotas: Mapping[str, Any] | None = None, lines: Mapping[str, Any] | None = None
) -> SelectionDraft:
    """A new numbered draft: ranks every reviewed application. `line` is decimal text, '' for none; `lines` are the categories' own.

    `quotas` are this draft's own; None takes the round's. Nobody under the round's pass line is proposed, whatever the line is.
    Raises Refused for a unit that may not recommend (C-69).
    """
    check_may(actor, "draft_selection", "只有省厅可以拟遴选稿。", clause="C-12")
    given = parameters(round_)
    bounds = Bounds(read_line(line), read_lines(lines), str(given["pass_line"] or ""))
    own = checked_quotas(given["quotas"] if quotas is None else quotas)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        last = newest_draft(round_)
        if last and last.state not in OPEN:
            raise Refused(
                f"第{last.number}稿现在是“{last.get_state_display()}”，不能再拟新稿。", then="需要修改的，请审定人先退回。", clause="C-12"
            )
        if last and last.reopens_id:
            raise Refused(f"第{last.number}稿是移出一件后的重排稿，线和名额不能再改。", then="请直接送审这一稿。", clause="C-12")
        scores = list(handed_in(round_))
        if not scores:
            raise Refused("还没有已评审的申报件。", then="专家交齐评分后再拟稿。", clause="C-11")
        _check_units(round_, scores)
        recheck_outdated_priorities([a.application for a in scores], actor=actor)
        seed, entering, ranking = secrets.token_hex(16), candidates(scores), as_drawn(given["ranking"])
        placed = rank(entering, seed=seed, bounds=bounds, quotas=own, ranking=ranking)
        content = _content(scores, placed, seed, bounds)
        _add_rules(content, entering, own, ranking)
        return _write(round_, content, placed, {a.application.number: a.application for a in scores}, quotas=own, actor=actor)


def draft_and_send(
    round_: Round, *, line: str, actor: Actor, quotas: Mapping[str, Any] | None = None, lines: Mapping[str, Any] | None = None,
    open_because: str = "",
) -> SelectionDraft:  # fmt: skip
    """Write a draft and send it to decision in one act; when it cannot be sent, nothing is written."""
    with transaction.atomic():
        made = draft(round_, line=line, lines=lines, quotas=quotas, actor=actor)
        send_to_decision(made, open_because=open_because, actor=actor)
    return made


def send_to_decision(draft: SelectionDraft, *, actor: Actor, open_because: str = "") -> None:
    """Send a draft to decision; where the round still has open cases or bureaus that may report, with a word on why it does not wait."""
    newest = newest_draft(draft.round)
    if newest and newest.pk != draft.pk:
        raise Refused(f"第{draft.number}稿不是最新稿，不能送审。", then=f"请送审第{newest.number}稿。", clause="C-12")
    told, because = _open_told(draft, open_because)
    guards = {"has_rows": "" if draft.rows.exists() else "遴选稿里没有一件。", "steps_recorded": _lacking_steps(draft),
              "open_explained": _open_unexplained(told, because)}  # fmt: skip
    change(draft, "send_to_decision", actor=actor, guards=guards, reason=because, detail={"left_open": told} if told else {},
           fields={"sent_by_id": actor.user_id, "sent_by": actor.name, "sent_at": now(), "left_open": told, "open_because": because})  # fmt: skip


def send_back(draft: SelectionDraft, *, reason: str, actor: Actor) -> None:
    """Send a draft back to be changed, with the reason; by another person than the one who sent it.

    One that took the place of a draft already decided is drawn once more: what was judged since then bars its unit.
    """
    guards = {"second_person": _second_person(draft, actor), "reason_given": "" if reason.strip() else "请写明退回修改的理由。"}
    with transaction.atomic():
        change(draft, "send_back", actor=actor, guards=guards, reason=reason)
        if draft.reopens:
            _draw_again(draft, load(draft.content_digest), actor, reopens=draft.reopens)


def decide(draft: SelectionDraft, *, actor: Actor, meeting: MeetingRecord | None = None, open_because: str = "") -> None:
    """Decide a draft: a second person, with the meeting's record, every proposed unit checked anew; then each gets its outcome.

    What is open meanwhile wants a reason, unless the draft was sent with one.
    """
    check_may(actor, "draft_selection", "遴选稿由省工业和信息化厅审定。", clause="C-12")
    second = _second_person(draft, actor)
    if second:
        raise Refused("还不能审定遴选稿。", items=[second], clause="C-12")
    risks = check_proposed(draft, actor=actor)  # kept even when it stops the decision: what was found must be there to be judged
    told, because = _open_told(draft, open_because)
    guards = {"second_person": second, "steps_recorded": _lacking_steps(draft), "meeting_recorded": _meeting_gaps(draft, meeting),
              "exclusions_settled": "；".join(risks), "open_explained": _open_unexplained(told, because)}  # fmt: skip
    detail = ({"meeting": meeting.document} if meeting else {}) | ({"left_open": told} if told else {})
    with transaction.atomic():
        change(draft, "decide", actor=actor, guards=guards, detail=detail, reason=because,
               fields={"decided_by_id": actor.user_id, "decided_by": actor.name, "decided_at": now(), "left_open": told,
                       "open_because": because})  # fmt: skip
        if meeting:
            Meeting.objects.create(
                draft=draft, held_on=meeting.held_on, document=meeting.document.strip(), attendees=meeting.attendees.strip(),
                minutes=meeting.minutes,
            )  # fmt: skip
        for row in rows_of(draft):
            _apply(row, actor)
        _keep_screen(draft, actor)


def checked_quotas(value: Any) -> dict[str, int]:
    """Quotas as given, read; Refused with the sentence when one cannot be."""
    try:
        return read_quotas(value)
    except ValueError as error:
        raise Refused(f"{error}。", then="名额填整数，不设的留空。", clause="C-12") from None


def screen(draft: SelectionDraft, *, actor: Actor) -> PublicationScreen:
    """公布前查核: every proposed unit against every exclusion, today; kept as a dated proof, whatever it finds."""
    check_may(actor, "draft_selection", "公布前查核由省厅办理。", clause="C-42")
    check_proposed(draft, actor=actor)
    with transaction.atomic():
        return _keep_screen(draft, actor)


def check_proposed(draft: SelectionDraft, *, actor: Actor) -> list[str]:
    """Every proposed unit against every exclusion, today. One sentence a risk."""
    applications = [row.application for row in proposed_rows(draft)]
    check_each(applications, stage="publication", actor=actor)
    return [f"{application.site.name}：{sentence}" for application, sentence in open_exclusions_of(applications)]


def _lacking_steps(draft: SelectionDraft) -> str:
    """'' or which steps the proposed units still lack, one piece a step; a unit that failed meanwhile asks for a new draft.

    In a draft drawn again, who was passed over before and enters now has been through the steps: it was ranked in that draft.
    """
    proposed = [row.application for row in proposed_rows(draft)]
    if draft.reopens_id:
        proposed = [a for a in proposed if a.state != "not_selected"]
    gone = [a.site.name for a in proposed if a.state not in PAST_EXPERTS]
    lacking: dict[str, list[str]] = {}
    for application, left in zip(proposed, missing_of(draft.round, proposed).values(), strict=True):
        for step in left if application.state in PAST_EXPERTS else []:
            lacking.setdefault(step.label, []).append(application.site.name)
    told = [f"{label}还有{len(names)}件没有记录（{_few(names)}）" for label, names in lacking.items()]
    told += [f"拟稿后有{len(gone)}件已不在遴选中（{_few(gone)}），请另拟一稿"] if gone else []
    return "；".join(told)


def _open_told(draft: SelectionDraft, open_because: str) -> tuple[str, str]:
    """What is open, in one text, and why it is not waited for: as given now, else as the draft was sent; no reason where nothing is open."""
    told = "；".join(left_open_by(draft))
    return told, (open_because.strip() or draft.open_because) if told else ""


def _open_unexplained(told: str, because: str) -> str:
    if told and not because:
        return f"{told}。要先往下办的，请写明理由；理由记入日志和会议纪要。"
    return "".join(too_long(SelectionDraft, open_because=because))


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


def take_out(draft: SelectionDraft, application: Application, *, reason: str, clause: str, actor: Actor) -> SelectionDraft:
    """Take one row out of a decided draft and rank the others anew, same line, quotas and seed: a new numbered draft.

    The old draft stays as it was. Every application keeps its state until two persons have decided the new one.
    """
    row = draft.rows.filter(application=application).first()
    guards = {
        "reason_given": "" if reason.strip() else "请写明移出的理由。",
        "row_proposed": "" if row and row.outcome == SelectionRow.Outcome.PROPOSED else f"“{application.site.name}”不在拟入选之列。",
    }
    with transaction.atomic():
        change(draft, "reopen", actor=actor, guards=guards, reason=reason, detail={"taken_out": application.number})
        content = load(draft.content_digest)
        out = {"barred_by": clause or "C-12", "barred_why": reason.strip()[:300]}
        content["rows"] = [{**r, **out} if r["number"] == application.number else r for r in content["rows"]]
        return _draw_again(draft, content, actor)


def _draw_again(before: SelectionDraft, content: dict[str, Any], actor: Actor, *, reopens: SelectionDraft | None = None) -> SelectionDraft:
    """A stored content ranked anew with its own seed, as the next draft; a 发现 judged to be the case since then bars its unit."""
    applications = {row.application.number: row.application for row in rows_of(before)}
    bars = bars_since(before)
    given = [{**r, **({} if r.get("barred_by") else bars.get(r["number"], {}))} for r in content["rows"]]
    placed = rank_content({**content, "rows": given})
    ranks = {p.number: p for p in placed}
    rows = [{**r, "rank": str(ranks[r["number"]].rank), "outcome": outcome_of(ranks[r["number"]])} for r in given]
    again = {**content, "rows": rows, "reopens": before.content_digest}
    return _write(before.round, again, placed, applications, quotas=before.quotas, actor=actor, reopens=reopens or before)


def _write(
    round_: Round, content: dict[str, Any], placed: list[Placed], applications: Mapping[str, Application], *,
    quotas: Mapping[str, int], actor: Actor, reopens: SelectionDraft | None = None,
) -> SelectionDraft:  # fmt: skip
    last, line, lines = newest_draft(round_), content["line"], content.get("lines", {})
    made = SelectionDraft.objects.create(
        round=round_, number=last.number + 1 if last else 1, line=line, lines=lines, quotas=dict(quotas), reopens=reopens,
        drafted_by=actor.name, drafted_at=now(), content_digest=store("selection", content),
    )  # fmt: skip
    SelectionRow.objects.bulk_create(_row(made, applications[p.number], p) for p in placed)
    record(
        "draft_selection",
        actor=actor,
        subject=made,
        clause="C-12",
        detail={"rows": len(placed), "line": line} | ({"lines": lines} if lines else {}),
    )
    return made


def _keep_screen(draft: SelectionDraft, actor: Actor) -> PublicationScreen:
    """Store what stands about every proposed unit at this moment."""
    rows = [screened_row(row.application) for row in proposed_rows(draft)]
    risks = sum(len(row["open"]) for row in rows)
    made = PublicationScreen.objects.create(
        draft=draft, checked_on=today(), checked_at=now(), checked_by=actor.name, unit_count=len(rows), risk_count=risks,
        content_digest=store("publication_screen", {"draft": draft.content_digest, "checked_on": today().isoformat(), "rows": rows}),
    )  # fmt: skip
    record("screen_proposed", actor=actor, subject=draft, clause="C-42", detail={"units": len(rows), "risks": risks})
    return made


def _apply(row: SelectionRow, actor: Actor) -> None:
    """Give an application its outcome; in a draft drawn again most have theirs already."""
    application, fields, two = row.application, {"changed_at": now()}, {"decided_by_two": ""}
    action = {
        ("reviewed", "proposed"): "propose", ("reviewed", "not_selected"): "pass_over",
        ("not_selected", "proposed"): "enter_later", ("proposed", "not_selected"): "take_out",
    }.get((application.state, row.outcome))  # fmt: skip
    if action in {"propose", "enter_later"}:
        two["exclusions_settled"] = ""
    if action == "take_out":
        two["reason_given"] = ""
    if action:
        change(application, action, actor=actor, guards=two, fields=fields, reason=row.reason)


def _check_units(round_: Round, scores: list[Scored]) -> None:
    """Raises Refused naming every application whose unit may not recommend in this round (C-69)."""
    known = {unit.code for unit in round_parameters(round_.notice).units}
    strange = [a.application for a in scores if a.application.unit not in known]
    if strange:
        raise Refused(
            "没有拟稿：有的件不是由本轮可以推荐的单位报来的。", items=[f"{a.number} {a.site.name}：推荐单位代码“{a.unit}”" for a in strange],
            then="可推荐的单位见通知的主送机关；请先更正推荐单位。", clause="C-69",
        )  # fmt: skip


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


def _content(scores: list[Scored], placed: list[Placed], seed: str, bounds: Bounds) -> dict[str, Any]:
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
    return {"seed": seed, "line": bounds.line, "lines": dict(bounds.lines), "pass_line": bounds.pass_line, "rows": rows}


def _add_rules(content: dict[str, Any], entering: list[Candidate], quotas: Mapping[str, int], ranking: list[str]) -> None:
    """What else the order rests on: quotas, the way of ranking, and each row's priority, category, unit and bar."""
    content |= {"quotas": {key: str(figure) for key, figure in quotas.items()}, "ranking": list(ranking)}
    by_number = {c.number: c for c in entering}
    for row in content["rows"]:
        c = by_number[row["number"]]
        row |= {
            "priority": str(c.priority),
            "priority_why": c.priority_why,
            "category": c.category,
            "unit": c.unit,
            "barred_by": c.barred_by,
            "barred_why": c.barred_why,
        }


def _row(made: SelectionDraft, application: Application, placed: Placed) -> SelectionRow:
    return SelectionRow(
        draft=made, application=application, score=placed.score, rank=placed.rank,
        outcome="proposed" if placed.is_proposed else "not_selected", is_qualified=placed.is_qualified,
        is_nominated=placed.is_nominated, reason=placed.reason,
        clause=placed.clause,
    )  # fmt: skip
