"""年度动态管理表: the unit's own tables, one section with last year's figures beside this year's, and filing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.filings.doubts import doubt, is_settled
from greenlist.casework.filings.forms import Row, Section
from greenlist.casework.filings.selectors import form_of, gaps_of, required_count, result_of, saved_sections
from greenlist.casework.filings.services import StaleSection
from greenlist.casework.journal.clock import end_of, now
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.verification.energy import products_to_name
from greenlist.casework.yearly_tables.comparing import odd_values
from greenlist.casework.yearly_tables.models import YearlyTable
from greenlist.casework.yearly_tables.permissions import may_fill
from greenlist.casework.yearly_tables.selectors import lateness, left, newest_version, visible_to
from greenlist.casework.yearly_tables.services import file_table, save_table_section
from greenlist.portals.applicant.views.lines import blocks_of, change_of
from greenlist.portals.applicant.views.sections import chosen_sides, conflict_page, rail_of, typed
from greenlist.portals.shared.entry import based_on, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

A_PAGE = 30


@dataclass(frozen=True)
class YearLine:
    """One row of a table: what is odd about it, whether that was explained, and its change against last year."""

    row: Row
    entry: dict[str, str]
    odd: str
    is_settled: bool
    is_gap: bool
    change: str
    is_last_year_known: bool
    returned: Any = None

    def as_reply(self) -> dict[str, object]:
        """What autosave tells the page about this row."""
        return {"odd": self.odd, "is_settled": self.is_settled, "change": self.change}


@for_roles("applicant")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /applicant/yearly/: the unit's tables, the newest year first."""
    page = shown_page(request, visible_to(request.actor), A_PAGE)
    rows = [(table, lateness(table), end_of(table.opening.due_on)) for table in page]
    return render(request, "applicant/yearly.html", {"page": page, "rows": rows, "gone": _gone(request)})


@for_roles("applicant")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /applicant/yearly/<pk>/: what is missing, what lies far from last year's, and filing it."""
    return _page(request, _own(request, pk))


@for_roles("applicant")
def edit(request: HttpRequest, pk: str, section: str) -> HttpResponse:
    """GET a section; POST saves it on top of `based_on`. Autosave gets JSON, a browser without JavaScript a redirect."""
    table = _own(request, pk)
    found = next((s for s in form_of(table.filing) if s.id == section), None)
    if found is None:
        raise Http404
    return _save(request, table, found) if request.method == "POST" else _section(request, table, found)


@require_POST
@for_roles("applicant")
def filing(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: file the table. A second click leads to the receipt of the first."""
    table = _own(request, pk)
    try:
        made = file_table(table, actor=request.actor)
    except WrongState as refusal:
        version = newest_version(table)
        if refusal.code != "already" or version is None:
            raise
        messages.info(request, f"本表已提交过，回执号 {version.receipt}，没有重复提交。")
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    else:
        messages.success(request, f"已提交动态管理表，回执 {made.receipt}")
    return redirect("applicant:yearly_table", pk)


def _own(request: HttpRequest, pk: str) -> YearlyTable:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _gone(request: HttpRequest) -> set[Any]:
    """The tables that need not be filed any more: the unit left the list before it filed."""
    return set(left(visible_to(request.actor)).values_list("pk", flat=True))


def _page(request: HttpRequest, table: YearlyTable, refusal: Refused | None = None) -> HttpResponse:
    saved = saved_sections(table.filing)
    context = _progress(request, table, saved) | {
        "odd": odd_values(table.filing, saved, table.opening.parameters["yearly_change_percent"]),
        "version": newest_version(table),
        "late": lateness(table),
        "is_left": table.pk in _gone(request),
        "result": result_of(table.filing, saved),
        "history": list(entries_of(table))[::-1],
        "refusal": refusal,
    }
    return render(request, "applicant/yearly_table.html", context, status=409 if refusal else 200)


def _progress(request: HttpRequest, table: YearlyTable, saved: Any) -> dict[str, Any]:
    gaps, required = gaps_of(table.filing, saved), required_count(table.filing)
    return {
        "table": table,
        "gaps": gaps,
        "rail": rail_of(table, gaps),
        "required": required,
        "filled": required - len(gaps),
        "editable": may_fill(table, request.actor),
        "due_at": end_of(table.opening.due_on),
    }


def _section(request: HttpRequest, table: YearlyTable, section: Section, refusal: Refused | None = None) -> HttpResponse:
    context = _context(request, table, section) | {"refusal": refusal}
    return render(request, "applicant/yearly_section.html", context, status=409 if refusal else 200)


def _save(request: HttpRequest, table: YearlyTable, section: Section) -> HttpResponse:
    wants_json = request.headers.get("X-Requested-With") == "fetch"
    values = chosen_sides(request.POST, section) if request.POST.get("chosen") else typed(request.POST, section)
    try:
        saved = save_table_section(table, section.id, values=values, based_on=based_on(request.POST), actor=request.actor)
    except StaleSection as stale:
        action = reverse("applicant:yearly_section", args=[table.pk, section.id])
        return conflict_page(request, table.filing, section, stale, action=action, is_fragment=wants_json)
    except Refused as refusal:
        if wants_json:
            return HttpResponse(render_to_string("shared/components/refusal.html", {"refusal": refusal}), status=409)
        return _section(request, table, section, refusal)
    if not wants_json:
        messages.success(request, f"已保存“{section.title}”")
        return redirect("applicant:yearly_section", table.pk, section.id)
    context = _context(request, table, section)
    rows = {line.row.id: line.as_reply() for line in context["lines"] if line.row.kind != "computed"}
    rail = render_to_string("applicant/_yearly_rail.html", context)
    return JsonResponse({"number": saved.number, "saved_at": f"{now():%H:%M:%S}", "fragments": {"rail": rail}, "rows": rows})


def _context(request: HttpRequest, table: YearlyTable, section: Section) -> dict[str, Any]:
    saved = saved_sections(table.filing)
    made = _progress(request, table, saved)
    rail, lines = made["rail"], _lines(table, section, saved, made["gaps"])
    at = next(i for i, entry in enumerate(rail) if entry.section.id == section.id)
    return made | {
        "section": section,
        "here": rail[at],
        "lines": lines,
        "blocks": blocks_of(lines),
        "based_on": saved[section.id][0],
        "back": [place for place in table.returned_places if place["section"] == section.id] if table.state == "table_returned" else [],
        "previous": rail[at - 1] if at else None,
        "following": rail[at + 1] if at + 1 < len(rail) else None,
        "products": products_to_name(table.site.industry) if any(line.row.kind == "product" for line in lines) else [],
    }


def _lines(table: YearlyTable, section: Section, saved: Any, gaps: Any) -> list[YearLine]:
    odd = {o.row.id: o for o in odd_values(table.filing, saved, table.opening.parameters["yearly_change_percent"])}
    empty, body, is_compared = {gap.row for gap in gaps}, saved[section.id][1], table.before_id is not None
    made = []
    for row in section.rows:
        entry = body.get(row.id, {})
        words = doubt(row, entry) or (odd[row.id].words if row.id in odd else "")
        settled = is_settled(row, entry) and (row.id not in odd or bool(odd[row.id].note))
        known = is_compared and bool(entry.get("last_year"))
        made.append(YearLine(row, entry, words, settled, row.id in empty, change_of(row, entry), known))
    return made
