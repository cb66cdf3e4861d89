"""Which papers and which uploads of a round are kept, in the order of the work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.consultation.models import Consultation
from greenlist.casework.consultation.papers import consultation_letter
from greenlist.casework.dossier.letters import refusal_of
from greenlist.casework.dossier.papers import dossier_of
from greenlist.casework.dossier.selectors import bound_files
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.publication.models import FeedbackLetter, Objection, PublicNotice
from greenlist.casework.publication.papers import ISSUER, feedback_to_unit, list_paper, nomination_paper, notice_paper
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.papers import letter, summary_table
from greenlist.casework.review.decision_papers import opinion_table, review_minutes
from greenlist.casework.review.models import Attendance, GroupOpinion
from greenlist.casework.review.papers import attendance_list, group_opinion
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import unit_names
from greenlist.casework.selection.models import Meeting, SelectionDraft
from greenlist.casework.selection.papers import briefing, minutes
from greenlist.papers import announcement, feedback, refusal, review_paper
from greenlist.papers import briefing as briefing_paper
from greenlist.papers import consultation_letter as consultation_paper
from greenlist.papers import letter as letter_paper
from greenlist.papers import summary_table as table_paper
from greenlist.papers.dossier import without_attachments


@dataclass(frozen=True)
class Paper:
    """One paper of ours; `make` sets it when its turn comes."""

    folder: str
    title: str
    maker: str
    number: str
    dated: str
    make: Callable[[], bytes]
    is_demo: bool = False


def papers_of(round_: Round, actor: Actor) -> list[Paper]:
    """Recommendation, consultation, each case's dossier, review, decision, notice, list and letters."""
    cases = list(visible_to(actor).filter(round=round_).order_by("number"))
    return [
        *_recommended(round_), *_consulted(round_, cases), *_cases(cases, actor), *_reviewed(round_), *_decided(round_), *_published(round_),
    ]  # fmt: skip


def uploads_of(round_: Round, actor: Actor) -> list[tuple[StoredFile, str]]:
    """(file, what it is) of everything that came from outside, each content once."""
    found: dict[str, tuple[StoredFile, str]] = {}
    for file, about in _uploads(round_, actor):
        if file:
            found.setdefault(file.digest, (file, about))
    return list(found.values())


def _uploads(round_: Round, actor: Actor) -> Iterator[tuple[StoredFile | None, str]]:
    for batch in Batch.objects.filter(round=round_, state="submitted").select_related("sealed_letter").order_by("number"):
        yield batch.sealed_letter, f"{batch.office}推荐函（盖章）"
    for asked in Consultation.objects.filter(round=round_, reply__isnull=False).select_related("reply__file").order_by("dated_on", "id"):
        yield asked.reply.file if asked.reply else None, f"{asked.addressee}函复"
    for case in visible_to(actor).filter(round=round_).order_by("number"):
        for file, purposes in bound_files(case, actor).items():
            yield file, f"{case.number}{purposes[0]}"
    for held in Meeting.objects.filter(draft__round=round_).select_related("minutes").order_by("held_on", "id"):
        yield held.minutes, f"会议纪要（{held.document}）"
    for raised in Objection.objects.filter(notice__draft__round=round_).select_related("file").order_by("number"):
        yield raised.file, f"异议{raised.number}处理文件"


def _recommended(round_: Round) -> Iterator[Paper]:
    for batch in Batch.objects.filter(round=round_, state="submitted").order_by("number"):
        day = batch.dated_on
        yield Paper("推荐", f"{batch.office}推荐函", batch.office, batch.letter_number, _day(day), _set(letter_paper.to_pdf, letter, batch))
        yield Paper(
            "推荐", f"{batch.office}推荐汇总表", batch.office, batch.number, _day(day), _set(table_paper.to_pdf, summary_table, batch)
        )


def _consulted(round_: Round, cases: list[Application]) -> Iterator[Paper]:
    rows = Consultation.objects.filter(round=round_, state__in=("sent", "replied"), units__application__in=cases).distinct()
    for asked in rows.order_by("dated_on", "id"):
        title = f"关于核查绿色制造名单申报单位有关情况的函（{asked.addressee}）"
        yield Paper(
            "征求意见",
            title,
            asked.office,
            asked.letter_number,
            _day(asked.dated_on),
            _set(consultation_paper.to_pdf, consultation_letter, asked),
        )


def _cases(cases: list[Application], actor: Actor) -> Iterator[Paper]:
    for case in cases:
        title = f"申报卷宗_{case.number}_{case.site.name}"
        yield Paper(
            "申报件", title, case.site.name, case.number, "", lambda c=case: without_attachments(dossier_of(c, actor)), case.is_demo
        )
        told = refusal_of(case, actor)
        if told:
            name = f"{refusal.title_of(told)}_{case.number}"
            yield Paper("告知书", name, told.office, "", _day(told.dated_on), _set(refusal.to_pdf, lambda t: t, told), case.is_demo)


def _reviewed(round_: Round) -> Iterator[Paper]:
    """What experts signed or would sign; a sheet without a day of its own bears that of the review."""
    days = Attendance.objects.filter(member__group__round=round_).order_by("day", "id").values_list("member__group", "day").distinct()
    for group in round_.review_groups.order_by("name", "id"):
        own = sorted({day for pk, day in days if pk == group.pk})
        for day in own:
            made = replace(attendance_list(group, day), dated_on=day)
            yield Paper(
                "评审", f"专家签到表_{group.name}_{day.isoformat()}", ISSUER, "", _day(day), _set(review_paper.to_pdf, lambda p: p, made)
            )
        if own:
            yield Paper(
                "评审", f"评审会议纪要_{group.name}", group.name, "", _day(own[-1]), _set(review_paper.to_pdf, review_minutes, group)
            )
    for opinion in (
        GroupOpinion.objects.filter(application__round=round_, state="agreed")
        .select_related("application__site", "group")
        .order_by("application__number")
    ):
        day, case = opinion.signed_at.astimezone(SHANGHAI).date(), opinion.application
        yield Paper("评审", f"专家组意见_{case.number}", opinion.group.name, "", _day(day),
                    lambda o=opinion, d=day: review_paper.to_pdf(replace(group_opinion(o), dated_on=d)))  # fmt: skip
        yield Paper("评审", f"专家意见表_{case.number}", opinion.group.name, "", _day(day), _set(review_paper.to_pdf, opinion_table, case))


def _decided(round_: Round) -> Iterator[Paper]:
    drafts = SelectionDraft.objects.filter(round=round_, decided_at__isnull=False).order_by("number")
    for draft in drafts.select_related("meeting"):
        held = Meeting.objects.filter(draft=draft).first()
        day = held.held_on if held else draft.decided_at.astimezone(SHANGHAI).date()  # type: ignore[union-attr] -- decided
        number = held.document if held else ""
        yield Paper("审定", f"会议审定纪要第{draft.number}稿", ISSUER, number, _day(day),
                    lambda d=draft, on=day: review_paper.to_pdf(replace(minutes(d), dated_on=on)))  # fmt: skip
        yield Paper("审定", f"遴选情况说明第{draft.number}稿", ISSUER, "", _day(day),
                    lambda d=draft, on=day: briefing_paper.to_pdf(replace(briefing(d), dated_on=on)))  # fmt: skip


def _published(round_: Round) -> Iterator[Paper]:
    cities = dict(unit_names(round_))
    for notice in PublicNotice.objects.filter(draft__round=round_).order_by("starts_on", "id"):
        yield Paper("公示公布", notice.title, ISSUER, "", _day(notice.starts_on), _set(announcement.to_pdf, notice_paper, notice))
    for made in round_.publications.order_by("published_at", "id"):
        day, number = _day(made.published_on), made.document_number
        yield Paper("公示公布", made.title, ISSUER, number, day, _set(announcement.to_pdf, list_paper, made))
        if made.nominations.exists():
            title = f"{round_.year}年度国家级绿色制造名单推荐表"
            yield Paper("公示公布", title, ISSUER, made.ministry_number, day, _set(announcement.to_pdf, nomination_paper, made))
        for told in FeedbackLetter.objects.filter(publication=made).select_related("publication__round").order_by("unit"):
            yield Paper(
                "反馈函", f"反馈函_{cities.get(told.unit, told.unit)}", ISSUER, number, day, _set(feedback.to_pdf, feedback_to_unit, told)
            )


def _set(to_pdf: Callable[[Any], bytes], fill: Callable[[Any], Any], source: Any) -> Callable[[], bytes]:
    return lambda: to_pdf(fill(source))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
