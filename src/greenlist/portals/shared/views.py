"""The components page, health, and the pages for what goes wrong."""

from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from greenlist.casework.journal.clock import now
from greenlist.portals.shared.samples import samples


def components(request: HttpRequest) -> HttpResponse:
    """GET /components/: every component in every state."""
    instants = {name: now() + timedelta(days=days, hours=8) for name, days in (("far", 12), ("soon", 2), ("over", -3))}
    return render(request, "shared/components.html", {"instants": instants, **samples()})


def healthz(request: HttpRequest) -> HttpResponse:
    """GET /healthz: the process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """GET /readyz: the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})


def _plain(request: HttpRequest, status: int, title: str, what: str, kept: str, then: str, **more: str) -> HttpResponse:
    """What happened, what was kept, what to do: in this order, never a number alone."""
    return render(request, "shared/plain.html", {"title": title, "what": what, "kept": kept, "then": then, **more}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's guard did not fit: usually a page left open overnight."""
    return _plain(
        request, 403, "页面已过期", "这一页开着的时间太长，或在另一窗口重新登录过，刚才的内容没有存入。",
        "以前存的内容没有变；按浏览器的“后退”，多数还留着刚才填的字。", "请先后退，把要紧的内容复制下来，再刷新、重新办理。", back="",
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _plain(request, 400, "请求读不懂", "浏览器送来的内容不完整，没有办理。", "以前存的内容没有变。", "请返回上一页，刷新后重试。")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _plain(request, 403, "不能打开", "您当前的岗位不能打开这一页。", "", "有几个岗位的，请在右上角换到有此职责的岗位。")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also for what is not yours."""
    return _plain(request, 404, "没有这一页", "地址可能写错了，或者内容已移走。", "", "请从上方的栏目重新进入，或用查找。")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a text of its own and the server's clock, no context processors and no database, so that nothing can fail twice."""
    page = Path(__file__).with_name("server_error.txt").read_text(encoding="utf-8")
    return HttpResponse(page.replace("{at}", f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"), status=500)
