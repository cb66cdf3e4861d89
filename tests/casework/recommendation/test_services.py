"""The batch: frozen rows, the letter from signature, the deadline by the clock."""

from dataclasses import replace
from datetime import date

import pytest

from greenlist.casework.applications.services import withdraw
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.oversight.ban_services import ban_and_check
from greenlist.casework.oversight.removal_services import remove_from_list
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.papers import letter, printed_rows, summary_table
from greenlist.casework.recommendation.selectors import changes_of, open_batch, ready_for_batch, visible_to
from greenlist.casework.recommendation.services import prepare_batch, record_letter, send_to_sign, submit_package, take_back
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.register.services import declare_coverage
from greenlist.casework.rounds.services import extend_deadline, waive
from greenlist.casework.verification.services import judge, mark_recommendable, record_fact, return_for_completion
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.hostile.makers.pictures import png


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


def scan_of(batch, province):
    return acts.upload(acts.letter_paper.to_pdf(letter(batch)), "函.pdf", province.officer)


def register(batch, province, **more):
    given = {"letter_number": "演1号", "dated_on": date(2024, 5, 22), "sealed_letter": scan_of(batch, province), **more}
    record_letter(batch, actor=province.officer, **given)


def test_one_open_batch_a_bureau_and_a_new_number_after_it_was_handed_in(province):
    first = prepare_batch(province.round, actor=province.officer)
    assert prepare_batch(province.round, actor=province.officer) == first == open_batch(province.round, "360400")
    assert (first.number, first.office, first.state) == ("TJ-2024-JJ-1", "九江市工业和信息化局", "preparing")
    province.application_at("recommended")
    assert prepare_batch(province.round, actor=province.officer).number == "TJ-2024-JJ-2"
    assert prepare_batch(province.round, actor=province.cast.bureaus["GJXQ"]).number == "TJ-2024-GJ-1"


def test_only_a_bureau_prepares_a_batch(province):
    for actor in (province.unit.engineer, province.cast.province, province.cast.centre, acts.actor_in(province.cast.experts[0])):
        with pytest.raises(NotAllowed) as refused:
            prepare_batch(province.round, actor=actor)
        assert refused.value.clause == "C-69"
    assert not Batch.objects.exists()


def test_an_empty_choice_is_not_sent(province):
    batch = prepare_batch(province.round, actor=province.officer)
    with pytest.raises(Refused) as refused:
        send_to_sign(batch, applications=[], actor=province.officer)
    assert (refused.value.items, Batch.objects.get().state) == (("请先勾选要送签的申报件。",), "preparing")


def test_another_bureaus_application_cannot_be_put_into_the_batch(province):
    mine, theirs = province.application_at("recommendable"), province.application_at("recommendable", province.other_unit)
    batch = prepare_batch(province.round, actor=province.officer)
    with pytest.raises(NotAllowed, match="本单位、本轮"):
        send_to_sign(batch, applications=[mine, theirs], actor=province.officer)
    assert [fresh(a).state for a in (mine, theirs)] == ["recommendable", "recommendable"]
    assert (Batch.objects.get().state, batch.rows.count()) == ("preparing", 0)


def test_one_that_is_not_recommendable_keeps_the_whole_batch_back(province):
    mine, other = province.application_at("recommendable"), province.application_at("verifying", province.units[1])
    batch = prepare_batch(province.round, actor=province.officer)
    with pytest.raises(WrongState):
        send_to_sign(batch, applications=[mine, other], actor=province.officer)
    assert (fresh(mine).state, Batch.objects.get().state, batch.rows.count()) == ("recommendable", "preparing", 0)


def test_every_blocked_unit_is_named_at_once(province):
    cases = [province.application_at("recommendable", unit) for unit in province.units]
    for case in cases:
        record_fact(
            case, clause="C-53", answer="found", statement="在名单", source="公开网", looked_up_on=date(2024, 5, 20), actor=province.officer
        )
    batch = prepare_batch(province.round, actor=province.officer)
    with pytest.raises(Refused) as refused:
        send_to_sign(batch, applications=[fresh(c) for c in cases], actor=province.officer)
    assert [item.split("：")[0] for item in refused.value.items] == [c.site.name for c in cases]


def test_after_freezing_nothing_goes_back_until_the_batch_is_taken_back(province):
    application = province.application_at("frozen")
    for act in (
        lambda: return_for_completion(application, items=[("10", "", "x")], actor=province.officer),
        lambda: mark_recommendable(application, reason="基础好", actor=province.officer),
    ):  # fmt: skip
        with pytest.raises(WrongState):
            act()
    take_back(Batch.objects.get(), actor=province.officer)
    return_for_completion(fresh(application), items=[("10", "", "x")], actor=province.officer)
    assert fresh(application).state == "returned"


def test_serials_begin_anew_in_each_part(province):
    cases = [province.application_at("recommendable", unit) for unit in province.units]
    cases.append(province.application_at("recommendable", province.other_unit))
    cases[2].category = "park"
    assert [(a.category, printed["serial"]) for a, printed in printed_rows(cases)] == [("factory", 1), ("factory", 2), ("park", 1)]


def test_the_ready_ones_are_the_own_recommendable_ones(province):
    mine = province.application_at("recommendable")
    province.application_at("verifying", province.units[1])
    theirs = province.application_at("recommendable", province.other_unit)
    assert list(ready_for_batch(province.round, "360400")) == [mine]
    assert list(ready_for_batch(province.round, "360100")) == [theirs]


@pytest.mark.parametrize(("number", "sentence"), [(" ", "请填文号。"), ("长" * 61, "“文号”最多60字，现在是61字。")])
def test_a_number_is_wanted_that_fits(province, number, sentence):
    province.application_at("frozen")
    with pytest.raises(Refused) as refused:
        register(Batch.objects.get(), province, letter_number=number)
    assert (refused.value.items, Batch.objects.get().letter_number) == ((sentence,), "")


def test_the_scan_must_be_a_pdf(province):
    province.application_at("frozen")
    picture = acts.store_file(chunks=[png(1, 1)], name="图.png", owner=province.officer.organisation_id,
                          actor=province.officer)  # fmt: skip
    with pytest.raises(Refused) as refused:
        register(Batch.objects.get(), province, sealed_letter=picture)
    assert refused.value.items == ("盖章推荐文件须为 PDF 扫描件。",)


def test_a_letter_comes_back_only_to_a_batch_that_was_sent(province):
    batch = prepare_batch(province.round, actor=province.officer)
    scan = acts.upload(acts.report_paper.to_pdf(acts.evaluation_report(province.application_at("draft"))), "函.pdf", province.officer)
    with pytest.raises(WrongState, match="先送签"):
        record_letter(batch, letter_number="演1号", dated_on=date(2024, 5, 22), sealed_letter=scan, actor=province.officer)


def test_the_letter_of_a_package_that_was_handed_in_never_changes(province):
    province.application_at("frozen")
    batch = Batch.objects.get()
    register(batch, province)
    stale = Batch.objects.get()
    submit_package(batch, actor=province.officer)
    with pytest.raises(WrongState, match="报送之后不能再改"):
        register(stale, province, letter_number="演2号")
    assert Batch.objects.get().letter_number == "演1号"


def test_until_it_is_handed_in_the_letter_may_be_registered_anew(province):
    province.application_at("frozen")
    batch = Batch.objects.get()
    register(batch, province)
    register(batch, province, letter_number=" 演2号 ")
    assert Batch.objects.get().letter_number == "演2号"
    assert [e.detail for e in entries_of(batch).filter(action="record_letter")] == [{"letter_number": "演1号"}, {"letter_number": "演2号"}]


def test_taking_back_forgets_the_letter_and_a_handed_in_package_is_not_taken_back(province):
    application = province.application_at("frozen")
    batch = Batch.objects.get()
    register(batch, province)
    take_back(batch, actor=province.officer)
    again = Batch.objects.get()
    assert (again.letter_number, again.dated_on, again.sealed_letter, again.state) == ("", None, None, "preparing")
    acts.freeze(province.round, [fresh(application)], province.officer)
    acts.hand_in_batch(Batch.objects.get(), province.officer)
    with pytest.raises(WrongState):
        take_back(Batch.objects.get(), actor=province.officer)
    assert (fresh(application).state, Batch.objects.get().rows.count()) == ("recommended", 1)


def test_handing_in_twice_is_told_and_changes_nothing(province):
    application = province.application_at("recommended")
    batch = Batch.objects.get()
    before = (batch.submitted_at, batch.content_digest)
    with pytest.raises(WrongState) as refused:
        submit_package(batch, actor=province.officer)
    assert (refused.value.code, fresh(application).state) == ("already", "recommended")
    again = Batch.objects.get()
    assert (again.submitted_at, again.content_digest) == before


def test_the_package_stores_what_was_recommended_by_hash(province):
    from greenlist.casework.applications.selectors import latest_version
    from greenlist.casework.journal.contents import load

    application = province.application_at("recommended")
    (row,) = load(Batch.objects.get().content_digest)["rows"]
    version = latest_version(application)
    assert (row["application"], row["version"], row["score"], row["report"]) == (
        application.number, version.content_digest, version.score, application.report.digest,
    )  # fmt: skip


def test_the_own_bureau_sees_its_batch_and_the_province_only_what_was_handed_in(province):
    province.application_at("frozen")
    batch, cast = Batch.objects.get(), province.cast
    assert list(visible_to(province.officer)) == [batch]
    for actor in (cast.bureaus["360100"], cast.province, cast.centre, province.unit.engineer, acts.actor_in(cast.experts[0])):
        assert not visible_to(actor).exists()
    acts.hand_in_batch(batch, province.officer)
    assert [visible_to(a).count() for a in (cast.province, cast.centre, cast.bureaus["360100"], province.unit.engineer)] == [1, 1, 0, 0]


def hand_in_refused(batch, province):
    with pytest.raises(Refused) as refused:
        acts.hand_in_batch(batch, province.officer)
    return refused.value.items


def test_a_unit_that_withdraws_after_signature_is_caught_before_handing_in(province):
    application = province.application_at("frozen")
    withdraw(application, reason="生产线改造", actor=province.unit.engineer)
    batch = Batch.objects.get()
    assert hand_in_refused(batch, province) == (f"{application.site.name}：申报单位已撤回申报",)
    assert [(c.application.pk, c.clause) for c in changes_of(batch)] == [(application.pk, "C-03")]
    take_back(batch, actor=province.officer)
    assert fresh(application).state == "withdrawn"


def test_a_fact_found_after_signature_is_caught_before_handing_in(province):
    application = province.application_at("frozen")
    record_fact(application, clause="C-53", answer="found", statement="5月21日列入", source="执行信息公开网",
                looked_up_on=date(2024, 5, 20), actor=province.officer)  # fmt: skip
    assert hand_in_refused(Batch.objects.get(), province) == (
        f"{application.site.name}：失信被执行人：发现，5月21日列入（未登记日期，按发现处理）",
    )
    assert fresh(application).state == "frozen"


def test_a_body_banned_after_signature_is_caught_before_handing_in(province):
    body = province.cast.evaluators[0]
    application = province.application_at("frozen", body=body)
    ban_and_check(body.evaluator, reason="报告造假", document="演1号", years=3, actor=province.cast.province)
    assert hand_in_refused(Batch.objects.get(), province) == (
        f"{application.site.name}：第三方机构评价结果可采信：不符合，省厅于2024-05-22决定不予采信",
    )


def test_the_date_of_the_letter_is_measured_by_the_units_own_deadline(province):
    province.application_at("frozen")
    extend_deadline(province.round, unit=province.officer.unit, last_day=date(2024, 5, 29), reason="暴雨停电", actor=province.cast.province)
    batch = Batch.objects.get()
    scan = acts.upload(acts.letter_paper.to_pdf(letter(batch)), "函.pdf", province.officer)
    record_letter(batch, letter_number="演1号", dated_on=date(2024, 5, 29), sealed_letter=scan, actor=province.officer)
    assert Batch.objects.get().letter_number == "演1号"


def test_a_chain_whose_factory_went_off_the_list_after_signature_is_caught_and_goes_in_with_a_waiver(province):
    unit, office = replace(province.unit, category="supply_chain"), province.cast.province
    type(unit.site).objects.filter(pk=unit.site.pk).update(industry="1711")
    unit.site.refresh_from_db()
    entry = enter_listing(unit.site, actor=SYSTEM, level="provincial", category="factory", year=2022, document="演1号")
    declare_coverage(kind="published_list", region="江西", from_year=2021, until_year=2023, category="factory", actor=SYSTEM)
    application = province.application_at("frozen", unit)
    batch = Batch.objects.get()
    assert changes_of(batch) == []
    remove_from_list(entry, on=date(2024, 5, 20), reason="演示", clause="C-55", actor=office)
    removed = application.findings.filter(clause="C-50").latest("computed_at", "id")
    judge(removed, outcome="set_aside", reason="另一厂区", actor=province.officer)
    assert [(c.application.pk, c.clause) for c in changes_of(batch)] == [(application.pk, "C-33")]
    assert hand_in_refused(batch, province)[0].startswith(f"{application.site.name}：")
    waive(province.round, clause="C-33", subject=unit.site.organisation.credit_code, reason="整车企业", actor=office)
    assert changes_of(batch) == []
