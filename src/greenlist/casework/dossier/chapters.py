"""The chapters of a dossier that tell what offices and experts did, each as far as its reader may see."""

from datetime import date, datetime
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import CHOSEN, history_of
from greenlist.casework.consultation.models import ConsultedUnit
from greenlist.casework.dossier.letters import OUTCOMES, decided_by, decision_on, grounds_of
from greenlist.casework.dossier.selectors import own_assignment, reads_findings
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.acts import act_label
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.publication.models import Objection
from greenlist.casework.publication.papers import RESULTS
from greenlist.casework.publication.selectors import letter_about, letter_rows
from greenlist.casework.recommendation.models import BatchRow
from greenlist.casework.review.group_selectors import is_sealed, names_apart
from greenlist.casework.review.models import Assignment, GroupOpinion
from greenlist.casework.review.papers import required_said, score_sheet
from greenlist.casework.review.selectors import assignments_of
from greenlist.casework.review.steps import step_line
from greenlist.casework.verification.checklist import ChecklistItem
from greenlist.casework.verification.selectors import checklist, newest_facts
from greenlist.papers.dossier import Chapter, Grid
from greenlist.papers.typesetting import as_printed, chinese_date
from greenlist.rulebook.notices import notice

SEALED = "专家评分尚未全部交齐，按盲评规定，此前不列各份评分。"


def findings(application: Application) -> Chapter:
    """Every line of the checklist with its fact and clause, the judgements, the word on the report."""
    lines = checklist(application)
    rows = tuple((i.label, i.word, f"〔{i.clause.place}〕", _proof(i.source, i.statement), _day(_checked_on(i))) for i in lines)
    judged = tuple(
        (i.label, i.judged_as, as_printed(i.judgement.reason), i.judgement.judged_by, _time(i.judgement.judged_at))
        for i in lines
        if i.judgement
    )
    told = tuple((j.words, as_printed(j.reason), j.judged_by, _time(j.judged_at)) for j in application.report_judgements.all())
    return Chapter("核验结论", grids=(
        Grid("不得申报情形、申报条件、优先项", ("情形或条件", "结论", "依据", "事实和来源", "查核"), (7, 3, 3, 9, 5), rows),
        Grid("判断", ("情形或条件", "判断", "理由", "判断人", "时间"), (6, 4, 8, 4, 5), judged, "没有需要判断的事项。"),
        Grid("对评价报告的判断", ("判断", "理由", "判断人", "时间"), (5, 8, 4, 5), told),
    ))  # fmt: skip


def replies(application: Application) -> Chapter:
    """The letters that asked departments about the unit, and what came back."""
    asked = ConsultedUnit.objects.filter(application=application).select_related("consultation__reply__file")
    letters = [unit.consultation for unit in asked.order_by("consultation__prepared_at", "id")]
    rows = tuple(
        (letter.addressee, letter.letter_number or "—", _day(letter.dated_on), letter.get_state_display(),
         f"{letter.reply.source}，{_day(letter.reply.looked_up_on)}" if letter.reply else "—") for letter in letters
    )  # fmt: skip
    answered = {letter.reply.source for letter in letters if letter.reply}
    came = {(f.source, _day(f.looked_up_on)) for f in newest_facts(application).values() if "函复" in f.source and f.source not in answered}
    return Chapter("征求意见和函复", grids=(
        Grid("", ("主送部门", "文号", "发函日期", "状态", "函复"), (7, 6, 4, 3, 8), rows, "没有经本系统就本件发函。"),
        *([Grid("另行登记的函复", ("函复", "日期"), (8, 4), tuple(sorted(came)))] if came else ()),
    ))  # fmt: skip


def experts(application: Application, actor: Actor) -> Chapter:
    """An expert reads his own sheet; the province its steps, every sheet once none is out, and the group's opinion."""
    if actor.may("read_assigned"):
        own = own_assignment(actor, application.pk)
        sheets = (_sheet(own, own.expert_name),) if own and own.content_digest else ()
        return Chapter("本人评分", grids=sheets, paragraphs=() if sheets else ("评分还没有交。",))
    steps = tuple(
        (x.step.label, x.record.get_outcome_display(), x.record.reason or "—", x.record.document or "—", x.record.recorded_by, _time(x.record.recorded_at))
        for x in step_line(application) if x.record
    )  # fmt: skip
    grids = [Grid("各环节", ("环节", "结果", "理由", "文号", "记录人", "时间"), (4, 3, 6, 5, 4, 5), steps)]
    if is_sealed(application):
        return Chapter("省级环节和专家评审", paragraphs=(SEALED,), grids=tuple(grids))
    return Chapter("省级环节和专家评审", grids=(*grids, *_sheets(application)))


def _sheets(application: Application) -> list[Grid]:
    """Who gave what, each sheet, and what the group says."""
    assigned = list(assignments_of(application))
    names = names_apart(assigned)
    rows = tuple(
        (names[a.expert_id], a.get_state_display(), a.score or "—", required_said(a.is_qualified), _time(a.handed_in_at)) for a in assigned
    )
    opinions = GroupOpinion.objects.filter(application=application)
    said = tuple((o.get_conclusion_display(), o.score, o.text, o.disputes or "—", o.get_state_display()) for o in opinions)
    return [
        Grid("专家评分", ("专家", "状态", "评审分", "基本要求和必选项", "交评分"), (5, 3, 3, 3, 5), rows, "没有指派专家。"),
        *(_sheet(a, names[a.expert_id]) for a in assigned if a.content_digest),
        Grid("专家组意见", ("结论", "评审分", "意见", "分歧", "状态"), (3, 3, 12, 6, 3), said),
    ]


def returned(application: Application) -> Chapter:
    """Each place that was returned for completion, in the officer's words."""
    items = application.return_items.order_by("returned_at", "id")
    rows = tuple((f"第{i.version}版", i.label, i.words, i.returned_by, _time(i.returned_at)) for i in items)
    return Chapter("退回补正", grids=(Grid("", ("版本", "位置", "意见", "退回人", "时间"), (2, 6, 9, 4, 5), rows, "没有退回过。"),))


def decided(application: Application, actor: Actor) -> Chapter:
    """What it came to: recommendation; for the province every decided draft and the objections; for all the letter once it is out."""
    batch = BatchRow.objects.filter(application=application).select_related("batch").order_by("batch__created_at", "id")
    rows = tuple(
        (r.batch.office, r.batch.letter_number or "—", _day(r.batch.dated_on), str(r.serial), r.batch.get_state_display()) for r in batch
    )
    grids = [Grid("推荐", ("推荐单位", "文号", "日期", "序号", "状态"), (7, 6, 4, 2, 4), rows, "还没有推荐。")]
    if actor.may("read_province"):
        grids += _selected(application)
    letter = letter_about(application)
    told = [row for row in letter_rows(letter) if row["number"] == application.number] if letter else []
    results = tuple((RESULTS[row["result"]], row["reason"], row["clause"]) for row in told)
    grids.append(Grid("结果（反馈函）", ("结果", "理由", "依据"), (4, 14, 4), results, "名单还没有公布。"))
    refused = decision_on(application, actor)
    if refused:
        return Chapter("推荐、审定和公布", **_refused(application, refused, grids))
    is_told = reads_findings(actor) or application.state in CHOSEN
    facts = (("推荐理由", application.recommended_because),) if is_told and application.recommended_because else ()
    return Chapter("推荐、审定和公布", facts=facts, grids=tuple(grids))


def _refused(application: Application, line: JournalEntry, grids: list[Grid]) -> dict[str, Any]:
    """What was decided, by whom and why; of the rest only what there is."""
    facts = (
        ("决定", OUTCOMES[line.action]),
        ("决定单位", decided_by(application, line)),
        ("时间", _time(line.at)),
        ("经办人", line.actor_name),
    )
    rows = tuple((ground.fact, f"〔{ground.passage}〕{ground.quote}") for ground in grounds_of(application, line))
    return {"facts": facts, "grids": (Grid("理由和依据", ("理由", "依据"), (10, 8), rows), *(grid for grid in grids if grid.rows))}


def history(application: Application, actor: Actor) -> Chapter:
    """The journal's lines about it that this reader may have, oldest first, each act with the passage it rests on."""
    passages = _passages(application)
    rows = tuple(
        (
            _time(e.at),
            e.actor_name,
            e.actor_organisation or "—",
            act_label(e.action) + passages.get(e.clause, ""),
            as_printed(e.reason) or "—",
        )
        for e in history_of(application, actor)
    )
    return Chapter("经过（日志摘录）", grids=(Grid("", ("时间", "人员", "单位", "动作", "理由"), (5, 4, 6, 6, 8), rows),))


def _passages(application: Application) -> dict[str, str]:
    """Of every clause of the round's notice the words for its place."""
    return {clause.id: f"〔{clause.place}〕" for clause in notice(application.round.notice).clauses}


def _selected(application: Application) -> list[Grid]:
    passages = _passages(application)
    rows = application.selection_rows.exclude(draft__state="drafting").select_related("draft__meeting").order_by("draft__number", "id")
    places = tuple(
        (f"第{r.draft.number}稿，{r.draft.get_state_display()}", str(r.rank), r.score, r.get_outcome_display(), as_printed(r.reason) + passages.get(r.clause, f"〔{r.clause}〕"),
         _meeting(r.draft)) for r in rows
    )  # fmt: skip
    raised = Objection.objects.filter(application=application).order_by("received_at", "id")
    objections = tuple((o.number, _time(o.received_at), o.get_state_display(), o.reason or "—", o.document_number or "—") for o in raised)
    return [
        Grid("遴选和审定", ("稿", "名次", "评审分", "结果", "理由和依据", "会议审定"), (5, 2, 3, 3, 9, 6), places, "还没有进入遴选。"),
        Grid("公示期间的异议", ("编号", "收到", "状态", "处理理由", "文号"), (4, 5, 3, 9, 5), objections, "没有异议。"),
    ]


def _meeting(draft: object) -> str:
    held = getattr(draft, "meeting", None)
    return f"{_day(held.held_on)} {held.document}" if held else "—"


def _sheet(assignment: Assignment, name: str) -> Grid:
    paper = score_sheet(assignment)
    return Grid(f"{name}的评分表", paper.head, paper.widths, paper.rows)


def _checked_on(item: ChecklistItem) -> date | None:
    """When it was looked up, or last computed for a stage; never the day on which somebody takes the dossier out."""
    return item.fact.looked_up_on if item.fact else item.finding.checked_on if item.finding else None


def _proof(source: str, statement: str) -> str:
    return as_printed(f"{source}：{statement}" if source else statement)


def _day(day: date | None) -> str:
    return chinese_date(day) if day else "—"


def _time(instant: datetime | None) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y年%-m月%-d日 %H:%M}" if instant else "—"
