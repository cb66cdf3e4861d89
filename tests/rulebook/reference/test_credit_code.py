"""The credit code against GB 32100-2015 and GB 11714-1997, worked out here a second time from the text of the standards."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.rulebook.reference.credit_code import (
    check_character,
    check_credit_code,
    is_demo_code,
    make_demo_code,
    normalised,
    organisation_check,
    sound_codes,
)

GOOD = ["913600007363561816", "91360000X12430120H", "91360500716575125F", "91110000600037341L", "91350100M000100Y43"]
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SMUDGED = st.tuples(st.integers(0, 999_999).map(make_demo_code), st.integers(0, 17), st.sampled_from([*SIGNS, "I", "o", "é"])).map(
    lambda made: made[0][: made[1]] + made[2] + made[0][made[1] + 1 :]
)


def value(sign: str) -> int:
    """Table 2 of GB 32100: 0–9 as themselves, then the letters without I, O, S, V, Z from 10 on."""
    return int(sign) if sign.isdigit() else 10 + [c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c not in "IOSVZ"].index(sign)


def last_by_trial(first17: str) -> str:
    """The only sign for which Σ C_i·3^(i−1) over all eighteen places is a multiple of 31 (weight 1 at the last: 3^0 … by trial)."""
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    fitting = [s for s in SIGNS if (sum(value(c) * w for c, w in zip(first17, weights, strict=True)) + value(s)) % 31 == 0]
    assert len(fitting) == 1
    return fitting[0]


def organisation_last_by_trial(first8: str) -> str:
    """C9 = 11 − (Σ C_i·W_i mod 11); 10 is written X, 11 is written 0. Letters count from A = 10 with none left out."""
    weights = {1: 3, 2: 7, 3: 9, 4: 10, 5: 5, 6: 8, 7: 4, 8: 2}
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(signs.index(c) * weights[i] for i, c in enumerate(first8, 1))
    return ["0", "X", *"987654321"][total % 11]


bodies = st.text(alphabet=SIGNS, min_size=17, max_size=17)


@given(bodies)
def test_the_last_sign_is_the_only_one_that_fits(first17):
    assert check_character(first17) == last_by_trial(first17)


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8))
def test_the_sign_of_the_organisation_code_is_that_of_the_older_standard(first8):
    assert organisation_check(first8) == organisation_last_by_trial(first8)


@pytest.mark.parametrize("code", GOOD)
def test_a_good_code_passes(code):
    assert check_credit_code(code) == (code, [])


@pytest.mark.parametrize("code", [*GOOD, make_demo_code(7)])
def test_every_change_of_a_single_sign_is_caught(code):
    for place in range(18):
        for sign in SIGNS:
            if sign != code[place]:
                assert check_credit_code(code[:place] + sign + code[place + 1 :])[1] != []


def test_swapping_two_neighbours_is_caught_for_random_codes():
    chance = random.Random(20240527)
    for serial in chance.sample(range(10**6), 60):
        code = make_demo_code(serial)
        for place in range(17):
            if code[place] != code[place + 1]:
                swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
                assert check_credit_code(swapped)[1] != []


@pytest.mark.parametrize(
    "typed",
    [
        "91360000X12430120H",
        "91360000x12430120h",
        "９１３６００００Ｘ１２４３０１２０Ｈ",
        "９１３６００００ x12430120h ",
        "9136 0000 X124 3012 0H",
        "91360000-X12430120-H",
        "\t91360000X12430120H\n",
        "91360000\u3000X12430120\u00a0H",
    ],
)
def test_full_width_lower_case_and_spaces_are_put_right(typed):
    assert check_credit_code(typed) == ("91360000X12430120H", [])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("91360000158269886P", ["校验位不对：末位应为“L”，现在是“P”，前17位中可能有抄错的字。"]),
        ("91350100M000100Y4Z", ["第18位“Z”不是代码用字（代码里没有 I、O、S、V、Z）。"]),
        ("9136OOOO7363561816", [f"第{i}位“O”不是代码用字（代码里没有 I、O、S、V、Z）。" for i in (5, 6, 7, 8)]),
        ("9136000073635618", ["应为18位，现在是16位。"]),
        ("9136000073635618160", ["应为18位，现在是19位。"]),
        ("", ["应为18位，现在是0位。"]),
        ("91360000736356181中", ["第18位“中”不是代码用字（代码里没有 I、O、S、V、Z）。"]),
    ],
)
def test_a_wrong_code_is_told_where_and_what(code, expected):
    assert check_credit_code(code)[1] == expected


def test_both_check_signs_are_told_when_both_are_wrong():
    code = "913600007363561916"
    assert check_credit_code(code)[1] == [
        f"校验位不对：末位应为“{last_by_trial(code[:17])}”，现在是“6”，前17位中可能有抄错的字。",
        f"第9–17位的组织机构代码校验位不对：第17位应为“{organisation_last_by_trial(code[8:16])}”，现在是“1”。",
    ]


@given(st.text(max_size=30))
def test_any_text_is_answered_and_never_breaks_the_check(text):
    code, problems = check_credit_code(text)
    assert code == normalised(text)
    assert problems or len(code) == 18


@pytest.mark.parametrize("serial", [0, 1, 12, 999, 123456, 999999])
def test_invented_codes_are_valid_and_of_the_unassigned_division(serial):
    code = make_demo_code(serial)
    assert check_credit_code(code) == (code, [])
    assert is_demo_code(code)
    assert code[:8] == "91369901"


def test_invented_codes_are_all_different_and_real_ones_are_not_invented():
    assert len({make_demo_code(n) for n in range(2000)}) == 2000
    assert [is_demo_code(code) for code in GOOD] == [False] * 5


@given(st.lists(st.one_of(st.text(max_size=20), st.integers(0, 999_999).map(make_demo_code), SMUDGED), max_size=20))
def test_many_at_one_go_are_sound_exactly_where_each_by_itself_is(texts):
    alone = {text for text in texts if check_credit_code(text) == (text, [])}
    assert sound_codes(texts) == alone
