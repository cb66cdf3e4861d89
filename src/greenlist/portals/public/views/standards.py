"""标准: the editions held, every value with its confidence."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.engines.scoring import compile_plan, form_of, load_standard
from greenlist.rulebook.standards import held_editions, standard_file


def index(request: HttpRequest) -> HttpResponse:
    """GET /standards/."""
    return render(request, "public/standards.html", {"standards": [load_standard(path).standard for path in held_editions()]})


def show(request: HttpRequest, standard_id: str, edition: str) -> HttpResponse:
    """GET /standards/<id>/<edition>/."""
    try:
        source = load_standard(standard_file(standard_id, edition))
    except KeyError:
        raise Http404 from None
    plan = compile_plan(source, date.fromisoformat(source.standard.in_force["from"] or "2024-05-27"))
    return render(request, "public/standard.html", {"standard": source.standard, "form": form_of(plan)})
