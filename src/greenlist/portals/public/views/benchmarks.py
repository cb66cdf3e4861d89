"""同行对标: the quartiles of a year by industry, as they were published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.contents import load
from greenlist.casework.yearly_tables.benchmarks import lines_of, pool_label
from greenlist.casework.yearly_tables.selectors import benchmarks
from greenlist.engines.disclosure import LEAST
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept


@kept
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /benchmarks/?year=&industry=: one year, the newest unless another is named; of one industry or of all."""
    published = list(benchmarks())
    year = request.GET.get("year", "")
    told = next((one for one in published if str(one.opening.year) == year), published[0] if published else None)
    lines = lines_of(load(told.content_digest)) if told else []
    industries = sorted({(line.industry, pool_label(line.industry)) for line in lines})
    industry = request.GET.get("industry", "")
    shown = industry if industry in dict(industries) else ""
    context = {
        "told": told,
        "years": [one.opening for one in published],
        "industries": industries,
        "industry": shown,
        "least": LEAST,
        "groups": [(label, [line for line in lines if line.industry == code]) for code, label in industries if shown in {"", code}],
    }
    return render(request, "public/benchmarks.html", context)
