"""The form: the unit's own section, then what the standard says, whatever its tree."""

from datetime import date
from pathlib import Path

import pytest

from greenlist.casework.filings.forms import Row, sections_of, unit_section
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.rulebook.standards import held_editions

TOY = Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"
ON = date(2024, 5, 22)


def form(path):
    source = load_standard(path)
    return sections_of(compile_plan(source, max(ON, date.fromisoformat(source.standard.in_force["from"]))))


def test_the_units_own_section_has_its_rows_in_order():
    section = unit_section()
    assert (section.id, section.title, section.weight) == ("unit", "基本信息", "")
    assert [r.id for r in section.rows][:3] == ["unit_name", "address", "ownership"]
    energy = [f"energy_{name}" for name in ("product", "value", "clinker", "altitude", "pressure")]
    assert [r.id for r in section.rows if not r.is_required] == ["contact_department", *energy]
    assert {r.kind for r in section.rows} == {"text", "choice", "long_text", "check", "product", "figure"}
    assert all(r.choices for r in section.rows if r.kind == "choice")
    assert not any(r.is_scored for r in section.rows)


def test_the_toy_standard_becomes_a_form_without_any_python_of_its_own():
    sections = {s.id: [(r.id, r.kind) for r in s.rows] for s in form(TOY)}
    assert list(sections) == ["unit", "gates", "A", "B", "C"]
    assert ("G2", "yes_no") in sections["gates"]
    rows = dict(entry for rows in sections.values() for entry in rows)
    assert {rows[i] for i in ("A1-1", "A1-2", "C-1")} == {"computed"}
    assert (rows["A2-1"], rows["A2-2"], rows["B-1"], rows["energy"]) == ("count", "yes_no", "degree", "quantity")


def test_what_may_be_left_out_with_a_reason_is_marked():
    rows = {r.id: r for s in form(TOY) for r in s.rows}
    assert {i for i, r in rows.items() if r.may_be_not_applicable} == {"C-2"}
    assert (rows["energy"].unit, rows["B-1"].maximum, rows["A2-1"].clause) == ("tce", "5", "3.3")


def test_a_computed_row_is_not_filled_in():
    for section in form(TOY):
        assert [r for r in section.filled_rows if r.kind == "computed"] == []
        assert not any(r.is_required for r in section.rows if r.kind == "computed")


@pytest.mark.parametrize("path", held_editions(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_standard_we_hold_becomes_a_whole_form(path):
    sections = form(path)
    ids = [r.id for s in sections for r in s.rows]
    assert len(ids) == len(set(ids))
    assert len({s.id for s in sections}) == len(sections)
    assert all(len(s.id) <= 40 for s in sections)
    assert all(len(i) <= 60 for i in ids)
    assert all(r.label and r.clause for s in sections for r in s.rows)
    assert all(r.is_scored for s in sections[1:] for r in s.rows)


@pytest.mark.parametrize(
    ("kind", "scored"),
    [("quantity", True), ("yes_no", True), ("degree", True), ("count", True), ("computed", True), ("text", False), ("check", False)],
)
def test_which_rows_belong_to_the_standard(kind, scored):
    assert Row("x", kind, "甲", "1", True).is_scored is scored
