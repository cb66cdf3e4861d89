"""The draw by risk: chances exact, nobody's nought, hit as often as they say, drawn again to the last name."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from greenlist.engines.sampling import (
    FORMAT,
    MILLION,
    Basis,
    Unit,
    basis_content,
    chances,
    check,
    commitment_of,
    draw,
    draw_from,
    frame_content,
    frame_digest,
    seed_of,
    weight_of,
)

VALUES = some.one_of(some.none(), some.integers(0, 100))
ROWS = some.lists(some.tuples(some.sampled_from("甲乙丙"), some.sampled_from(["factory", "park"]), VALUES, VALUES), min_size=1, max_size=40)
STRENGTHS = {"a": 3, "b": 9}
FEW = settings(max_examples=60, deadline=None)


def units_of(rows):
    return [Unit(f"u{n:03}", f"单位{n}", city, category, {"a": a, "b": b}) for n, (city, category, a, b) in enumerate(rows)]


@FEW
@given(ROWS, some.data())
def test_chances_add_up_to_the_places_and_nobodys_is_nought(rows, data):
    units = units_of(rows)
    budget = data.draw(some.integers(1, len(units)))
    of = chances(units, budget=budget, even=data.draw(some.integers(1, 100)), strengths=STRENGTHS)
    assert sum(of.values()) == budget * MILLION
    assert all(0 < chance <= MILLION for chance in of.values())


@FEW
@given(ROWS, some.data())
def test_every_city_and_stratum_gets_what_its_chances_add_up_to_rounded(rows, data):
    units = units_of(rows)
    of = chances(units, budget=data.draw(some.integers(1, len(units))), even=25, strengths=STRENGTHS)
    drawn = draw(units, of, seed=data.draw(some.text("abc", min_size=1)))
    assert len(drawn) == len(set(drawn)) == sum(of.values()) // MILLION
    for place in {(unit.city,) for unit in units} | {(unit.city, unit.category) for unit in units}:
        inside = {unit.key for unit in units if (unit.city, unit.category)[: len(place)] == place}
        wanted = Fraction(sum(of[key] for key in inside), MILLION)
        assert abs(len(inside & set(drawn)) - wanted) < 1


@FEW
@given(ROWS, some.randoms())
def test_the_order_of_the_rows_changes_nothing(rows, dice):
    units = units_of(rows)
    other = dice.sample(units, len(units))
    basis = Basis(1, 25, STRENGTHS, "salt")
    assert frame_content(basis, units) == frame_content(basis, other)
    assert draw_from(frame_content(basis, units), secret="s", figure="1") == draw_from(frame_content(basis, other), secret="s", figure="1")


def test_units_are_hit_as_often_as_their_chances_say():
    """20,000 draws of 30 units; with the largest of 30 deviations beyond 4.5 standard deviations once in 5,000 tests. Seeds are fixed."""
    units = units_of([("甲乙丙"[n % 3], "factory", n * 3, 100 if n % 7 == 0 else 0) for n in range(30)])
    of, times = chances(units, budget=6, even=25, strengths=STRENGTHS), 20_000
    hits = dict.fromkeys(of, 0)
    for turn in range(times):
        for key in draw(units, of, seed=f"seed {turn}"):
            hits[key] += 1
    for key, chance in of.items():
        share = chance / MILLION
        assert abs(hits[key] - times * share) < 4.5 * (times * share * (1 - share)) ** 0.5 + 1e-9, key
    assert max(of.values()) > 5 * min(of.values())


def test_a_full_signal_weighs_as_its_strength_says_and_an_unknown_one_as_the_mean():
    assert weight_of(Unit("x", signals={"a": 100}), {"a": 3}, {"a": 0}) == 4 * weight_of(Unit("x", signals={"a": 0}), {"a": 3}, {"a": 0})
    assert weight_of(Unit("x", signals={"a": None}), {"a": 3}, {"a": 37}) == weight_of(Unit("x", signals={"a": 37}), {"a": 3}, {"a": 0})
    of = chances([Unit("x", signals={"a": 0}), Unit("y", signals={"a": 100}), Unit("z")], budget=1, even=10, strengths={"a": 1})
    assert of == {"x": 233334, "y": 433333, "z": 333333}


def test_whoever_would_get_more_than_one_is_certain_and_the_rest_goes_to_the_others():
    units = [Unit("heavy", signals={"a": 100}), *(Unit(f"u{n}", signals={"a": 0}) for n in range(9))]
    of = chances(units, budget=4, even=10, strengths={"a": 999})
    assert [of["heavy"], of["u0"], of["u2"], of["u3"], of["u8"]] == [MILLION, 333334, 333334, 333333, 333333]
    assert set(chances(units, budget=10, even=10, strengths={"a": 5}).values()) == {MILLION}


@pytest.mark.parametrize(
    "wrong",
    [
        {"budget": 0},
        {"budget": 3},
        {"even": 0},
        {"strengths": {"a": -1}},
        {"units": [Unit("x"), Unit("x")]},
        {"units": [Unit("x", signals={"a": 101}), Unit("y")]},
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    given = {"units": [Unit("x"), Unit("y")], "budget": 1, "even": 25, "strengths": {"a": 3}} | wrong
    with pytest.raises(ValueError, match=r"key|budget|share|signal"):
        chances(given.pop("units"), **given)


def a_record():
    units = units_of([("甲乙"[n % 2], "factory", n, None) for n in range(20)])
    basis = Basis(5, 25, STRENGTHS, "盐")
    frame = frame_content(basis, units)
    return {
        "format": FORMAT, "commitment": commitment_of("5ec4e7"), "secret": "5ec4e7", "figure": "3310.98", "frame": frame,
        "frame_digest": frame_digest(frame), "basis": basis_content(basis, units), "drawn": draw_from(frame, secret="5ec4e7", figure="3310.98"),
    }  # fmt: skip


def test_a_record_is_drawn_again_to_the_last_name_with_its_signals_or_without():
    record = a_record()
    assert check(json.dumps(record)) == []
    assert check(json.dumps(record | {"basis": None})) == []
    assert record["drawn"] == ["u011", "u009", "u001", "u010", "u006"]
    assert seed_of("5ec4e7", "3310.98") == "sm3:91a0eba3c9e6a26b10812f31303bc9d171d7e851211983ab890b50e4823093ed"


CHANGES = {
    "another secret": lambda r: r.update(secret="5ec4e8"),
    "another figure": lambda r: r.update(figure="3310.99"),
    "another name": lambda r: r["frame"]["units"][3].update(name="他"),
    "a unit left out": lambda r: r["frame"]["units"].pop(),
    "a chance moved": lambda r: r["frame"]["units"][0].update(chance="0.900000"),
    "a signal changed": lambda r: r["basis"]["signals"]["u004"].update(a=99),
    "a strength changed": lambda r: r["basis"]["strengths"].update(a=4),
    "one drawn is left out": lambda r: r["drawn"].pop(),
    "one is put in": lambda r: r["drawn"].append("u000"),
    "another order": lambda r: r["drawn"].reverse(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_one_change_is_named(change):
    record = a_record()
    change(record)
    assert check(json.dumps(record))


def test_a_set_changed_and_hashed_again_no_longer_agrees_with_its_basis():
    record = a_record()
    first, second = record["frame"]["units"][:2]
    first["chance"], second["chance"] = second["chance"], first["chance"]
    record["frame_digest"] = frame_digest(record["frame"])
    record["drawn"] = draw_from(record["frame"], secret=record["secret"], figure=record["figure"])
    assert [fault[:3] for fault in check(json.dumps(record))] == ["单位0", "单位1"]


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", '{"format": "greenlist.draw/1"}', '{"format": "x"}', "[" * 100_000])
def test_what_is_no_record_is_told_and_not_thrown(text):
    assert len(check(text)) == 1
