"""Each item is one of the ways a standard can score."""

import pytest

from greenlist.engines.scoring.authoring.lint.scores import score_faults
from tests.engines.scoring.authoring.lint.saying import of
from tests.engines.scoring.standards import group, item, measure, source

PLAIN = {"kind": "pos", "value": "a", "lead": "10"}


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (item("X", "count"), "kind: count 的项要写 count_of：一共几个。"),
        (item("X", "count", count_of=3, full_at="4"), "full_at 不能大于 count_of（3）。"),
        (item("X", "count", count_of=3, checklist=["一"]), "checklist 有 1 条，count_of 写的是 3。"),
        (item("X", "judged", count_of=3), "count_of、full_at、checklist 只用于 kind: count。"),
        (item("X", "measure"), "kind: measure 的项要写 score 或 any_of。"),
        (item("X", "judged", score=PLAIN), "kind: judged 由人填，不写 score；要由算式得出请用 measure。"),
        (item("X", "measure", score=PLAIN, test="a > 1"), "test、score 只能写一个。"),
        (measure(kind="pos"), "kind: pos 要写 lead。"),
        (measure(kind="linear", lead="5"), "kind: linear 要写 base。"),
        (measure(kind="steps"), "kind: steps 要写 steps。"),
        (measure(kind="pos", lead="5", base="1"), "kind: pos 不用 base；请删去。"),
        (measure(kind="steps", steps=[["1", "1"]], lead="5"), "kind: steps 不用 lead；请删去。"),
        (measure(kind="linear", base="5", lead="5"), "引领值等于基准值，中间没有可以按比例得分的地方。"),
        (
            measure(kind="linear", base="5", lead="9", floor="1"),
            "floor 写 1，到基准值就是满分，引领值没有用；请写小于1的数，或改用 steps。",
        ),
        (measure(kind="linear", base="5", lead="9", cap="2"), "kind: linear 到引领值为满分，不用 cap；请删去。"),
        (
            measure(kind="linear", base={"2024-01-01": "5", "2025-01-01": "9"}, lead={"2024-01-01": "7", "2025-01-01": "8"}),
            "有的日期引领值大于基准值，有的小于；同一指标的方向不能变。",
        ),
        (measure(kind="pos", lead="0"), "kind: pos 按比值得分，引领值要大于0；有负值的请用 linear。"),
        (measure(kind="neg", lead="-5"), "kind: neg 按比值得分，引领值要大于0；有负值的请用 linear。"),
        (measure(kind="pos", lead="5", floor="1/2"), "kind: pos 不用 floor；请删去，或改用 linear。"),
        (measure(kind="steps", steps=[["2", "1/2"], ["1", "1"]]), "各档的门槛要从小到大写，不能相等。"),
        (
            measure(kind="steps", steps=[["1", "1/2"], ["2", "1"]], compare="at_most"),
            "各档的门槛要从大到小（compare: at_most：不超过才算达到）写，不能相等。",
        ),
        (measure(kind="steps", steps=[["1", "1"], ["2", "1/2"]]), "各档的得分比例要一档比一档高。"),
        (measure(kind="pos", lead="5", over={"rows": "p", "weight": "a", "top": 1}), "没有“p”这张小表；请在 rows 中写明。"),
    ],
)
def test_an_item_that_cannot_be_scored_is_refused(leaf, expected):
    assert of(group("G", leaf)) == [expected]


@pytest.mark.parametrize(
    "leaf",
    [
        measure(kind="linear", base="9", lead="5"),
        measure(kind="linear", base="-1", lead="-5"),
        measure(kind="steps", steps=[["2", "1/2"], ["1", "1"]], compare="at_most"),
        measure(kind="yes_no", value="a > 5"),
        item("X", "count", count_of=2, full_at="1", checklist=["一", "二"]),
    ],
)
def test_what_looks_odd_and_is_right_is_let_through(leaf):
    assert of(group("G", leaf)) == []


def test_only_the_last_alternative_is_for_the_rest():
    def ways(*conditions: str | None) -> dict:
        return item("X", "measure", any_of=[{"label": "甲", "when": when, "score": PLAIN} for when in conditions])

    assert of(group("G", ways("b > 1", None))) == []
    assert of(group("G", ways("b > 1", "b > 2"))) == ["最后一种情形的 when 应写 null：其余都算它。"]
    assert of(group("G", ways(None, None))) == ["when: null 只能写在最后一种情形，后面的永远轮不到。"]


def test_the_rows_that_count_are_among_those_there_are():
    rows = {"p": {"label": "产品", "clause": "A", "most": 3, "inputs": {"w": {"label": "w", "unit": "t", "clause": "A"}}}}
    leaf = measure(kind="pos", value="w", lead="5", over={"rows": "p", "weight": "w", "top": 4})
    assert of(group("G", leaf), rows=rows) == ["top 应在 1 到 3 之间，这里是 4。"]


@pytest.mark.parametrize(
    ("kind", "key"),
    [("neg", "lead"), ("points", "lead"), ("linear", "lead")],
)
def test_every_way_has_what_it_needs(kind, key):
    given = {"base": "1"} if kind == "linear" else {}
    assert of(group("G", measure(kind=kind, **given))) == [f"kind: {kind} 要写 {key}。"]


SIDES = {"lead": "5", "base": "1", "steps": [["1", "1"]]}
SOUND = {
    "pos": ({"lead": "5"}, ("base", "steps")),
    "neg": ({"lead": "5"}, ("base", "steps")),
    "points": ({"lead": "5"}, ("base", "steps")),
    "linear": ({"lead": "5", "base": "1"}, ("steps",)),
    "steps": ({"steps": [["1", "1"]]}, ("lead", "base")),
    "yes_no": ({"value": "a > 1"}, ("lead", "base", "steps")),
}


@pytest.mark.parametrize("kind", SOUND)
def test_no_way_has_what_it_ignores(kind):
    given, ignored = SOUND[kind]
    assert of(group("G", measure(kind=kind, **given))) == []
    for key in ignored:
        assert of(group("G", measure(kind=kind, **given, **{key: SIDES[key]}))) == [f"kind: {kind} 不用 {key}；请删去。"]


def test_what_is_ignored_is_told_once():
    assert of(group("G", measure(kind="yes_no", value="a > 1", lead="-5"))) == ["kind: yes_no 不用 lead；请删去。"]


def test_all_that_a_person_fills_in_instead_is_told():
    assert of(group("G", item("X", "judged", score=PLAIN, test="a > 1"))) == [
        "test、score 只能写一个。", "kind: judged 由人填，不写 test、score；要由算式得出请用 measure。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (item("X", "count", count_of=0), ["kind: count 的项要写 count_of：一共几个。"]),
        (item("X", "count", count_of=-1), ["kind: count 的项要写 count_of：一共几个。"]),
        (item("X", "count", count_of=1), []),
        (item("X", "count", count_of=3, full_at="3"), []),
        (item("X", "count", count_of=1, test="a > 1"), ["kind: count 由人填，不写 test；要由算式得出请用 measure。"]),
        (item("X", "judged", full_at="3"), ["count_of、full_at、checklist 只用于 kind: count。"]),
        (item("X", "judged", checklist=["一"]), ["count_of、full_at、checklist 只用于 kind: count。"]),
        (item("X", "yes_no", test="a > 1"), []),
        (measure(kind="steps", steps=[["1", "1/2"], ["1", "1"]]), ["各档的门槛要从小到大写，不能相等。"]),
        (
            measure(kind="steps", steps=[["1", "1/2"], ["1", "1"]], compare="at_most"),
            ["各档的门槛要从大到小（compare: at_most：不超过才算达到）写，不能相等。"],
        ),
        (measure(kind="steps", steps=[["1", "1"], ["2", "1"]]), ["各档的得分比例要一档比一档高。"]),
        (measure(kind="linear", base="5", lead="9", cap="1"), []),
        (measure(kind="linear", base="5", lead="9", floor="0"), []),
        (measure(kind="linear", base="5", lead="9", cap=None), ["kind: linear 到引领值为满分，不用 cap；请删去。"]),
        (measure(kind="linear", base={"2024-01-01": "5"}, lead={"2024-01-01": "9", "2025-01-01": "5"}), ["引领值等于基准值，中间没有可以按比例得分的地方。"]),
        (measure(kind="linear", base={"2024-01-01": "5", "2025-01-01": "6"}, lead="9"), []),
        (measure(kind="points", lead="0"), ["kind: points 按比值得分，引领值要大于0；有负值的请用 linear。"]),
        (measure(kind="pos", lead="0.5"), []),
        (measure(kind="pos", lead={"first_of": ["a", "0"]}), ["kind: pos 按比值得分，引领值要大于0；有负值的请用 linear。"]),
        (measure(kind="linear", base="5", lead="9", floor="1/2"), []),
    ],
)  # fmt: skip
def test_every_edge_of_an_item_is_on_its_side(leaf, expected):
    assert of(group("G", leaf)) == expected


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ("steps", {"steps": [["1", "1"]]}, "kind: steps 达到哪一档就得那一档的比例，不用 {}；请删去。"),
        ("yes_no", {"value": "a > 1"}, "kind: yes_no 只有满分和0分，不用 {}；请删去。"),
    ],
)
def test_a_cap_or_a_floor_that_no_rule_reads_is_told_at_its_place(kind, more, why):
    def told(**idle: str | None) -> list[tuple]:
        made = source(group("G", measure(kind=kind, **more, **idle)))
        return [(fault.path[-2:], fault.words) for fault in score_faults(made.standard)]

    assert told(cap="1.2", floor="0.6") == [(("score", key), why.format(key)) for key in ("cap", "floor")]
    assert told(cap=None) == [(("score", "cap"), why.format("cap"))]
    assert told() == told(cap="1", floor="0") == []


@pytest.mark.parametrize("kind", ["pos", "neg", "points"])
def test_a_ratio_has_a_cap_and_no_floor(kind):
    for cap in ("1", "1.2", None):
        assert of(group("G", measure(kind=kind, lead="5", cap=cap))) == []
    assert of(group("G", measure(kind=kind, lead="5", floor="0.6"))) == [f"kind: {kind} 不用 floor；请删去，或改用 linear。"]


@pytest.mark.parametrize(("top", "is_right"), [(0, False), (1, True), (3, True)])
def test_at_least_one_row_counts_and_at_most_all(top, is_right):
    rows = {"p": {"label": "产品", "clause": "A", "most": 3, "inputs": {"w": {"label": "w", "unit": "t", "clause": "A"}}}}
    leaf = measure(kind="pos", value="w", lead="5", over={"rows": "p", "weight": "w", "top": top})
    assert of(group("G", leaf), rows=rows) == ([] if is_right else [f"top 应在 1 到 3 之间，这里是 {top}。"])


def test_the_second_of_three_alternatives_has_a_condition():
    ways = [{"label": "甲", "when": when, "score": PLAIN} for when in ("b > 1", "b > 2", None)]
    assert of(group("G", item("X", "measure", any_of=ways))) == []
    ways[1] = ways[1] | {"when": None}
    assert of(group("G", item("X", "measure", any_of=ways))) == ["when: null 只能写在最后一种情形，后面的永远轮不到。"]


def test_every_alternative_is_looked_at():
    ways = [{"label": "甲", "when": "b > 1", "score": PLAIN}, {"label": "乙", "when": None, "score": PLAIN | {"lead": "0"}}]
    assert of(group("G", item("X", "measure", any_of=ways))) == ["kind: pos 按比值得分，引领值要大于0；有负值的请用 linear。"]


@pytest.mark.parametrize(("kind", "side"), [("pos", "lead"), ("neg", "lead"), ("linear", "base")])
def test_a_value_is_not_held_against_itself(kind, side):
    sides = {"lead": "10", **({"base": "2"} if kind == "linear" else {})} | {side: "a"}
    found = of(group("G", measure(kind=kind, value="a", **sides)))
    assert any(f"{side} 与 value 是同一个式子" in fault for fault in found), found


def test_a_step_gives_no_more_than_all_points():
    assert "0到1之间" in of(group("G", measure(kind="steps", steps=[["1", "2"]])))[0]
