"""批量开户: upload a sheet, see every row and cell that is wrong, open the rest; the bureau's pages and the system administrator's."""

import base64
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.services import FIRST_DAYS
from greenlist.casework.enrolment.selectors import sheets_of
from greenlist.casework.enrolment.services import LIMIT_MB, checked_rows, keep_sheet, open_from_sheet
from greenlist.casework.enrolment.sheets import COLUMNS, MOST_ROWS, OFFICES_NEED, UNITS_NEED, CheckedRow
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.papers.account_sheet import to_xlsx

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ORDER = ("bad", "held", "new")
HEADS = [head for head, _ in COLUMNS.values()]
CODE_HEADS = ("单位名称", "统一社会信用代码", "姓名", "手机", "登录名", "启用码", "有效期至", "启用网址")


def upload(request: HttpRequest, space: str) -> HttpResponse:
    """GET the form, POST a sheet: on to its preview."""
    need = UNITS_NEED if request.actor.unit else OFFICES_NEED
    context: dict[str, Any] = {"space": space, "heads": [(head, kind in need) for kind, (head, _) in COLUMNS.items()], "limit": LIMIT_MB,
                               "most": MOST_ROWS, "blank_url": f"{space}:blank_sheet", "people_url": _people(space)}  # fmt: skip
    if request.method != "POST":
        return render(request, "shared/people/sheet_new.html", context)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refused("还没有选文件。", then="请选一张 .xlsx 或 .csv 表。")
        sheet = keep_sheet(chunks=file.chunks(), name=file.name, actor=request.actor)
    except Refused as refusal:
        return render(request, "shared/people/sheet_new.html", {**context, "refusal": refusal}, status=409)
    return redirect(f"{space}:account_sheet", sheet.pk)


def preview(request: HttpRequest, pk: str, space: str, refusal: Refused | None = None) -> HttpResponse:
    """What becomes of every row: what is wrong first, then who has an account already, then what would be opened."""
    sheet = get_object_or_404(sheets_of(request.actor), pk=pk)
    rows = checked_rows(sheet)
    counts = {fate: sum(row.fate == fate for row in rows) for fate in ORDER}
    context = {
        "sheet": sheet, "rows": sorted(rows, key=lambda row: (ORDER.index(row.fate), row.number)), "heads": HEADS, "counts": counts,
        "total": len(rows), "opening_url": f"{space}:sheet_opening", "new_url": f"{space}:sheet_new", "people_url": _people(space),
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "shared/people/sheet.html", context, status=409 if refusal else 200)


def opening(request: HttpRequest, pk: str, space: str) -> HttpResponse:
    """POST: open what can be opened; the codes stand on this page and in its download, and nowhere else."""
    sheet = get_object_or_404(sheets_of(request.actor), pk=pk)
    try:
        opened = open_from_sheet(sheet, actor=request.actor)
    except Refused as refusal:
        return preview(request, pk, space, refusal)
    until = today() + timedelta(days=FIRST_DAYS)
    address = request.build_absolute_uri(reverse("activation"))
    lines = [_line(row, user, code, until.isoformat(), address) for row, user, code in opened]
    book = base64.b64encode(to_xlsx(CODE_HEADS, lines)).decode()
    context = {"sheet": sheet, "opened": opened, "until": until, "address": address, "book": f"data:{EXCEL};base64,{book}",
               "people_url": _people(space)}  # fmt: skip
    response = render(request, "shared/people/codes.html", context)
    response["Cache-Control"] = "no-store"
    return response


def blank(request: HttpRequest) -> HttpResponse:
    """GET: the empty sheet with the heads that the reader knows."""
    need = UNITS_NEED if request.actor.unit else OFFICES_NEED
    heads = [head for kind, (head, _) in COLUMNS.items() if kind in (*need, "phone", "username")]
    response = HttpResponse(to_xlsx(heads, []), content_type=EXCEL)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E5%BC%80%E6%88%B7%E8%A1%A8.xlsx"
    return response


def _line(row: CheckedRow, user: User, code: str, until: str, address: str) -> tuple[str, ...]:
    typed = row.typed
    return (typed.get("name", ""), typed.get("credit_code", ""), user.name, user.phone, user.username, code, until, address)


def _people(space: str) -> str:
    return "admin:accounts" if space == "admin" else f"{space}:people"
