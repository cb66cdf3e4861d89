"""The papers of notice and publication: the notice's text, the list, the national nomination, the letters to units and applicants."""

from collections.abc import Iterable
from datetime import date

from greenlist.casework.applications.models import Application
from greenlist.casework.publication.models import FeedbackLetter, Publication, PublicNotice
from greenlist.casework.publication.selectors import letter_rows, nominations, noticed_rows
from greenlist.casework.register.models import Category
from greenlist.casework.selection.papers import ground_of
from greenlist.casework.selection.selectors import proposed_rows
from greenlist.papers.announcement import Announcement, AnnouncementRow
from greenlist.papers.feedback import Feedback, FeedbackRow
from greenlist.rulebook.notices import notice as notice_text
from greenlist.rulebook.notices import round_parameters
from greenlist.rulebook.reference.regions import division_name

BLANK = "　"  # not recorded: filled in by hand
ISSUER = "江西省工业和信息化厅"
RESULTS = {"proposed": "列入名单", "not_selected": "未列入名单"}


def notice_paper(notice: PublicNotice) -> Announcement:
    """征求异议的公示: which units, until when, and how to object."""
    body = (
        f"按照《{notice_text(notice.draft.round.notice).title}》要求，经推荐单位推荐、专家评审和审定，现将拟列入{notice.draft.round.year}年度"
        f"省级绿色制造名单的{notice.rows.count()}家单位予以公示。",
        f"公示期自{notice.starts_on:%Y年%-m月%-d日}起至{notice.ends_on:%Y年%-m月%-d日}止。对公示单位有异议的，请在公示期内向我厅提出，"
        "写明事实并附可以查证的线索；可以署名，也可以匿名。我厅对异议人和异议内容保密。",
        f"受理异议的电话：{BLANK * 12}",
        f"电子邮箱：{BLANK * 15}",
        f"通信地址、邮政编码：{BLANK * 15}",
    )
    applications = [row.application for row in noticed_rows(notice).order_by("application__category", "application__number")]
    return _announcement(notice.title, "", body, applications, notice.starts_on, notice.draft.round.notice)


def list_paper(made: Publication) -> Announcement:
    """The published list; by category, then by number: a public list shows no rank."""
    applications = [row.application for row in proposed_rows(made.draft).order_by("application__category", "application__number")]
    body = (f"经推荐、评审、审定和公示，现公布{made.title}，共{len(applications)}家。",)
    return _announcement(made.title, made.document_number, body, applications, made.published_on, made.round.notice)


def nomination_paper(made: Publication) -> Announcement:
    """The recommendation to the ministry: those of the list that asked for the national level (C-13)."""
    applications = [n.application for n in nominations(made).select_related("application__site__organisation")]
    title = f"{made.round.year}年度国家级绿色制造名单推荐表"
    body = (f"现从{made.title}（{made.document_number}）中择优推荐以下{len(applications)}家单位申报国家级绿色制造名单。",)
    return _announcement(title, "", body, applications, made.published_on, made.round.notice, level="国家级")


def feedback_to_unit(letter: FeedbackLetter) -> Feedback:
    """The letter to a recommending unit."""
    unit = next((u for u in round_parameters(letter.publication.round.notice).units if u.code == letter.unit), None)
    return _feedback(letter, unit.office if unit else letter.unit, letter_rows(letter))


def feedback_to_applicant(letter: FeedbackLetter, application: Application) -> Feedback | None:
    """What one applicant is told of his own row; None when the letter does not hold it."""
    rows = [row for row in letter_rows(letter) if row["number"] == application.number]
    return _feedback(letter, rows[0]["name"], rows) if rows else None


def _feedback(letter: FeedbackLetter, addressee: str, rows: Iterable[dict[str, str]]) -> Feedback:
    made, labels = letter.publication, dict(Category.choices)
    return Feedback(
        addressee=addressee,
        year=made.round.year,
        list_title=made.title,
        list_number=made.document_number,
        rows=tuple(
            FeedbackRow(
                name=row["name"],
                number=row["number"],
                category_label=str(labels[row["category"]]),
                result=RESULTS[row["result"]] + ("，择优推荐国家级" if row["is_nominated"] == "1" else ""),
                reason=row["reason"],
                clause=_ground(made, row["clause"]),
            )
            for row in rows
        ),
        issuer=ISSUER,
        dated_on=made.published_on,
        digest=letter.content_digest,
        is_demo=made.draft.rows.filter(application__is_demo=True).exists(),
    )


def _ground(made: Publication, clause: str) -> str:
    """The passage of the notice; what rests on the province's line or quota rests on the selecting itself (C-12)."""
    return ground_of(made.round, "C-12" if clause == "本轮参数" else clause)


def _announcement(
    title: str, number: str, body: tuple[str, ...], applications: list[Application], day: date, notice_id: str, *, level: str = "省级"
) -> Announcement:  # fmt: skip
    cities = {unit.code: unit.city for unit in round_parameters(notice_id).units}
    rows = tuple(
        AnnouncementRow(serial, cities.get(a.unit, a.unit), division_name(a.site.division), a.site.name, a.get_category_display(), level)
        for serial, a in enumerate(applications, start=1)
    )
    return Announcement(title, number, body, rows, ISSUER, day, any(a.is_demo for a in applications))
