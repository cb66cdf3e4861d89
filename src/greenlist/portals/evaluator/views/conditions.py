"""机构条件: what the body declares of itself, with its proof (C-34)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from greenlist.casework.evaluators.selectors import evaluator_of, newest_capability
from greenlist.casework.evaluators.supervision_services import check_conditions, declare_conditions
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.portals.shared.entry import for_roles

LINES = 6


@for_roles("evaluator")
def form(request: HttpRequest) -> HttpResponse:
    """GET/POST /evaluator/conditions/: legal_person, full_time, senior, year and what (a line each), file."""
    body = evaluator_of(request.actor)
    if body is None:
        raise NotAllowed("本单位没有登记为第三方机构。", clause="C-34")
    refusal = None
    if request.method == "POST":
        try:
            _declare(request, body)
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, "已申报机构条件")
            return redirect("evaluator:conditions")
    told = newest_capability(body)
    figures = {name: request.POST.get(name, getattr(told, name, "")) for name in ("full_time", "senior")}
    context = {"told": told, "lines": _lines(request, told), "typed": request.POST, "refusal": refusal, **figures}
    return render(request, "evaluator/conditions.html", context, status=409 if refusal else 200)


def _declare(request: HttpRequest, body: object) -> None:
    posted, upload = request.POST, request.FILES.get("file")
    wrong: list[str] = []
    full_time, senior = _whole(posted.get("full_time", ""), "专职人员数", wrong), _whole(posted.get("senior", ""), "高级职称人数", wrong)
    told = [(year.strip(), what.strip()) for year, what in zip(posted.getlist("year"), posted.getlist("what"), strict=False)]
    experience = [(_whole(year, "业绩年份", wrong), what) for year, what in told if year or what]
    if posted.get("legal_person") not in {"yes", "no"}:
        wrong.append("请选是不是独立法人")
    if wrong:
        raise Refused("机构条件没有存入。", items=wrong, then="改好之后再存；已填的还在，证明材料须重选。", clause="C-34")
    told = {"full_time": full_time, "senior": senior, "experience": experience, "actor": request.actor}
    check_conditions(body, **told, has_file=upload is not None)
    file = store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                      only=("application/pdf",))  # fmt: skip
    declare_conditions(body, **told, is_legal_person=posted["legal_person"] == "yes", file=file)


def _whole(text: str, label: str, wrong: list[str]) -> int:
    """A whole number of at most four digits; else it is told and 0."""
    if text.strip().isdecimal() and len(text.strip()) <= 4:
        return int(text)
    wrong.append(f"{label}“{text.strip()}”不是整数")
    return 0


def _lines(request: HttpRequest, told: object) -> list[tuple[str, str]]:
    """The lines of experience as typed, else as declared last, filled up with empty ones."""
    if request.method == "POST":
        held = list(zip(request.POST.getlist("year"), request.POST.getlist("what"), strict=False))
    else:
        held = [(str(each["year"]), each["what"]) for each in told.experience] if told else []
    return [*held, *[("", "")] * (LINES - len(held))]
