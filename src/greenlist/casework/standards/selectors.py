"""Reading 校核稿 and the editions they became: which one holds on a day, before the one that is shipped."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache, partial
from typing import Any

from django.db.models import QuerySet

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.contents import load
from greenlist.casework.standards.comparing import SURE
from greenlist.casework.standards.held import Table, shipped, source_of, subjects
from greenlist.casework.standards.models import OPEN, StandardLoad
from greenlist.casework.standards.reference import KINDS, coefficients_taken, entries_of, tables_read
from greenlist.engines.scoring import NotInForce, Plan, compile_plan, load_standard
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.values import plain_standard
from greenlist.rulebook.reference.tables import ReferenceTable, reference_table
from greenlist.rulebook.standards import standard_file

IN_FORCE = "load_in_force"


@dataclass(frozen=True)
class Tally:
    """The values of a table: `total` of them (`sureness_counts` says what is one), `verified` those that were read in the official text.

    Its sheet has `rows`: all of them, among them the `definitions` of figures that are asked; and also what says nothing of its sureness
    (the full score, the step of rounding) and belongs to the table, not to a clause.
    """

    total: int
    verified: int
    rows: int
    definitions: int

    @property
    def unsaid(self) -> int:
        return self.rows - self.total


@dataclass(frozen=True)
class Held:
    """One subject with the edition that is newest, how many of its values were read in the official text, and what waits."""

    subject: str
    title: str
    edition: str
    tally: "Tally"
    in_force: StandardLoad | None
    waiting: StandardLoad | None


def visible_to(actor: Actor) -> QuerySet[StandardLoad]:
    """Whoever prepares or signs sees all of them, the newest first; nobody else sees any."""
    rows = StandardLoad.objects.select_related("file").order_by("-prepared_at", "-id")
    return rows if actor.may("prepare_standards") else rows.none()


def seen_of(row: StandardLoad) -> str:
    """A sign of what a page showed of it: its state, its rows, and the list of decisions. It changes with any of them."""
    text = json.dumps([row.state, row.rows, row.changes_digest], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def signed() -> QuerySet[StandardLoad]:
    """Those in force, for everybody, the newest first; their tables are read only where they are asked for."""
    return StandardLoad.objects.filter(state=IN_FORCE).defer("plain", "rows").order_by("-second_signed_at", "-id")


def in_force_on(subject: str, on: date) -> StandardLoad | None:
    """The loaded edition of a subject that holds for what is begun on a day; None where the shipped one does."""
    return signed().filter(subject=subject, holds_from__lte=on).first()


def newest_of(subject: str) -> StandardLoad | None:
    """The newest that was signed, also one that holds only later: the next is compared with it."""
    return signed().filter(subject=subject).first()


def table_of(subject: str) -> tuple[Table, StandardLoad | None]:
    """The newest table of a subject, with the edition it is of (None: shipped). KeyError for a subject that is none."""
    found = newest_of(subject)
    return (loaded_table(found.content_digest), found) if found else (shipped(subject), None)


def loaded_table(digest: str) -> Table:
    """The table of a signed edition from its content."""
    content = load(digest)
    return Table(content["subject"], content["plain"])


@lru_cache(maxsize=64)
def loaded_source(digest: str) -> Source:
    """What a plan of a signed edition is compiled from; content found by hash cannot change."""
    content = load(digest)
    return source_of(content["subject"], content["plain"])


@lru_cache(maxsize=64)
def compiled_edition(digest: str, on: date, references: tuple[tuple[str, str], ...] = ()) -> Plan:
    """A signed edition for a reference date, with signed reference tables. Raises NotInForce outside the dates of its standard."""
    return compile_plan(loaded_source(digest), on, reference_tables(references, on))


def edition_called(standard: str, edition: str) -> StandardLoad | None:
    """The signed edition of a standard that has this number (2018-1)."""
    return signed().filter(subject__startswith=f"{standard}/", number=edition).first()


def source_called(standard: str, edition: str) -> Source:
    """The edition that two persons signed, or the standard as it is shipped; KeyError when it is neither."""
    if loaded := edition_called(standard, edition):
        return loaded_source(loaded.content_digest)
    return load_standard(standard_file(standard, edition))


def signed_sources() -> list[Source]:
    """Every edition of a standard that was signed, by name and number."""
    return [loaded_source(row.content_digest) for row in signed().exclude(subject__in=KINDS).order_by("subject", "second_signed_at", "id")]


def loaded_references(on: date) -> tuple[tuple[str, str], ...]:
    """(name, digest) of the reference tables that were signed and hold on a day; a table that is not here is the shipped one."""
    found: dict[str, str] = {}
    for row in signed().filter(subject__in=KINDS, holds_from__lte=on):
        found.setdefault(row.subject, row.content_digest)
    return tuple(sorted(found.items()))


def reference_history() -> list[tuple[tuple[str, str], ...]]:
    """Every set of signed reference tables that was in use at some time, the newest first; at last none, before the first was signed."""
    rows = [
        (max(row.second_signed_at, datetime.combine(row.holds_from, time(), SHANGHAI)), row) for row in signed().filter(subject__in=KINDS)
    ]
    found = []
    for moment in sorted({began for began, _ in rows}, reverse=True):  # not by day: a form may be begun between two of one day
        held: dict[str, str] = {}
        for began, row in rows:
            if began <= moment:
                held.setdefault(row.subject, row.content_digest)
        found.append(tuple(sorted(held.items())))
    return [*found, ()]


def tables_begun_with(source: Source, on: date, content: Mapping[str, Any]) -> dict[str, ReferenceTable]:
    """The reference tables that the stored content of a plan was compiled with; the newest where it was with none of those known."""
    plain = plain_standard(source.standard)
    if not tables_read(plain):
        return {}
    candidates = [reference_tables(references, on) for references in reference_history()]
    taken, compiled = coefficients_taken(plain), partial(_compiled_or_none, source, on)
    wanted = _looked_up(content, taken)
    return next(
        (tables for tables in candidates if (plan := compiled(tables)) and _looked_up(plan.content, taken) == wanted), candidates[0]
    )


def _compiled_or_none(source: Source, on: date, tables: dict[str, ReferenceTable]) -> Plan | None:
    """None where the tables lack a coefficient that the standard takes: no plan was begun with them."""
    try:
        return compile_plan(source, on, tables)
    except NotInForce:
        return None


def _looked_up(content: Mapping[str, Any], taken: Collection[str]) -> dict[tuple[str, str], Any]:
    """The rows of the tables of a plan, and the coefficients it takes by name, each with its sureness; how a unit says that none holds is
    of the standard, and plans begun earlier have no word for it.
    """
    rows = {("tables", name): table["rows"] for name, table in content.get("tables", {}).items()}
    derived = content.get("derived", {})
    return rows | {("coefficients", name): (derived[name]["value"], derived[name]["confidence"]) for name in taken if name in derived}


def loaded_rows(on: date) -> dict[str, tuple[Any, ...]]:
    """Their rows (`Limit`, `Benchmark`, `CoefficientRow`) by name."""
    return {name: _rows(digest) for name, digest in loaded_references(on)}


def rows_in_force(name: str, on: date) -> tuple[Any, ...] | None:
    """The rows of one reference table that were signed and hold on a day; None where those that are shipped do."""
    found = in_force_on(name, on)
    return _rows(found.content_digest) if found else None


def takers_of_coefficients() -> Iterator[tuple[str, str]]:
    """(name of an edition of a standard, reference of a coefficient that it takes), of every edition held, shipped or signed."""
    for subject in subjects():
        if subject not in KINDS:
            yield from ((subject, of) for of in coefficients_taken(shipped(subject).plain).values())
    for row in signed().exclude(subject__in=KINDS):
        name = f"{row.subject.partition('/')[0]}/{row.number}"
        yield from ((name, of) for of in coefficients_taken(load(row.content_digest)["plain"]).values())


def loaded_rows_at(moment: datetime) -> dict[str, tuple[Any, ...]]:
    """The same as it was at a moment: what was signed later that day is not among them."""
    found: dict[str, str] = {}
    day = moment.astimezone(SHANGHAI).date()
    for row in signed().filter(subject__in=KINDS, holds_from__lte=day, second_signed_at__lte=moment):
        found.setdefault(row.subject, row.content_digest)
    return {name: _rows(digest) for name, digest in found.items()}


def reference_tables(loaded: tuple[tuple[str, str], ...], on: date) -> dict[str, ReferenceTable]:
    """The same as a standard reads them on a reference date."""
    return {name: reference_table(name, on, _rows(digest)) for name, digest in loaded}


def held_now() -> list[Held]:
    """Every subject that can be checked."""
    newest: dict[str, StandardLoad] = {}
    for row in signed():
        newest.setdefault(row.subject, row)
    waiting = {
        row.subject: row for row in StandardLoad.objects.filter(state__in=OPEN).defer("plain", "rows").order_by("-prepared_at", "-id")
    }
    return [_held(subject, newest.get(subject), waiting.get(subject)) for subject in subjects()]


def as_stored(row: StandardLoad) -> dict[str, Any]:
    """What is kept by hash of a signed edition."""
    content: dict[str, Any] = load(row.content_digest)
    return content


def changes_of(row: StandardLoad) -> dict[str, Any] | None:
    """What it would change of past decisions, as it was listed last; None before."""
    return load(row.changes_digest) if row.changes_digest else None


def _held(subject: str, newest: StandardLoad | None, waiting: StandardLoad | None) -> Held:
    title, tally = _tally(subject, newest.content_digest if newest else "")
    return Held(subject, title, edition_words(subject, newest), tally, newest, waiting)


def edition_words(subject: str, newest: StandardLoad | None) -> str:
    """What the newest edition of a subject is called."""
    return newest.number if newest else "随系统提供" if subject in KINDS else subject.partition("/")[2]


@lru_cache(maxsize=64)
def _tally(subject: str, digest: str) -> tuple[str, Tally]:
    table = loaded_table(digest) if digest else shipped(subject)
    return table.title, tally_of(table)


def tally_of(table: Table) -> Tally:
    """How many values of a table there are to check, and how many were."""
    counts = table.sureness
    return Tally(counts.total(), counts[SURE], len(table.values), table.definitions)


@lru_cache(maxsize=8)
def _rows(digest: str) -> tuple[Any, ...]:
    return entries_of(load(digest)["plain"])
