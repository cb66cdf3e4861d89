"""Reading drafts, trying a line without writing anything, comparing, risks, and replaying a decision from stored content."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.selectors import plan_by_digest
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import load
from greenlist.casework.register.models import Category
from greenlist.casework.review.group_selectors import group_score
from greenlist.casework.review.models import StepRecord
from greenlist.casework.review.scores import Scored, scores_of_record
from greenlist.casework.review.selectors import sheet_result
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameter, steps_of
from greenlist.casework.selection.models import PublicationScreen, SelectionDraft, SelectionRow
from greenlist.casework.selection.ranking import DRAWN, Bounds, Candidate, Placed, rank, rank_content
from greenlist.casework.verification.checklist import all_priorities, computed_labels, exclusion_labels
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.priorities import held_priorities
from greenlist.casework.verification.selectors import exclusion_lines, unsettled_findings, upheld_findings
from greenlist.engines.scoring import Plan, read_application, score
from greenlist.rulebook.eligibility.findings import word

Row = TypeVar("Row")
OF_THE_EVALUATOR = ("C-36", "C-60")  # the cap and the ban: they bar nobody by themselves, but stand among the risks


@dataclass(frozen=True)
class Standing:
    """One application under a line: in or out, with score, reason and clause."""

    application: Application
    score: str
    is_in: bool
    is_nominated: bool
    reason: str
    clause: str
    rank: int
    is_qualified: bool = True


@dataclass(frozen=True)
class Change:
    """What differs for one unit between two orders. kind: in 进, out 出, score 改, new ＋新, gone −撤."""

    kind: str
    standing: Standing
    before: str = ""


@dataclass(frozen=True)
class Risk:
    """One exclusion, or the cap or ban of an evaluator, not settled for some of the proposed units: since when, and at which units."""

    clause: str
    verdict: str
    since: date
    applications: tuple[Application, ...]

    @property
    def label(self) -> str:
        return {**exclusion_labels(), **computed_labels()}[self.clause]

    @property
    def word(self) -> str:
        return word("exclusion" if self.clause in exclusion_labels() else "condition", self.verdict)


@dataclass(frozen=True)
class Replay:
    """What a decision gives when computed again: differing scores and outcomes by application number."""

    checked: int
    differing: tuple[str, ...]


def visible_to(actor: Actor) -> QuerySet[SelectionDraft]:
    """Drafts, for the province and its centre only."""
    rows = SelectionDraft.objects.select_related("round").order_by("-number")
    return rows if actor.may("read_province") else rows.none()


def rows_of(draft: SelectionDraft) -> QuerySet[SelectionRow]:
    """The rows by rank."""
    return _with_cases(draft.rows.all())


def proposed_rows(draft: SelectionDraft) -> QuerySet[SelectionRow]:
    """The proposed rows by rank."""
    return rows_of(draft).filter(outcome=SelectionRow.Outcome.PROPOSED)


def places_of(rows: Iterable[SelectionRow]) -> list[tuple[int, SelectionRow]]:
    """(place, row) category by category, who is proposed first: a place is counted within its category, without gaps."""
    return _counted(rows, lambda row: (row.application.category, row.outcome == SelectionRow.Outcome.PROPOSED, row.rank))


def places_among(standings: Iterable[Standing]) -> list[tuple[int, Standing]]:
    """The same of an order that is shown, so that the page and the papers give a unit the same place."""
    return _counted(standings, lambda one: (one.application.category, one.is_in, one.rank))


def _counted(rows: Iterable[Row], told: Callable[[Row], tuple[str, bool, int]]) -> list[tuple[int, Row]]:
    order, counted = {category: n for n, category in enumerate(Category.values)}, Counter[str]()

    def at(row: Row) -> tuple[int, bool, int]:
        category, is_in, rank = told(row)
        return order[category], not is_in, rank

    placed = []
    for row in sorted(rows, key=at):
        category = told(row)[0]
        counted[category] += 1
        placed.append((counted[category], row))
    return placed


def newest_draft(round_: Round) -> SelectionDraft | None:
    """The newest draft of a round."""
    return round_.selection_drafts.order_by("-number").first()


def previous_draft(draft: SelectionDraft) -> SelectionDraft | None:
    """The draft before this one."""
    return SelectionDraft.objects.filter(round=draft.round, number__lt=draft.number).order_by("-number").first()


def standings_of(draft: SelectionDraft) -> list[Standing]:
    """The rows of a draft by rank."""
    return [_standing(row) for row in rows_of(draft)]


def standings_of_each(drafts: Iterable[SelectionDraft]) -> list[list[Standing]]:
    """The same for several drafts, in their order, in one query."""
    held = list(drafts)
    found: dict[Any, list[Standing]] = {draft.pk: [] for draft in held}
    for row in _with_cases(SelectionRow.objects.filter(draft__in=held)):
        found[row.draft_id].append(_standing(row))
    return [found[draft.pk] for draft in held]


def handed_in(round_: Round) -> list[Scored]:
    """The scores of record that nobody has decided on yet."""
    return scores_of_record(round_)


def candidate(scored: Scored) -> Candidate:
    """A score of record as it enters the ranking; not qualified when a basic requirement or a required item was marked 不符合."""
    application = scored.application
    return Candidate(application.number, scored.score, application.wants_national, scored.is_qualified, basis=scored.basis)


def candidates(assignments: Iterable[Scored], unsettled: Iterable[Finding] | None = None) -> list[Candidate]:
    """Every handed-in score as it enters the ranking; a 发现 that was judged to be the case (属该情形) bars its unit.

    `unsettled` is what `unsettled_of` gives for these units, where it is at hand.
    """
    held = list(assignments)
    found = unsettled_of(a.application.pk for a in held) if unsettled is None else list(unsettled)
    bars, priorities = bars_among(found), held_priorities(found)
    return [
        replace(
            candidate(a), category=a.application.category, unit=a.application.unit, priority=len(priorities.get(a.application.pk, ())),
            priority_why="、".join(priorities.get(a.application.pk, ())), **bars.get(a.application.number, {}),
        )
        for a in held
    ]  # fmt: skip


def bars_of(applications: Iterable[Application]) -> dict[str, dict[str, str]]:
    """{number: the clause and the reason that keep it out} for those with a 发现 judged to be the case."""
    return bars_among(upheld_findings([a.pk for a in applications]))


def bars_among(found: Iterable[Finding]) -> dict[str, dict[str, str]]:
    """The same from findings with their `outcome`."""
    upheld = [f for f in found if f.outcome == "upheld"]
    return {f.application.number: {"barred_by": f.clause, "barred_why": f"属不得申报情形：{f.statement}"[:300]} for f in upheld}


def bars_since(draft: SelectionDraft) -> dict[str, dict[str, str]]:
    """The same for the rows of a draft drawn again; who failed a step of the province after the drafting is out as well."""
    return failed_steps(draft.rows.values("application")) | bars_of(row.application for row in rows_of(draft))


def failed_steps(applications: Any) -> dict[str, dict[str, str]]:
    """{number: the clause and the reason} for those that failed a step of the province: the formal review looks at the package (C-09)."""
    failed = StepRecord.objects.filter(application__in=applications, outcome=StepRecord.Outcome.FAILED, replaced_at=None)
    return {
        r.application.number: {
            "barred_by": "C-09" if r.step == "formal" else "C-11", "barred_why": f"{_label(r)}未通过：{r.reason}"[:300],
        }
        for r in failed.select_related("application__round").order_by("recorded_at", "id")
    }  # fmt: skip


def _label(record: StepRecord) -> str:
    return next((step.label for step in steps_of(record.application.round) if step.id == record.step), record.step)


def outcome_of(placed: Placed) -> str:
    """The code of an outcome as rows and contents hold it."""
    return "proposed" if placed.is_proposed else "not_selected"


def _told(row: dict[str, Any]) -> tuple[str, str]:
    return row["rank"], row["outcome"]


def tried(
    assignments: Iterable[Scored],
    bounds: Bounds,
    *,
    quotas: Mapping[str, int] | None = None,
    ranking: Sequence[str] = DRAWN,
    unsettled: Iterable[Finding] | None = None,
) -> list[Standing]:
    """Who would be proposed under these lines and quotas, nothing written; the draw among equal scores comes with the draft."""
    held = list(assignments)
    by_number = {a.application.number: a.application for a in held}
    placed = rank(candidates(held, unsettled), seed="", bounds=bounds, quotas=quotas, ranking=ranking)
    return [
        Standing(by_number[p.number], p.score, p.is_proposed, p.is_nominated, p.reason, p.clause, position, p.is_qualified)
        for position, p in enumerate(placed, start=1)
    ]


def changes(before: list[Standing], now: list[Standing]) -> list[Change]:
    """What differs from one order to the next: who enters, who leaves, whose score changed, who is new or gone."""
    old = {s.application.pk: s for s in before}
    found = [change for s in now if (change := _change(old.get(s.application.pk), s))]
    present = {s.application.pk for s in now}
    return found + [Change("gone", s, s.score) for s in before if s.application.pk not in present]


def _with_cases(rows: QuerySet[SelectionRow]) -> QuerySet[SelectionRow]:
    cases = ("application__site__organisation", "application__round", "application__filing", "application__report")
    return rows.select_related(*cases).order_by("rank")


def _standing(row: Any) -> Standing:
    is_in = row.outcome == SelectionRow.Outcome.PROPOSED
    return Standing(row.application, row.score, is_in, row.is_nominated, row.reason, row.clause, row.rank, row.is_qualified)


def _change(before: Standing | None, now: Standing) -> Change | None:
    if before is None:
        return Change("new", now)
    if before.is_in != now.is_in:
        return Change("in" if now.is_in else "out", now, before.score)
    return Change("score", now, before.score) if before.score != now.score else None


def moves(draft: SelectionDraft) -> list[Change]:
    """What differs against the draft before."""
    before = previous_draft(draft)
    return changes(standings_of(before), standings_of(draft)) if before else []


def unsettled_of(applications: Iterable[Any]) -> list[Finding]:
    """What bears on these units: what is not settled of the exclusions and of the evaluator's cap and ban, and the priorities they hold."""
    return unsettled_findings(applications, clauses=[*exclusion_labels(), *OF_THE_EVALUATOR], held=all_priorities())


def risks_of(applications: Iterable[Any], unsettled: Iterable[Finding] | None = None) -> list[Risk]:
    """What stands open for these units, one entry a clause and verdict, in the order of the clauses: for the risk strip."""
    asked = set(applications)
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in unsettled_of(asked) if unsettled is None else (f for f in unsettled if f.application_id in asked):
        if finding.clause in all_priorities():
            continue
        found.setdefault((finding.clause, finding.verdict), []).append(finding)
    return [
        Risk(clause, verdict, min(f.checked_on for f in findings), tuple(f.application for f in findings))
        for (clause, verdict), findings in sorted(found.items())
    ]


def newest_screen(draft: SelectionDraft) -> PublicationScreen | None:
    """The newest 公布前查核 of a draft."""
    return draft.screens.order_by("-checked_at", "-id").first()


def screen_lacks(draft: SelectionDraft) -> str:
    """What is missing for notice and publication: no screen yet, or one older than `screen_days`; '' when it is in force."""
    return lacks_of(newest_screen(draft), int(parameter(draft.round, "screen_days")))


def lacks_of(last: PublicationScreen | None, days: int) -> str:
    """The same for a screen at hand."""
    if last is None:
        return "还没有做公布前查核。"
    if (today() - last.checked_on).days > days:
        return f"公布前查核是{last.checked_on:%-m月%-d日}做的，超过{days}天有效期，请重新查核。"
    return ""


def screened_row(application: Application) -> dict[str, Any]:
    """What stands about one unit now, as plain values: every exclusion with verdict, ground and judgement, every adverse record."""
    lines = exclusion_lines(application)
    return {
        "number": application.number,
        "lines": [
            {
                "clause": x.clause.id,
                "verdict": x.verdict,
                "statement": x.statement,
                "finding": str(x.finding.pk) if x.finding else "",
                "content": x.finding.content_digest if x.finding else "",
                "judged": x.judgement.outcome if x.judgement else "",
            }
            for x in lines
        ],
        "open": [x.clause.id for x in lines if x.is_open],
        "records": [
            {
                "from": r.from_on.isoformat(),
                "until": r.until_on.isoformat() if r.until_on else "",
                "statement": r.statement,
                "source": r.source,
            }
            for r in application.site.adverse_records.order_by("from_on", "id")
        ],
    }


def replay(draft: SelectionDraft) -> Replay:
    """Compute a decision again from its stored content alone: every sheet scored anew, every rank drawn anew."""
    return replay_content(load(draft.content_digest))


def replay_content(content: dict[str, Any], plans: dict[str, Any] | None = None) -> Replay:
    """The same for a content kept elsewhere; `plans` gives plan contents by digest instead of the content table."""
    differing = []
    for row in content["rows"]:
        if _scored_again(row, _plan(row["plan"], plans)) != row["score"]:
            differing.append(row["number"])
    placed = {p.number: p for p in rank_content(content)}
    differing += [r["number"] for r in content["rows"] if (str(placed[r["number"]].rank), outcome_of(placed[r["number"]])) != _told(r)]
    return Replay(len(content["rows"]), tuple(sorted(set(differing))))


def _scored_again(row: dict[str, Any], plan: Plan) -> str:
    """The score of one stored row: of its group's sheets, of one sheet, or of the unit's own declaration where the round had no experts."""
    if row.get("basis") == "declared":
        return score(plan, read_application(plan, row["application"])).shown
    if row.get("basis") == "group":
        return group_score([sheet_result(plan, s["sheet"], s["not_applicable"]) for s in row["sheets"]], plan).score
    return sheet_result(plan, row["sheet"], row["not_applicable"]).shown


def _plan(digest: str, plans: dict[str, Any] | None) -> Plan:
    return Plan.from_content(plans[digest]) if plans else plan_by_digest(digest)
