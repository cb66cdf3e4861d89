"""Points and weights add up at every level."""

import pytest

from tests.engines.scoring.authoring.lint.saying import of
from tests.engines.scoring.standards import group, item


def test_points_must_sum_to_the_maximum():
    assert of(group("G", item("X", points="4"))) == ["分值合计 4，应为总分 total.maximum（10）。"]
    assert of(group("G", item("X", points="4"), groups=(group("I", item("Y", points="6")),))) == []


def test_a_best_group_counts_only_so_many_points():
    three = [item(n, points="5") for n in "XYZ"]
    assert of(group("G", *three, best=2)) == []
    assert of(group("G", *three, best=2), maximum="15") == ["分值合计 10，应为总分 total.maximum（15）。"]


def test_weights_must_sum_to_the_maximum_and_stand_on_all_top_groups():
    groups = [group("A", item("X"), weight="60"), group("B", item("Y"), weight="30")]
    assert of(*groups, maximum="100") == ["权重合计 90，应为总分 total.maximum（100）。"]
    assert of(*groups, group("C", item("Z")), maximum="90") == ["同一级的组，权重 weight 要么都写，要么都不写。"]


@pytest.mark.parametrize(("weights", "is_right"), [(("12", "8"), True), (("60", "40"), True), (("12", "9"), False)])
def test_weights_below_sum_to_the_weight_above_or_to_a_hundred(weights, is_right):
    inner = tuple(group(n, item(f"X{n}"), weight=w) for n, w in zip("AB", weights, strict=True))
    found = of(group("G", groups=inner, weight="20"), maximum="20")
    assert found == ([] if is_right else ["权重合计 21，应为上一级的权重，或100（20 或 100）。"])
    assert of(group("G", groups=(inner[0] | {"weight": "90"},)), maximum="90") == ["权重合计 90，应为上一级的权重，或100（100）。"]


def test_a_bonus_stands_beside_the_sums():
    bonus = group("B", item("Y", points="5"), bonus=True, most="3")
    assert of(group("G", item("X")), bonus) == []
    assert of(group("G", item("X")), bonus | {"most": None}) == ["加分组“B”要写 most：最多加几分。"]
    assert of(group("G", item("X")), bonus | {"weight": "3"}) == ["加分组不写权重：它加在满分之上。"]
    assert of(group("G", item("X"), most="3")) == ["most 只用于加分组（bonus: true）。"]


@pytest.mark.parametrize("best", [0, 3, -1])
def test_best_must_be_a_number_of_the_groups_own_items(best):
    found = of(group("G", item("X", points="5"), item("Y", points="5"), best=best))
    assert f"best 是计入的项数，应在 1 到 2 之间，这里是 {best}。" in found


def test_a_best_group_has_equal_points_and_no_groups_inside():
    assert of(group("G", item("X", points="5"), item("Y", points="6"), best=1), maximum="5") == ["择优计分的各项分值要相等，这里有 5、6。"]
    inner = (group("I", item("Z", points="5")),)
    assert of(group("G", item("X", points="5"), best=1, groups=inner), maximum="5") == ["写了 best 的组只能有项目，不能再分组。"]


def test_a_group_has_something_in_it():
    assert of(group("G", item("X")), group("E")) == ["组“E”里没有项目；请写 items 或 groups，或删去这一组。"]
    assert of(group("G", item("X"), choose_by="declared")) == ["choose_by 只用于 best：计入几项由谁选。"]
    assert of(group("G", item("X"), required_block=True)) == ["required_block 要有必选项（kind: required）直接写在这一组里。"]


def test_weights_in_several_levels_are_held_against_the_right_one():
    inner = (group("A", item("XA"), weight="60"), group("B", item("XB"), weight="40"))
    outer = group("G", groups=inner)
    assert of(outer, maximum="100") == []
    mixed = (group("A", item("XA", points="4"), weight="100"), group("B", item("XB", points="6")))
    assert "同一级的组，权重 weight 要么都写，要么都不写。" in of(group("G", groups=mixed))


def test_a_bonus_below_is_no_part_of_what_a_group_can_give():
    bonus = group("B", item("Y", points="5"), bonus=True, most="3")
    assert of(group("G", item("X"), groups=(bonus,))) == []
    assert of(group("G", groups=(group("I", item("X", points="4")), group("J", item("Z", points="6"))))) == []


def test_points_below_and_beside_one_another_are_added():
    inner = (group("I", item("Y", points="2")), group("J", item("Z", points="3")))
    assert of(group("G", item("X", points="5"), groups=inner)) == []
    assert of(group("G", item("X", points="6"), groups=inner)) == ["分值合计 11，应为总分 total.maximum（10）。"]


@pytest.mark.parametrize("best", [1, 2])
def test_best_may_be_one_and_may_be_all(best):
    assert of(group("G", item("X", points="5"), item("Y", points="5"), best=best), maximum=str(5 * best)) == []


def test_a_chosen_few_may_be_declared():
    assert of(group("G", item("X", points="5"), item("Y", points="5"), best=1, choose_by="declared"), maximum="5") == []
    assert of(group("G", item("R", "required"), item("X"), required_block=True), maximum="20") == []


def test_sums_are_shown_to_six_decimals():
    weighed = [group(name, item(f"X{name}"), weight=weight) for name, weight in (("A", "100/3"), ("B", "10"))]
    assert of(*weighed, maximum="130/3") == []
    assert of(*weighed, maximum="100/7") == ["权重合计 43.333333，应为总分 total.maximum（14.285714）。"]
    assert of(group("G", item("X", points="100/3")), maximum="100/7") == ["分值合计 33.333333，应为总分 total.maximum（14.285714）。"]
    unequal = group("G", item("X", points="100/3"), item("Y", points="100/7"), best=1)
    assert of(unequal, maximum="100/3") == ["择优计分的各项分值要相等，这里有 33.333333、14.285714。"]


def test_a_choice_of_nothing_gives_no_points():
    assert of(group("G", best=1)) == [
        "分值合计 0，应为总分 total.maximum（10）。",
        "组“G”里没有项目；请写 items 或 groups，或删去这一组。",
    ]
