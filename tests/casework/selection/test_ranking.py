"""Ranking: the rounded score, ties by a committed key; adding, dropping or reordering candidates never moves two others."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.casework.selection.quotas import keys_of, quota_label, read_quotas
from greenlist.casework.selection.ranking import RANKING, Bounds, Candidate, as_drawn, rank, rank_content, tie_break

SCORES = st.integers(0, 10000).map(lambda n: f"{Decimal(n) / 100:.2f}")
CANDIDATES = st.lists(st.tuples(SCORES, st.booleans()), max_size=12).map(
    lambda rows: [Candidate(f"2024-X-{i}", s, n) for i, (s, n) in enumerate(rows)]
)
LINES = st.sampled_from(["", "0", "60", "82.00", "100"])


@given(CANDIDATES, LINES)
def test_higher_scores_stand_first_and_every_rank_is_given_once(candidates, line):
    placed = rank(candidates, seed="x", bounds=Bounds(line))
    assert [p.rank for p in placed] == list(range(1, len(candidates) + 1))
    assert [Decimal(p.score) for p in placed] == sorted((Decimal(c.score) for c in candidates), reverse=True)
    assert {p.number for p in placed} == {c.number for c in candidates}


@given(CANDIDATES, LINES)
def test_proposed_are_exactly_those_at_or_above_the_line(candidates, line):
    for p in rank(candidates, seed="x", bounds=Bounds(line)):
        assert p.is_proposed is (not line or Decimal(p.score) >= Decimal(line))


@given(CANDIDATES, LINES)
def test_nominated_are_the_proposed_who_asked_for_it(candidates, line):
    wants = {c.number: c.wants_national for c in candidates}
    for p in rank(candidates, seed="x", bounds=Bounds(line)):
        assert p.is_nominated is (p.is_proposed and wants[p.number])


@given(CANDIDATES, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(candidates, random):
    shuffled = random.sample(candidates, len(candidates))
    assert rank(shuffled, seed="x", bounds=Bounds("60")) == rank(candidates, seed="x", bounds=Bounds("60"))


@given(CANDIDATES)
def test_without_one_the_others_keep_their_order(candidates):
    order = [p.number for p in rank(candidates, seed="x", bounds=Bounds(""))]
    fewer = [p.number for p in rank(candidates[1:], seed="x", bounds=Bounds(""))]
    assert fewer == [n for n in order if not candidates or n != candidates[0].number]


def test_ties_follow_the_key_of_seed_and_number_and_another_seed_another_order():
    tied = [Candidate(f"n{i}", "90.00", False) for i in range(20)]
    orders = {seed: [p.number for p in rank(tied, seed=seed, bounds=Bounds(""))] for seed in ("a", "b")}
    assert orders["a"] == sorted((c.number for c in tied), key=lambda n: tie_break("a", n))
    assert orders["a"] != orders["b"]
    assert len({tie_break("a", f"n{i}") for i in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("score", "line", "reason"),
    [
        ("82.00", "82.00", "评审分 82.00，达到入选线 82.00"),
        ("81.99", "82.00", "评审分 81.99，低于入选线 82.00"),
        ("5.00", "", "评审分 5.00，本轮不设入选线"),
    ],
)
def test_the_reason_says_score_and_line(score, line, reason):
    (placed,) = rank([Candidate("n", score, True)], seed="x", bounds=Bounds(line))
    assert (placed.reason, placed.clause) == (reason, "本轮参数")


def test_priority_classes_stand_first_where_the_round_ranks_by_them():
    held = [Candidate("a", "95.00", False), Candidate("b", "85.00", False, priority=1), Candidate("c", "84.00", False, priority=2)]
    assert [p.number for p in rank(held, seed="x", bounds=Bounds(""))] == ["c", "b", "a"]
    assert [p.number for p in rank(held, seed="x", bounds=Bounds(""), ranking=["rounded_score", "committed_tie_break"])] == ["a", "b", "c"]
    assert rank(held, seed="x", bounds=Bounds(""))[0].reason.endswith("；有优先项")
    named = [Candidate("a", "95.00", False, priority=1, priority_why="C-18、C-27")]
    assert rank(named, seed="x", bounds=Bounds(""))[0].reason.endswith("；优先：达到标杆水平、园区绿色工厂数量多、占比高")


def test_a_priority_puts_nobody_ahead_who_could_not_be_proposed():
    unfit = [Candidate("a", "95.00", False, is_qualified=False, priority=2), Candidate("b", "79.99", False, priority=2),
             Candidate("c", "96.00", False, priority=2, barred_by="C-49", barred_why="属不得申报情形")]  # fmt: skip
    placed = rank(
        [*unfit, Candidate("d", "85.00", False, priority=1), Candidate("e", "90.00", False)], seed="x", bounds=Bounds("", pass_line="80")
    )
    assert [p.number for p in placed] == ["d", "c", "a", "e", "b"]
    assert [p.number for p in placed if "优先" in p.reason] == ["d"]


PLACES = st.lists(st.tuples(SCORES, st.sampled_from(["factory", "park"]), st.sampled_from(["360100", "360400"])), max_size=14)
QUOTAS = st.dictionaries(st.sampled_from(["all", "factory", "park", "360400", "factory/360100"]), st.integers(0, 4), max_size=3)


@given(PLACES, QUOTAS, LINES)
def test_no_quota_is_ever_exceeded_and_nobody_is_kept_out_while_there_is_a_place(rows, quotas, line):
    held = {str(i): Candidate(str(i), s, False, category=c, unit=u) for i, (s, c, u) in enumerate(rows)}
    taken = dict.fromkeys(quotas, 0)
    for p in rank(list(held.values()), seed="x", bounds=Bounds(line), quotas=quotas):
        keys = [k for k in keys_of(held[p.number].category, held[p.number].unit) if k in quotas]
        has_place = all(taken[k] < quotas[k] for k in keys)
        assert p.is_proposed is (has_place and (not line or Decimal(p.score) >= Decimal(line)))
        for k in keys if p.is_proposed else ():
            taken[k] += 1
    assert all(taken[k] <= quotas[k] for k in quotas)


def test_one_with_an_upheld_finding_is_out_with_its_clause_and_takes_no_place():
    held = [Candidate("a", "95.00", True, barred_by="C-49", barred_why="属不得申报情形：处罚2万元"), Candidate("b", "90.00", True)]
    first, second = rank(held, seed="x", bounds=Bounds("80"), quotas={"all": 1})
    assert (first.is_proposed, first.clause, first.reason) == (False, "C-49", "属不得申报情形：处罚2万元")
    assert second.is_proposed


@pytest.mark.parametrize("value", ["很多", "-1", "1.5", {"factory": "x"}, {"nowhere": 1}, {"nowhere/360400": "x"}])
def test_a_quota_that_cannot_be_is_told(value):
    with pytest.raises(ValueError, match="名额"):
        {quota_label(key): n for key, n in read_quotas(value).items()}


@pytest.mark.parametrize(("value", "kept"), [(None, {}), ("", {}), ("220", {"all": 220}), ({"factory": "3", "park": ""}, {"factory": 3})])
def test_quotas_are_read_as_they_stand_in_the_parameter_or_the_form(value, kept):
    assert read_quotas(value) == kept


def test_nobody_is_ranked_when_there_is_nobody():
    assert rank([], seed="x", bounds=Bounds("60")) == []


@pytest.mark.parametrize(
    ("category", "score", "reason", "is_proposed", "is_qualified"),
    [
        ("factory", "81.00", "评审分 81.00，低于入选线 82.00", False, True),
        ("factory", "82.00", "评审分 82.00，达到入选线 82.00", True, True),
        ("park", "76.00", "评审分 76.00，达到入选线 75.00", True, True),
        ("park", "74.99", "评审分 74.99，低于合格线 75.00，不合格", False, False),
        ("supply_chain", "75.00", "评审分 75.00，低于入选线 82.00", False, True),
    ],
)
def test_a_category_may_have_its_own_line_and_nobody_under_the_pass_line_is_proposed(category, score, reason, is_proposed, is_qualified):
    bounds = Bounds("82.00", {"park": "75.00"}, pass_line="75.00")
    (placed,) = rank([Candidate("n", score, False, category=category)], seed="x", bounds=bounds)
    assert (placed.reason, placed.is_proposed, placed.is_qualified) == (reason, is_proposed, is_qualified)


def test_the_pass_line_holds_where_no_line_is_drawn():
    (placed,) = rank([Candidate("n", "79.99", True)], seed="x", bounds=Bounds(pass_line="80"))
    assert (placed.reason, placed.is_proposed, placed.is_nominated) == ("评审分 79.99，低于合格线 80，不合格", False, False)


def test_a_draft_stored_before_the_pass_line_was_heeded_is_ranked_as_it_was():
    row = {"number": "n", "score": "60.00", "wants_national": "0"}
    (placed,) = rank_content({"rows": [row], "seed": "x", "line": "60.00"})
    assert (placed.is_proposed, placed.reason) == (True, "评审分 60.00，达到入选线 60.00")


def test_a_draft_stored_before_only_the_fit_were_put_ahead_is_ranked_as_it_was():
    rows = [{"number": "A", "score": "40.00", "wants_national": "0", "priority": "1"},
            {"number": "B", "score": "90.00", "wants_national": "0", "priority": "0"}]  # fmt: skip
    content = {"seed": "x", "line": "", "pass_line": "60", "rows": rows}
    orders = {tuple(way): [p.number for p in rank_content({**content, "ranking": way})] for way in (RANKING, as_drawn(RANKING))}
    assert orders == {RANKING: ["A", "B"], tuple(as_drawn(RANKING)): ["B", "A"]}
