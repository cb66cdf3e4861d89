"""The group opinion: written by the leader over the sealed sheets' mean, confirmed by every member; then the case is reviewed."""

from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import SYSTEM, Actor
from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.journal.contents import load, store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Difference, NotAllowed, Overtaken, Refused, WrongState
from greenlist.casework.journal.typed import check_plain
from greenlist.casework.review.group_selectors import GroupScore, group_of, score_of, valid_sheets, writer_of
from greenlist.casework.review.models import Assignment, GroupMember, GroupOpinion, OpinionAnswer
from greenlist.engines.scoring import ENGINE_VERSION


def sign_opinion(
    application: Application, *, conclusion: str, text: str, disputes: str = "", actor: Actor, seen: int | None = None
) -> GroupOpinion:  # fmt: skip
    """Write and sign the opinion once all sheets are in; after a member's objection, sign it anew. `seen`: the version on the page, or 0.

    A case that the majority found not qualified cannot be recommended; where the sheets disagree on that, the dispute is told.
    """
    if actor.user_id != writer_of(application):
        raise NotAllowed("专家组意见由组长起草；组长回避的，由组内下一位专家起草。", clause="C-11")
    check_plain(text, disputes)
    sheets, before = valid_sheets(application), GroupOpinion.objects.filter(application=application).first()
    missing = _missing_sheets(sheets)
    problems = [missing] if missing else _gaps(sheets, conclusion, text, disputes)
    if before and (before.state != "disputed" or seen not in {None, before.version}):
        raise _overtaken(before, {"结论": conclusion, "意见": text, "分歧": disputes})
    if problems:
        raise Refused("还不能签署专家组意见。", items=problems, then="处理完这些事项后再签。", clause="C-11")
    found = score_of(sheets)
    fields = {
        "conclusion": conclusion, "text": text.strip()[:2000], "disputes": disputes.strip()[:1000], "score": found.score,
        "is_qualified": found.is_qualified, "signed_by": actor.name, "signed_by_id": actor.user_id, "signed_at": now(),
        "content_digest": store("group_opinion", _content(sheets, found, conclusion, text, disputes)),
        "version": before.version + 1 if before else 1, "group": group_of(application),
    }  # fmt: skip
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=application.pk)
        if before is None and (other := GroupOpinion.objects.filter(application=application).first()):
            raise _overtaken(other, {"结论": conclusion, "意见": text, "分歧": disputes})
        if before:
            change(before, "sign_opinion_again", actor=actor, guards={"sheets_handed_in": missing}, fields=fields)
            opinion = before
        else:
            opinion = GroupOpinion.objects.create(application=application, **fields)
            record("sign_opinion", actor=actor, subject=opinion, clause="C-11", detail={"score": found.score})
        _finish(opinion, sheets, actor)
    return opinion


def confirm_opinion(opinion: GroupOpinion, *, actor: Actor, seen: int | None = None) -> None:
    """A member agrees with the version he has `seen`; the last one makes the case reviewed."""
    with transaction.atomic():
        held = _locked(opinion)
        _check_version(held, seen, {"我的答复": f"确认第{seen}版"})
        sheets = _check_member(held, actor)
        _answer(held, actor, is_agreed=True, reason="")
        record("confirm_opinion", actor=actor, subject=held, clause="C-11")
        _finish(held, sheets, actor)


def dispute_opinion(opinion: GroupOpinion, *, reason: str, actor: Actor, seen: int | None = None) -> None:
    """A member does not agree, with the reason: the leader writes anew, everybody confirms anew."""
    guards = {"reason_given": "" if reason.strip() else "请写明不同意的理由。"}
    with transaction.atomic():
        held = _locked(opinion)
        _check_version(held, seen, {"我的答复": f"不同意第{seen}版：{reason}"})
        _check_member(held, actor)
        change(held, "dispute_opinion", actor=actor, guards=guards, reason=reason)
        _answer(held, actor, is_agreed=False, reason=reason.strip()[:300])


def settle_without(member: GroupMember) -> None:
    """A member left: his sheet counts, his confirmation is waited for no longer; what waited for him alone stands now."""
    seen = Assignment.objects.filter(group=member.group, expert_id=member.expert_id, state="handed_in").values("application")
    for opinion in GroupOpinion.objects.select_for_update().filter(state="awaiting_members", application__in=seen):
        _finish(opinion, valid_sheets(opinion.application), SYSTEM)


def waiting_members(opinion: GroupOpinion) -> list[Assignment]:
    """The sheets of those who have not answered this version of the opinion and are still in the group in which they gave theirs."""
    sheets = valid_sheets(opinion.application)
    answered = set(opinion.answers.filter(version=opinion.version).values_list("expert_id", flat=True)) | {opinion.signed_by_id}
    gone = GroupMember.objects.filter(group__in={s.group_id for s in sheets if s.group_id}).exclude(left_at=None)
    left = set(gone.values_list("group_id", "expert_id"))
    return [s for s in sheets if s.expert_id not in answered and (s.group_id, s.expert_id) not in left]


def is_awaited(opinion: GroupOpinion, expert_id: Any) -> bool:
    """Does the opinion wait for this person's answer?"""
    return opinion.state == "awaiting_members" and any(sheet.expert_id == expert_id for sheet in waiting_members(opinion))


def _locked(opinion: GroupOpinion) -> GroupOpinion:
    """The opinion held until the answer is written: of two last members at once each would else wait for the other."""
    return GroupOpinion.objects.select_for_update().get(pk=opinion.pk)


def _check_version(opinion: GroupOpinion, seen: int | None, mine: dict[str, str]) -> None:
    if seen not in {None, opinion.version}:
        raise _overtaken(opinion, mine)


def _overtaken(opinion: GroupOpinion, mine: dict[str, str]) -> Overtaken:
    """The opinion as it is signed now, beside what this person wanted; he may go on where its state allows it."""
    theirs = {"结论": opinion.get_conclusion_display(), "意见": opinion.text, "分歧": opinion.disputes}
    conclusions = dict(GroupOpinion.Conclusion.choices)
    places = [
        Difference(label, conclusions.get(words := mine.get(label, ""), words), theirs.get(label, "")) for label in {**mine, **theirs}
    ]
    is_open = opinion.state == ("disputed" if "结论" in mine else "awaiting_members")
    return Overtaken(
        f"{opinion.signed_by}在{opinion.signed_at.astimezone(SHANGHAI):%H:%M}已签署第{opinion.version}版，您的还没有存入。",
        by=opinion.signed_by, at=opinion.signed_at, places=places, seen={"seen": str(opinion.version)} if is_open else None, clause="C-11",
        code="already", then="请看过这一版再决定。" if is_open else "组员提出不同意见后，才能改写；您写的在下面，可以复制。",
    )  # fmt: skip


def _finish(opinion: GroupOpinion, sheets: list[Assignment], actor: Actor) -> None:
    """When nobody is left to confirm, the opinion stands and the case is reviewed."""
    if waiting_members(opinion):
        return
    change(opinion, "settle_opinion", actor=actor, guards={"all_confirmed": ""})
    pledged = "" if all(sheet.pledged_at for sheet in sheets) else "还没有签署承诺书。"
    change(opinion.application, "score", actor=actor, guards={"sheet_complete": _missing_sheets(sheets), "pledge_signed": pledged},
           fields={"changed_at": now()}, detail={"score": opinion.score})  # fmt: skip


def _missing_sheets(sheets: list[Assignment]) -> str:
    out = sum(1 for sheet in sheets if sheet.state != "handed_in")
    return f"还有{out}份评分表没有交。" if out or not sheets else ""


def _gaps(sheets: list[Assignment], conclusion: str, text: str, disputes: str) -> list[str]:
    problems = [] if conclusion in GroupOpinion.Conclusion.values else ["请选评审结论。"]
    problems += [] if text.strip() else ["请写专家组意见。"]
    unfit = sum(1 for sheet in sheets if sheet.is_qualified is False)
    if 2 * unfit > len(sheets) and conclusion == GroupOpinion.Conclusion.RECOMMEND:
        problems.append(f"{unfit}位专家认为有基本要求或必选项不符合，超过半数，不能建议列入。")
    if 0 < unfit < len(sheets) and not disputes.strip():
        problems.append("各专家对是否合格看法不一，请写明分歧。")
    return problems


def _content(sheets: list[Assignment], found: GroupScore, conclusion: str, text: str, disputes: str) -> dict[str, object]:
    """What the opinion rests on: every sheet, so that the mean can be computed again from this alone."""
    contents = [load(sheet.content_digest) for sheet in sheets]
    return {
        "engine": ENGINE_VERSION,
        "plan": contents[0]["plan"],
        "sheets": [{"sheet": c["sheet"], "not_applicable": c["not_applicable"], "score": c["score"]} for c in contents],
        "score": found.score,
        "is_qualified": "1" if found.is_qualified else "0",
        "conclusion": conclusion,
        "text": text,
        "disputes": disputes,
    }


def _check_member(opinion: GroupOpinion, actor: Actor) -> list[Assignment]:
    sheets = valid_sheets(opinion.application)
    if actor.user_id not in {sheet.expert_id for sheet in sheets}:
        raise NotAllowed("这不是您评审的件。", clause="C-11")
    if not is_awaited(opinion, actor.user_id):
        raise WrongState("这份专家组意见现在不等您确认。", then="刷新页面可看到最新状态。", code="already", clause="C-11")
    return sheets


def _answer(opinion: GroupOpinion, actor: Actor, *, is_agreed: bool, reason: str) -> None:
    OpinionAnswer.objects.create(
        opinion=opinion, version=opinion.version, expert_id=actor.user_id, expert_name=actor.name, is_agreed=is_agreed, reason=reason,
        answered_at=now(),
    )  # fmt: skip
