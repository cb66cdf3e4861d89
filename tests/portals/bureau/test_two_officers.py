"""Two officers of one bureau on one file: the second one is shown both versions and chooses; nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlist.casework.applications.models import ReturnItem
from greenlist.casework.directory.models import Membership, Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.refusals import WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.verification.models import Judgement, RecordedFact
from greenlist.casework.verification.services import mark_recommendable, record_fact, return_for_completion
from greenlist.rehearsal import acts
from tests.casework.cast import blank_pdf, colleague, fresh
from tests.portals.doorman import faults
from tests.portals.people import CHOSEN


class Window:
    """One officer's window: what a page held when it was opened is posted later, as a browser does."""

    def __init__(self, username):
        self.client = Client()
        user = Membership.objects.get(user__username=username).user
        self.client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def open(self, path):
        self.context = self.client.get(path).context
        return self

    def post(self, path, **data):
        response = self.client.post(path, data)
        if response.status_code == 409:
            assert faults(response.content.decode()) == []
        return response


@pytest.fixture
def case(province):
    return province.kept("two officers", lambda: (colleague(province.officer), province.application_at("verifying"))[1])


@pytest.fixture
def windows(case):
    return Window("bureau360400"), Window("colleague")


def found(case, officer):
    """A fine that bars until it is judged."""
    return record_fact(case, clause="C-48", answer="found", statement="罚款2.4万元", source="信用中国", looked_up_on=case.created_at.date(),
                       actor=officer)  # fmt: skip


def kept(response):
    """What the page with both versions would post again."""
    return dict(response.context["kept"])


def test_the_second_judgement_is_shown_beside_the_first_and_may_be_stored_on_top(case, windows, province):
    finding = found(case, province.officer)
    path, page = f"/bureau/applications/{case.pk}/findings/{finding.pk}/judgement/", f"/bureau/applications/{case.pk}/?item=C-48"
    first, second = (w.open(page) for w in windows)
    first.post(path, outcome="set_aside", reason="轻微，已整改", seen="none")
    response = second.post(path, outcome="upheld", reason="罚款即属该情形", seen="none")
    text = response.content.decode()
    assert response.status_code == 409
    assert "不属该情形：轻微，已整改" in text
    assert "属该情形：罚款即属该情形" in text
    assert response.context["overtaken"].by in text
    assert Judgement.objects.filter(finding__clause="C-48").count() == 1
    assert second.post(response.context["action"], **kept(response)).status_code == 302
    judged = Judgement.objects.filter(finding__clause="C-48").order_by("judged_at", "id")
    assert list(judged.values_list("outcome", flat=True)) == ["set_aside", "upheld"]


def test_a_judgement_on_a_fact_that_was_looked_up_anew_is_told_with_both_facts(case, windows, province):
    finding = found(case, province.officer)
    record_fact(case, clause="C-48", answer="found", statement="罚款24万元", source="省厅", looked_up_on=case.created_at.date(),
                actor=province.officer)  # fmt: skip
    response = windows[1].post(
        f"/bureau/applications/{case.pk}/findings/{finding.pk}/judgement/", outcome="set_aside", reason="轻微", seen="none"
    )
    text = response.content.decode()
    assert (response.status_code, "罚款2.4万元" in text, "罚款24万元" in text, "不属该情形：轻微" in text) == (409, True, True, True)
    assert str(finding.pk) not in response.context["action"]
    assert windows[1].post(response.context["action"], **kept(response)).status_code == 302
    assert Judgement.objects.get(finding__clause="C-48").finding != finding


def test_a_judgement_after_the_file_was_returned_gives_back_what_was_typed(case, windows, province):
    finding = found(case, province.officer)
    return_for_completion(fresh(case), items=[("unit", "", "电话缺一位")], actor=province.officer)
    response = windows[1].post(
        f"/bureau/applications/{case.pk}/findings/{finding.pk}/judgement/", outcome="upheld", reason="写了很久的理由", seen="none"
    )
    assert (response.status_code, "写了很久的理由" in response.content.decode()) == (409, True)


def test_two_look_ups_of_one_clause_are_shown_side_by_side_and_the_upload_is_kept(case, windows, province):
    page = f"/bureau/applications/{case.pk}/?item=C-46&record=1"
    shown = windows[1].open(page).context
    seen = next(str(line.fact.pk) for line in shown["exclusions"] if line.clause.id == "C-46")
    record_fact(fresh(case), clause="C-46", answer="unknown", statement="正在调查", source="应急局", looked_up_on=case.created_at.date(),
                actor=province.officer)  # fmt: skip
    upload = SimpleUploadedFile("回执.pdf", blank_pdf(2))
    response = windows[1].post(f"/bureau/applications/{case.pk}/facts/", clause=["C-46"], answer="not_found", statement="没有记录", source="信用中国",
                               looked_up_on="2024-05-21", page="", from_on="", until_on="", file=upload, **{"seen-C-46": seen})  # fmt: skip
    text = response.content.decode()
    assert response.status_code == 409
    assert "待核实：正在调查（应急局" in text
    assert "未发现：没有记录（信用中国，2024-05-21）" in text
    again = kept(response)
    assert StoredFile.objects.get(pk=again["kept"]).name == "回执.pdf"
    assert windows[1].post(response.context["action"], **again).status_code == 302
    newest = RecordedFact.objects.filter(application=case, clause="C-46").order_by("recorded_at", "id").last()
    assert (newest.statement, newest.file.name) == ("没有记录", "回执.pdf")


def test_the_second_return_sees_the_first_ones_words_and_can_be_added(case, windows, province):
    second = windows[1].open(f"/bureau/applications/{case.pk}/filing/")
    section, _, rows = second.context["sections"][0]
    row = rows[0]["row"]
    return_for_completion(fresh(case), items=[(section.id, row.id, "电话缺一位")], actor=province.officer)
    response = second.post(f"/bureau/applications/{case.pk}/return/", seen=second.context["seen"], **{
        f"words-{section.id}:{row.id}": "名称与证照不符", f"words-{section.id}:": "整节重填"})  # fmt: skip
    text = response.content.decode()
    assert (response.status_code, "电话缺一位" in text, "名称与证照不符" in text, "整节重填" in text) == (409, True, True, True)
    assert windows[1].post(response.context["action"], **kept(response)).status_code == 302
    assert sorted(ReturnItem.objects.values_list("words", flat=True)) == ["名称与证照不符", "整节重填", "电话缺一位"]
    assert entries_of(case).last().action == "add_to_return"


def test_marking_recommendable_after_a_colleague_returned_it_shows_who_and_what(case, windows, province):
    second = windows[1].open(f"/bureau/applications/{case.pk}/")
    return_for_completion(fresh(case), items=[("unit", "", "电话缺一位")], actor=province.officer)
    response = second.post(f"/bureau/applications/{case.pk}/recommendability/", seen=second.context["seen"], **CHOSEN)
    text = response.content.decode()
    assert (response.status_code, fresh(case).state) == (409, "returned")
    assert "标为可推荐" in text
    assert f"{province.officer.name}退回补正" in text
    assert "电话缺一位" in text
    assert response.context["action"] == ""


def test_marking_recommendable_on_top_of_a_new_fact_asks_first(case, windows, province):
    second = windows[1].open(f"/bureau/applications/{case.pk}/")
    record_fact(fresh(case), clause="C-46", answer="not_found", statement="又查一次，没有", source="应急局", looked_up_on=case.created_at.date(),
                actor=province.officer)  # fmt: skip
    response = second.post(f"/bureau/applications/{case.pk}/recommendability/", seen=second.context["seen"], **CHOSEN)
    assert (response.status_code, fresh(case).state) == (409, "verifying")
    assert second.post(response.context["action"], **kept(response)).status_code == 302
    assert fresh(case).state == "recommendable"


def test_refusing_what_a_colleague_marked_recommendable_keeps_the_reason(case, windows, province):
    second = windows[1].open(f"/bureau/applications/{case.pk}/")
    mark_recommendable(fresh(case), reason="基础好", actor=province.officer)
    response = second.post(f"/bureau/applications/{case.pk}/refusal/", refusal_reason="产能未释放", seen=second.context["seen"])
    assert (response.status_code, "产能未释放" in response.content.decode(), fresh(case).state) == (409, True, "recommendable")
    second.post(response.context["action"], **kept(response))
    assert fresh(case).state == "not_recommended"


def test_one_officer_alone_is_never_stopped(case, windows, province):
    window = windows[0].open(f"/bureau/applications/{case.pk}/")
    assert window.post(f"/bureau/applications/{case.pk}/recommendability/", seen=window.context["seen"], **CHOSEN).status_code == 302


def test_a_batch_that_a_colleague_sent_to_be_signed_is_shown_beside_my_choice(province, case, windows):
    mark_recommendable(fresh(case), reason="基础好", actor=province.officer)
    acts.freeze(province.round, [fresh(case)], province.officer)
    response = windows[1].post("/bureau/batches/signing/", application=[str(case.pk)])
    text = response.content.decode()
    assert response.status_code == 409
    assert f"{province.officer.name}在" in text and "已送签1件，您选的还没有送签。" in text
    assert "两份都有" in text


def test_a_letter_recorded_by_a_colleague_is_not_overwritten_unseen(province, case, windows):
    mark_recommendable(fresh(case), reason="基础好", actor=province.officer)
    acts.freeze(province.round, [fresh(case)], province.officer)
    batch = Batch.objects.get()
    first, second = windows
    path = f"/bureau/batches/{batch.pk}/letter/"
    given = {"letter_number": "演1号", "dated_on": "2024-05-22", "seen": "none"}
    assert first.post(path, **given, file=SimpleUploadedFile("甲.pdf", blank_pdf())).status_code == 302
    response = second.post(path, **{**given, "letter_number": "演2号"}, file=SimpleUploadedFile("乙.pdf", blank_pdf()))
    text = response.content.decode()
    assert (response.status_code, "演1号" in text, "演2号" in text, "甲.pdf" in text, "乙.pdf" in text) == (409, True, True, True, True)
    assert Batch.objects.get().letter_number == "演1号"
    assert second.post(response.context["action"], **kept(response)).status_code == 302
    assert (Batch.objects.get().letter_number, Batch.objects.get().sealed_letter.name) == ("演2号", "乙.pdf")


def test_handing_in_on_top_of_a_letter_not_seen_asks_first(province, case, windows):
    mark_recommendable(fresh(case), reason="基础好", actor=province.officer)
    acts.freeze(province.round, [fresh(case)], province.officer)
    batch = Batch.objects.get()
    second = windows[1].open(f"/bureau/batches/{batch.pk}/")
    windows[0].post(f"/bureau/batches/{batch.pk}/letter/", letter_number="演1号", dated_on="2024-05-22", seen="none",
                    file=SimpleUploadedFile("甲.pdf", blank_pdf()))  # fmt: skip
    response = second.post(f"/bureau/batches/{batch.pk}/submission/", seen=second.context["seen"])
    assert (response.status_code, Batch.objects.get().state) == (409, "signing")
    second.post(response.context["action"], **kept(response))
    assert Batch.objects.get().state == "submitted"


def test_a_second_click_on_what_a_colleague_did_says_who_and_when(province, case):
    mark_recommendable(fresh(case), reason="基础好", actor=province.officer)
    with pytest.raises(WrongState) as refused:
        mark_recommendable(fresh(case), reason="基础好", actor=province.officer)
    assert refused.value.then == f"{province.officer.name} 5月22日 09:00 办的。刷新页面可看到最新状态。"


def test_the_second_word_on_a_report_is_shown_beside_the_first(case, windows):
    page, path = f"/bureau/applications/{case.pk}/?item=C-06", f"/bureau/applications/{case.pk}/report-judgement/"
    first, second = (w.open(page) for w in windows)
    seen = {"seen": first.context["report_seen"]}
    assert first.post(path, follows="yes", report_reason="流程齐全", **seen).status_code == 302
    response = second.post(path, follows="no", report_reason="缺评价过程", **seen)
    text = response.content.decode()
    assert (response.status_code, "流程齐全" in text, "没有参考：缺评价过程" in text) == (409, True, True)
    assert second.post(response.context["action"], **kept(response)).status_code == 302
    assert list(case.report_judgements.values_list("follows", flat=True)) == [True, False]


def test_the_second_word_on_an_open_condition_is_shown_beside_the_first(case, windows):
    Site.objects.filter(pk=case.site_id).update(industry="3011")  # its table is not held: a person judges
    page, path = f"/bureau/applications/{case.pk}/?item=C-16", f"/bureau/applications/{case.pk}/condition-judgement/"
    first, second = (w.open(page) for w in windows)
    told = {"clause": "C-16", "seen": first.context["judged_seen"]}
    assert first.post(path, outcome="met", reason="按行业标准核对", **told).status_code == 302
    response = second.post(path, outcome="not_met", reason="评分表不全", **told)
    assert (response.status_code, "按行业标准核对" in response.content.decode()) == (409, True)
    assert not Judgement.objects.filter(finding__clause="C-16", reason="评分表不全").exists()
