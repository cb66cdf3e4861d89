"""The read-only API for list, changes, figures, benchmarks, clauses and standards; each field by its publication class (公开 only).

The tree of one score is for those who are signed in and see the application.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI, Query
from ninja.decorators import decorate_view
from ninja.errors import AuthenticationError, HttpError
from ninja.security import APIKeyCookie

from greenlist.casework.applications.selectors import latest_version, visible_to
from greenlist.casework.applications.steps import sureness_of
from greenlist.casework.filings.selectors import declared_result, result_of
from greenlist.casework.journal.contents import load
from greenlist.casework.publication.disclosure import disclosure
from greenlist.casework.register.events import change_log, counts_by_year
from greenlist.casework.register.models import ON_LIST, Category, ListEntry
from greenlist.casework.register.selectors import Filters, entries, search, tallies
from greenlist.casework.standards.selectors import signed_sources, source_called
from greenlist.casework.status.selectors import addresses_of
from greenlist.casework.yearly_tables.benchmarks import lines_of, pool_label
from greenlist.casework.yearly_tables.selectors import benchmarks
from greenlist.engines.disclosure import LEAST
from greenlist.engines.scoring import load_standard
from greenlist.portals.api.schemas import (
    BenchmarksOut,
    ChangeOut,
    ChangesOut,
    ClauseOut,
    CountsOut,
    Fault,
    ListOut,
    ListQuery,
    Misasked,
    StandardOut,
    TraceOut,
)
from greenlist.rulebook.notices import notice, notice_ids
from greenlist.rulebook.reference.industries import industries
from greenlist.rulebook.reference.regions import city_names
from greenlist.rulebook.standards import held_editions

api = NinjaAPI(
    title="greenlist",
    version="1",
    description="绿色制造名单：名单、变动、家数、同行对标、条款、标准，登录后另有本人看得到的申报件的计算树。只读。",
    docs_url=None,
    urls_namespace="api",
)
MOST = 100
SEE_SCORES = {"applicant", "bureau", "province", "centre"}


class SignedIn(APIKeyCookie):
    """Whoever signed in on the website, told by the cookie of the session."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:
        return not request.actor.is_anonymous


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """A program is told; it has no use for the sign-in page to which a person is sent."""
    return api.create_response(request, {"detail": "没有登录，或登录已过期。请先在网站上登录，带着会话 Cookie 再问。"}, status=401)


def reading(path: str, **told: Any) -> Callable[[Callable[..., Any]], Any]:
    """An operation that reads: its answer bears an ETag, and who has it already is told so (304)."""

    def made(view: Callable[..., Any]) -> Any:
        return api.get(path, **told)(decorate_view(conditional_page)(view))

    return made


@reading("/list", response={200: ListOut, 422: Misasked}, operation_id="list_entries")
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


@reading("/changes", response={200: ChangesOut, 422: Misasked}, operation_id="list_changes")
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


@reading("/counts", response=CountsOut, operation_id="count_entries")
def count_entries(request: HttpRequest) -> dict[str, Any]:
    """The figures of the public overview: by city, category, industry and year."""
    shown, rows = disclosure().fields, entries(ListEntry.Origin.PUBLISHED)
    standing = "removal" in shown
    held = tallies(rows.filter(state__in=ON_LIST) if standing else rows)
    told = "category" in shown
    return {
        "standing": standing,
        "total": held.total,
        "units": [{"code": code, "label": name, "count": held.units[code]} for code, name in city_names()],
        "categories": [{"code": code, "label": name, "count": held.categories[code]} for code, name in Category.choices if told],
        "industries": [
            {"code": code, "label": industries()[code].name if code in industries() else "", "count": n}
            for code, n in sorted(held.industries.items())
            if told
        ],
        "years": [asdict(one) for one in counts_by_year()] if standing else [],
    }


@reading("/benchmarks", response={200: BenchmarksOut, 422: Misasked}, operation_id="list_benchmarks")
def list_benchmarks(request: HttpRequest, year: int | None = None) -> dict[str, Any]:
    """Quartiles by industry of the year named, of the newest published where none is, or it is not there."""
    published = list(benchmarks())
    told = next((one for one in published if one.opening.year == year), published[0] if published else None)
    rows = [
        {"industry": line.industry, "industry_label": pool_label(line.industry), "indicator": line.indicator.id,
         "edition": line.indicator.edition, "label": line.indicator.label, "unit": line.indicator.unit, "quartiles": list(line.quartiles), "units": line.band}
        for line in (lines_of(load(told.content_digest)) if told else [])
    ]  # fmt: skip
    return {
        "year": told.opening.year if told else None,
        "data_year": told.opening.data_year if told else None,
        "digest": told.content_digest if told else "",
        "least": LEAST,
        "years": [one.opening.year for one in published],
        "rows": rows,
    }


@reading("/clauses/{notice_id}", response={200: list[ClauseOut], 404: Fault}, operation_id="list_clauses")
def list_clauses(request: HttpRequest, notice_id: str) -> list[dict[str, Any]]:
    """The clauses of a notice."""
    if notice_id not in notice_ids():
        raise HttpError(404, "没有这个通知")
    return [_clause(clause) for clause in notice(notice_id).clauses]


@reading("/clauses/{notice_id}/{passage_id}", response={200: list[ClauseOut], 404: Fault}, operation_id="clauses_of_passage")
def clauses_of_passage(request: HttpRequest, notice_id: str, passage_id: str) -> list[dict[str, Any]]:
    """The clauses of one passage."""
    found = [c for c in list_clauses(request, notice_id) if c["passage"] == passage_id]
    if not found:
        raise HttpError(404, "没有这一段")
    return found


@reading("/standards", response=list[StandardOut], operation_id="list_standards")
def list_standards(request: HttpRequest) -> list[Any]:
    """The editions held: those shipped, then those that were checked against the official text and signed (2018-1)."""
    return [load_standard(path).standard for path in held_editions()] + [source.standard for source in signed_sources()]


@reading("/standards/{standard_id}/{edition}", response={200: StandardOut, 404: Fault}, operation_id="show_standard")
def show_standard(request: HttpRequest, standard_id: str, edition: str) -> Any:
    """One edition."""
    try:
        return source_called(standard_id, edition).standard
    except KeyError:
        raise HttpError(404, "没有这个标准") from None


@api.get(
    "/applications/{application_id}/score",
    response={200: TraceOut, 401: Fault, 404: Fault, 422: Misasked},
    operation_id="show_score",
    auth=SignedIn(),
)
@decorate_view(never_cache)
def show_score(request: HttpRequest, application_id: UUID) -> dict[str, Any]:
    """The explanation tree of one score, signed in: the unit's of what is saved now, an office's of the newest version handed in to it."""
    if request.actor.role not in SEE_SCORES:
        raise Http404
    application = get_object_or_404(visible_to(request.actor), pk=application_id)
    is_own = request.actor.may("read_own")
    version = None if is_own else latest_version(application)
    result = result_of(application.filing) if is_own else declared_result(version)
    if result is None:
        raise HttpError(404, "还没有提交")
    sureness = {name: told for name in result.trace["nodes"] if (told := sureness_of(result.plan, name))}
    return {**result.trace, "application": application.number, "version": version.number if version else None, "sureness": sureness}


def _clause(clause: Any) -> dict[str, Any]:
    plain = {name: getattr(clause, name) for name in ClauseOut.model_fields if name != "rule"}
    return plain | {"rule": clause.binding.rule if clause.binding else None}
