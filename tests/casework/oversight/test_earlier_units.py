"""A figure that was declared in the unit the form asked for then keeps its quantity where the new edition asks in another one."""

from datetime import date
from fractions import Fraction

import pytest

from greenlist.casework.journal.contents import store
from greenlist.casework.oversight.earlier_units import changed_units, in_units
from greenlist.casework.oversight.edition_changes import NewPlans
from greenlist.engines.scoring import ApplicationProblems, compile_plan, load_standard
from greenlist.rulebook.standards import standard_file
from tests.casework.standards.official import READ, loaded

DAY = date(2026, 5, 1)


def entry(unit):
    return {"unit": unit}


def test_only_a_figure_asked_in_another_unit_is_told():
    used = {"inputs": {"a": entry("kg"), "b": entry("t"), "gone": entry("t")}, "rows": {"r": {"inputs": {"c": entry("kWh")}}}}
    new = {"inputs": {"a": entry("t"), "b": entry("t"), "new": entry("t")}, "rows": {"r": {"inputs": {"c": entry("万kWh")}}}}
    assert changed_units(used, new) == {"a": "kg", "c": "kWh"}
    assert changed_units({}, new) == {}


def test_what_was_declared_gets_the_unit_it_was_asked_in_and_keeps_one_of_its_own():
    declared = {
        "inputs": {
            "a": "5",
            "b": "6",
            "d": {"value": "7", "evidence": "p"},
            "e": {"value": "8", "unit": "t"},
            "f": {"years": {"2024": "9"}},
        },
        "rows": {"r": [{"c": "1", "b": "2"}]},
        "items": {"I": "met"},
    }
    found = in_units(declared, {"a": "kg", "c": "kWh", "d": "kg", "e": "kg", "f": "kg"})
    assert found["inputs"] == {
        "a": {"value": "5", "unit": "kg"},
        "b": "6",
        "d": {"value": "7", "evidence": "p", "unit": "kg"},
        "e": {"value": "8", "unit": "t"},
        "f": {"years": {"2024": {"value": "9", "unit": "kg"}}},
    }
    assert found["rows"] == {"r": [{"c": {"value": "1", "unit": "kWh"}, "b": "2"}]}
    assert found["items"] == declared["items"]
    assert in_units(declared, {}) is declared


@pytest.mark.parametrize(("unit", "read"), [("kg", Fraction(100_000)), ("t", Fraction(100)), ("m³", None)])
def test_a_corrected_unit_changes_no_quantity_of_what_was_declared(province, unit, read):
    """A hundred tonnes are a hundred thousand kilograms; what no unit can become is told."""
    row = loaded(province.cast.centre, {"inputs.clinker_percent.maximum": ("99", READ)}, "gbt-36132/2025")
    used = compile_plan(load_standard(standard_file("gbt-36132", "2025")), DAY)
    name = next(name for name, held in used.content["inputs"].items() if held["unit"] == "t" and not held.get("years"))
    plans, digest = NewPlans(row), store("plan", used.as_content())
    plans.plain["inputs"][name]["unit"] = unit
    plan = plans.instead_of(digest)
    if read is None:
        with pytest.raises(ApplicationProblems, match="不能换算"):
            plans.declared(plan, digest, {"inputs": {name: "100"}})
    else:
        assert plans.declared(plan, digest, {"inputs": {name: "100"}}).inputs[name] == read
