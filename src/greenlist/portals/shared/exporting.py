"""Every list as a file: `?as=xlsx` or `?as=csv` on the list's own address gives the view shown, all pages of it, from the page itself."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from io import TextIOWrapper
from itertools import chain
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse

from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.journal.door import record
from greenlist.papers.list_sheet import Part, write_csv, write_xlsx
from greenlist.portals.shared.shown import Shown, read_shown
from greenlist.portals.shared.templatetags.days import days_in_full

View = Callable[..., HttpResponse]
AT_ONCE = 2_000  # rows rendered at a time: the memory a file takes does not grow with the list
KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
LONGEST_TOLD, MOST_TOLD = 80, 12  # of the words that somebody typed to narrow a list
NOTHING = "没有符合条件的行"
DEMO = "演示数据：单位、人员、文号和数字均为虚构，与任何真实企业无关"


def exported(view: View) -> View:
    """Let a list page be had as a file. Stands under `for_roles`, so that a file shows no more than the page."""

    @wraps(view)
    def either(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        kind = request.GET.get("as")
        if request.method != "GET" or kind not in KINDS:
            request.exports = _links(request)
            return view(request, *arguments, **named)
        return _file_of(request, kind, lambda number: view(_asking(request, number), *arguments, **named))

    either.is_exported = True
    return either


def _links(request: HttpRequest) -> list[tuple[str, str]]:
    """The links in the head of the list, to the view shown."""
    query = request.GET.copy()
    for key in ("page", "as"):
        query.pop(key, None)
    lead = f"?{query.urlencode()}&" if query else "?"
    return [("导出 Excel", f"{lead}as=xlsx"), ("导出 CSV", f"{lead}as=csv")]


def _asking(request: HttpRequest, number: int) -> HttpRequest:
    """The same request for the n-th part of the list."""
    query = request.GET.copy()
    query.pop("as", None)
    query["page"] = str(number)
    request.GET, request.rows_a_page = query, AT_ONCE
    return request


def _file_of(request: HttpRequest, kind: str, shown: Callable[[int], HttpResponse]) -> HttpResponse:
    """The file, made whole before it is sent: a fault is a page, never a file that ends early."""
    with _one_moment(), days_in_full():
        first = shown(1)
        if first.status_code != 200:
            return first
        page = read_shown(first.content)
        about = _about(page, _counts(request, page))
        target = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
        written = _write(kind, target, about, list(_parts(page, request, shown)))
    note_export(request, page.heading, view=page.filters, rows=written, form=kind)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=f"{page.heading}-{now().astimezone(SHANGHAI):%Y%m%d}.{kind}", content_type=KINDS[kind]
    )


def note_export(request: HttpRequest, name: str, *, view: Sequence[str], rows: int, form: str) -> None:
    """Write down who took which list out, narrowed how (the journal is for ever, so cut); of the public, who need not say who they are, nothing."""
    if not request.actor.is_anonymous:
        told = "；".join(part[:LONGEST_TOLD] for part in view[:MOST_TOLD])
        detail = {"list": name[:LONGEST_TOLD], "view": told, "rows": rows, "form": form}
        record("export_list", actor=request.actor, subject=None, reason=f"{name[:LONGEST_TOLD]}，{rows}行", detail=detail)


def _write(kind: str, target: IO[bytes], about: Sequence[str], parts: Sequence[Part]) -> int:
    if kind == "xlsx":
        return write_xlsx(target, about, parts, foot=DEMO if settings.DEMO else "")
    text = TextIOWrapper(target, encoding="utf-8", newline="")
    written = write_csv(text, about, parts)
    text.detach()
    return written


def _parts(first: Shown, request: HttpRequest, shown: Callable[[int], HttpResponse]) -> Iterator[Part]:
    """The tables of the page; the first is the one that goes on over the pages."""
    if not first.tables:
        yield Part(first.heading, (NOTHING,), ())
    for at, table in enumerate(first.tables):
        rows = chain(table.rows, _further(request, shown)) if at == 0 else table.rows
        yield Part(table.name, table.heads or (NOTHING,), rows, table.groups)


def _further(request: HttpRequest, shown: Callable[[int], HttpResponse]) -> Iterator[Sequence[Any]]:
    page = getattr(request, "shown_page", None)
    for number in range(2, page.paginator.num_pages + 1 if page else 2):
        yield from read_shown(shown(number).content).tables[0].rows


def _counts(request: HttpRequest, page: Shown) -> list[int]:
    """How many rows each table holds: of the first the paginator's count where the list goes over several pages, else the rows there are."""
    counts = [len(table.rows) for table in page.tables]
    cut = getattr(request, "shown_page", None)
    return [cut.paginator.count, *counts[1:]] if cut and cut.has_other_pages() else counts


def _about(page: Shown, counts: Sequence[int]) -> list[str]:
    """The lines at the head of the file: which list, narrowed how, as of when, how many, of several tables in each."""
    lines = [" · ".join(filter(None, (page.heading, page.facts))), f"条件：{'；'.join(page.filters) or '全部'}"]
    each = "、".join(f"{table.name}{count}行" for table, count in zip(page.tables, counts, strict=True)) if len(counts) > 1 else ""
    lines.append(f"截至 {now().astimezone(SHANGHAI):%Y-%m-%d %H:%M} · 共{sum(counts)}行{each and f'：{each}'}")
    return [*lines, DEMO] if settings.DEMO else lines


@contextmanager
def _one_moment() -> Iterator[None]:
    """All parts are read at one moment: a line that arrives meanwhile neither shifts the pages nor is in the file. Nobody is kept waiting."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN DEFERRED" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
