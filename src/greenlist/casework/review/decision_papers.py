"""What is signed at the end of a review: 专家意见表 of one case, minutes of a group's meeting. What is not recorded is a blank for the hand."""

from django.conf import settings

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.filings.selectors import form_of, plan_by_digest, version_content
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.contents import load
from greenlist.casework.review.group_selectors import is_sealed, names_apart, valid_sheets
from greenlist.casework.review.models import Assignment, Attendance, GroupOpinion, ReviewGroup
from greenlist.casework.review.papers import WORDS, required_said
from greenlist.casework.review.selectors import own_marks, sheet_rows
from greenlist.engines.scoring.rounding import shown
from greenlist.papers.review_paper import ReviewPaper
from greenlist.papers.typesetting import chinese_date

BLANK = "　"
BLANK_LINE = BLANK * 24


def opinion_table(application: Application) -> ReviewPaper:
    """专家意见表 of one case: every indicator with what each expert gave beside the unit's own mark, the opinion, places to sign.

    Until every sheet of a group is in, and where nothing is recorded, the cells are blanks to be filled by hand.
    """
    sheets = [] if is_sealed(application) else [s for s in valid_sheets(application) if s.content_digest]
    names, marks = names_apart(sheets), [load(s.content_digest)["sheet"] for s in sheets]
    version = latest_version(application)
    content = version_content(version) if version else {"plan": application.filing.plan_digest, "application": {}}
    plan = plan_by_digest(content["plan"])
    own = own_marks(plan, content["application"])
    labels = {row.id: row.label for section in form_of(application.filing) for row in section.rows}
    columns = [names[s.expert_id] for s in sheets] or ["专家评分"]
    rows = tuple(
        (row, labels.get(row, row), shown(plan.items[row].points) if row in plan.items else "—", _mark(own.get(row, "")),
         *([_mark(sheet.get(row, {}).get("given", "")) for sheet in marks] or ["　"])) for row in sheet_rows(plan)
    )  # fmt: skip
    opinion = GroupOpinion.objects.filter(application=application).first()
    said = (
        (*opinion.text.splitlines(), *((f"分歧：{opinion.disputes}",) if opinion.disputes else ())) if opinion else (f"意见：{BLANK_LINE}",)
    )
    scores = "、".join(f"{names[s.expert_id]} {s.score}" for s in sheets)
    return ReviewPaper(
        title="专家意见表", subtitle=f"{application.round.title}　{application.filing.standard_title}",
        facts=(("申报单位", application.site.name), ("申报号", f"{application.number}　{application.get_category_display()}"),
               ("各人评分", scores or "　"), ("评审分", opinion.score if opinion else "　"),
               ("结论", opinion.get_conclusion_display() if opinion else "□建议列入　□不建议列入")),
        head=("条号", "指标", "满分", "自评", *columns), widths=(3, 10, 2, 2, *(3 for _ in columns)), rows=rows, paragraphs=said,
        hands=(*(f"{name}　　　年　月　日" for name in columns), "组长　　　年　月　日"), foot=f"专家意见表　{application.number}",
        is_demo=application.is_demo, dated_on=opinion.signed_at.astimezone(SHANGHAI).date() if opinion else None,
    )  # fmt: skip


def review_minutes(group: ReviewGroup) -> ReviewPaper:
    """评审会议纪要 of one group: days, who came, who was absent or stepped back, what the group says of each case. Places not recorded are blank."""
    lines = list(Attendance.objects.filter(member__group=group).select_related("member"))
    members = list(group.members.order_by("-is_leader", "id"))
    came = {line.member_id for line in lines}
    given = Assignment.objects.filter(group=group).select_related("application__site").order_by("application__number", "id")
    recused = [f"{a.expert_name}（{a.application.number}）" for a in given if a.state == "recused"]
    opinions = GroupOpinion.objects.filter(group=group, state="agreed").select_related("application__site").order_by("application__number")
    rows = tuple((o.application.number, o.application.site.name, o.score, required_said(o.is_qualified), o.get_conclusion_display(),
                  o.disputes or "无") for o in opinions)  # fmt: skip
    days = sorted({line.day for line in lines})
    left = "；".join(f"{m.expert_name}离组（{m.left_reason}）" for m in members if m.left_at)
    return ReviewPaper(
        title="专家评审会议纪要", subtitle=f"{group.round.title}　{group.name}",
        facts=(("时间", "、".join(chinese_date(day) for day in days) or "　"), ("地点", "　"),
               ("组长", "、".join(m.expert_name for m in members if m.is_leader) or "　"),
               ("到会", "、".join(m.expert_name for m in members if m.pk in came) or "　"),
               ("缺席", "、".join(m.expert_name for m in members if m.pk not in came) or "无"), ("回避", "、".join(recused) or "无"),
               ("议题", f"评审{len({a.application_id for a in given})}件申报件，形成专家组意见")),
        head=("申报号", "单位", "评审分", "基本要求和必选项", "结论", "分歧"), widths=(5, 8, 3, 3, 3, 5), rows=rows,
        paragraphs=(f"会议评审并一致确认{len(rows)}件的专家组意见，结论如上表。", *((left + "。",) if left else ()), f"其他：{BLANK_LINE}"),
        hands=("记录　　　　年　月　日", "组长　　　　年　月　日"), foot=f"评审会议纪要　{group.name}", is_demo=settings.DEMO,
        dated_on=days[-1] if days else None,
    )  # fmt: skip


def _mark(given: str) -> str:
    return WORDS.get(given, given) or BLANK
