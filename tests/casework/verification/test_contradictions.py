"""Judgements that contradict each other: told to the office that hands in, and gone in only with a word on why."""

from datetime import date

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.models import Publication
from greenlist.casework.publication.services import give_notice, publish
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.selectors import contradictions_of
from greenlist.casework.recommendation.services import submit_package
from greenlist.casework.review.services import accept
from greenlist.casework.selection.services import screen
from greenlist.casework.verification.precedents import contradictions_among
from greenlist.casework.verification.services import judge, record_fact, refuse
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.portals.people import page, signed_in


def fine(province, case, officer, words, outcome):
    """A fine of these words, judged."""
    day = date(2023, 9, 5)
    found = record_fact(case, clause="C-49", answer="found", statement=words, source="信用中国", looked_up_on=date(2024, 5, 21),
                        intervals=[(day, day)], actor=officer)  # fmt: skip
    judge(found, outcome=outcome, reason=f"{words}的理由", actor=officer)


def handed_to_sign(province, fines):
    """The first unit set aside and in a sealed batch; the others as `fines` has them: (unit, words, outcome)."""
    officer, case = province.officer, province.application_at("verifying")
    fine(province, case, officer, "罚款2万元", "set_aside")
    acts.choose(fresh(case), officer)
    for unit, words, outcome in fines:
        bureau, other = province.cast.bureaus[unit.site.unit], province.application_at("verifying", unit)
        fine(province, other, bureau, words, outcome)
        if outcome == "upheld":
            refuse(fresh(other), reason="偷漏税", actor=bureau)
    batch = acts.freeze(province.round, [fresh(case)], officer)
    acts.seal_letter(batch, officer)
    return batch


def test_the_same_size_set_aside_here_and_upheld_there_goes_in_only_with_a_word(province, django_assert_max_num_queries):
    batch = handed_to_sign(province, [(province.units[1], "罚款1.9万元", "upheld")])
    with django_assert_max_num_queries(4):
        (found,) = contradictions_of(batch)
    assert (found.clause, found.passed.reason, found.barred.reason) == ("C-49", "罚款2万元的理由", "罚款1.9万元的理由")
    client, where = signed_in("bureau360400"), f"/bureau/batches/{batch.pk}/"
    told = page(client.get(where))
    assert "1处同类事实的判断不一致" in told and "罚款2万元的理由" in told and "罚款1.9万元的理由" in told
    assert "1处同类事实的判断不一致：请写明" in page(client.post(f"{where}submission/"), 409)
    assert client.post(f"{where}submission/", {"contradictions_because": "前者当月改正"}).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.contradictions_because) == ("submitted", "前者当月改正")
    passed, barred = found.passed.finding.application.number, found.barred.finding.application.number
    told = page(client.get(where))
    assert "前者当月改正" in told and f"放行 {passed}，不放行 {barred}" in told
    told = page(signed_in("province").get(f"/province/batches/{batch.pk}/"))
    assert "前者当月改正" in told and f"放行 {passed}，不放行没有报送省厅的一件" in told and barred not in told


@pytest.mark.parametrize(("words", "outcome"), [("罚款18万元", "upheld"), ("罚款2万元", "set_aside"), ("罚款2万元", "referred")])
def test_a_clearly_graver_fact_the_same_judgement_or_a_question_is_no_contradiction(province, words, outcome):
    batch = handed_to_sign(province, [(province.units[1], words, outcome)])
    assert contradictions_of(batch) == []


def test_an_office_is_told_of_its_own_judgements_and_who_asks_about_all_of_everybodys(province):
    batch = handed_to_sign(province, [(province.other_unit, "罚款2万元", "upheld")])
    assert contradictions_of(batch) == []
    about = batch.rows.values_list("application", flat=True)
    assert len(contradictions_among(Application.objects.all(), about=about)) == 1


def test_the_province_is_told_of_all_offices_before_publishing_and_publishes_with_a_word(province, may):
    batch = handed_to_sign(province, [(province.other_unit, "罚款2万元", "upheld")])
    acts.submit(batch, province.officer)
    case = batch.rows.get().application
    accept(fresh(case), actor=province.cast.centre)
    province._review(case)
    province._decide()
    give_notice(province.draft(), actor=province.cast.province)
    may(7, 3)
    screen(province.draft(), actor=province.cast.province)
    office = signed_in("province")
    told = page(office.get("/province/publications/"))
    assert "1处同类事实的判断不一致" in told and "没有报送省厅的一件</span>，南昌市" in told
    assert province.other_unit.site.name not in told
    assert told.count("罚款2万元的理由") == 1 and "事实和理由报送省厅后才显示" in told
    with pytest.raises(Refused) as refused:
        publish(province.draft(), document_number="演60号", actor=province.cast.province)
    assert (refused.value.clause, refused.value.items) == ("C-40", ("1处同类事实的判断不一致：请写明看过之后的说明。",))
    with pytest.raises(Refused) as refused:
        publish(province.draft(), document_number="", actor=province.cast.province)
    assert refused.value.items == ("请填公布文件的文号。", "1处同类事实的判断不一致：请写明看过之后的说明。")
    sent = {"document_number": "演60号", "contradictions_because": "情节不同"}
    assert office.post("/province/publications/lists/", sent).status_code == 302
    assert Publication.objects.get().contradictions_because == "情节不同"
    assert "情节不同" in page(office.get("/province/publications/"))


def test_the_newest_judgement_of_a_case_counts(province):
    batch = handed_to_sign(province, [(province.units[1], "罚款2万元", "referred")])
    case = Batch.objects.get(pk=batch.pk).rows.get().application
    other = Application.objects.exclude(pk=case.pk).get()
    finding = other.findings.filter(clause="C-49").order_by("-computed_at", "-id").first()
    judge(finding, outcome="upheld", reason="研究后认定", actor=province.officer)
    assert len(contradictions_of(batch)) == 1
    judge(finding, outcome="set_aside", reason="再研究后认定", actor=province.officer)
    assert contradictions_of(batch) == []
    with pytest.raises(Refused):
        submit_package(batch, actor=province.cast.bureaus["360100"])
