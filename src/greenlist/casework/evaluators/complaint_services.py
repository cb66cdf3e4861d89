"""Complaints about a body: opened by a unit, a bureau, or from a letter; answered by the body; closed by an office. Never a verdict."""

from django.db import transaction

from greenlist.casework.directory.telling_services import tell
from greenlist.casework.evaluators.models import Complaint, Engagement, Evaluator
from greenlist.casework.evaluators.selectors import complaints_of, engagements_to_name
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import check_plain, too_long

Channel = Complaint.Channel


def open_complaint(
    evaluator: Evaluator, *, statement: str, actor: Actor, engagement: Engagement | None = None, from_letter: bool = False,
    complainant: str = "", file: StoredFile | None = None,
) -> Complaint:  # fmt: skip
    """Write a complaint down. A unit complains of the body that evaluates it; an office also enters letters of others, who may
    stay unnamed. Raises what `check_complaint` raises.
    """
    check_complaint(evaluator, statement=statement, actor=actor, engagement=engagement, from_letter=from_letter, complainant=complainant)
    channel = channel_of(actor, from_letter=from_letter)
    unit = engagement.site.unit if engagement and channel == Channel.APPLICANT else actor.unit
    who = complainant.strip() if channel == Channel.LETTER else actor.organisation_name[:120]
    with transaction.atomic():
        Evaluator.objects.select_for_update().get(pk=evaluator.pk)
        told = {"evaluator": evaluator, "engagement": engagement, "statement": statement.strip(), "opened_by": actor.name}
        if twice := Complaint.objects.filter(**told, complainant=who, closed_at=None).first():
            return twice  # the button pressed twice
        made = Complaint.objects.create(
            evaluator=evaluator, engagement=engagement, channel=channel, unit=unit, complainant=who, statement=statement.strip(), file=file,
            opened_by=actor.name, opened_at=now(),
        )  # fmt: skip
        entry = record(
            "open_complaint", actor=actor, subject=evaluator, clause="C-58", detail={"complaint": str(made.pk), "channel": channel}
        )
        tell(
            "complaint", evaluator.organisation_id, "evaluator", entry=entry, actor=actor, values={"name": str(evaluator)}, about_id=made.pk
        )
    return made


def check_complaint(
    evaluator: Evaluator, *, statement: str, actor: Actor, engagement: Engagement | None = None, from_letter: bool = False,
    complainant: str = "",
) -> None:  # fmt: skip
    """Would the complaint be kept? Asked before its file is stored. Raises Refused with everything that is wrong."""
    if not actor.may("complain"):
        raise NotAllowed("投诉由申报单位、推荐单位或省厅登记。", clause="C-58")
    if engagement and not engagements_to_name(evaluator, actor).filter(pk=engagement.pk).exists():
        raise NotAllowed("所涉申报件不是这家机构评价的，或不归您管。", clause="C-58")
    if engagement is None and actor.may("read_own"):
        raise NotAllowed("只能投诉为本单位评价的机构。", clause="C-58")
    check_plain(statement, complainant)
    wrong = too_long(Complaint, statement=statement.strip(), complainant=complainant.strip())
    wrong += [] if statement.strip() else ["请写明投诉的事实：什么时候、什么事。"]
    if complainant.strip() and channel_of(actor, from_letter=from_letter) == Channel.BUREAU:
        wrong.append("填了来信人，请勾选据群众来信登记，或删去来信人。")
    if wrong:
        raise Refused("投诉没有登记。", items=wrong, then="填过的内容还在，改好之后再存。", clause="C-58")


def channel_of(actor: Actor, *, from_letter: bool) -> Channel:
    """Who complains: the unit itself, the bureau itself, or somebody by letter; the province enters letters only."""
    if actor.may("read_own"):
        return Channel.APPLICANT
    return Channel.BUREAU if actor.may("supervise_evaluators") and not from_letter else Channel.LETTER


def answer_complaint(complaint: Complaint, *, answer: str, actor: Actor) -> None:
    """The body answers in words, once."""
    if not actor.may("read_engagements") or complaint.evaluator.organisation_id != actor.organisation_id:
        raise NotAllowed("只能答复针对本机构的投诉。", clause="C-58")
    guards = {"answer_given": _lacks("answer", answer, "请写明答复。")}
    fields = {"answer": answer.strip(), "answered_by": actor.name, "answered_at": now()}
    change(complaint, "answer_complaint", actor=actor, guards=guards, fields=fields)


def close_complaint(complaint: Complaint, *, reason: str, actor: Actor) -> None:
    """An office closes the complaint with its reason: the province any, a bureau its own."""
    if not complaints_of(actor).filter(pk=complaint.pk).exists():
        raise NotAllowed("只能办结本单位的投诉。", clause="C-58")
    guards = {"reason_given": _lacks("outcome", reason, "请写明查了什么、怎样处理。")}
    fields = {"outcome": reason.strip(), "closed_by": actor.name, "closed_at": now()}
    change(complaint, "close_complaint", actor=actor, guards=guards, reason=reason, fields=fields)


def _lacks(field: str, text: str, words: str) -> str:
    check_plain(text)
    return "；".join(too_long(Complaint, **{field: text.strip()})) if text.strip() else words
