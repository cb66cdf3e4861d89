"""The papers of a review day, made from the records: attendance list, pledge of the day, score sheet, group opinion."""

from datetime import date

from django.conf import settings

from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.selectors import form_of
from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.journal.contents import load
from greenlist.casework.review.group_selectors import members_of, names_apart, valid_sheets
from greenlist.casework.review.models import Assignment, Attendance, GroupMember, GroupOpinion, ReviewGroup
from greenlist.casework.review.selectors import own_declaration
from greenlist.engines.scoring.planned import YES_NO_KINDS, PlannedItem
from greenlist.engines.scoring.rounding import shown
from greenlist.papers.review_paper import ReviewPaper
from greenlist.papers.typesetting import as_printed, chinese_date

WORDS = {"met": "符合", "not_met": "不符合"}
PROMISES = ("依据标准独立评分，不受他人影响。", "不外传申报材料和评审情况。", "有利害关系的，立即申请回避。")


def attendance_list(group: ReviewGroup, day: date) -> ReviewPaper:
    """签到表 of one review day: who signed in when, by whom, who has pledged; a place for the hand."""
    lines = {line.member_id: line for line in Attendance.objects.filter(member__group=group, day=day)}
    rows, members = [], members_of(group)
    names = names_apart(members)
    for number, member in enumerate(members, start=1):
        line = lines.get(member.pk)
        signed = f"{_time(line.signed_in_at)}（{line.signed_in_by}）" if line else "未签到"
        rows.append((str(number), names[member.expert_id] + ("（组长）" if member.is_leader else ""), signed,
                     _time(line.pledged_at) if line and line.pledged_at else "未签", "　"))  # fmt: skip
    return ReviewPaper(
        title="专家评审签到表", subtitle=f"{group.round.title}　{group.name}　{chinese_date(day)}", facts=(),
        head=("序", "专家", "签到", "承诺书", "签名"), widths=(1, 4, 5, 3, 4), rows=tuple(rows), paragraphs=(),
        hands=("会务　　　　年　月　日", "组长　　　　年　月　日"), foot=_foot(f"签到表　{group.name}"), is_demo=settings.DEMO,
    )  # fmt: skip


def day_pledge(member: GroupMember, day: date) -> ReviewPaper:
    """承诺书 of one expert for one review day, with what he stepped back from and what he declared clear."""
    line = Attendance.objects.filter(member=member, day=day).first()
    own = Assignment.objects.filter(group=member.group, expert_id=member.expert_id).select_related("application__site")
    said = {"recused": "回避", "released": "已改派", "assigned": "未声明"}
    rows = tuple((a.application.number, said.get(a.state, "没有利害关系")) for a in own.order_by("application__number"))
    return ReviewPaper(
        title="评审专家承诺书", subtitle=f"{member.group.round.title}　{member.group.name}　{chinese_date(day)}",
        facts=(("专家", member.expert_name), ("签到", _time(line.signed_in_at) if line else "未签到"),
               ("签署", _time(line.pledged_at) if line and line.pledged_at else "未签")),
        head=("申报号", "利害关系声明") if rows else (), widths=(1, 2), rows=rows,
        paragraphs=("本人参加今天的评审，承诺：", *(f"（{n}）{text}" for n, text in enumerate(PROMISES, start=1))),
        hands=("承诺人　　　　年　月　日",), foot=_foot(f"承诺书　{member.expert_name}"), is_demo=settings.DEMO,
    )  # fmt: skip


def score_sheet(assignment: Assignment) -> ReviewPaper:
    """评分表 as handed in: every row in the order of the form with points or answer and the reason, from the stored content."""
    content, application = load(assignment.content_digest), assignment.application
    labels = {row.id: row for section in form_of(application.filing) for row in section.rows}
    order = {row: place for place, row in enumerate(labels)}
    marks = sorted(content["sheet"].items(), key=lambda mark: order.get(mark[0], len(order)))
    plan, _ = own_declaration(assignment)
    rows = tuple(_row(row, labels.get(row), plan.items.get(row), entry) for row, entry in marks)
    return ReviewPaper(
        title="专家评分表", subtitle=f"{application.number}　{application.filing.standard_title}",
        facts=(("申报单位", application.site.name), ("专家", assignment.expert_name),
               ("利害关系", f"{_time(assignment.pledged_at)} 声明没有利害关系" if assignment.pledged_at else "未声明"),
               ("评审分", f"{assignment.score}（基本要求和必选项{required_said(assignment.is_qualified)}）")),
        head=("条号", "指标", "满分", "评分", "理由"), widths=(4, 13, 3, 4, 12), rows=rows, paragraphs=(),
        hands=("专家　　　　年　月　日",), foot=_foot(f"评分表　内容 {assignment.content_digest[:21]}"), is_demo=application.is_demo,
    )  # fmt: skip


def group_opinion(opinion: GroupOpinion) -> ReviewPaper:
    """专家组意见: conclusion, the sheets and their mean, text, disputes, who confirmed."""
    application = opinion.application
    agreed = {a.expert_id: _time(a.answered_at) for a in opinion.answers.filter(version=opinion.version, is_agreed=True)}
    agreed[opinion.signed_by_id] = f"{_time(opinion.signed_at)}（起草）"
    sheets = valid_sheets(application)
    names = names_apart(sheets)
    rows = tuple((names[s.expert_id], s.score, required_said(s.is_qualified), agreed.get(s.expert_id, "未确认"), "　")
                 for s in sheets)  # fmt: skip
    disputes = (f"分歧：{opinion.disputes}",) if opinion.disputes else ()
    return ReviewPaper(
        title="专家组评审意见", subtitle=f"{application.round.title}　{opinion.group.name}",
        facts=(("申报单位", application.site.name), ("申报号", application.number), ("结论", opinion.get_conclusion_display()),
               ("评审分", f"{opinion.score}（各份评分的算术平均；基本要求和必选项{required_said(opinion.is_qualified)}）")),
        head=("专家", "评分", "基本要求和必选项", "确认", "签名"), widths=(3, 2, 3, 4, 4), rows=rows,
        paragraphs=("评审意见：", *(line.strip() for line in opinion.text.splitlines() if line.strip()), *disputes), hands=("组长　　　　年　月　日",),
        foot=_foot(f"专家组意见　第{opinion.version}版　内容 {opinion.content_digest[:21]}"), is_demo=application.is_demo,
    )  # fmt: skip


def required_said(is_qualified: bool | None) -> str:
    """What `is_qualified` says, and no more: it does not look at the pass line, which is a parameter of the round."""
    return "—" if is_qualified is None else "均符合" if is_qualified else "有不符合"


def _row(row_id: str, row: Row | None, item: PlannedItem | None, entry: dict[str, str]) -> tuple[str, str, str, str, str]:
    """One line; of what is 符合 or 不符合 it says whether it must be, of what has points how many there are."""
    given = entry.get("given", "")
    is_answered = item is None or item.kind in YES_NO_KINDS
    must = is_answered and (row is None or row.is_required)
    most = "鼓励" if row and row.is_encouraged else "必选" if must else shown(item.points) if item else "—"
    return row_id, row.label if row else row_id, most, WORDS.get(given, given), as_printed(entry.get("reason", "") or "—")


def _time(instant: object) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if instant else ""  # type: ignore[attr-defined]


def _foot(text: str) -> str:
    return f"{text}　打印 {_time(now())}"
