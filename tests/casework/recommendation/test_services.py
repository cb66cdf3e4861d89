"""The batch: frozen rows, the letter from signature, the deadline by the clock."""

from datetime import date

import pytest

from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.papers import letter, summary_table
from greenlist.casework.recommendation.services import prepare_batch, record_letter, send_to_sign, submit_package, take_back
from greenlist.rehearsal import acts
from tests.casework.cast import fresh


def test_the_printed_row_is_frozen_with_the_batch(province):
    application = province.application_at("frozen")
    batch, name = Batch.objects.get(), application.site.name
    province.unit.site.name = "改了名"
    province.unit.site.save()
    row = summary_table(batch).rows[0]
    assert row.name == name != "改了名"
    assert (row.city, row.third_party, row.provincial, row.national) == ("九江市", "自我评价", True, False)
    assert "符合申报条件" in letter(batch).units[0].statement


def test_an_open_exclusion_keeps_the_whole_batch_back(province):
    application = province.application_at("recommendable")
    from greenlist.casework.verification.services import record_fact

    record_fact(
        application,
        clause="C-53",
        answer="found",
        statement="在名单",
        source="执行信息公开网",
        looked_up_on=date(2024, 5, 20),
        actor=province.officer,
    )
    batch = prepare_batch(province.round, actor=province.officer)
    with pytest.raises(Refused, match="挡住送签") as refused:
        send_to_sign(batch, applications=[fresh(application)], actor=province.officer)
    assert "失信被执行人" in refused.value.items[0]
    assert fresh(application).state == "recommendable"


def test_taking_back_frees_the_applications(province):
    application = province.application_at("frozen")
    batch = Batch.objects.get()
    take_back(batch, actor=province.officer)
    assert fresh(application).state == "recommendable"
    assert not batch.rows.exists()


def test_without_the_sealed_letter_nothing_is_handed_in(province):
    province.application_at("frozen")
    with pytest.raises(Refused) as refused:
        submit_package(Batch.objects.get(), actor=province.officer)
    assert refused.value.items == ("还没有登记文号和盖章的推荐文件。",)


def test_a_letter_dated_after_the_deadline_is_refused(province):
    application = province.application_at("frozen")
    scan = acts.upload(acts.letter_paper.to_pdf(letter(Batch.objects.get())), "函.pdf", province.officer)
    with pytest.raises(Refused) as refused:
        record_letter(Batch.objects.get(), letter_number="", dated_on=date(2024, 5, 28), sealed_letter=scan, actor=province.officer)
    assert len(refused.value.items) == 2
    assert fresh(application).state == "frozen"


def test_the_27th_counts_until_midnight_and_not_a_minute_longer(province, may):
    province.application_at("frozen")
    batch = Batch.objects.get()
    scan = acts.upload(acts.letter_paper.to_pdf(letter(batch)), "函.pdf", province.officer)
    record_letter(batch, letter_number="演1号", dated_on=date(2024, 5, 27), sealed_letter=scan, actor=province.officer)
    may(5, 28, 0)
    with pytest.raises(Refused) as refused:
        submit_package(batch, actor=province.officer)
    assert "5月27日24:00" in refused.value.items[0]
    may(5, 27, 23)
    submit_package(Batch.objects.get(), actor=province.officer)
    assert Batch.objects.get().state == "submitted"


def test_only_the_own_bureau_may_act_on_a_batch(province):
    province.application_at("frozen")
    with pytest.raises(NotAllowed):
        take_back(Batch.objects.get(), actor=province.cast.bureaus["360100"])
