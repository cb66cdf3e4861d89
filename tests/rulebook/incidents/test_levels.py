"""The tables of levels: 以上 includes the number and 以下 does not; what is not known never makes a level lower."""

from fractions import Fraction

import pytest

from greenlist.rulebook.incidents import assess, examples, grave_levels, is_grave, level_tables, levels
from greenlist.rulebook.notices import notice
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

TABLES = level_tables()
BOUNDS = [(kind, m.id, level, least) for kind, t in TABLES.items() for m in t.measures for level, least in m.bounds]


def told(kind, **numbers):
    return assess(kind, {m.id: Fraction(0) for m in TABLES[kind].measures} | numbers, is_rest_excluded=True)


@pytest.mark.parametrize("case", examples(), ids=lambda case: f"{case['kind']} {case['told']}")
def test_the_boundary_examples(case):
    numbers = {name: Fraction(text) if text else None for name, text in case["told"].items()}
    assert assess(case["kind"], numbers, case.get("held", ()), is_rest_excluded=case.get("excluded", False)).words == case["level"]


@pytest.mark.parametrize(("kind", "measure", "level", "least"), BOUNDS)
def test_a_bound_makes_its_level_and_one_less_does_not(kind, measure, level, least):
    at, below = told(kind, **{measure: Fraction(least)}), told(kind, **{measure: Fraction(least) - Fraction(1, 10_000)})
    assert (at.level, at.is_certain) == (level, True)
    assert levels().index(below.level) == levels().index(level) - 1


def test_what_is_not_known_may_only_make_it_graver():
    least = assess("production_accident", {"deaths": Fraction(3)})
    assert (least.level, least.is_certain, least.may_be_grave) == ("level_serious", False, True)
    assert least.unknown == ("重伤（含急性工业中毒）", "直接经济损失")
    worst = assess("production_accident", {"deaths": Fraction(30)})
    assert (worst.level, worst.is_certain) == ("level_extraordinary", True)
    assert assess("production_accident", {}).may_be_grave
    assert not told("production_accident", deaths=Fraction(9)).may_be_grave


def test_a_circumstance_that_nobody_has_excluded_is_not_known():
    none = dict.fromkeys(("deaths", "injured", "evacuated", "loss"), Fraction(0))
    assert assess("environmental_incident", none).words == "至少Ⅳ级（一般）"
    assert assess("environmental_incident", none, is_rest_excluded=True).words == "Ⅳ级（一般）"
    assert assess("environmental_incident", none, ["other_city"]).words == "至少Ⅲ级（较大）"


def test_what_decided_is_told():
    found = told("production_accident", deaths=Fraction(10), loss=Fraction("5000.5"))
    assert found.because == ("死亡10人，达到“10人以上”", "直接经济损失5000.5万元，达到“5000万元以上”")
    assert told("production_accident", deaths=Fraction(2)).because[0] == "死亡2人，不到3人"


def test_quality_is_for_a_person_to_say():
    found = assess("quality_accident", {})
    assert (found.level, found.is_certain, found.words) == ("", False, "不能定级")


def test_every_table_names_its_source_its_confidence_and_a_clause_of_the_notice():
    assert grave_levels() == ("level_major", "level_extraordinary")
    assert [is_grave(level) for level in ("", *levels())] == [False, False, False, True, True]
    for table in TABLES.values():
        assert table.source and table.confidence in CONFIDENCE_WORDS and notice("jx-2024-20").clause(table.clause).kind == "duty"
        assert {c.confidence for c in table.circumstances} <= set(CONFIDENCE_WORDS)
        assert set(table.names) == set(levels()) and {c.level for c in table.circumstances} <= set(levels())
