"""Small made-up standards: the engine and the oracle agree, the tree alone gives the total, a gap adds what was promised."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from tests.engines.scoring.oracle.small import all_leaves, cases, engine, naive
from tests.engines.scoring.test_trace import recomputed

SLOW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@SLOW
@given(cases())
def test_the_engine_agrees_with_the_oracle_and_its_tree_alone_gives_the_total_again(case):
    total, expected = naive(*case)
    found = engine(*case)
    assert {name: (r.status, r.points) for name, r in found.items.items()} == expected
    assert found.total == total
    assert recomputed(found.trace) == total


@SLOW
@given(cases())
def test_filling_every_gap_as_well_as_can_be_adds_exactly_what_was_promised(case):
    groups, _, answers, absent, doubtful = case
    figures = {"a": "5", "b": "2", "c": "1"}
    rows = [row for top in groups for row in all_leaves(top)]
    before = engine(groups, figures, answers, absent, doubtful)
    gaps = {gap.id for gap in before.missing}
    fillable = {row["id"] for row in rows if "score" not in row and "test" not in row}
    after = engine(groups, figures, {**answers, **dict.fromkeys(gaps & fillable, "met")}, absent, doubtful)
    if gaps <= fillable:
        assert after.total - before.total == sum((gap.gain for gap in before.missing), Fraction(0))
        assert after.missing == ()
