"""C-22 工业增加值占比超过50%: more than 50 %, and 50.00 % is not more.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import ParkDeclared
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-22"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-22", case)


@pytest.mark.parametrize(
    ("typed", "verdict", "fact"),
    [
        ("50", "not_met", "工业增加值占比50%，没有超过50%"),
        ("50.00", "not_met", "工业增加值占比50.00%，没有超过50%"),
        ("50.00%", "not_met", "工业增加值占比50.00%，没有超过50%"),
        ("５０．０１", "met", "工业增加值占比５０．０１%，超过50%"),
        ("50.0000000000000000000001", "met", "工业增加值占比50.0000000000000000000001%，超过50%"),
        ("49.99", "not_met", "工业增加值占比49.99%，没有超过50%"),
        ("100", "met", "工业增加值占比100%，超过50%"),
        ("100.01", "unknown", "工业增加值占比“100.01”不是0到100之间的百分数"),
        ("-1", "unknown", "工业增加值占比“-1”不是0到100之间的百分数"),
        ("过半", "unknown", "工业增加值占比“过半”不是0到100之间的百分数"),
        ("NaN", "unknown", "工业增加值占比“NaN”不是0到100之间的百分数"),
        (" ", "unknown", "没有填工业增加值占比"),
    ],
)
def test_the_figure_is_exact_and_kept_as_it_was_typed(typed, verdict, fact):
    finding = ask("C-22", ParkDeclared(is_park=True, industry_share=typed))
    assert (finding.verdict, finding.fact) == (verdict, fact)


def test_it_says_the_threshold_and_what_would_pass():
    finding = ask("C-22", ParkDeclared(is_park=True, industry_share="50.00"))
    assert (finding.threshold, finding.would_pass) == ("工业增加值占比超过50%（恰为50%不算）", "占比大于50%")
