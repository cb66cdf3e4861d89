"""Ranks reviewed applications: priority class, rounded score, committed tie-break; then the line and the quotas decide."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from greenlist.casework.selection.quotas import Places, keys_of, quota_label
from greenlist.casework.verification.checklist import judged_labels

RANKING = ("priority", "rounded_score", "committed_tie_break")
OF_FIT = "priority_of_fit"  # nobody who is not qualified is put ahead of those who are
DRAWN = (OF_FIT, *RANKING[1:])


@dataclass(frozen=True)
class Candidate:
    """One application to be ranked: number, rounded score as decimal text, what it asks for.

    `priority` is how many priorities it holds, 0 for none, `priority_why` their clauses. `barred_by` is the clause that keeps it out, with `barred_why`.
    """

    number: str
    score: str
    wants_national: bool
    is_qualified: bool = True
    priority: int = 0
    category: str = ""
    unit: str = ""
    barred_by: str = ""
    barred_why: str = ""
    basis: str = "sheet"
    priority_why: str = ""


@dataclass(frozen=True)
class Bounds:
    """What a score must reach: the line (decimal text, '' for none), a category's own line, and the round's pass line."""

    line: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)
    pass_line: str = ""

    def line_of(self, category: str) -> str:
        """The line of a category: its own, else that of all."""
        return self.lines.get(category, self.line)


@dataclass(frozen=True)
class Placed:
    """One ranked application with its outcome and the reason."""

    number: str
    score: str
    rank: int
    is_qualified: bool
    is_proposed: bool
    is_nominated: bool
    reason: str
    clause: str


WORDS = {"sheet": "评审分", "group": "评审分", "declared": "自评分（本轮不设专家评审）"}


def rank(
    candidates: list[Candidate], *, seed: str, bounds: Bounds, quotas: Mapping[str, int] | None = None, ranking: Sequence[str] = DRAWN
) -> list[Placed]:
    """Order by priority (where `ranking` names it: of all, or only of who is fit), score, then the hash of seed and number; propose
    who is fit, reaches pass line and line and finds a place under the quotas. The seed is committed with the draft's content before
    anybody sees the order.
    """
    counted = {c.number: c.priority if "priority" in ranking or (OF_FIT in ranking and _is_fit(c, bounds)) else 0 for c in candidates}
    ordered = sorted(candidates, key=lambda c: (-counted[c.number], -Decimal(c.score), tie_break(seed, c.number)))
    places, quotas = Places(quotas or {}), quotas or {}
    return [_placed(c, position, bounds, quotas, places, counted[c.number] > 0) for position, c in enumerate(ordered, start=1)]


def as_drawn(ranking: Sequence[str]) -> list[str]:
    """The way of ranking as a draft drawn now keeps it; drafts from before keep theirs, so that each replays by its own."""
    return [OF_FIT if step == "priority" else step for step in ranking]


def _is_fit(candidate: Candidate, bounds: Bounds) -> bool:
    """Could it be proposed at all? A priority puts nobody who is not qualified ahead of those who are."""
    return candidate.is_qualified and not candidate.barred_by and not _is_below(candidate.score, bounds.pass_line)


def tie_break(seed: str, number: str) -> str:
    """A fixed pseudo-random key of one application under one seed; without a seed (a trial) the number itself."""
    if not seed:
        return number
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def from_content(row: Mapping[str, Any]) -> Candidate:
    """A candidate as a stored draft holds it; drafts stored before priorities and quotas lack those keys."""
    return Candidate(
        row["number"], row["score"], row["wants_national"] == "1", row.get("is_qualified", "1") == "1", int(row.get("priority", "0")),
        row.get("category", ""), row.get("unit", ""), row.get("barred_by", ""), row.get("barred_why", ""), row.get("basis", "sheet"),
        row.get("priority_why", ""),
    )  # fmt: skip


def rank_content(content: Mapping[str, Any]) -> list[Placed]:
    """The order of a stored draft, from its content alone; one stored before the pass line was heeded knows none."""
    quotas = {key: int(figure) for key, figure in content.get("quotas", {}).items()}
    ranking, bounds = content.get("ranking", RANKING), Bounds(content["line"], content.get("lines", {}), content.get("pass_line", ""))
    return rank([from_content(r) for r in content["rows"]], seed=content["seed"], bounds=bounds, quotas=quotas, ranking=ranking)


def _placed(
    candidate: Candidate, position: int, bounds: Bounds, quotas: Mapping[str, int], places: Places, has_priority: bool
) -> Placed:  # fmt: skip
    is_proposed, reason, clause = False, f"{WORDS[candidate.basis]} {candidate.score}", "本轮参数"
    line, is_below = bounds.line_of(candidate.category), _is_below(candidate.score, bounds.pass_line)
    if candidate.barred_by:
        reason, clause = candidate.barred_why, candidate.barred_by
    elif not candidate.is_qualified:
        reason += "，有基本要求或必选项评为不符合，不合格"
    elif is_below:
        reason += f"，低于合格线 {bounds.pass_line}，不合格"
    elif _is_below(candidate.score, line):
        reason += f"，低于入选线 {line}"
    elif full := places.take(keys_of(candidate.category, candidate.unit)):
        reason += f"，{quota_label(full)}名额{quotas[full]}家已满，排第{position}"
    else:
        is_proposed = True
        reason += f"，达到入选线 {line}" if line else "，本轮不设入选线"
    if has_priority:
        reason += f"；优先：{_in_words(candidate.priority_why)}" if candidate.priority_why else "；有优先项"
    return Placed(
        candidate.number,
        candidate.score,
        position,
        candidate.is_qualified and not is_below,
        is_proposed,
        is_proposed and candidate.wants_national,
        reason,
        clause,
    )


def _in_words(clauses: str) -> str:
    return "、".join(judged_labels().get(clause, clause) for clause in clauses.split("、"))


def _is_below(score: str, line: str) -> bool:
    return bool(line) and Decimal(score) < Decimal(line)
