"""The page of a list that a request shows: cut by the list's own measure, or by a larger one when the whole view is written to a file."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


class CountedPaginator(Paginator):
    """Like Paginator; `counted` None asks the database."""

    def __init__(self, rows: QuerySet | Sequence[Any], per_page: int, counted: int | None) -> None:
        super().__init__(rows, per_page)
        if counted is not None:
            self.count = counted


def shown_page(request: HttpRequest, rows: QuerySet | Sequence[Any], per_page: int, counted: int | None = None) -> Page:
    """The page of `rows` that the query string asks for (`?page=`); the request remembers it, for whoever writes the whole list."""
    request.shown_page = CountedPaginator(rows, getattr(request, "rows_a_page", per_page), counted).get_page(request.GET.get("page"))
    return request.shown_page
