"""同行对标 from inside: the province publishes a year's; a unit sees its own values beside the quartiles."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from greenlist.casework.filings.selectors import version_result
from greenlist.casework.journal.contents import load
from greenlist.casework.yearly_tables.benchmark_services import publish_benchmark
from greenlist.casework.yearly_tables.benchmarks import Placed, lines_of, placed, pool
from greenlist.casework.yearly_tables.models import YearlyOpening, YearlyTable
from greenlist.casework.yearly_tables.selectors import benchmarks, newest_version
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("province")
def publication(request: HttpRequest, year: int) -> HttpResponse:
    """POST: publish the quartiles of a ranked year."""
    made = publish_benchmark(get_object_or_404(YearlyOpening, year=year), actor=request.actor)
    messages.success(request, f"已公布{made}")
    return redirect("public:benchmarks")


def peers_of(table: YearlyTable) -> tuple[int, list[Placed]]:
    """The year of the figures of the newest 同行对标 for which this unit handed in a table, and its own values beside the quartiles."""
    own = YearlyTable.objects.filter(site=table.site_id, category=table.category).select_related("site")
    tables = {one.opening_id: one for one in own}
    for told in benchmarks().filter(opening__in=tables):
        version = newest_version(tables[told.opening_id])
        if version and version.score:
            industry = pool(table.category, str(table.site.industry)[:2])
            return told.opening.data_year, placed(lines_of(load(told.content_digest)), version_result(version), industry)
    return 0, []
