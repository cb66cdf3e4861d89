"""年度动态管理 for offices: who has filed, who is late, the check of one table, the grades, what is proposed. Trend pages for the unit too."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.explanation import score_lines
from greenlist.casework.filings.selectors import form_of, version_content, version_result, year_change
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.clock import end_of, today
from greenlist.casework.journal.door import open_transitions
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.oversight.yearly_services import take_up_removal
from greenlist.casework.rounds.selectors import current_round, unit_names
from greenlist.casework.yearly_tables.comparing import odd_values
from greenlist.casework.yearly_tables.grading_services import drop_proposal, grade_year, propose_removals
from greenlist.casework.yearly_tables.jobs import OPEN_YEAR, is_large
from greenlist.casework.yearly_tables.models import YearlyOpening, YearlyProposal, YearlyTable
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.casework.yearly_tables.selectors import (
    UNFILED,
    benchmarks,
    coverage_of,
    current_opening,
    late_rows,
    lateness,
    left,
    newest_grading,
    newest_version,
    owed,
    proposals_visible_to,
    standings_of,
    standings_over_years,
    summed,
    unlinked_count,
    visible_to,
)
from greenlist.casework.yearly_tables.services import confirm_table, return_table
from greenlist.casework.yearly_tables.trends import trend_of
from greenlist.portals.shared.background import to_job
from greenlist.portals.shared.benchmarks import peers_of
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.form_reading import named_places, said_of
from greenlist.portals.shared.paging import shown_page
from greenlist.portals.shared.sparkline import spark
from greenlist.rulebook.yearly.texts import shares, source_of_shares
from greenlist.rulebook.yearly.timetable import next_reminder, reminder_days

OFFICES = ("bureau", "province", "centre")
ORGANISERS = ("province", "centre")
A_PAGE = 30
SHOWS = (("unfiled", "没有填报"), ("late", "逾期"), ("filed", "待核对"), ("returned", "退回更正"), ("confirmed", "已确认"),
         ("left", "离开名单、没有填报"))  # fmt: skip
RUNNING = {"found": "连续末位", "not_found": "没有连续末位", "unknown": "待核实：前几年有缺"}
STATES = {"filed": "table_filed", "returned": "table_returned", "confirmed": "table_confirmed"}


@for_roles(*OFFICES)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /yearly/?show=&unit=: the newest year: how far each city is, and the tables."""
    return _index(request)


@require_POST
@for_roles(*ORGANISERS)
def opening(request: HttpRequest) -> HttpResponse:
    """POST: open the present year to all listed units, or add those listed since; many of them in the background."""

    def done() -> str:
        made = open_year(today().year, actor=request.actor)
        told = f"；没有评分表的{len(made.without_form)}家没有建立：{'、'.join(made.without_form[:5])}" if made.without_form else ""
        return f"已向{len(made.made)}家在册单位开启{made.opening.year}年度填报{told}"

    year = today().year
    if is_large(year):
        try:
            job = ask(OPEN_YEAR, actor=request.actor, about=f"开启{year}年度填报", leads_to=reverse("yearly"), year=year)
        except Refused as refusal:
            return _index(request, refusal)
        return to_job(request, job)
    return _done(request, done)


@require_POST
@for_roles(*ORGANISERS)
def grading(request: HttpRequest, year: int) -> HttpResponse:
    """POST: rank the year."""
    found = get_object_or_404(YearlyOpening, year=year)
    return _done(request, lambda: f"{grade_year(found, actor=request.actor)}已存，共{newest_grading(found).standings.count()}家",
                 "yearly_standings", year)  # fmt: skip


@require_POST
@for_roles(*ORGANISERS)
def proposing(request: HttpRequest, year: int) -> HttpResponse:
    """POST: propose what follows by rule."""
    found = get_object_or_404(YearlyOpening, year=year)
    return _done(request, lambda: f"新提出移出建议{len(propose_removals(found, actor=request.actor))}条", "yearly_proposals")


@for_roles(*OFFICES)
def table(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /yearly/tables/<pk>/: one table as it was filed, its values beside last year's."""
    return _table(request, _own(request, pk))


@require_POST
@for_roles("bureau")
def confirmation(request: HttpRequest, pk: str) -> HttpResponse:
    """POST checked: the bureau confirms."""
    found = _own(request, pk)
    return _checked(request, found, "已确认", lambda: confirm_table(found, checked=request.POST.get("checked", ""), actor=request.actor))


@require_POST
@for_roles("bureau")
def sending_back(request: HttpRequest, pk: str) -> HttpResponse:
    """POST words-<row>: return the table with these places."""
    found = _own(request, pk)
    return _checked(request, found, "已退回", lambda: return_table(found, places=named_places(request, found), actor=request.actor))


@for_roles(*OFFICES)
@exported
def standings(request: HttpRequest, year: int) -> HttpResponse:
    """GET /yearly/<year>/standings/: the ranking that counts."""
    found = get_object_or_404(YearlyOpening, year=year)
    held = newest_grading(found)
    rows = standings_of(held, request.actor) if held else []
    context = {
        "opening": found,
        "grading": held,
        "page": shown_page(request, rows, A_PAGE),
        "shares": [(share.grade, share.part * 100) for share in shares()],
        "source": source_of_shares(),
        "running": RUNNING,
        "benchmark": benchmarks().filter(opening=found).first(),
        "may_publish": request.actor.may("draft_selection"),
    }
    return render(request, "shared/yearly/standings.html", context)


@for_roles(*OFFICES)
@exported
def proposals(request: HttpRequest) -> HttpResponse:
    """GET /yearly/proposals/: what was proposed, and what became of it."""
    return _proposals(request)


@require_POST
@for_roles("province")
def settling(request: HttpRequest, pk: str) -> HttpResponse:
    """POST answer (remove, keep), words: the document of the removal, or the reason why there is none."""
    found = get_object_or_404(proposals_visible_to(request.actor), pk=pk)
    answer, words = request.POST.get("answer"), request.POST.get("words", "")
    if answer not in {"remove", "keep"}:
        raise Http404
    try:
        if answer == "remove":
            rows = take_up_removal(found, document=words, actor=request.actor)
            messages.success(request, f"已将{found.table.site.name}移出省级名单（{len(rows)}条）")
        else:
            drop_proposal(found, reason=words, actor=request.actor)
            messages.success(request, f"已决定不移出{found.table.site.name}")
    except Refused as refusal:
        return _proposals(request, refusal, found)
    return redirect("yearly_proposals")


@for_roles("applicant", *OFFICES)
def trend(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /yearly/tables/<pk>/trend/: the figures of a unit over the years."""
    found = _own(request, pk)
    held = trend_of(found.site, found.category)
    context = {
        "table": found,
        "trend": held,
        "scores": list(zip(held.years, held.scores, strict=True)),
        "score_spark": spark([Fraction(score) if score else None for score in held.scores]),
        "lines": [(line, spark(line.exact)) for line in held.lines],
        "standings": standings_over_years(found.site, found.category),
        "peers": peers_of(found),
        "is_office": not request.actor.may("read_own"),
    }
    return render(request, "shared/yearly/trend.html", context)


def _own(request: HttpRequest, pk: str) -> YearlyTable:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _done(request: HttpRequest, act: Callable[[], str], *onward: Any) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refused as refusal:
        return _index(request, refusal)
    return redirect(*(onward or ("yearly",)))


def _index(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    found = current_opening()
    context: dict[str, Any] = {
        "opening": found,
        "refusal": refusal,
        "year": today().year,
        "is_organiser": request.actor.may("manage_yearly"),
    }
    if found:
        context |= _opened(request, found)
    return render(request, "shared/yearly/index.html", context, status=409 if refusal else 200)


def _opened(request: HttpRequest, found: YearlyOpening) -> dict[str, Any]:
    lines = coverage_of(found, request.actor)
    days = found.parameters["yearly_remind_days"]
    rows = _narrowed(visible_to(request.actor).filter(opening=found), found, request.GET)
    page = shown_page(request, rows, A_PAGE)
    return {
        "lines": lines,
        "sum": summed(lines),
        "city_of": dict(unit_names(current_round())),
        "page": page,
        "late": {row.pk: lateness(row) for row in page},
        "shows": SHOWS,
        "due_at": end_of(found.due_on),
        "remind_on": next_reminder(found.due_on, days, today()),
        "is_reminder_day": today() in reminder_days(found.due_on, days),
        "unlinked": unlinked_count() if request.actor.may("manage_yearly") else 0,
        "open_proposals": proposals_visible_to(request.actor).filter(state="removal_proposed").count(),
    }


def _narrowed(rows: QuerySet[YearlyTable], found: YearlyOpening, asked: Any) -> QuerySet[YearlyTable]:
    show, unit = asked.get("show", ""), asked.get("unit", "")
    if unit:
        rows = rows.filter(unit=unit)
    rows = left(rows) if show == "left" else owed(rows)
    if show == "unfiled":
        return rows.filter(state__in=UNFILED)
    if show == "late":
        return rows.filter(late_rows(found))
    return rows.filter(state=STATES[show]) if show in STATES else rows


def _checked(request: HttpRequest, found: YearlyTable, words: str, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _table(request, _own(request, found.pk), refusal)
    messages.success(request, f"{words}{found.site.name}的动态管理表")
    return redirect("yearly_table", found.pk)


def _table(request: HttpRequest, found: YearlyTable, refusal: Refused | None = None) -> HttpResponse:
    version = newest_version(found)
    saved = {s: (0, body) for s, body in version_content(version)["sections"].items()} if version else {}
    odd = odd_values(found.filing, saved, found.opening.parameters["yearly_change_percent"]) if version else []
    context = {
        "table": found,
        "version": version,
        "late": lateness(found),
        "is_left": not version and left(visible_to(request.actor)).filter(pk=found.pk).exists(),
        "odd": odd,
        "sections": [
            (s, request.POST.get(f"words-{s.id}:", ""), _read(s, saved[s.id][1], {o.row.id for o in odd}, request.POST))
            for s in form_of(found.filing)
        ]
        if version
        else [],
        "score_lines": score_lines(version_result(version)) if version and version.score else [],
        "may_return": "return_table" in (may := {t.action for t in open_transitions(found, request.actor)}),
        "may_confirm": "confirm_table" in may,
        "typed": request.POST,
        "history": list(entries_of(found))[::-1],
        "refusal": refusal,
    }
    return render(request, "shared/yearly/table.html", context, status=409 if refusal else 200)


def _read(section: Any, body: dict[str, dict[str, str]], odd: set[str], typed: Any) -> list[dict[str, Any]]:
    """The rows of a section as filed: the value in words, last year's, the change, the words typed for a return."""
    return [
        {
            "row": row,
            "entry": (entry := body.get(row.id, {})),
            "said": said_of(row, entry),
            "tone": "warn" if row.id in odd else "bad" if entry.get("value") == "not_met" else "",
            "year": year_change(row, entry) if row.kind == "quantity" else None,
            "words": typed.get(f"words-{section.id}:{row.id}", ""),
        }
        for row in section.filled_rows
    ]


def _proposals(request: HttpRequest, refusal: Refused | None = None, about: YearlyProposal | None = None) -> HttpResponse:
    page = shown_page(request, proposals_visible_to(request.actor), A_PAGE)
    context = {"page": page, "refusal": refusal, "about": about, "typed": request.POST, "is_province": request.actor.role == "province"}
    return render(request, "shared/yearly/proposals.html", context, status=409 if refusal else 200)
