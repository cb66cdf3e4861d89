"""The units of a year ranked, out of the versions their bureaus confirmed: exact scores, places and words, nothing written here."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import version_result
from greenlist.casework.yearly_tables.models import YearlyTable
from greenlist.engines.scoring import ENGINE_VERSION
from greenlist.rulebook.yearly.ranking import VERSION, Place, bottom_tie, ranked
from greenlist.rulebook.yearly.texts import shares, source_of_shares


@dataclass(frozen=True)
class Scored:
    """One confirmed table with the version that counts and its exact score."""

    table: YearlyTable
    version: FilingVersion
    total: Fraction
    shown: str

    @property
    def industry(self) -> str:
        """GB/T 4754 by its two digits; a park has none."""
        return str(self.table.site.industry)[:2]


@dataclass(frozen=True)
class Standing:
    """Where one stands among all of its category and in its industry, with what there is to say about a shared score."""

    scored: Scored
    overall: Place
    own: Place
    tie: str


def scored(tables: Iterable[YearlyTable], versions: dict[Any, FilingVersion]) -> list[Scored]:
    """The confirmed tables with a score. One that was filled in without any has none, and is not ranked."""
    found = []
    for table in tables:
        version = versions.get(table.filing_id)
        if version is not None and version.score:
            found.append(Scored(table, version, version_result(version).total, version.score))
    return found


def standings(rows: list[Scored], bottom_percent: Fraction) -> list[Standing]:
    """Every unit in both rankings: among its category, and in its industry of it."""
    overall = _places({row: row.table.category for row in rows}, bottom_percent)
    own = _places({row: f"{row.table.category} {row.industry}" for row in rows}, bottom_percent)
    tied = _kept_from_bottom(rows, overall, bottom_percent)
    return [Standing(row, overall[row], own[row], _tie(row, overall[row], own[row], tied)) for row in rows]


def content_of(made: list[Standing], running: list[str], parameters: dict[str, Any]) -> dict[str, Any]:
    """What the ranking used and found, to be stored by hash; `running` is the verdict over the years of each of `made`."""
    return {
        "engine": ENGINE_VERSION,
        "rule": VERSION,
        "parameters": parameters,
        "shares": [[share.grade, str(share.part)] for share in shares()],
        "shares_source": list(source_of_shares()),
        "rows": [
            {"table": s.scored.table.number, "version": s.scored.version.content_digest, "total": str(s.scored.total), "score": s.scored.shown,
             "industry": s.scored.industry, "category": s.scored.table.category, "rank": s.overall.rank, "grade": s.own.grade,
             "overall_grade": s.overall.grade, "industry_rank": s.own.rank, "is_bottom": s.overall.is_bottom,
             "running": verdict}
            for s, verdict in zip(made, running, strict=True)
        ],
    }  # fmt: skip


def _places(pools: dict[Scored, str], bottom_percent: Fraction) -> dict[Scored, Place]:
    found: dict[Scored, Place] = {}
    for pool in dict.fromkeys(pools.values()):
        found |= ranked({row: row.total for row in pools if pools[row] == pool}, shares(), bottom_percent)
    return found


def _kept_from_bottom(rows: list[Scored], overall: dict[Scored, Place], bottom_percent: Fraction) -> set[Scored]:
    """Those of the lowest score whom a tie keeps from being of the last."""
    found: set[Scored] = set()
    for category in {row.table.category for row in rows}:
        found |= set(bottom_tie({row: overall[row] for row in rows if row.table.category == category}, bottom_percent))
    return found


def _tie(row: Scored, overall: Place, own: Place, tied: set[Scored]) -> str:
    said = []
    if overall.shared_by > 1:
        said.append(f"同类中{overall.shared_by}家同分")
    if own.is_held_down:
        said.append(f"行业内{own.shared_by}家同分，上一等级容不下，一并列下一等级")
    if row in tied:
        said.append("最低分并列，末位比例容不下，都不列末位")
    return "；".join(said)
