"""C-37 工作流程和报告模板可参考: whether a self-evaluation's report follows them is an officer's judgement; it has a reason and bars nobody."""

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.verification.report_services import judge_report
from greenlist.casework.verification.services import return_for_completion
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.portals.people import page, signed_in

WHY = "缺评价过程说明一章，数据页齐全"


def test_without_a_choice_and_a_reason_nothing_is_kept(province, served_omission):
    case = province.application_at("verifying")
    refusal = served_omission(judge_report, case, follows=None, reason=" ", actor=province.officer)
    assert refusal.items == ("请选择：参考了，或没有参考。", "请写明判断的理由。")
    assert not case.report_judgements.exists()
    judge_report(case, follows=False, reason="还没看完", actor=province.officer)
    judge_report(case, follows=False, reason=WHY, actor=province.officer)
    kept = case.report_judgements.last()
    assert (kept.words, kept.reason, kept.report) == ("报告没有参考工作流程和报告模板", WHY, case.report)


def test_it_bars_nobody_and_is_shown_to_the_province(province):
    case = province.application_at("verifying")
    judge_report(case, follows=False, reason=WHY, actor=province.officer)
    acts.choose(fresh(case), province.officer)
    acts.hand_in_batch(acts.freeze(province.round, [fresh(case)], province.officer), province.officer)
    assert WHY in page(signed_in("province").get(f"/province/applications/{case.pk}/"))


def test_the_unit_reads_it_once_the_case_is_returned(province):
    case = province.application_at("verifying")
    bureau, unit = signed_in("bureau360400"), signed_in("factory001")
    where = f"/bureau/applications/{case.pk}/"
    page(bureau.post(f"{where}report-judgement/", {"report_reason": WHY}), 409)
    assert bureau.post(f"{where}report-judgement/", {"follows": "no", "report_reason": WHY}).status_code == 302
    assert WHY in page(bureau.get(where))
    assert WHY not in page(unit.get(f"/applicant/applications/{case.pk}/"))
    return_for_completion(fresh(case), items=[("unit", "", "请补评价过程")], actor=province.officer)
    assert WHY in page(unit.get(f"/applicant/applications/{case.pk}/"))


def test_a_bodys_own_report_is_not_judged_here_and_another_city_judges_nothing(province, served_omission):
    case = province.application_at("verifying")
    with pytest.raises(NotAllowed):
        judge_report(case, follows=True, reason=WHY, actor=province.cast.bureaus["360100"])
    Application.objects.filter(pk=case.pk).update(mode="third_party", report=None)
    refusal = served_omission(judge_report, fresh(case), follows=True, reason=WHY, actor=province.officer)
    assert refusal.items == ("第三方评价的报告由机构负责，不在这里判断。", "还没有上传评价报告。")
