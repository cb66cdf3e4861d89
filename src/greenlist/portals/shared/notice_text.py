"""通知全文: only for those who signed in (依申请公开, C-65); with contacts (C-64) and the texts it rests on (C-01, C-38, C-39)."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.rulebook.notices import notice, notice_ids
from greenlist.rulebook.notices.documents import documents


def show(request: HttpRequest, notice_id: str) -> HttpResponse:
    """GET /notice-text/<notice>/."""
    if request.actor.is_anonymous:
        return redirect_to_login(request.get_full_path())
    if notice_id not in notice_ids():
        raise Http404
    return render(request, "shared/notice_text.html", {"notice": notice(notice_id), "documents": documents(notice_id)})
