"""标准: the editions known and held; of a held one every value with where it is read and how sure it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.explanation import rule_words
from greenlist.casework.register.models import Category
from greenlist.engines.scoring import Plan, compile_plan, load_standard
from greenlist.engines.scoring.expr import rendered
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem
from greenlist.engines.scoring.rounding import shown
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.rulebook.standards import known_editions, standard_file
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

RATIOS = {"pos": "{value} ÷ {lead}", "neg": "{lead} ÷ {value}", "linear": "{value}，从 {base} 到 {lead} 按比例"}
KINDS = {"required": "必选", "optional": "可选", "judged": "评判", "yes_no": "是否", "count": "计数", "measure": "测算"}


@dataclass(frozen=True)
class Value:
    """One line of a standard: what it asks, how it is judged, its maximum, and how sure each part of it is."""

    clause: str
    label: str
    kind: str
    rule: str
    maximum: str
    sureness: tuple[tuple[str, str], ...]
    part: str = ""


@dataclass(frozen=True)
class Section:
    """A top group of the standard, or one of its lists; `weight` with its own sureness where it has one."""

    title: str
    values: tuple[Value, ...]
    weight: str = ""
    weight_sureness: str = ""
    head: str = "怎样判定或得分"
    last: str = "满分"


@kept
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /standards/: per category what is in force, and whether its table is held."""
    return render(request, "public/standards.html", {"categories": [(label, known_editions(code)) for code, label in Category.choices]})


@kept
def show(request: HttpRequest, standard_id: str, edition: str) -> HttpResponse:
    """GET /standards/<id>/<edition>/."""
    try:
        source = load_standard(standard_file(standard_id, edition))
    except KeyError:
        raise Http404 from None
    plan = compile_plan(source, date.fromisoformat(source.standard.in_force["from"] or "2024-05-27"))
    sections = [section for section in _sections(source.standard, plan) if section.values]
    tally = Counter(code for section in sections for code in _codes(section))
    counts = [(word, tally[code]) for code, word in CONFIDENCE_WORDS.items() if tally[code]]
    context = {"standard": source.standard, "sections": sections, "counts": counts, "total": sum(tally.values())}
    return render(request, "public/standard.html", context)


def _codes(section: Section) -> Iterator[str]:
    yield from (code for value in section.values for _, code in value.sureness)
    if section.weight_sureness:
        yield section.weight_sureness


def _sections(standard: Any, plan: Plan) -> Iterator[Section]:
    gates = (Value(g.clause, g.label, "必备", plan.labels.get(g.test or "", g.test or "由人判断"), "", (("条文", g.confidence),))
             for g in standard.gates)  # fmt: skip
    yield Section(standard.gates_title, tuple(gates), last="")
    for group, written in zip(plan.groups, standard.groups, strict=True):
        weight = shown(group.weight) if group.weight is not None else ""
        yield Section(group.title, tuple(_items(group, "", plan.labels)), weight, written.weight_confidence if weight else "")
    conventions = (Value(c.clause, c.label, "约定", c.why, "", (("约定", c.confidence),)) for c in standard.conventions)
    yield Section("计分约定", tuple(conventions), head="为什么这样算", last="")
    derived = (Value(entry["clause"], entry["label"], "算式", f"＝{entry['shown']}", _unit(entry["unit"]), (("算式", entry["confidence"]),))
               for entry, _ in plan.derived.values())  # fmt: skip
    yield Section("算式", tuple(derived), head="算式", last="单位")
    inputs = (Value(i.clause, i.label, "数据", i.evidence, _unit(i.unit), (("条文", i.confidence),)) for i in standard.inputs.values())
    yield Section("要填的数据", tuple(inputs), head="取自", last="单位")


def _items(group: PlannedGroup, part: str, labels: dict[str, str]) -> Iterator[Value]:
    for item in group.items:
        yield _item(item, part, labels)
    for child in group.groups:
        yield from _items(child, child.title, labels)


def _item(item: PlannedItem, part: str, labels: dict[str, str]) -> Value:
    sureness = [("条文", item.confidence), ("分值", item.points_confidence)]
    if item.scoring_confidence:
        sureness.append(("得分办法", item.scoring_confidence))
    rule = _ratio(item, labels) or rule_words(item) or ("符合得满分" if item.kind in {"required", "yes_no"} else "按程度给分，由人判断")
    return Value(item.clause, item.label, KINDS[item.kind], rule, shown(item.points, 4), tuple(sureness), part)


def _ratio(item: PlannedItem, labels: dict[str, str]) -> str:
    """能源产出率 ÷ 3: how a value stands to its lead value; '' for what is not scored so."""
    score = item.score
    if score is None or score.lead is None or score.kind not in RATIOS:
        return ""
    base = rendered(score.base.text, labels) if score.base else "0"
    words = RATIOS[score.kind].format(value=score.shown, lead=rendered(score.lead.text, labels), base=base)
    return words if score.cap is not None else f"{words}，不封顶"


def _unit(text: str) -> str:
    return "" if text == "1" else text
