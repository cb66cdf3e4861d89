"""Reading notices, objections, publications, nominations and the letters released with them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI, today
from greenlist.casework.journal.contents import load
from greenlist.casework.publication.models import FeedbackLetter, Nomination, NoticeRow, Objection, Publication, PublicNotice
from greenlist.casework.selection.models import SelectionDraft, SelectionRow
from greenlist.casework.selection.selectors import proposed_rows, rows_of
from greenlist.casework.verification.precedents import Contradicting, contradictions_among

NOMINATE_BY = (7, 31)  # 绿色工厂梯度培育及管理暂行办法: the province recommends by 31 July of each year
OPEN_OBJECTIONS = ("received", "examined")


def notices() -> QuerySet[PublicNotice]:
    """All public notices, newest first, each with `unit_count`."""
    return PublicNotice.objects.annotate(unit_count=Count("rows")).select_related("draft__round").order_by("-starts_on", "-id")


def noticed_rounds() -> QuerySet[SelectionDraft, Any]:
    """The ids of the rounds whose outcome units and bureaus may read: from the notice on; not while a draft drawn again waits for its own."""
    newest = SelectionDraft.objects.filter(round=OuterRef("round")).order_by("-number").values("pk")[:1]
    return SelectionDraft.objects.filter(pk=Subquery(newest), state__in=("on_notice", "published")).values("round")


def is_noticed(round_id: object) -> bool:
    """May units and bureaus read the outcome of this round?"""
    return noticed_rounds().filter(round=round_id).exists()


def passed_over_for(actor: Actor) -> Q:
    """The applications that this reader may know to be passed over: the province all, everybody else those of rounds with a notice."""
    passed_over = Q(state="not_selected")
    return passed_over if actor.may("read_province") else passed_over & Q(round__in=noticed_rounds())


def publications() -> QuerySet[Publication]:
    """All publications, newest first, each with `unit_count`."""
    counted = Publication.objects.annotate(unit_count=Count("draft__rows", filter=Q(draft__rows__outcome=SelectionRow.Outcome.PROPOSED)))
    return counted.select_related("round", "draft").order_by("-published_on", "-id")


def noticed_rows(notice: PublicNotice) -> QuerySet[SelectionRow]:
    """The rows that stand in a notice: those of its draft that had none of their own before."""
    return rows_of(notice.draft).filter(application__in=notice.rows.values("application"))


def entering_rows(draft: SelectionDraft) -> list[SelectionRow]:
    """The proposed rows of a draft that no notice of this round has named yet."""
    named = NoticeRow.objects.filter(notice__draft__round=draft.round_id).values("application")
    return list(proposed_rows(draft).exclude(application__in=named))


def notice_ends(draft: SelectionDraft) -> dict[Any, date | None]:
    """{application id: the last day of its own notice period, None when it had none} for the proposed rows of a draft."""
    proposed = draft.rows.filter(outcome=SelectionRow.Outcome.PROPOSED).values_list("application", flat=True)
    ends: dict[Any, date | None] = dict.fromkeys(proposed)
    rows = NoticeRow.objects.filter(notice__draft__round=draft.round_id, application__in=list(ends)).select_related("notice")
    for row in rows.order_by("-notice__ends_on", "-id"):
        ends[row.application_id] = row.notice.ends_on
    return ends


def periods_open(draft: SelectionDraft) -> list[str]:
    """One sentence for each notice period that still runs for a proposed row, and for the rows that had none."""
    ends = notice_ends(draft)
    running = sorted({day for day in ends.values() if day and today() <= day})
    said = [f"公示到{day:%Y年%-m月%-d日}为止，期满后才能公布。" for day in running]
    without = sum(1 for day in ends.values() if day is None)
    return [*said, f"有{without}家还没有公示。"] if without else said


def is_open(notice: PublicNotice) -> bool:
    """Is the notice period running today?"""
    return notice.starts_on <= today() <= notice.ends_on


def nominations(publication: Publication) -> QuerySet[Nomination]:
    """The national nominations of a publication."""
    return publication.nominations.select_related("application__site").order_by("application__number")


def contradictions_in(draft: SelectionDraft) -> list[Contradicting]:
    """The judgements of all offices and rounds that contradict each other where one of the two is proposed in this draft."""
    proposed = draft.rows.filter(outcome=SelectionRow.Outcome.PROPOSED).values_list("application", flat=True)
    return contradictions_among(Application.objects.all(), about=proposed)


def asked_for_nation(publication: Publication) -> QuerySet[SelectionRow]:
    """The listed units of a publication that asked to be recommended to the ministry."""
    return proposed_rows(publication.draft).filter(application__wants_national=True)


def untold(round_id: object) -> QuerySet[Publication]:
    """The publications of a round of which the ministry has not been told (C-13), oldest first."""
    return Publication.objects.filter(round=round_id, ministry_number="").order_by("published_on", "id")


def nominate_by(publication: Publication) -> datetime:
    """The first instant that is too late to recommend to the ministry: after 31 July of the year of the list, never before its own day."""
    last = max(date(publication.published_on.year, *NOMINATE_BY), publication.published_on)
    return datetime.combine(last + timedelta(days=1), time(0), tzinfo=SHANGHAI)


def objections_visible_to(actor: Actor) -> QuerySet[Objection]:
    """Objections, for the province and its centre only; what is still open first."""
    rows = Objection.objects.select_related("notice__draft__round", "application__site", "file").order_by(
        F("decided_at").asc(nulls_first=True), "received_at"
    )
    return rows if actor.may("read_province") else rows.none()


def open_objections(round_id: object) -> QuerySet[Objection]:
    """The objections of a round that are neither upheld nor dismissed."""
    rows = Objection.objects.filter(notice__draft__round=round_id, state__in=OPEN_OBJECTIONS)
    return rows.select_related("application__site").order_by("received_at", "id")


def letter_for(actor: Actor) -> FeedbackLetter | None:
    """The newest letter to a bureau; None before the release."""
    if not actor.may("read_region"):
        return None
    return (
        FeedbackLetter.objects.filter(unit=actor.unit)
        .select_related("publication__round")
        .order_by("-publication__published_at", "-id")
        .first()
    )


def letter_about(application: Application) -> FeedbackLetter | None:
    """The letter in which an application stands; None before the release."""
    found = FeedbackLetter.objects.filter(unit=application.unit, publication__round=application.round_id)
    return found.select_related("publication__round").first()


def letter_rows(letter: FeedbackLetter) -> list[dict[str, str]]:
    """What a letter says, one row a unit."""
    rows: list[dict[str, str]] = load(letter.content_digest)["rows"]
    return rows
