"""情况说明 of one draft, from its rows and what stands about them."""

from greenlist.casework.journal.clock import today
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.selectors import steps_of
from greenlist.casework.selection.lines import lines_said
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.quotas import said
from greenlist.casework.selection.selectors import Change, moves, newest_screen, previous_draft, risks_of, standings_of
from greenlist.casework.selection.table import Cell, counts_of, last_years, selection_table
from greenlist.papers.briefing import Briefing, BriefingRow
from greenlist.rulebook.notices import round_parameters


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
        dated_on=today(),
        is_demo=any(s.application.is_demo for s in standings),
    )


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


def _steps(draft: SelectionDraft) -> list[str]:
    """What has been done, with days and figures."""
    round_ = draft.round
    batches = Batch.objects.filter(round=round_, state="submitted").values("unit").distinct().count()
    done = [
        f"本轮步骤为{'、'.join(step.label for step in steps_of(round_) if step.is_on)}",
        f"{len(round_parameters(round_.notice).units)}家推荐单位中{batches}家已报送",
        f"本稿{draft.drafted_at:%-m月%-d日}拟",
    ]
    if draft.sent_at:
        done.append(f"{draft.sent_at:%-m月%-d日}{draft.sent_by}送审")
    if draft.decided_at:
        done.append(f"{draft.decided_at:%-m月%-d日}{draft.decided_by}审定")
    return done
