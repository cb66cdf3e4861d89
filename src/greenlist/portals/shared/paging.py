"""A paginator that was told the count, where a bar or a table on the same page has counted already."""

from django.core.paginator import Paginator
from django.db.models import QuerySet


class CountedPaginator(Paginator):
    """Like Paginator; `counted` None asks the database."""

    def __init__(self, rows: QuerySet, per_page: int, counted: int | None) -> None:
        super().__init__(rows, per_page)
        if counted is not None:
            self.count = counted
