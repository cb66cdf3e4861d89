"""试算: what a round's units would score if single values of the standard were others. Decides nothing, stores nothing."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameters, unit_names
from greenlist.casework.selection.jobs import WHAT_IF
from greenlist.casework.selection.what_if import AT_ONCE, VERDICT_WORDS, Trial, Tried, filled_in, standards_used, tried
from greenlist.casework.standards.selectors import source_called
from greenlist.engines.scoring.load import Source, StandardProblems
from greenlist.engines.scoring.overlay import Overlay, Patch, overlay_text
from greenlist.engines.scoring.values import groups_of
from greenlist.portals.province.changeable import NONE_WORDS, Place, patches_of, places_of, title_of
from greenlist.portals.shared.background import to_job
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

PER_PAGE = 15
MOST = 5
SHOWS = (("changed", "有变化"), ("gained", "转为合格"), ("lost", "转为不合格"), ("up", "上升"), ("down", "下降"), ("all", "全部"))
THEN = "改好后再试算；没有存任何东西。"


@dataclass
class Asked:
    """What was asked for: a round, a standard of it, and the changes as typed."""

    round: Round
    standards: list[tuple[str, str, int]]
    standard: str
    source: Source | None
    places: list[tuple[str, list[Place]]]
    typed: list[tuple[str, str]]
    patches: list[Patch] = field(default_factory=list)

    @property
    def overlay(self) -> Overlay:
        """The changes as an overlay, named by the day."""
        standard, _, edition = self.standard.partition("/")
        return Overlay(standard, edition, f"试算 {today().isoformat()}", tuple(self.patches))

    def leave_behind(self) -> int:
        """Take out the lines of values that this standard has not, as after another was chosen; returns how many."""
        known = {"", *(place.path for _, held in self.places for place in held)}
        kept = [line for line in self.typed if line[0].strip() in known]
        left, self.typed = len(self.typed) - len(kept), kept
        return left

    @property
    def words(self) -> list[str]:
        """Each change as a person says it: what it is, what it was and what it would be."""
        places = {place.path: place for _, held in self.places for place in held}
        told = ((places[patch.path], title_of(self.places, patch.path), patch.value) for patch in self.patches)
        return [
            f"“{title or place.label}”{f' {place.label}' if title else ''} {place.now} 改为 {NONE_WORDS[0] if value is None else value.removeprefix(place.lead)}"
            for place, title, value in told
        ]

    @property
    def query(self) -> str:
        """The same question again."""
        pairs = [("round", str(self.round.pk)), ("standard", self.standard)]
        return urlencode([*pairs, *((key, text) for line in self.typed for key, text in zip(("place", "value"), line, strict=True))])


@for_roles("province", "centre")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/what-if/?round=&standard=gbt-36132/2018&place=&value=&place=…&unit=&show=."""
    newest = current_round()
    if newest is None:
        return render(request, "province/what_if.html", {})
    asked = _asked(request, newest)
    left_behind = asked.leave_behind()
    context: dict[str, Any] = {
        "asked": asked,
        "rounds": Round.objects.order_by("-opens_on", "-id"),
        "shows": SHOWS,
        "verdicts": VERDICT_WORDS,
        "left_behind": left_behind,
    }
    cities = unit_names(asked.round)
    context |= {
        "cities": cities,
        "city_of": dict(cities),
        "lines": [(*line, title_of(asked.places, line[0])) for line in [*asked.typed, ("", "")][:MOST]],
    }
    try:
        line = _read(asked)
        units = _units(request, asked) if asked.patches else []
        is_long = len(units) > AT_ONCE
        trial = _tried(units, asked, line) if asked.patches and not is_long else None
    except Refused as refusal:
        return render(request, "province/what_if.html", {**context, "refusal": refusal}, status=409)
    context |= {"many": len(units) if is_long else 0, "at_once": AT_ONCE}
    if trial:
        context |= {"is_block": any(group.required_block for _, group in groups_of(asked.source.standard)) if asked.source else False}
        context |= {"trial": trial, "page": shown_page(request, _narrowed(request, trial), PER_PAGE)}
    return render(request, "province/what_if.html", context)


@require_POST
@for_roles("province", "centre")
def background_trial(request: HttpRequest) -> HttpResponse:
    """POST round, standard, place, value…: the same trial in the background, for more units than somebody waits for; leaves a workbook."""
    asked = _changes(request, Refused("没有改动可以试算。", then="先选一个数值、填新值，再试算。"))
    _tried(_units(request, asked)[:1], asked, None)  # changes that contradict each other are told at once
    patches = [[patch.path, patch.value] for patch in asked.patches]
    words = [title for key, title, _ in asked.standards if key == asked.standard] + asked.words
    about = f"{asked.round.year}年度试算：{asked.words[0]}{f'等{len(patches)}处改动' if len(patches) > 1 else ''}"
    return to_job(request, ask(WHAT_IF, actor=request.actor, about=about, round=str(asked.round.pk), standard=asked.standard,
                               patches=patches, words=words))  # fmt: skip


@for_roles("province", "centre")
def overlay_file(request: HttpRequest) -> HttpResponse:
    """GET /province/what-if/overlay.yaml with the same query: the changes as a file for `greenlist cohort --what-if`."""
    asked = _changes(request, Refused("没有改动可以导出。", then="先选一个数值、填新值、试算，再导出。"))
    response = HttpResponse(overlay_text(asked.overlay), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="what-if.yaml"'
    return response


def _changes(request: HttpRequest, refusal: Refused) -> Asked:
    """What is asked for, read, where there must be a change. Raises `refusal` where there is none, Http404 without a round."""
    newest = current_round()
    if newest is None:
        raise Http404
    asked = _asked(request, newest)
    _read(asked)
    if not asked.patches or asked.source is None:
        raise refusal
    return asked


def _asked(request: HttpRequest, newest: Round) -> Asked:
    """The round (the newest without one), a standard used in it (the most used without one), the lines typed."""
    get = request.POST if request.method == "POST" else request.GET
    round_ = chosen(Round.objects.all(), get["round"]) if get.get("round") else newest
    used = standards_used(request.actor, round_)
    held = [(key, _held(key), title, count) for key, title, count in used]
    standards = [(key, title, count) for key, source, title, count in held if source]
    wanted = get.get("standard") or (standards[0][0] if standards else "")
    source = next((source for key, source, _, _ in held if key == wanted), None)
    if wanted and source is None:
        raise Http404
    typed = [line for line in zip(get.getlist("place"), get.getlist("value"), strict=False) if any(part.strip() for part in line)]
    places = places_of(source.standard, parameters(round_)["pass_line"]) if source else []
    return Asked(round_, standards, wanted, source, places, typed[:MOST])


def _held(key: str) -> Source | None:
    try:
        return source_called(*key.split("/"))
    except KeyError:
        return None


def _read(asked: Asked) -> str | None:
    """Put the patches into what was asked; the round's pass line. Refused with every fault of what was typed."""
    asked.patches, problems = patches_of((place for _, places in asked.places for place in places), asked.typed)
    if problems:
        raise Refused("没有试算。", items=problems, then=THEN)
    return parameters(asked.round)["pass_line"]


def _units(request: HttpRequest, asked: Asked) -> list[Application]:
    standard, _, edition = asked.standard.partition("/")
    return list(filled_in(request.actor, asked.round).filter(filing__standard=standard, filing__edition=edition))


def _tried(units: list[Application], asked: Asked, line: str | None) -> Trial:
    assert asked.source is not None
    try:
        return tried(units, asked.source, asked.overlay, line)
    except StandardProblems as found:
        raise Refused(
            "没有试算：改动后的标准自相矛盾。", items=[problem.replace(": ", "：", 1) for problem in found.problems], then=THEN
        ) from None


def _narrowed(request: HttpRequest, trial: Trial) -> list[Tried]:
    """The units asked for: who crosses the line first, then who moves furthest."""
    unit, kind = request.GET.get("unit", ""), request.GET.get("show") or "changed"
    rows = [row for row in trial.rows if unit in {"", row.application.unit}]
    keep = {
        "changed": lambda row: row.kind != "same",
        "gained": lambda row: row.kind == "gained",
        "lost": lambda row: row.kind == "lost",
        "up": lambda row: row.moved > 0,
        "down": lambda row: row.moved < 0,
    }.get(kind, lambda row: True)
    return sorted(filter(keep, rows), key=lambda row: (row.kind not in {"gained", "lost"}, -abs(row.moved)))
