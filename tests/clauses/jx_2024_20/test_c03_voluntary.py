"""C-03 按照自愿的原则: the unit itself applies, nobody for it, and it may withdraw with a reason."""

from greenlist.casework.applications.services import start_application, withdraw
from tests.casework.cast import fresh


def test_nobody_but_the_unit_itself_applies(province, served_omission):
    for actor in (province.officer, province.cast.province, province.other_unit.engineer):
        served_omission(start_application, province.unit.site, round_=province.round, category="factory", actor=actor)


def test_a_withdrawal_needs_its_reason_and_then_stands(province, served_omission):
    application = province.application_at("submitted")
    refusal = served_omission(withdraw, application, reason=" ", actor=province.unit.engineer)
    assert refusal.items == ("请写明撤回的理由。",)
    withdraw(application, reason="今年不报", actor=province.unit.engineer)
    assert fresh(application).state == "withdrawn"
