"""C-06 评价合格的…提交评价报告: no report, or not passed, does not go on.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import ReportHandedIn
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-06"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-06", case)


def test_a_scan_without_text_is_unknown_and_never_a_pass():
    finding = ask("C-06", ReportHandedIn("报告.pdf", 8, has_text=False, result="qualified"))
    assert (finding.verdict, finding.fact) == ("unknown", "自评合格；8页，扫描件文字未检查，报告.pdf")
    assert finding.settle_by == "请附有文字的报告，或逐页人工核对扫描件"
    assert ask("C-06", ReportHandedIn("报告.pdf", 8, has_text=False, result="not_qualified")).verdict == "not_met"


def test_an_open_result_is_unknown_and_says_what_to_look_at():
    finding = ask("C-06", ReportHandedIn("报告.pdf", 8))
    assert (finding.verdict, finding.settle_by) == ("unknown", "请核对未填和存疑的指标")


def test_what_the_office_entered_from_a_table_is_read_in_the_report():
    finding = ask("C-06", ReportHandedIn("报告.pdf", 8, is_unfilled=True))
    assert (finding.verdict, finding.fact) == ("unknown", "代录，未填评价表；8页，报告.pdf")
    assert finding.settle_by == "请看评价报告的结论是否合格"


def test_a_pass_without_a_report_and_a_report_without_a_pass_do_not_do():
    assert ask("C-06", ReportHandedIn(result="qualified")).verdict == "not_met"
    assert ask("C-06", ReportHandedIn("报告.pdf", 8, result="not_qualified")).verdict == "not_met"
