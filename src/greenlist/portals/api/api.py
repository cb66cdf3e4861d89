"""The read-only API for list, clauses and standards; each field by its publication class (公开 only)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError

from greenlist.casework.publication.disclosure import disclosure
from greenlist.casework.register.events import change_log
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.selectors import Filters, entries, search
from greenlist.casework.status.selectors import addresses_of
from greenlist.engines.scoring import load_standard
from greenlist.rulebook.notices import notice, notice_ids
from greenlist.rulebook.standards import held_editions, standard_file

api = NinjaAPI(title="greenlist", version="1", description="绿色制造名单：名单、条款、标准。只读。", docs_url=None, urls_namespace="api")
MOST = 100


class EntryOut(Schema):
    """One row of the list."""

    name: str
    former_names: str
    credit_code: str
    level: str
    category: str
    year: int
    unit: str
    listed_on: date | None
    document: str
    state: str
    removed_on: date | None
    removal_reason: str
    removal_clause: str
    is_demo: bool
    status_address: str


class ListOut(Schema):
    """A page of the list."""

    count: int
    offset: int
    rows: list[EntryOut]


class ListQuery(Schema):
    """Filters as on the page; `limit` at most 100."""

    text: str = ""
    category: str = ""
    level: str = ""
    unit: str = ""
    year: str = ""
    removed: str = ""
    industry: str = ""
    stood: str = ""
    offset: int = 0
    limit: int = 50


class Fault(Schema):
    """What is not there."""

    detail: str


class Misasked(Schema):
    """A parameter that cannot be read: where it stands, and why."""

    detail: list[dict[str, Any]]


class ChangeOut(Schema):
    """What happened to an entry after it was listed: kind, day, the words of the public page, clause and document."""

    entry: UUID
    name: str
    kind: str
    on: date
    public_text: str
    clause: str
    document: str


class ChangesOut(Schema):
    """A page of the changes, the newest first."""

    count: int
    offset: int
    rows: list[ChangeOut]


class ClauseOut(Schema):
    """One clause: quote, kind, passage, period, binding."""

    id: str
    passage: str
    kind: str
    quote: str
    obligation: str
    in_force_from: date
    in_force_until: date | None
    rule: str | None


class StandardOut(Schema):
    """One edition held."""

    id: str
    edition: str
    number: str
    title: str
    subject: str
    in_force: dict[str, str | None]


@api.get("/list", response={200: ListOut, 422: Misasked}, operation_id="list_entries")
def list_entries(request: HttpRequest, wanted: Query[ListQuery]) -> dict[str, Any]:
    """Rows published by this system, as on the public list page."""
    shown = disclosure()
    filters = shown.narrowed(Filters(**{name: getattr(wanted, name) for name in Filters.__dataclass_fields__}))
    rows = search(entries(ListEntry.Origin.PUBLISHED), filters, shown.hidden_columns())
    offset, limit = max(0, min(wanted.offset, 10**9)), max(1, min(wanted.limit, MOST))
    page = shown.redacted(rows[offset : offset + limit])
    addresses = addresses_of(page)
    for row in page:
        row.status_address = reverse("public:status", args=[addresses[row.pk]]) if row.pk in addresses else ""
    return {"count": rows.count(), "offset": offset, "rows": page}


@api.get("/changes", response={200: ChangesOut, 422: Misasked}, operation_id="list_changes")
def list_changes(request: HttpRequest, kind: str = "", year: str = "", offset: int = 0, limit: int = 50) -> dict[str, Any]:
    """Removals and changes, as on the public page; `kind` as in the rows, `year` of the day from which it counts."""
    kinds = disclosure().kinds_of_event()
    rows = change_log(kinds=[kind] if kind in kinds else [] if kind else kinds, year=year)
    offset, limit = max(0, min(offset, 10**9)), max(1, min(limit, MOST))
    told = [
        ChangeOut(
            entry=e.entry_id, name=e.entry.name, kind=e.kind, on=e.on, public_text=e.public_text, clause=e.clause, document=e.document
        )
        for e in rows[offset : offset + limit]
    ]
    return {"count": rows.count(), "offset": offset, "rows": told}


@api.get("/clauses/{notice_id}", response={200: list[ClauseOut], 404: Fault}, operation_id="list_clauses")
def list_clauses(request: HttpRequest, notice_id: str) -> list[dict[str, Any]]:
    """The clauses of a notice."""
    if notice_id not in notice_ids():
        raise HttpError(404, "没有这个通知")
    return [_clause(clause) for clause in notice(notice_id).clauses]


@api.get("/clauses/{notice_id}/{passage_id}", response={200: list[ClauseOut], 404: Fault}, operation_id="clauses_of_passage")
def clauses_of_passage(request: HttpRequest, notice_id: str, passage_id: str) -> list[dict[str, Any]]:
    """The clauses of one passage."""
    found = [c for c in list_clauses(request, notice_id) if c["passage"] == passage_id]
    if not found:
        raise HttpError(404, "没有这一段")
    return found


@api.get("/standards", response=list[StandardOut], operation_id="list_standards")
def list_standards(request: HttpRequest) -> list[Any]:
    """The editions held."""
    return [load_standard(path).standard for path in held_editions()]


@api.get("/standards/{standard_id}/{edition}", response={200: StandardOut, 404: Fault}, operation_id="show_standard")
def show_standard(request: HttpRequest, standard_id: str, edition: str) -> Any:
    """One edition."""
    try:
        return load_standard(standard_file(standard_id, edition)).standard
    except KeyError:
        raise HttpError(404, "没有这个标准") from None


def _clause(clause: Any) -> dict[str, Any]:
    plain = {name: getattr(clause, name) for name in ClauseOut.model_fields if name != "rule"}
    return plain | {"rule": clause.binding.rule if clause.binding else None}
