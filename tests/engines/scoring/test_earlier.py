"""A plan compiled in the place of one stored before engine 1.2.0 means the same as that one; any other stays as it is."""

from greenlist.engines.scoring.earlier import is_read_in_two_ways, passes_unknown, passing_unknown, read_as
from tests.engines.scoring.standards import group, inputs, measure, one, plan, result, source

LOOK = {"table": "t", "column": "l"}
MORE = {
    "inputs": inputs(a={}, b={}, c={}, k={"one_of": {"table": "t"}}),
    "tables": {"t": {"key": "k", "columns": {"l": "1"}, "none": "都不是", "rows": {"x": {"label": "甲", "values": {"l": "20"}}}}},
}
TODAY = one(measure(kind="pos", lead={"first_of": [{"first_of": [LOOK, "b"]}, "10"]}), **MORE)


def test_every_first_of_is_as_earlier_engines_wrote_it_also_inside_another():
    earlier = passing_unknown(TODAY)
    assert earlier.content["derived"]["lead_M"]["value"] == {"first_of": [{"first_of": [LOOK, "b"]}, "10"]}
    assert TODAY.content["derived"]["lead_M"]["value"]["unknown"] == "stays"
    assert (passes_unknown(earlier.content), passes_unknown(TODAY.content)) == (True, False)
    assert (result(earlier, inputs={"a": "5"}).items["M"].points, result(TODAY, inputs={"a": "5"}).items["M"].points) == (5, 0)


def test_what_is_compiled_in_the_place_of_a_stored_plan_is_read_as_that_one():
    assert read_as(TODAY, TODAY.content) is TODAY
    assert read_as(TODAY, passing_unknown(TODAY).content) == passing_unknown(TODAY)


def test_a_formula_of_a_figure_that_is_called_like_a_first_of_stays_a_formula():
    figures = {"inputs": inputs(first_of_all={}, a={})}
    called = one(measure(kind="pos", lead={"first_of": ["first_of_all + 1", "10"]}), **figures)
    assert passing_unknown(called).content["derived"]["lead_M"]["value"] == {"first_of": ["first_of_all + 1", "10"]}


def test_one_without_a_first_of_says_nothing_of_it_and_stays_the_same():
    without = plan(group("G", measure(kind="pos", lead=LOOK)), **MORE)
    assert passing_unknown(without) is without and not passes_unknown(without.content)
    assert read_as(TODAY, without.content) is TODAY
    assert not passes_unknown({})


def test_one_inner_first_of_that_passes_the_unknown_is_enough():
    mixed = {"derived": {"d": {"value": {"unknown": "stays", "first_of": [{"first_of": ["a", "b"]}, "c"]}}}}
    assert passes_unknown(mixed)


def test_a_standard_without_a_first_of_is_read_in_one_way():
    for lead, ways in ((LOOK, False), ({"first_of": [LOOK, "b"]}, True), ({"2024-01-01": {"first_of": [LOOK, "b"]}}, True)):
        assert is_read_in_two_ways(source(group("G", measure(kind="pos", lead=lead)), **MORE).standard) is ways
