"""C-40 各地要严格把控推荐质量: nothing goes on while one exclusion is open or one condition is not met; all of it is told."""

from greenlist.casework.verification.services import mark_recommendable
from greenlist.rehearsal import acts
from tests.casework.cast import fresh


def test_one_open_exclusion_holds_the_case_back_and_is_named(province, served_omission):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-50",))
    refusal = served_omission(mark_recommendable, fresh(application), actor=province.officer)
    assert refusal.items == ("被动态调整出名单：待核实（尚未查核，依据 3.1.3）",)


def test_an_unmet_condition_holds_it_back_as_well(province, served_omission):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer)
    application = fresh(application)
    application.wants_provincial = False
    application.save()
    refusal = served_omission(mark_recommendable, fresh(application), actor=province.officer)
    assert refusal.items == ("申报级别：没有选级别（依据 5）",)
