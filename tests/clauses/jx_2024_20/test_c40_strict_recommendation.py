"""C-40 各地要严格把控推荐质量: nothing goes on while one exclusion is open or one condition is neither met nor judged; all is told."""

from greenlist.casework.verification.judging import judge_conditions
from greenlist.casework.verification.services import mark_recommendable
from greenlist.rehearsal import acts
from tests.casework.cast import fresh


def test_one_open_exclusion_holds_the_case_back_and_is_named(province, served_omission):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-50",))
    acts.settle_conditions(application, province.officer)
    refusal = served_omission(mark_recommendable, fresh(application), reason="基础好", actor=province.officer)
    assert refusal.items == ("被动态调整出名单：待核实（尚未查核，依据 3.1.3）",)


def test_an_unmet_condition_holds_it_back_as_well(province, served_omission):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer)
    acts.settle_conditions(application, province.officer)
    application = fresh(application)
    application.wants_provincial = False
    application.save()
    refusal = served_omission(mark_recommendable, fresh(application), reason="基础好", actor=province.officer)
    assert refusal.items == ("申报级别：没有选级别（依据 5）",)


def test_a_condition_that_is_unknown_holds_it_back_until_an_officer_judged_it_met(province, served_omission):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer)
    refusal = served_omission(mark_recommendable, fresh(application), reason="基础好", actor=province.officer)
    (told,) = refusal.items
    assert told.startswith("适用行业标准：待核实，") and told.endswith("请核对评价报告所依据的标准和得分（依据 2.1）")
    judged = {"clause": "C-16", "reason": "已看评价报告", "actor": province.officer}
    judge_conditions([application], outcome="not_met", **judged)
    refusal = served_omission(mark_recommendable, fresh(application), reason="基础好", actor=province.officer)
    assert refusal.items[0].startswith("适用行业标准：待核实，判断不符合，")
    judge_conditions([application], outcome="met", **judged)
    mark_recommendable(fresh(application), reason="基础好", actor=province.officer)
    assert fresh(application).state == "recommendable"
