"""C-10 并同步上传至工业节能与绿色发展管理平台: the bureau registers the platform's receipt of each batch.

同步 says no order. A round may want the receipt before handing in; else a batch goes in without, and is told on the desk and to the province.
"""

from datetime import date

import pytest

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.platform_services import record_platform_receipt
from greenlist.casework.recommendation.services import submit_package
from greenlist.casework.rounds.services import propose_parameters, sign_proposal
from greenlist.rehearsal import acts
from tests.portals.people import page, signed_in


@pytest.fixture
def sealed(province):
    """A batch that is ready to be handed in."""
    province.application_at("frozen")
    batch = Batch.objects.get()
    acts.seal_letter(batch, province.officer)
    return batch


def owed(province):
    return [todo for todo in todos_of(province.officer, province.round) if todo.clause == "C-10"]


def test_where_the_round_wants_it_first_a_package_without_the_receipt_is_kept_back(province, sealed, served_omission):
    proposal = propose_parameters(
        province.round, changes={"platform_receipt_required": "是"}, reason="平台可用", actor=province.cast.province
    )
    sign_proposal(proposal, actor=province.cast.director)
    refusal = served_omission(submit_package, sealed, unconsulted_because="函复在途", actor=province.officer)
    assert refusal.items == ("还没有登记上传工业节能与绿色发展管理平台的回执。",)
    acts.register_receipt(sealed, province.officer)
    submit_package(sealed, unconsulted_because="函复在途", actor=province.officer)
    sealed.refresh_from_db()
    assert sealed.state == "submitted"


def test_else_it_goes_in_and_is_told_on_the_desk_and_to_the_province_until_it_is_registered(province, sealed):
    assert owed(province) == []
    acts.submit(sealed, province.officer)
    (todo,) = owed(province)
    assert (todo.count, todo.due_at) == (1, province.round.deadline_at)
    told = page(signed_in("province").get(f"/province/batches/{sealed.pk}/"))
    assert "没有登记管理平台的回执" in told
    assert "未登记" in page(signed_in("bureau360400").get("/platform/"))
    acts.register_receipt(sealed, province.officer)
    assert owed(province) == []
    assert "没有登记管理平台的回执" not in page(signed_in("province").get(f"/province/batches/{sealed.pk}/"))
    assert "演平台-2024-JJ-1" in page(signed_in("province").get("/platform/"))


def test_a_receipt_without_number_day_or_proof_is_refused_with_all_that_is_missing(province, sealed, served_omission):
    refusal = served_omission(record_platform_receipt, sealed, number=" ", uploaded_on=None, proof=None, actor=province.officer)
    assert refusal.items == ("请填平台给出的回执号或批次号。", "请填上传日期。", "请附平台回执的截图或扫描件（PDF、PNG、JPG）。")
    told = {"number": "演1", "proof": sealed.sealed_letter, "actor": province.officer}
    for day in (date(2024, 4, 1), date(2024, 5, 23)):
        refusal = served_omission(record_platform_receipt, sealed, uploaded_on=day, **told)
        assert refusal.items == (f"上传日期{day}不在本轮开启之日到今天之间。",)
    record_platform_receipt(sealed, uploaded_on=today(), **told)
    refusal = served_omission(record_platform_receipt, sealed, uploaded_on=today(), **told)
    assert refusal.items == ("回执 演1 已登记，不必重复登记。",)


def test_only_the_bureau_of_the_batch_registers_it(province, sealed):
    for actor in (province.cast.bureaus["360100"], province.cast.province, province.cast.centre):
        with pytest.raises(NotAllowed):
            record_platform_receipt(sealed, number="演1", uploaded_on=today(), proof=sealed.sealed_letter, actor=actor)
