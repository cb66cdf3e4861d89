"""C-68 （单位公章） 年 月 日: sealed, numbered, dated not after the office's last day.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.declared import SealedLetter
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-68"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-68", case)


@pytest.mark.parametrize(("dated_on", "verdict"), [(date(2024, 5, 26), "met"), (date(2024, 5, 27), "met"), (date(2024, 5, 28), "not_met")])
def test_the_date_is_not_after_the_last_day(dated_on, verdict):
    assert ask("C-68", SealedLetter("演1号", dated_on, is_pdf=True, last_on=date(2024, 5, 27))).verdict == verdict


def test_everything_that_is_wrong_is_told_at_once():
    finding = ask("C-68", SealedLetter("", date(2024, 5, 28), is_pdf=False, last_on=date(2024, 5, 27)))
    assert finding.fact == "请填文号。落款日期2024-05-28晚于截止日2024-05-27。盖章推荐文件须为 PDF 扫描件。"
