"""Reading drafts, trying a line without writing anything, comparing, risks, and replaying a decision from stored content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.selectors import plan_by_digest
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.contents import load
from greenlist.casework.review.group_selectors import group_score
from greenlist.casework.review.scores import Scored, scores_of_record
from greenlist.casework.review.selectors import sheet_result
from greenlist.casework.rounds.models import Round
from greenlist.casework.selection.models import SelectionDraft, SelectionRow
from greenlist.casework.selection.ranking import Candidate, rank
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.selectors import unsettled_findings
from greenlist.engines.scoring import Plan, read_application, score


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
    """One exclusion that is not settled for some of the proposed units: since when, and at which units."""

    clause: str
    verdict: str
    since: date
    applications: tuple[Application, ...]


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
    return Candidate(application.number, scored.score, application.wants_national, scored.is_qualified, scored.basis)


def tried(scores: Iterable[Scored], line: str) -> list[Standing]:
    """Who would be proposed under a line, nothing written; equal scores keep the order of their numbers, the draw comes with the draft."""
    held = list(scores)
    by_number = {s.application.number: s.application for s in held}
    placed = rank([candidate(s) for s in held], seed="", line=line)
    placed.sort(key=lambda p: (-Decimal(p.score), p.number))
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


def risks_of(applications: Iterable[Any]) -> list[Risk]:
    """What stands open for these units, one entry a clause and verdict, in the order of the clauses: for the risk strip."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in unsettled_findings(applications):
        found.setdefault((finding.clause, finding.verdict), []).append(finding)
    return [
        Risk(clause, verdict, min(f.checked_on for f in findings), tuple(f.application for f in findings))
        for (clause, verdict), findings in sorted(found.items())
    ]


def replay(draft: SelectionDraft) -> Replay:
    """Compute a decision again from its stored content alone: every sheet scored anew, every rank drawn anew."""
    return replay_content(load(draft.content_digest))


def replay_content(content: dict[str, Any], plans: dict[str, Any] | None = None) -> Replay:
    """The same for a content kept elsewhere; `plans` gives plan contents by digest instead of the content table."""
    differing = []
    for row in content["rows"]:
        if _scored_again(row, _plan(row["plan"], plans)) != row["score"]:
            differing.append(row["number"])
    candidates = [
        Candidate(r["number"], r["score"], r["wants_national"] == "1", r.get("is_qualified", "1") == "1") for r in content["rows"]
    ]
    placed = {p.number: p for p in rank(candidates, seed=content["seed"], line=content["line"])}
    differing += [r["number"] for r in content["rows"] if str(placed[r["number"]].rank) != r["rank"]]
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
