"""Ranks reviewed applications: the rounded score, then a committed tie-break (no priority class is computed yet)."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Candidate:
    """One application to be ranked: number, rounded score as decimal text, what it asks for."""

    number: str
    score: str
    wants_national: bool
    is_qualified: bool = True
    basis: str = "sheet"


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


def rank(candidates: list[Candidate], *, seed: str, line: str) -> list[Placed]:
    """Order by score (highest first), ties by the hash of seed and number; propose those qualified and at or above the line.

    `line` is decimal text or '' for none. The seed is committed with the draft's content before anybody sees the order.
    """
    ordered = sorted(candidates, key=lambda c: (-Decimal(c.score), tie_break(seed, c.number)))
    return [_placed(candidate, position, line) for position, candidate in enumerate(ordered, start=1)]


def tie_break(seed: str, number: str) -> str:
    """A fixed pseudo-random key of one application under one seed."""
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def _placed(candidate: Candidate, position: int, line: str) -> Placed:
    reaches = not line or Decimal(candidate.score) >= Decimal(line)
    scored = f"{WORDS[candidate.basis]} {candidate.score}"
    if not candidate.is_qualified:
        reaches, reason = False, f"{scored}，有基本要求或必选项评为不符合，不合格"
    elif reaches:
        reason = f"{scored}，达到入选线 {line}" if line else f"{scored}，本轮不设入选线"
    else:
        reason = f"{scored}，低于入选线 {line}"
    return Placed(
        candidate.number,
        candidate.score,
        position,
        candidate.is_qualified,
        reaches,
        reaches and candidate.wants_national,
        reason,
        "本轮参数",
    )
