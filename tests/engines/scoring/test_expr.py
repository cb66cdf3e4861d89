"""The language of formulas: what it says, what it refuses, and that nothing else can happen."""

from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from greenlist.engines.scoring.expr import LIMIT_NODES, FormulaError, MissingValue, formula, rendered
from greenlist.engines.scoring.rational import Rational

ENV = {"a": Fraction(6), "b": Fraction(4), "c": Fraction(-3), "z": Fraction(0), "能耗": Fraction(5)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "6"),
        ("能耗", "5"),
        ("0.1", "1/10"),
        ("0.1 + 0.2", "3/10"),
        ("12345678901234.5", "24691357802469/2"),
        ("1.10", "11/10"),
        ("a + b", "10"),
        ("a - b", "2"),
        ("a * b", "24"),
        ("a / b", "3/2"),
        ("-a", "-6"),
        ("-(a - b)", "-2"),
        ("a - b - c", "5"),
        ("a / b / 3", "1/2"),
        ("a + b * 2", "14"),
        ("(a + b) * 2", "20"),
        ("  a  ", "6"),
        ("min(a, b, c)", "-3"),
        ("max(a, b, c)", "6"),
        ("sum(a, b, c)", "7"),
        ("mean(a, b, c)", "7/3"),
        ("mean(a)", "6"),
        ("abs(c)", "3"),
        ("abs(c - a)", "9"),
        ("if_(a > b, a, b)", "6"),
        ("if_(a < b, a, b)", "4"),
        ("if_(z == 0, 1, a / z)", "1"),
        ("max(if_(c < 0, -c, c), 2) * 2", "6"),
    ],
)
def test_a_value(text, expected):
    assert Fraction(formula(text).evaluate(ENV)) == Fraction(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > b", True),
        ("a > 6", False),
        ("a >= 6", True),
        ("a < 6", False),
        ("a <= 6", True),
        ("b < a", True),
        ("a == 6.0", True),
        ("a == b", False),
        ("0.1 + 0.2 == 0.3", True),
        ("a > b and c > 0", False),
        ("a > b and c < 0", True),
        ("a < b or c < 0", True),
        ("a < b or c > 0", False),
        ("not a > b", False),
        ("not (a > b and c > 0)", True),
        ("a > b and b > c and c > -4", True),
    ],
)
def test_a_test(text, expected):
    read = formula(text)
    assert read.is_test
    assert bool(read.evaluate(ENV)) is expected


@pytest.mark.parametrize("text", ["a", "a + b", "min(a, b)", "-a", "if_(a > b, a, b)"])
def test_a_value_is_not_a_test(text):
    assert not formula(text).is_test


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1", ()),
        ("a", ("a",)),
        ("b + a + b", ("b", "a")),
        ("max(a, b) / c", ("a", "b", "c")),
        ("if_(a > b, c, 能耗)", ("a", "b", "c", "能耗")),
        ("max + max(a, b)", ("max", "a", "b")),
    ],
)
def test_the_names_a_formula_reads_stand_in_order_and_once(text, names):
    assert formula(text).names == names


def test_full_width_letters_are_the_same_name():
    assert formula("ａ").names == ("a",)


@pytest.mark.parametrize("text", ["gone", "a + gone", "min(a, gone)", "gone > 1", "-gone", "if_(gone > 1, a, b)", "not gone > 1"])
def test_a_name_without_a_value_is_told(text):
    with pytest.raises(MissingValue) as found:
        formula(text).evaluate({**ENV, "gone": None})
    assert found.value.name == "gone"
    with pytest.raises(MissingValue):
        formula(text).evaluate(ENV)


def test_the_branch_not_taken_may_lack_its_values():
    assert formula("if_(a > b, a, gone)").evaluate(ENV) == 6
    assert formula("a > b or gone > 1").evaluate(ENV) is True
    assert formula("a < b and gone > 1").evaluate(ENV) is False


@pytest.mark.parametrize("text", ["a / z", "a / (b - 4)", "1 / 0", "mean(a / z, b)", "a / z > 1"])
def test_division_by_zero_is_an_error_of_arithmetic_for_the_rule_to_settle(text):
    with pytest.raises(ZeroDivisionError):
        formula(text).evaluate(ENV)


@pytest.mark.parametrize(
    "text",
    [
        "a.b", "a.__class__", "(1).real", "a[0]", "a[1]", "a[-0]", "a[-10]", "a[-1.5]", "a[--1]", "a[-b]", "a[-1][-1]", "(a + b)[-1]", "a[b]",
        "mean_years(a)", "mean_years(a, 1)", "mean_years(a, 11)", "mean_years(a, b)", "mean_years(a, 3, 3)", "mean_years(3, a)", "a ** 2", "a // b", "a % b", "a @ b", "a << 1", "a | b", "a & b", "a ^ b",
        "~a", "+a", "a != b", "a is b", "a in b", "a not in b", "a < b < c", "'x'", "b'x'", "f'{a}'", "'x' * 99", "[a]", "(a, b)", "{a}", "{a: b}",
        "[x for x in a]", "{x for x in a}", "(x for x in a)", "lambda: 1", "lambda a: a", "a if b else c", "(a := 1)", "*a", "...", "None",
        "True", "False", "a == True", "1j", "0x10", "0o7", "0b1", "1_000", "1e3", "1e999999999", "1E-5", "eval(a)", "open(a)", "print(a)",
        "exec('1')", "__import__('os')", "pow(a, b)", "round(a)", "float(a)", "sum_(a)", "min(a, key=b)", "max(*a)", "min(**a)", "a.min(b)",
        "min(a)(b)", "await a", "yield a", "import os", "a = 1", "a; b", "a\nb", "def f(): 1", "if_(a > b, a)", "if_(a > b, a, b, c)", "if_()",
        "abs()", "abs(a, b)", "min()", "max()", "sum()", "mean()", "", " ", "#", "a #b", "(", "a +", "a b", "1 2", "\x00", "a\x00b", "a \\\n+ b", "$a", "a?", "a!", "5!",
    ],
)  # fmt: skip
def test_what_the_language_does_not_have_is_refused_when_it_is_read(text):
    with pytest.raises(FormulaError):
        formula(text)


YEARS = {"a": Fraction(6), "a[-1]": Fraction(3), "a[-2]": Fraction(0), "b": Fraction(2), "b[-1]": Fraction(1), "b[-2]": Fraction(4)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a[-1]", 3),
        ("a / a[-1] - 1", 1),
        ("mean_years(a, 3)", 3),
        ("sum_years(a * b, 3)", 15),
        ("sum_years(a, 2) / sum_years(b, 2)", 3),
        ("mean_years(mean_years(a, 2), 2)", 3),
        ("count_years(a >= 3, 3)", 2),
        ("count_years(a, 3)", 2),
        ("sum_years(a[-1], 2)", 3),
    ],
)
def test_earlier_years_are_values_of_their_own(text, expected):
    assert formula(text).evaluate(YEARS) == expected


def test_every_year_and_any_year_are_tests():
    assert formula("all_years(a < 7, 3)").evaluate(YEARS) is True
    assert formula("all_years(a > 0, 3)").evaluate(YEARS) is False
    assert formula("any_year(a == 0, 3)").evaluate(YEARS) is True
    assert formula("any_year(a == 0, 2)").evaluate(YEARS) is False
    assert formula("all_years(a < 7, 3)").is_test
    assert formula("mean_years(a / b, 3)").names == ("a", "b", "a[-1]", "b[-1]", "a[-2]", "b[-2]")


def test_a_year_without_a_value_is_told_by_its_year():
    with pytest.raises(MissingValue) as found:
        formula("mean_years(b, 4)").evaluate(YEARS)
    assert found.value.name == "b[-3]"


def test_a_window_that_grows_too_large_is_refused():
    with pytest.raises(FormulaError, match="按年展开后太大"):
        formula("mean_years(" * 15 + "a" + ", 10)" * 15)


@pytest.mark.parametrize(("text", "column"), [("a + $", 5), ("a + b ** 2", 5), ("a + round(b)", 5), ("1 + 2e3", 5), ("a#b", 2)])
def test_a_refusal_says_at_which_character(text, column):
    with pytest.raises(FormulaError) as found:
        formula(text)
    assert found.value.column == column


def test_the_refusal_says_what_is_allowed():
    with pytest.raises(FormulaError, match="可以用：名称、数"):
        formula("[a]")
    with pytest.raises(FormulaError, match="可以用：min max sum mean abs if_"):
        formula("eval(a)")
    with pytest.raises(FormulaError, match="用 and 连起来"):
        formula("1 < a < 2")
    with pytest.raises(FormulaError, match="只能用 > >= < <= =="):
        formula("a != b")
    with pytest.raises(FormulaError, match=r"读不懂 'a \$ b'，在第\d个字符处"):
        formula("a $ b")


@pytest.mark.parametrize(
    ("text", "column"), [("a +", 4), ("  a > ", 4), ("not", 4), ("产量 +", 5), ("", 1), ("a $ b", 3), ("(a", 1), ("max(a,", 4)]
)
def test_what_cannot_be_read_is_told_at_its_character_and_what_is_not_finished_at_its_end(text, column):
    with pytest.raises(FormulaError, match=f"在第{column}个字符处") as found:
        formula(text)
    assert found.value.column == column


def ones(count: int, *before: str) -> str:
    """max(…, 1, 1): three nodes, and one for every 1."""
    return f"max({', '.join([*before, *['1'] * count])})"


# 98 ones and their max, ten years of them and the window itself: 991. A sum around them and eight ones more: 1000.
EXPANDED = f"sum_years({ones(98)}, 10)"


@pytest.mark.parametrize(
    ("fits", "too_much", "words"),
    [
        (ones(LIMIT_NODES - 3), ones(LIMIT_NODES - 2), "最多200个节点"),
        ("-" * 18 + "a", "-" * 19 + "a", "20层"),  # a name is two layers: itself, and that it is read
        (f"a{' ' * 3996}+ b", f"a{' ' * 3997}+ b", "超过4000个字符"),
        (ones(8, EXPANDED), ones(9, EXPANDED), "最多1000个节点"),
    ],
    ids=["nodes", "layers", "characters", "years"],
)
def test_what_just_fits_is_read_and_one_more_is_refused(fits, too_much, words):
    formula(fits).evaluate(ENV)
    with pytest.raises(FormulaError, match=words):
        formula(too_much)


def test_of_what_is_no_text_at_all_the_beginning_is_told():
    with pytest.raises(FormulaError, match=f"^读不懂 '{'a' * 40}'$"):
        formula("a" * 60 + "\ud800")


@pytest.mark.parametrize("text", ["a[+1]", "a[~1]", "a[not 1]"])
def test_only_a_minus_looks_back(text):
    with pytest.raises(FormulaError, match="往年的值写成"):
        formula(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 300 + "a" + ")" * 300, "-" * 100_000 + "a", "not " * 20_000 + "a", "+".join("a" * 50_000), "9" * 10_000, "a" * 1_000_000],
    ids=["brackets", "signs", "nots", "sums", "digits", "name"],
)
def test_a_huge_text_is_refused_and_never_breaks_the_reader(text):
    with pytest.raises(FormulaError):
        formula(text)


def parts():
    names = st.sampled_from(["a", "b", "c", "z", "能耗", "gone", "min", "if_", "__class__", "eval", "True"])
    numbers = st.sampled_from(["0", "1", "0.5", "3.25", "1e9", "0x1f", "1_0", "9" * 40, ".5", "5."])
    signs = st.sampled_from([*"+-*/()[]{},.:;=<>!@%^&|~'\"\\ \n\t", "**", "//", ">=", "<=", "==", "!=", " and ", " or ", " not ", " if ", " else ",
                             " in ", " is ", "lambda ", " for ", ":=", "（", "÷"])  # fmt: skip
    return st.lists(names | numbers | signs | st.text(max_size=2), max_size=25).map("".join)


@settings(max_examples=600)
@given(parts())
@example("a if a else a")
@example("min(min, min)")
@example("０.５")
@example("1\ud800")
def test_whatever_is_written_it_is_refused_or_gives_an_exact_number(text):
    try:
        read = formula(text)
    except FormulaError:
        return
    try:
        value = read.evaluate(ENV)
    except (MissingValue, ZeroDivisionError):
        return
    assert isinstance(value, Rational | Fraction | int)
    rendered(text, {"a": "甲"})


def trees(depth=3):
    """(text, what it is worth) of random formulas, worked out beside the engine on plain fractions."""
    leaves = st.sampled_from(["a", "b", "c", "能耗"]).map(lambda n: (n, ENV[n])) | st.integers(0, 99).map(lambda n: (str(n), Fraction(n)))

    def bigger(inner):
        pairs = st.tuples(inner, inner)
        return st.one_of(
            pairs.map(lambda p: (f"({p[0][0]} + {p[1][0]})", p[0][1] + p[1][1])),
            pairs.map(lambda p: (f"({p[0][0]} - {p[1][0]})", p[0][1] - p[1][1])),
            pairs.map(lambda p: (f"({p[0][0]} * {p[1][0]})", p[0][1] * p[1][1])),
            pairs.filter(lambda p: p[1][1] != 0).map(lambda p: (f"({p[0][0]} / {p[1][0]})", p[0][1] / p[1][1])),
            pairs.map(lambda p: (f"min({p[0][0]}, {p[1][0]})", min(p[0][1], p[1][1]))),
            pairs.map(lambda p: (f"mean({p[0][0]}, {p[1][0]})", (p[0][1] + p[1][1]) / 2)),
            inner.map(lambda p: (f"abs({p[0]})", abs(p[1]))),
            inner.map(lambda p: (f"(-{p[0]})", -p[1])),
            st.tuples(inner, inner, inner).map(
                lambda p: (f"if_({p[0][0]} > {p[1][0]}, {p[2][0]}, {p[1][0]})", p[2][1] if p[0][1] > p[1][1] else p[1][1])
            ),
        )

    return st.recursive(leaves, bigger, max_leaves=8)


@settings(max_examples=200)
@given(trees())
def test_arithmetic_is_that_of_fractions(tree):
    text, worth = tree
    assert formula(text).evaluate(ENV) == worth


SIGNS = {
    "−": "-",
    "×": "*",
    "÷": "/",
    "≥": ">=",
    "≤": "<=",
    "＝": "==",
    " 且 ": " and ",
    " 或 ": " or ",
    "非 ": "not ",
    "（": "(",
    "）": ")",
    "，": ",",
}


def read_back(shown: str) -> str:
    for sign, plain in SIGNS.items():
        shown = shown.replace(sign, plain)
    return shown


@settings(max_examples=300)
@given(trees())
@example(("-(a + b)", Fraction(-10)))
@example(("a - (b - c)", Fraction(-1)))
@example(("a / (b * c)", Fraction(-1, 2)))
@example(("(a > b) * 5", Fraction(5)))
@example(("2 * -(a + b)", Fraction(-20)))
def test_a_formula_as_shown_means_the_same_as_the_formula(tree):
    text, worth = tree
    assert formula(read_back(rendered(text, {}))).evaluate(ENV) == worth


@pytest.mark.parametrize(
    "text",
    [
        "(a < b or c < 0) and a < b",
        "a < b or c < 0 and a < b",
        "not (a < b or c < 0)",
        "not (a > b and c > 0)",
        "(a > b) == (c > z)",
        "not a < b or c < 0",
    ],
)
def test_a_test_as_shown_means_the_same_as_the_test(text):
    assert bool(formula(read_back(rendered(text, {}))).evaluate(ENV)) is bool(formula(text).evaluate(ENV))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("energy / output", "能耗 ÷ 产值"),
        ("(energy + output) / 2", "（能耗 + 产值） ÷ 2"),
        ("output / (output - energy) * 100", "产值 ÷ （产值 − 能耗） × 100"),
        ("energy - output * 2", "能耗 − 产值 × 2"),
        ("energy + (output + 1)", "能耗 + 产值 + 1"),
        ("energy + 1 > output + 2", "能耗 + 1 > 产值 + 2"),
        ("energy >= 0.10", "能耗 ≥ 0.10"),
        ("energy > 1 and output <= 2", "能耗 > 1 且 产值 ≤ 2"),
        ("not energy == 1", "非 能耗 ＝ 1"),
        ("max(energy, output, other)", "max（能耗，产值，other）"),
        ("-(energy + 1)", "−（能耗 + 1）"),
        ("-(energy * output)", "−（能耗 × 产值）"),
        ("energy / -output", "能耗 ÷ −产值"),
        ("(energy > 1 or output > 2) and other > 3", "（能耗 > 1 或 产值 > 2） 且 other > 3"),
        ("energy > 1 or output > 2 and other > 3", "能耗 > 1 或 产值 > 2 且 other > 3"),
        ("not (energy > 1 and output > 2)", "非 （能耗 > 1 且 产值 > 2）"),
        ("(not energy > 1) == (output > 2)", "（非 能耗 > 1） ＝ （产值 > 2）"),
        ("energy[-1] / output[-2]", "能耗（上年） ÷ 产值（前2年）"),
        ("mean_years(energy / output, 3)", "近3年平均（能耗 ÷ 产值）"),
        ("count_years(energy > 1, 3) >= 2", "近3年中（能耗 > 1）的年数 ≥ 2"),
    ],
)
def test_a_formula_is_shown_with_chinese_labels_and_real_signs(text, expected):
    assert rendered(text, {"energy": "能耗", "output": "产值"}) == expected


@pytest.mark.parametrize(
    "text",
    ["7", "0", "0.50", "7 / 20", "0 / 1", "1 / 0", "12.5 / 3.20", "7/20", "7 /20", "007", "7 / 020", "1 / 2 / 3", "a", "_a1", "A" * 100, "A" * 101,
     "min", "能耗", "True", "None", "not", "lambda", "a1.b", "9" * 15, "9" * 16, "1." + "9" * 15, "1." + "9" * 16],
)  # fmt: skip
def test_a_plain_text_is_read_as_the_same_in_brackets_is(text):
    def told(written: str) -> object:
        try:
            found = formula(written)
        except FormulaError:
            return "refused"
        assert found.text == written
        return found.tree, found.names, found.is_test

    assert told(text) == told(f"({text})")
