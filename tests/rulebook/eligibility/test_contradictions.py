"""Contradictory judgements: one clause and kind of fact judged both ways, and no size that tells them apart."""

import pytest

from greenlist.rulebook.eligibility.contradictions import Contradiction, Judged, contradictions, contradicts, figure_of


def passed(fact, case="甲", **more):
    return Judged(case, "C-49", "event_in_window", fact, passes=True, **more)


def barred(fact, case="乙", **more):
    return Judged(case, "C-49", "event_in_window", fact, passes=False, **more)


@pytest.mark.parametrize(
    ("let_pass", "not_let_pass", "is_told"),
    [
        ("罚款2万元", "罚款2万元", True),
        ("罚款2万元", "罚款3.99万元", True),
        ("罚款2万元", "罚款4万元", False),  # twice as much: the size tells them apart
        ("罚款20万元", "罚款2万元", True),  # the graver one passed, the lighter one did not
        ("罚款5000元", "罚款0.5万元", True),
        ("罚款5000元", "罚款1万元", False),
        ("罚款0.5万元", "罚款10000元", False),
        ("停产3个月", "罚款4万元", True),  # two measures: nothing tells them apart
        ("未按期申报", "未按期申报", True),
        ("未按期申报", "罚款40万元", True),
    ],
)
def test_only_a_clearly_graver_fact_explains_why_one_was_barred_and_the_other_not(let_pass, not_let_pass, is_told):
    assert contradicts(passed(let_pass), barred(not_let_pass)) is is_told


@pytest.mark.parametrize(
    ("met", "not_met", "is_told"), [("专职14人", "专职13人", True), ("专职14人", "专职7人", False), ("5人", "10人", False)]
)
def test_of_a_condition_more_may_be_better_so_that_a_clear_difference_either_way_explains_it(met, not_met, is_told):
    assert contradicts(passed(met, is_exclusion=False), barred(not_met, is_exclusion=False)) is is_told


def test_another_clause_another_kind_or_the_same_case_is_no_contradiction():
    one = passed("罚款2万元")
    assert not contradicts(one, Judged("乙", "C-48", "event_in_window", "罚款2万元", passes=False))
    assert not contradicts(one, Judged("乙", "C-49", "on_list_in_force", "罚款2万元", passes=False))
    assert not contradicts(one, barred("罚款2万元", case="甲"))


def test_each_judgement_of_the_rarer_side_is_told_once_with_the_nearest_and_how_many_more():
    odd = barred("罚款2万元", case="丁")
    near, far = passed("罚款1.9万元", case="甲"), passed("罚款9万元", case="丙")
    assert contradictions([near, far, odd]) == [Contradiction(near, odd, more=1)]
    assert contradictions([far, passed("口头警告", case="戊"), odd]) == [Contradiction(far, odd, more=1)]
    assert contradictions([near, far]) == []


def test_the_rarer_side_may_be_the_one_that_passed():
    odd, usual = passed("罚款2万元"), [barred("罚款2万元", case=name) for name in ("乙", "丙")]
    assert contradictions([*usual, odd]) == [Contradiction(odd, usual[0], more=1)]


def test_only_what_is_about_these_cases_is_told():
    pair, far = [passed("罚款2万元"), barred("罚款2万元")], passed("罚款2万元", case="丙")
    assert contradictions([*pair, far], about={"丙"}) == [Contradiction(far, pair[1])]
    assert contradictions(pair, about={"丙"}) == []
    assert contradictions(pair, about={"甲"}) == contradictions(pair, about={"乙"}) == contradictions(pair)


@pytest.mark.parametrize(
    ("passes", "nearest"),
    [
        (("罚款9万元", "罚款20500元"), "罚款20500元"),
        (("罚款1.2万元", "罚款1.9万元"), "罚款1.9万元"),  # nearer, not smaller
        (("口头警告", "罚款9万元"), "罚款9万元"),  # what has a size of the same measure comes before what has none
        (("共3次", "罚款9万元"), "罚款9万元"),
        (("罚款9万元", "共3次"), "罚款9万元"),
        (("共1次", "口头警告"), "共1次"),
    ],
)
def test_the_nearest_is_the_one_of_nearest_size(passes, nearest):
    odd = barred("罚款2万元", case="丁")
    (told,) = contradictions([*(passed(fact, case=fact) for fact in passes), odd])
    assert (told.passed.fact, told.barred, told.more) == (nearest, odd, 1)


def test_where_the_odd_one_names_no_size_all_are_equally_near_and_the_first_is_told():
    (told,) = contradictions([passed("罚款9万元", case="甲"), passed("罚款1万元", case="丙"), barred("屡教不改", case="丁")])
    assert told.passed.case == "甲"


def test_about_a_case_only_what_contradicts_it_is_told():
    assert contradictions([passed("罚款2万元", case="甲"), barred("罚款40万元", case="乙")], about={"甲"}) == []
    (told,) = contradictions([passed("罚款2万元"), passed("罚款9万元", case="丙"), barred("罚款2万元", case="丁")], about={"丙"})
    assert (told.passed.case, told.more) == ("丙", 0)


def test_clauses_stand_in_their_order():
    early = [Judged(case, "C-44", "stop", "停产12个月", passes=case == "甲") for case in ("甲", "乙")]
    found = contradictions([passed("罚款2万元"), barred("罚款2万元"), *early])
    assert [one.passed.clause for one in found] == ["C-44", "C-49"]


@pytest.mark.parametrize(
    ("fact", "figure"),
    [("共停产2段，最长24个月", ("24", "个月")), ("罚款2万元，另1.5万元", ("2", "万元")), ("罚款2000元，共3次", ("3", "次")), ("没有数", None),
     ("2024-05-12查", None)],
)  # fmt: skip
def test_the_figure_of_a_fact_is_the_largest_of_its_last_measure(fact, figure):
    found = figure_of(fact)
    assert (found and (str(found[0]), found[1])) == figure
