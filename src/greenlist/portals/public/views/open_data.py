"""开放数据: the API and the files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest) -> HttpResponse:
    """GET /open-data/."""
    return render(request, "public/open_data.html")
