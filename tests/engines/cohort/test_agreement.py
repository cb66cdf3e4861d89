"""Over made-up standards of the whole language the three ways of scoring publish the same: compiled, numpy, exact."""

from random import Random

import numpy as np
import pytest

from greenlist.engines.cohort import Column, compile_program, lane, score_batch
from greenlist.engines.cohort.lane import score_all
from greenlist.engines.scoring import Plan
from tests.engines.cohort import cohorts
from tests.engines.scoring.oracle import making
from tests.engines.scoring.oracle.agreement import planned
from tests.engines.scoring.standards import measure, one

ROWS = 24
FIELDS = ("total", "verdict", "grade", "unmet", "missing")


def made(dice, *, is_for_kernel):
    """A standard; for the kernel without the constructs that it leaves to numpy."""
    content = making.standard(dice)
    if is_for_kernel:
        content["total"].pop("round_item", None)
        content["total"].pop("round_group", None)
        for group in _all(content["groups"]):
            group.pop("choose_by", None)
            group["not_applicable"] = {"redistribute_all": "full"}.get(group.get("not_applicable"), group.get("not_applicable", "zero"))
            if "best" in group:
                group.pop("required_block", None)
                group["groups"] = []
                for item in group["items"]:
                    item |= {
                        "points": "8",
                        "may_be_not_applicable": item["may_be_not_applicable"] and "weight" in group and item is not group["items"][0],
                    }
    return content


def _all(groups):
    for group in groups:
        yield group
        yield from _all(group.get("groups", ()))


@pytest.mark.parametrize("seed", range(10))
def test_the_lanes_publish_the_same(seed):
    dice = Random(f"cohort {seed}")
    program = compile_program(planned(made(dice, is_for_kernel=seed % 2 == 0)), dice.choice((None, 10)))
    given = cohorts.columns(program, ROWS, seed)
    compiled, plain = (score_batch(program, given, ROWS, is_compiled=way) for way in (None, False))
    assert cohorts.differences(program, plain, given, range(ROWS)) == []
    for name in FIELDS:
        assert np.array_equal(getattr(compiled, name), getattr(plain, name)), name


@pytest.mark.parametrize("seed", range(8))
def test_what_ifs_in_one_pass_publish_and_lose_what_each_does_alone(seed, monkeypatch):
    monkeypatch.setattr(lane, "BLOCK", 20)  # several blocks
    dice, content = Random(f"what-ifs {seed}"), None
    while content is None or compile_program(planned(content)).needs_numpy or compile_program(planned(content)).needs_exact:
        content = made(dice, is_for_kernel=True)
    programs = [compile_program(planned(content))]
    for _ in range(4):  # each changes one thing more; the last nothing
        programs.append(compile_program(planned(content)))
        group = dice.choice(list(_all(content["groups"])))
        group |= {"weight": str(dice.randrange(5, 50))} if "weight" in group else {}
        for item in group["items"]:
            item["points"] = str(dice.randrange(1, 9)) if "score" in item and "best" not in group else item["points"]
    given, cities = cohorts.columns(programs[0], ROWS, seed), np.arange(ROWS) % 3
    together, losses = score_all(programs, given, ROWS, codes=cities)
    scores, _ = score_all(programs, given, ROWS)
    assert any(np.any(together[0].total != other.total) for other in together)
    for program, ours, unasked, lost in zip(programs, together, scores, losses, strict=True):
        (alone,), (own,) = score_all([program], given, ROWS, codes=cities)
        assert np.array_equal(lost, own)
        for name in FIELDS:
            assert np.array_equal(getattr(ours, name), getattr(alone, name)), name
            assert np.array_equal(getattr(unasked, name), getattr(alone, name)), name


LIMITS = {"key": "p", "none": "都不是", "columns": {"v": "t"}, "rows": {
    "x": {"label": "甲", "values": {"v": "2"}}, "z": {"label": "乙", "values": {"v": None}}, "w": {"label": "丙", "values": {"v": "c + 1"}},
    "o": {"label": "丁", "values": {"v": "c / d"}}}}  # fmt: skip
ASKED = {name: {"label": name, "unit": "t", "clause": name, "minimum": None} for name in "abcd"}
ASKED["p"] = {"label": "p", "unit": "1", "clause": "p", "one_of": {"table": "limits"}}
TABLE, SIZE = {"table": "limits", "column": "v"}, {"bracket": "c", "at_least": [["1", "3"]]}


@pytest.mark.parametrize("lead", [[TABLE, "b"], [SIZE, "b"], ["c / d", SIZE, TABLE, "5"], [SIZE, {"first_of": [TABLE, SIZE]}, "b"]])
@pytest.mark.parametrize("is_stored_before", [False, True])
def test_the_lanes_pass_over_the_same_and_stop_at_the_same_unknown(lead, is_stored_before):
    plan = one(measure(kind="pos", lead={"first_of": lead}), inputs=ASKED, tables={"limits": LIMITS})
    program = compile_program(Plan.from_content(_before(plan.as_content())) if is_stored_before else plan)
    number, codes = np.arange(6 * 3 * 3 * 2), ("x", "z", "w", "o", "none")
    figures = [Column(number // step % count * 1.0, number // step % count < count - 1) for step, count in ((6, 3), (18, 3))]
    given = {"a": Column(np.ones(108)), "b": Column(np.full(108, 4.0), number // 54 == 0), "c": figures[0], "d": figures[1]}
    given["p"] = Column(number % 6 % 5, number % 6 < 5, codes)
    for is_compiled in (None, False):
        scores = score_batch(program, given, 108, is_compiled=is_compiled)
        assert cohorts.differences(program, scores, given, range(108)) == []
    assert 0 < scores.missing.sum() < 108


def _before(content):
    """A plan as it was stored before what is not known stopped the search for a value."""
    if isinstance(content, list):
        return [_before(part) for part in content]
    return {key: _before(part) for key, part in content.items() if key != "unknown"} if isinstance(content, dict) else content
