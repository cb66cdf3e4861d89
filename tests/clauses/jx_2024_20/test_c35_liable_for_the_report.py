"""C-35 对所出具评价报告的真实性和准确性负责: a body signs one version, says that it is liable for it, and only this one is handed in."""

from greenlist.casework.applications.services import submit
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.evaluators.services import accept_engagement, sign_report
from greenlist.casework.journal.refusals import Refused
from greenlist.rehearsal import acts


def test_no_report_is_signed_without_liability(province, served_omission):
    body = province.cast.evaluators[0]
    application = province.application_at("draft", body=body)
    engagement = open_engagement(application.number)
    accept_engagement(engagement, statement="没有利害关系", limit=15, actor=body.manager)
    report = acts.upload(acts.report_paper.to_pdf(acts.evaluation_report(application)), "报告.pdf", body.manager)
    refusal = served_omission(sign_report, engagement, report=report, accepts_liability=False, actor=body.manager)
    assert refusal.what == "签署前请勾选对报告真实性和准确性负责。"
    try:
        submit(application, actor=province.unit.engineer)
    except Refused as refused:
        assert any("还没有签署评价报告" in item for item in refused.items)
    sign_report(engagement, report=report, accepts_liability=True, actor=body.manager)
    assert open_engagement(application.number).signed_report.digest == report.digest
