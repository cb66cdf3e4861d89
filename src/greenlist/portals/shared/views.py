"""The components page, health, and the pages for what goes wrong."""

from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from greenlist.casework.journal.clock import now
from greenlist.portals.shared.samples import samples


def components(request: HttpRequest) -> HttpResponse:
    """GET /components/: every component in every state."""
    instants = {name: now() + timedelta(days=days, hours=8) for name, days in (("far", 12), ("soon", 2), ("over", -2))}
    return render(request, "shared/components.html", {"instants": instants, **samples()})


def healthz(request: HttpRequest) -> HttpResponse:
    """GET /healthz: the process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """GET /readyz: the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})


def _plain(request: HttpRequest, status: int, title: str, what: str, then: str) -> HttpResponse:
    return render(request, "shared/plain.html", {"title": title, "what": what, "then": then}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's guard did not fit: usually a page left open overnight."""
    return _plain(
        request, 403, "页面已过期", "这一页开着的时间太长，或在另一窗口重新登录过，刚才的内容没有存入。", "请返回上一页，刷新后再提交。"
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _plain(request, 400, "请求读不懂", "浏览器送来的内容不完整。", "请返回上一页重试。")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _plain(request, 403, "不能打开", "您当前的岗位不能打开这一页。", "请换到有此职责的岗位。")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also for what is not yours."""
    return _plain(request, 404, "没有这一页", "地址可能写错了，或者内容已移走。", "请从上方的栏目重新进入。")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without context processors, so that nothing can fail twice."""
    page = "<!doctype html><html lang='zh-Hans'><head><meta charset='utf-8'><title>系统出错</title></head><body><h1>系统出错</h1>"
    return HttpResponse(
        page + "<p>刚才的操作没有完成，已存的内容不受影响。请返回上一页重试；仍不行，请把时间告诉系统管理员。</p></body></html>", status=500
    )
