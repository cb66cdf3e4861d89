"""The figures of one unit over the years, as they were handed in: its own values, its scores and its grades."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from greenlist.casework.directory.models import Site
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import BENCHMARK, rows_of
from greenlist.casework.journal.contents import load_each
from greenlist.engines.scoring.application import number


@dataclass(frozen=True)
class TrendLine:
    """One figure over the years; '' where it was not handed in."""

    label: str
    unit: str
    values: tuple[str, ...]

    @property
    def exact(self) -> tuple[Fraction | None, ...]:
        """The same as numbers; None where there is none, or it cannot be read."""
        return tuple(_exact(text) for text in self.values)


@dataclass(frozen=True)
class Trend:
    """The years of the figures, the scores of these years ('' for the year before the first version) and the lines."""

    years: tuple[int, ...]
    scores: tuple[str, ...]
    lines: tuple[TrendLine, ...]


def trend_of(site: Site, category: str) -> Trend:
    """What a site handed in for each year: its yearly table, else its application, the newest version; before the first stands what that
    one said of its year before.

    Benchmarks stay out, and what nobody ever filled in.
    """
    versions = _by_year(site, category)
    if not versions:
        return Trend((), (), ())
    rows = {row.id: row for version, _ in versions.values() for row in rows_of(version.filing).values() if row.kind == "quantity"}
    told = {year: _told(sections, "value") for year, (_, sections) in versions.items()}
    first = min(versions)
    told = {first - 1: _told(versions[first][1], "last_year")} | told
    lines = (
        TrendLine(row.label, "" if row.unit == "1" else row.unit, tuple(told[year].get(row.id, "") for year in told))
        for row in rows.values()
        if not BENCHMARK.search(row.label)
    )
    scores = ("", *(version.score for version, _ in versions.values()))
    return Trend(tuple(told), scores, tuple(line for line in lines if any(line.values)))


def _told(sections: dict[str, Any], key: str) -> dict[str, str]:
    return {row: entry.get(key, "") for body in sections.values() for row, entry in body.items()}


def _by_year(site: Site, category: str) -> dict[int, tuple[FilingVersion, dict[str, Any]]]:
    """{year of the figures: (the version that counts, its sections)}, the oldest year first. A yearly table is what is ranked."""
    rows: Iterable[FilingVersion] = FilingVersion.objects.filter(filing__site=site).exclude(score="").select_related("filing__yearly_table")
    versions = sorted(rows, key=lambda v: (v.filing.data_year, hasattr(v.filing, "yearly_table"), v.submitted_at, v.pk))
    contents = load_each(version.content_digest for version in versions)
    held = [(v, contents[v.content_digest]) for v in versions]
    return {v.filing.data_year: (v, c["sections"]) for v, c in held if c["facts"].get("category") == category}


def _exact(text: str) -> Fraction | None:
    try:
        return number(text)
    except ValueError:
        return None
