"""批量核对: a sheet of names or codes in, the status of each out. Nothing is stored; the sheet is opened in a child with limits."""

from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.disclosure import Disclosure, disclosure
from greenlist.casework.publication.lookup import LIMIT_MB, MOST_ROWS, Answer, look_up, read_asked
from greenlist.casework.status.selectors import addresses_of

AT_ONCE = BoundedSemaphore(2)  # sheets of the public opened at the same time: the offices' work goes on beside them


def show(request: HttpRequest) -> HttpResponse:
    """GET the form; POST a sheet: what the list says of every row, on this page only."""
    context = {"limit": LIMIT_MB, "most": MOST_ROWS}
    if request.method != "POST":
        return render(request, "public/batch.html", context)
    shown = disclosure()
    try:
        answers = _answers(request, shown)
    except Refused as refusal:
        return render(request, "public/batch.html", {**context, "refusal": refusal}, status=409)
    entries = [entry for answer in answers for entry in answer.entries]
    context |= {
        "answers": answers,
        "shown": shown.fields,
        "found": sum(1 for answer in answers if answer.entries),
        "status_of": addresses_of(entries),
        "as_of": now(),
    }
    response = render(request, "public/batch.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _answers(request: HttpRequest, shown: Disclosure) -> list[Answer]:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("还没有选文件。", then="请选一张 .xlsx 或 .csv 表。")
    if not AT_ONCE.acquire(blocking=False):
        raise Refused("现在没有核对。", items=["正有别的表在核对。"], then="请过半分钟再试。")
    try:
        return look_up(read_asked(chunks=file.chunks(), name=file.name), shown)
    finally:
        AT_ONCE.release()
