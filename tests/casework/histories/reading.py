"""What the tables say after a step, read without the selectors and rules that are under test."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.evaluators.models import Ban, CapSlot, Engagement, LegalRepresentative
from greenlist.casework.journal import clock
from greenlist.casework.journal.models import Content
from greenlist.casework.oversight.models import ListDelivery
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.register.models import AdverseRecord, ListEntry, ProposedHit
from greenlist.casework.rounds.models import Round, Waiver
from greenlist.casework.verification.models import Finding, Judgement

# Clause of each kind of adverse record, written down anew: a notice that binds a clause to another kind is found out.
CLAUSES = {
    "deregistration": "C-43", "stopped_production": "C-44", "abnormal_listing": "C-45", "safety_accident": "C-46",
    "quality_accident": "C-47", "pollution_accident": "C-48", "violation": "C-49", "removal": "C-50", "inspection_problem": "C-51",
    "rectification": "C-52", "dishonest_debtor": "C-53",
}  # fmt: skip
EXCLUSIONS = frozenset(CLAUSES.values())
_JUDGED = f'SELECT finding_id, outcome FROM "{Judgement._meta.db_table}" ORDER BY judged_at, id'
_FINDINGS = (
    f'SELECT id, application_id, clause, verdict, checked_on, content_digest FROM "{Finding._meta.db_table}" '
    f"WHERE clause IN ({', '.join(repr(clause) for clause in sorted(EXCLUSIONS))}) ORDER BY computed_at, id"
)
Dated = tuple[str, str]  # from, until ('' while it lasts)
Row = dict[str, str]
_known: dict[str, tuple[frozenset[Dated], frozenset[Dated]]] = {}


@dataclass(frozen=True)
class Found:
    """The newest finding of one clause of one application: verdict, day, its newest judgement, and the dated facts it was computed from."""

    verdict: str
    checked_on: str
    judged: str
    facts: frozenset[Dated]
    proposed: frozenset[Dated]


@dataclass
class Reading:
    """Rows by id, as plain values. `counts` is how many rows each table of the casework has."""

    at: datetime
    counts: dict[str, int]
    applications: dict[str, Row] = field(default_factory=dict)
    engagements: dict[str, Row] = field(default_factory=dict)
    slots: dict[str, Row] = field(default_factory=dict)
    batches: dict[str, Row] = field(default_factory=dict)
    hits: dict[str, Row] = field(default_factory=dict)
    entries: dict[str, Row] = field(default_factory=dict)
    bans: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    waivers: set[tuple[str, str, str]] = field(default_factory=set)
    persons: dict[str, str] = field(default_factory=dict)
    sites: dict[str, Row] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    found: dict[tuple[str, str], Found] = field(default_factory=dict)

    def part(self, name: str) -> dict[str, Row]:
        """The rows of one part by its name."""
        rows: dict[str, Row] = getattr(self, name)
        return rows

    @property
    def day(self) -> str:
        return self.at.date().isoformat()

    def person(self, pk: str) -> str:
        """The row of a legal representative that stands for him."""
        while self.persons[pk]:
            pk = self.persons[pk]
        return pk

    def code(self, site: str) -> str:
        """The credit code of the organisation of a site."""
        return self.codes[self.sites[site]["organisation_id"]]


def read() -> Reading:
    """The tables now."""
    made = Reading(clock.now(), _counts())
    made.applications = _rows(
        Application, "id", "number", "round_id", "site_id", "category", "mode", "state", "report_id", "wants_national"
    )
    made.engagements = _rows(Engagement, "id", "evaluator_id", "application_number", "state", "is_national", "signed_at")
    made.slots = _rows(CapSlot, "id", "representative_id", "year", "engagement_id", "reserved_at", "released_at")
    made.batches = (
        _rows(Batch, "id", "state", "letter_number") | _rows(BatchRow, "id", "application_id") | _rows(ListDelivery, "id", "state")
    )
    made.hits = _rows(ProposedHit, "id", "organisation_id", "kind", "from_on", "until_on", "state")
    made.entries = _rows(ListEntry, "id", "site_id", "credit_code", "category", "removed_on")
    made.bans = list(_rows(Ban, "id", "evaluator_id", "decided_on", "until_on").values())
    written = _rows(AdverseRecord, "id", "site_id", "kind", "from_on", "until_on", "reference", "recorded_at")
    made.records = sorted(written.values(), key=lambda row: (row["recorded_at"], row["id"]))
    made.waivers = {(w["round_id"], w["clause"], w["subject"]) for w in _rows(Waiver, "id", "round_id", "clause", "subject").values()}
    made.persons = {pk: row["same_as_id"] for pk, row in _rows(LegalRepresentative, "id", "same_as_id").items()}
    made.sites = {row["id"]: row for row in _rows(Site, "id", "organisation_id").values()}
    made.codes = {row["id"]: row["credit_code"] for row in _rows(Organisation, "id", "credit_code").values()}
    made.notices = {pk: row["notice"] for pk, row in _rows(Round, "id", "notice").items()}
    made.found = _found()
    return made


def _rows(model: type[Model], *names: str) -> dict[str, Row]:
    """All rows of a table by id, every value as text ('' for none), in one plain query."""
    return {row[0]: dict(zip(names, row, strict=True)) for row in _plain(_query(model, names))}


@cache
def _query(model: type[Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)
    return f'SELECT {columns} FROM "{model._meta.db_table}"'


def _plain(query: str) -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [["" if value is None else str(value) for value in row] for row in cursor.fetchall()]


def _found() -> dict[tuple[str, str], Found]:
    """The newest finding of each application and exclusion; the later row of the same instant is the newer one."""
    judged = {row[0]: row[1] for row in _plain(_JUDGED)}
    newest = {(row[1], row[2]): row for row in _plain(_FINDINGS)}
    _learn({row[5] for row in newest.values()} - _known.keys())
    return {key: Found(row[3], row[4], judged.get(row[0], ""), *_known[row[5]]) for key, row in newest.items()}


def _learn(digests: set[str]) -> None:
    """The dated facts stored under these digests, which cannot change."""
    for digest, body in Content.objects.filter(digest__in=digests).values_list("digest", "body"):
        _known[digest] = _facts(json.loads(body)["facts"])


def _facts(facts: dict[str, Any]) -> tuple[frozenset[Dated], frozenset[Dated]]:
    held = facts.get("records", facts.get("intervals", []))
    return _dated(held), _dated(facts.get("proposed", []))


def _dated(rows: list[Row]) -> frozenset[Dated]:
    return frozenset((row["from_on"], row["until_on"]) for row in rows)


@cache
def _count_query() -> tuple[tuple[str, ...], str]:
    models = [model for config in apps.get_app_configs() if config.name.startswith("greenlist.casework") for model in config.get_models()]
    tables = sorted(model._meta.db_table for model in models)
    return tuple(tables), "SELECT " + ", ".join(f'(SELECT count(*) FROM "{table}")' for table in tables)


def _counts() -> dict[str, int]:
    tables, query = _count_query()
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(zip(tables, cursor.fetchone(), strict=True))
