"""Reading drafts, comparing them, and replaying a decision from stored content."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from greenlist.casework.filings.selectors import plan_by_digest
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.contents import load
from greenlist.casework.review.selectors import sheet_result
from greenlist.casework.rounds.models import Round
from greenlist.casework.selection.models import SelectionDraft, SelectionRow
from greenlist.casework.selection.ranking import Candidate, rank
from greenlist.engines.scoring import Plan


@dataclass(frozen=True)
class Move:
    """A unit that enters or leaves between two drafts."""

    row: SelectionRow
    enters: bool


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
    return draft.rows.select_related(
        "application__site__organisation", "application__round", "application__filing", "application__report"
    ).order_by("rank")


def newest_draft(round_: Round) -> SelectionDraft | None:
    """The newest draft of a round."""
    return round_.selection_drafts.order_by("-number").first()


def previous_draft(draft: SelectionDraft) -> SelectionDraft | None:
    """The draft before this one."""
    return SelectionDraft.objects.filter(round=draft.round, number__lt=draft.number).order_by("-number").first()


def moves(draft: SelectionDraft) -> list[Move]:
    """Who enters and who leaves against the draft before."""
    before = previous_draft(draft)
    if before is None:
        return []
    old = {row.application_id: row.outcome for row in before.rows.all()}
    return [Move(row, row.outcome == "proposed") for row in rows_of(draft) if old.get(row.application_id, "not_selected") != row.outcome]


def replay(draft: SelectionDraft) -> Replay:
    """Compute a decision again from its stored content alone: every sheet scored anew, every rank drawn anew."""
    return replay_content(load(draft.content_digest))


def replay_content(content: dict[str, Any], plans: dict[str, Any] | None = None) -> Replay:
    """The same for a content kept elsewhere; `plans` gives plan contents by digest instead of the content table."""
    differing = []
    for row in content["rows"]:
        plan = _plan(row["plan"], plans)
        if sheet_result(plan, row["sheet"], row["not_applicable"]).shown != row["score"]:
            differing.append(row["number"])
    candidates = [Candidate(r["number"], r["score"], r["wants_national"] == "1") for r in content["rows"]]
    placed = {p.number: p for p in rank(candidates, seed=content["seed"], line=content["line"])}
    differing += [r["number"] for r in content["rows"] if str(placed[r["number"]].rank) != r["rank"]]
    return Replay(len(content["rows"]), tuple(sorted(set(differing))))


def _plan(digest: str, plans: dict[str, Any] | None) -> Any:

    return Plan.from_content(plans[digest]) if plans else plan_by_digest(digest)
