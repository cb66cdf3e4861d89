"""C-15 选择一批基础好、代表性强、积极性高的企业: the office says why it chose this one; the words are kept and shown, and count no points."""

import pytest

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.verification.services import mark_each_recommendable, mark_recommendable
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.portals.people import page, signed_in

WHY = "能耗低于同行两成，愿意带动本地同行"


def test_no_factory_is_recommendable_without_a_reason(province, served_omission):
    case = province.application_at("verifying")
    refusal = served_omission(mark_recommendable, case, reason=" ", actor=province.officer)
    assert refusal.items == ("请写明推荐理由：为什么推荐这一家。",)
    mark_recommendable(fresh(case), reason=WHY, actor=province.officer)
    assert (fresh(case).state, fresh(case).recommended_because) == ("recommendable", WHY)
    assert entries_of(case).last().reason == WHY


def test_what_else_is_missing_is_told_in_the_same_breath(province, served_omission):
    case = province.application_at("submitted")
    acts.verify_all(case, province.officer, leave_open=("C-50",))
    acts.settle_conditions(case, province.officer)
    refusal = served_omission(mark_recommendable, fresh(case), reason="", actor=province.officer)
    assert refusal.items[1:] == ("被动态调整出名单：待核实（尚未查核，依据 3.1.3）",)


def test_one_reason_may_serve_many_and_none_serves_nobody(province, served_omission):
    two = [province.application_at("verifying", unit) for unit in province.units]
    served_omission(mark_each_recommendable, two, reason="", actor=province.officer)
    assert {fresh(case).state for case in two} == {"verifying"}
    assert mark_each_recommendable(two, reason=WHY, actor=province.officer) == []
    assert {fresh(case).recommended_because for case in two} == {WHY}


def test_the_reason_is_shown_to_the_unit_and_once_handed_in_to_the_province(province):
    case = province.application_at("verifying")
    unit = signed_in("factory001")
    mark_recommendable(case, reason=WHY, actor=province.officer)
    assert WHY in page(unit.get(f"/applicant/applications/{case.pk}/"))
    batch = acts.freeze(province.round, [fresh(case)], province.officer)
    assert WHY in page(signed_in("bureau360400").get(f"/bureau/batches/{batch.pk}/"))
    acts.hand_in_batch(batch, province.officer)
    office = signed_in("province")
    for path in (f"/province/batches/{batch.pk}/", f"/province/applications/{case.pk}/"):
        assert WHY in page(office.get(path))


def test_a_reason_is_no_longer_than_a_line_of_the_file(province):
    with pytest.raises(Refused) as refused:
        mark_recommendable(province.application_at("verifying"), reason="好" * 301, actor=province.officer)
    assert refused.value.items == ("“推荐理由”最多300字，现在是301字。",)
