"""C-07 各地市对申报材料进行评估确认: the bureau's own answer, item by item; a return without a place, or a mending without a word, is none."""

from greenlist.casework.applications.services import submit
from greenlist.casework.verification.services import record_fact, return_for_completion
from greenlist.rehearsal import acts
from tests.casework.cast import fresh


def test_a_return_names_what_is_to_be_mended_and_the_mending_says_what_was_done(province, served_omission):
    application = province.application_at("submitted")
    served_omission(return_for_completion, application, items=[("10", "", " ")], actor=province.officer)
    return_for_completion(application, items=[("10", "", "请补能耗证明")], actor=province.officer)
    served_omission(submit, fresh(application), actor=province.unit.engineer, reason="")
    assert fresh(application).state == "returned"


def test_nothing_is_assessed_after_the_bureau_has_given_the_case_away(province, served_omission):
    application = province.application_at("recommended")
    served_omission(record_fact, application, clause="C-53", answer="not_found", statement="没有", source="公开网", looked_up_on=acts.today(),
                    actor=province.officer)  # fmt: skip
