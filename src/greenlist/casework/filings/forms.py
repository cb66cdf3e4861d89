"""The whole form of a filing: the unit's own section, then the sections of the standard."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from greenlist.engines.scoring import FormRow, Plan, form_of


@dataclass(frozen=True)
class Row:
    """One row of the form; `is_input`: a figure the standard computes with. kind: text, long_text, choice, check, figure, product, quantity, yes_no, degree, count, computed."""

    id: str
    kind: str
    label: str
    clause: str
    is_required: bool
    is_encouraged: bool = False
    unit: str = ""
    maximum: str = ""
    step: str = ""
    choices: tuple[str, ...] = ()
    may_be_not_applicable: bool = False
    evidence_hint: str = ""
    is_verified: bool = True
    part: str = ""
    is_input: bool = False
    minimum: str = ""
    asks_last_year: bool = False

    @property
    def is_scored(self) -> bool:
        """Does the row belong to the standard (and not to the unit's own section)?"""
        return self.is_input or self.kind in {"quantity", "yes_no", "degree", "count", "computed"}


@dataclass(frozen=True)
class Section:
    """One section of the form; `weight` is its weight in the total, '' when it has none."""

    id: str
    title: str
    rows: tuple[Row, ...]
    weight: str = ""

    @property
    def filled_rows(self) -> tuple[Row, ...]:
        """The rows a person fills in."""
        return tuple(row for row in self.rows if row.kind != "computed")


@cache
def unit_section(subject: str = "factory") -> Section:
    """The unit's own section (unit_form.yaml); a park and a factory say more of themselves."""
    raw = yaml.safe_load(Path(__file__).with_name("unit_form.yaml").read_text(encoding="utf-8"))
    rows = tuple(
        Row(
            entry["id"], entry["kind"], entry["label"], entry.get("clause", raw["clause"]), entry["required"],
            unit=entry.get("unit", ""), choices=tuple(entry.get("choices", ())),
        )
        for entry in (*raw["rows"], *raw.get(f"{subject}_rows", ()))
    )  # fmt: skip
    return Section(raw["id"], raw["title"], rows)


def sections_of(plan: Plan) -> tuple[Section, ...]:
    """All sections for a plan, in order."""
    form = form_of(plan)
    return (
        unit_section(str(plan.content["subject"])),
        *(Section(s.id, s.title, tuple(_row(r) for r in s.rows), s.weight) for s in form.sections),
    )


def _row(row: FormRow) -> Row:
    must_fill = row.is_input or row.kind in {"yes_no", "degree", "count"}
    return Row(
        id=row.id,
        kind=row.kind,
        label=row.label,
        clause=row.clause,
        is_required=must_fill and not row.is_alternative and not row.is_encouraged,
        is_encouraged=row.is_encouraged,
        unit=row.unit,
        maximum=row.maximum,
        step=row.step,
        may_be_not_applicable=row.may_be_not_applicable,
        evidence_hint=row.evidence_hint,
        is_verified=row.confidence == "VERIFIED" and row.points_confidence == "VERIFIED",
        part=row.part,
        is_input=row.is_input,
        minimum=row.minimum,
        choices=row.choices,
        asks_last_year=row.asks_last_year,
    )
