"""The form of any standard: sections and rows, everything a page or a paper needs, straight from the plan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

from greenlist.engines.scoring.figures import YES_NO
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem
from greenlist.engines.scoring.rounding import shown
from greenlist.engines.scoring.schema import Confidence

GATES = "gates"
CONFIDENCES = get_args(Confidence)  # from the surest to the least sure


@dataclass(frozen=True)
class FormRow:
    """One row; `asks_last_year`: the year before is asked beside it, to compare. kind: quantity (number with unit), choice (one of `choices`), yes_no (符合/不符合), degree (0…maximum), count, computed
    (no input).

    `is_input`: a figure the standard computes with. `is_alternative`: it may stay empty when others are filled: it serves only a group of
    which the best few count, one of several ways, or a further row of a small table. `is_encouraged`: a gate that decides nothing and may
    stay empty. `minimum` '' : it may be negative.
    """

    id: str
    kind: str
    label: str
    clause: str
    unit: str = ""
    maximum: str = ""
    step: str = ""
    is_required: bool = False
    is_encouraged: bool = False
    may_be_not_applicable: bool = False
    evidence_hint: str = ""
    confidence: str = "VERIFIED"
    points_confidence: str = "VERIFIED"
    part: str = ""
    is_alternative: bool = False
    is_input: bool = False
    minimum: str = ""
    choices: tuple[str, ...] = ()
    asks_last_year: bool = False


@dataclass(frozen=True)
class FormSection:
    """One section: the gates, or one top group of the standard with the figures it uses."""

    id: str
    title: str
    clause: str
    rows: tuple[FormRow, ...]
    weight: str = ""


@dataclass(frozen=True)
class Form:
    """All sections in order."""

    standard: str
    sections: tuple[FormSection, ...]

    def section(self, section_id: str) -> FormSection:
        """The section with this id; KeyError when there is none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def row_section(self, row_id: str) -> str:
        """The section a row stands in, '' when no such row exists."""
        return next((s.id for s in self.sections for r in s.rows if r.id == row_id), "")


def form_of(plan: Plan) -> Form:
    """The form of a plan. Every input stands once, in the first section that uses it; unused inputs join the last."""
    taken: set[str] = set()
    always = {name for group in plan.groups for name in _always(plan, group)}
    sections = [FormSection(GATES, str(plan.content["gates_title"]), "", _gate_rows(plan))] if plan.gates else []
    for group in plan.groups:
        figures = [name for item in group.all_items() for name in plan.inputs_of(item)]
        fresh = [name for name in dict.fromkeys(figures) if name not in taken]
        taken.update(fresh)
        rows = (*(_input_row(plan, name, name not in always) for name in fresh), *_item_rows(group, group.title))
        weight = shown(group.weight) if group.weight is not None else ""
        sections.append(FormSection(group.id, group.title, group.clause, rows, weight))
    unused = tuple(_input_row(plan, name, False) for name in plan.inputs if name not in taken)
    if unused and sections:
        sections[-1] = replace(sections[-1], rows=sections[-1].rows + unused)
    return Form(plan.title, tuple(sections))


def _gate_rows(plan: Plan) -> tuple[FormRow, ...]:
    return tuple(
        FormRow(gate["id"], "computed" if test else "yes_no", gate["label"], gate["clause"], is_required=not gate.get("encouraged"),
                is_encouraged=gate.get("encouraged", False), evidence_hint=gate["evidence"], confidence=gate["confidence"])
        for gate, test in plan.gates
    )  # fmt: skip


def _always(plan: Plan, group: PlannedGroup) -> Iterator[str]:
    """The inputs of items that count whatever is chosen."""
    for item in group.items if group.best is None and not group.bonus else ():
        yield from plan.needed_by(item)
    for child in group.groups if not group.bonus else ():
        yield from _always(plan, child)


def _input_row(plan: Plan, name: str, is_alternative: bool) -> FormRow:
    entry = plan.inputs[name]
    choices = tuple(YES_NO.values()) if entry.get("one_of") == "yes_no" else tuple(plan.choices.get(name, {}).values())
    return FormRow(name, "choice" if choices else "quantity", entry["label"], entry["clause"], unit=entry["unit"],
                   maximum=entry.get("maximum", ""), is_required=not is_alternative, evidence_hint=entry["evidence"],
                   confidence=entry["confidence"], part="数据", is_alternative=is_alternative, is_input=True,
                   minimum=entry.get("minimum", "0") or "", choices=choices,
                   asks_last_year=not choices and int(entry.get("years", 1)) == 1)  # fmt: skip


def _item_rows(group: PlannedGroup, part: str) -> tuple[FormRow, ...]:
    own = tuple(_item_row(item, part, group.best is not None or group.bonus) for item in group.items)
    return own + tuple(row for child in group.groups for row in _item_rows(child, child.title))


def _item_row(item: PlannedItem, part: str, is_alternative: bool) -> FormRow:
    kind = "computed"
    if item.is_answered_by_person:
        kind = {"required": "yes_no", "yes_no": "yes_no", "count": "count"}.get(item.kind, "degree")
    return FormRow(
        id=item.id,
        kind=kind,
        label=item.label,
        clause=item.clause,
        unit="个" if kind == "count" else "分",
        maximum=str(item.count_of) if item.count_of else shown(item.points, 4),
        step=shown(item.step, 4),
        is_required=item.kind == "required",
        may_be_not_applicable=item.may_be_not_applicable,
        evidence_hint=item.evidence,
        confidence=item.confidence,
        points_confidence=max(item.points_confidence, item.scoring_confidence or "VERIFIED", key=CONFIDENCES.index),
        part=part,
        is_alternative=is_alternative,
    )
