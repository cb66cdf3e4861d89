"""情况说明 of one draft and the minutes of the meeting that decides it, from its rows and what stands about them."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from greenlist.casework.applications.models import Application, ReturnItem
from greenlist.casework.journal.clock import today
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.register.models import Category
from greenlist.casework.review.models import Assignment, StepRecord
from greenlist.casework.review.steps import BEFORE, missing_of
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import steps_of
from greenlist.casework.selection.lines import lines_said
from greenlist.casework.selection.models import Meeting, SelectionDraft, SelectionRow
from greenlist.casework.selection.quotas import said
from greenlist.casework.selection.selectors import Change, moves, newest_screen, places_of, previous_draft, risks_of, rows_of, standings_of
from greenlist.casework.selection.table import Cell, counts_of, last_years, selection_table
from greenlist.casework.verification.selectors import upheld_findings
from greenlist.papers.briefing import Briefing, BriefingRow
from greenlist.papers.review_paper import ReviewPaper
from greenlist.papers.typesetting import chinese_date
from greenlist.rulebook.notices import notice, round_parameters

BLANK = "　"
REVIEWED = ("reviewed", "proposed", "listed")


def briefing(draft: SelectionDraft) -> Briefing:
    """One page for the leadership: counts, line, who enters and leaves, risks, steps done."""
    standings, round_, before = standings_of(draft), draft.round, previous_draft(draft)
    table = selection_table(round_, counts_of(round_), standings, set(), last_years(round_))
    found = moves(draft)
    proposed = [s.application.pk for s in standings if s.is_in]
    return Briefing(
        year=round_.year,
        draft=f"第{draft.number}稿，{draft.get_state_display()}",
        line=lines_said(draft.line, draft.lines, shown=lambda line: f"{line}分"),
        quotas=said(draft.quotas),
        categories=tuple(str(label).removesuffix("管理企业") for label in Category.labels),
        rows=tuple(BriefingRow(unit.city if unit else "合计", tuple(_cell(c) for _, c in cells)) for unit, cells in table),
        entering=tuple(_said(c) for c in found if c.kind == "in"),
        leaving=tuple(_said(c) for c in found if c.kind == "out"),
        compared_with=f"第{before.number}稿" if before else "前一稿（本稿为首稿）",
        risks=tuple(f"{r.label}{r.word}{len(r.applications)}家" for r in risks_of(proposed)) if proposed else (),
        screened=_screened(draft),
        steps=tuple(_steps(draft)),
        course=course_of(round_, len(proposed)),
        ties=tied_said(rows_of(draft)),
        dated_on=today(),
        is_demo=any(s.application.is_demo for s in standings),
    )


def minutes(draft: SelectionDraft) -> ReviewPaper:
    """会议审定纪要: time, who took part, topic, every unit's outcome with the reason. Before the meeting is recorded, and for what is never
    recorded (place, chair, absent, recused, votes), a blank to be filled by hand.
    """
    round_, held = draft.round, Meeting.objects.filter(draft=draft).first()
    rows = list(rows_of(draft))
    proposed = [row for row in rows if row.outcome == SelectionRow.Outcome.PROPOSED]
    cities = {unit.code: unit.city for unit in round_parameters(round_.notice).units}
    return ReviewPaper(
        title=f"{round_.year}年度省级绿色制造名单会议审定纪要", subtitle=held.document if held else "（待编文号）",
        facts=(("时间", chinese_date(held.held_on if held else None)), ("地点", BLANK), ("主持", BLANK),
               ("参加", held.attendees if held else BLANK), ("缺席", BLANK), ("回避", BLANK),
               ("议题", f"审定{round_.title}第{draft.number}稿")),
        head=("类内名次", "单位", "推荐单位", "类别", "评审分", "结果", "理由和依据"), widths=(2, 8, 4, 4, 3, 3, 9),
        rows=tuple((str(place), r.application.site.name, cities.get(r.application.unit, r.application.unit), r.application.get_category_display(),
                    r.score, r.get_outcome_display(), f"{r.reason}〔{ground_of(round_, r.clause)}〕") for place, r in places_of(rows)),
        paragraphs=(
            f"会议听取了遴选情况汇报。入选线{lines_said(draft.line, draft.lines, shown=lambda line: f'{line}分')}，名额{said(draft.quotas)}"
            f"（本轮参数，通知未规定）。{tied_said(rows)}",
            f"会议审定：拟列入名单{len(proposed)}家，未列入{len(rows) - len(proposed)}家，逐家结果和理由如上表。",
            *((f"审定时{draft.left_open}。先行审定的理由：{draft.open_because}",) if draft.left_open else ()),
            f"表决：同意{BLANK * 3}人，不同意{BLANK * 3}人，弃权{BLANK * 3}人，回避{BLANK * 3}人。",
            f"其他意见：{BLANK * 24}",
        ),
        hands=("记录　　　　年　月　日", "主持人　　　　年　月　日"), foot=f"会议审定纪要　第{draft.number}稿　{draft.content_digest[:21]}",
        is_demo=any(r.application.is_demo for r in rows), dated_on=held.held_on if held else None,
    )  # fmt: skip


def tied_said(rows: Iterable[SelectionRow]) -> str:
    """How many share a score with another of their category: drawn by the seed that was stored with the draft."""
    scores = Counter((row.application.category, row.score) for row in rows if row.is_qualified)
    shared = [count for count in scores.values() if count > 1]
    return f"同类别同分{len(shared)}组{sum(shared)}家，先后按随稿存证的种子抽定。" if shared else "没有同类别同分的。"


def course_of(round_: Round, proposed: int) -> str:
    """How the round went, in one breath: applied, returned, refused by clause, reviewed, proposed."""
    counts = counts_of(round_)
    applied = sum(counts.values())
    refused = Application.objects.filter(round=round_, state="not_recommended")
    by_clause = Counter(f.clause for f in upheld_findings(refused))
    text = notice(round_.notice)
    why = "、".join(f"第{text.clause(clause).passage}项：{n}件" for clause, n in sorted(by_clause.items()))
    returned = ReturnItem.objects.filter(application__round=round_).values("application").distinct().count()
    failed = StepRecord.objects.filter(
        application__round=round_, step="formal", outcome=StepRecord.Outcome.FAILED, replaced_at=None
    ).count()
    return (
        f"申报{applied}件；退回补正{returned}件；不予推荐{refused.count()}件{f'（属不得申报情形：{why}）' if why else ''}；"
        f"形式审查不通过{failed}件；完成评审{_reviewed(round_)}件；拟入选{proposed}家。"
    )


def ground_of(round_: Round, clause: str) -> str:
    """What a reason rests on as a reader outside knows it: the passage of the notice, or the words that are no clause (本轮参数)."""
    return next((c.passage for c in notice(round_.notice).clauses if c.id == clause), clause)


def _reviewed(round_: Round) -> int:
    """How many have been reviewed: of those not selected only who was scored or ranked, for the others never came to the experts."""
    scored = Exists(Assignment.objects.filter(application=OuterRef("pk"), state="handed_in"))
    ranked = Exists(SelectionRow.objects.filter(application=OuterRef("pk")))
    return Application.objects.filter(Q(state__in=REVIEWED) | Q(scored | ranked, state="not_selected"), round=round_).count()


def _cell(cell: Cell) -> tuple[int, int, int, int | None]:
    return cell.applied, cell.recommended, cell.proposed, cell.last_year


def _said(change: Change) -> str:
    return f"{change.standing.application.site.name}，{change.standing.reason}"


def _screened(draft: SelectionDraft) -> str:
    last = newest_screen(draft)
    return (
        f"最近一次公布前查核{last.checked_on:%-m月%-d日}，{last.unit_count}家，{last.risk_count}项未了结。"
        if last
        else "尚未作公布前查核。"
    )


def _steps_done(draft: SelectionDraft) -> list[str]:
    """The steps of the round that every unit of the draft has behind it; those of the whole draft by the draft's own state."""
    cases = [row.application for row in rows_of(draft)]
    left = {step.id for steps in missing_of(draft.round, cases).values() for step in steps}
    left |= {step for step, is_done in (("meeting", draft.decided_at is not None), ("notice", draft.state in ("on_notice", "published")),
                                        ("publication", draft.state == "published")) if not is_done}  # fmt: skip
    return [step.label for step in steps_of(draft.round) if step.is_on and (step.id in BEFORE or step.id not in left)]


def _steps(draft: SelectionDraft) -> list[str]:
    """What has been done, with days and figures."""
    round_ = draft.round
    batches = Batch.objects.filter(round=round_, state="submitted").values("unit").distinct().count()
    done = [
        f"已完成{'、'.join(_steps_done(draft))}",
        f"{len(round_parameters(round_.notice).units)}家推荐单位中{batches}家已报送",
        f"本稿{draft.drafted_at:%-m月%-d日}拟",
    ]
    if draft.sent_at:
        done.append(f"{draft.sent_at:%-m月%-d日}{draft.sent_by}送审")
    if draft.decided_at:
        done.append(f"{draft.decided_at:%-m月%-d日}{draft.decided_by}审定")
    return done
