"""The bureau's way from the workbench to the package, and every no on that way; another city's things do not exist for it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.applications.models import Application
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.papers import letter
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.models import Judgement, RecordedFact
from greenlist.papers import letter as letter_paper
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.portals.people import CHOSEN, page, signed_in

XSS = "<script>alert(1)</script>"
FACT = {"answer": "not_found", "statement": "没有记录", "source": "公示系统", "looked_up_on": "2024-05-20"}


@pytest.fixture
def client(province):
    return signed_in("bureau360400")


def at(application, rest=""):
    return f"/bureau/applications/{application.pk}/{rest}"


def test_from_the_workbench_to_the_package_by_the_pages_alone(client, province):
    application = province.application_at("submitted")
    assert application.site.name in page(client.get("/bureau/workbench/"))
    page(client.get(at(application)))
    page(client.post(at(application, "recommendability/"), CHOSEN), 409)
    assert client.post(at(application, "facts/"), {**FACT, "clause": list(exclusion_labels())}).status_code == 302
    told = page(client.post(at(application, "recommendability/"), CHOSEN), 409)
    assert "适用行业标准：待核实" in told and "?item=C-16" in told
    judged = {"clause": "C-16", "outcome": "met", "reason": "已看评价报告，按行业标准评价，结论合格"}
    assert client.post(at(application, "condition-judgement/"), judged).status_code == 302
    assert client.post(at(application, "recommendability/"), CHOSEN).status_code == 302
    told = page(client.get("/bureau/batches/"))
    assert "其中1件还没有征求齐部门意见" in told and "生态环境局、应急管理局、市场监管局没有征求或没有函复" in told
    assert client.post("/bureau/batches/signing/", {"application": [str(application.pk)]}).status_code == 302
    batch = Batch.objects.get()
    where = f"/bureau/batches/{batch.pk}/"
    assert "<textarea" not in page(client.get(where))  # a word that the letter's own form would lose
    page(client.post(f"{where}submission/"), 409)
    scan = SimpleUploadedFile("函.pdf", letter_paper.to_pdf(letter(batch)), "application/pdf")
    assert client.post(f"{where}letter/", {"letter_number": "演1号", "dated_on": "2024-05-22", "file": scan}).status_code == 302
    told = page(client.post(f"{where}submission/"), 409)
    assert "1家没有征求齐部门意见" in told and 'name="unconsulted_because" form="hand-in"' in told
    assert client.post(f"{where}submission/", {"unconsulted_because": "函复在途"}).status_code == 302
    assert (fresh(application).state, Batch.objects.get().state) == ("recommended", "submitted")


def test_another_citys_things_do_not_exist(province):
    application = province.application_at("frozen")
    batch, other = Batch.objects.get(), signed_in("bureau360100")
    finding = application.findings.first()
    for path in ("", "filing/", "sheet.pdf", f"files/{application.report_id}/", f"files/{application.report_id}/pages/1/"):
        assert other.get(at(application, path)).status_code == 404, path
    for path in ("facts/", "return/", "recommendability/", "refusal/", f"findings/{finding.pk}/judgement/"):
        assert other.post(at(application, path), {"reason": "x"}).status_code == 404, path
    for path in ("", "papers/table.xlsx", "sealed-letter/"):
        assert other.get(f"/bureau/batches/{batch.pk}/{path}").status_code == 404, path
    for path in ("take-back/", "letter/", "submission/"):
        assert other.post(f"/bureau/batches/{batch.pk}/{path}").status_code == 404, path
    for path in ("/bureau/workbench/", "/bureau/batches/"):
        assert application.site.name not in other.get(path).content.decode()
    assert (fresh(application).state, Batch.objects.get().state) == ("frozen", "signing")


def test_a_draft_is_told_by_name_and_its_content_is_not(client, province):
    application = province.application_at("draft")
    assert application.site.name in page(client.get("/bureau/workbench/"))
    assert client.get(at(application)).status_code == 404
    assert client.get(at(application, "filing/")).status_code == 404


def test_anothers_application_is_not_signed_with_ones_own(client, province):
    mine, theirs = province.application_at("recommendable"), province.application_at("recommendable", province.other_unit)
    client.post("/bureau/batches/signing/", {"application": [str(mine.pk), str(theirs.pk), "nonsense", ""]})
    assert [fresh(a).state for a in (mine, theirs)] == ["frozen", "recommendable"]


def test_nothing_chosen_is_said(client, province):
    province.application_at("recommendable")
    assert "请先勾选" in page(client.post("/bureau/batches/signing/"), 409)


@pytest.mark.parametrize(
    "more",
    [{"looked_up_on": "gestern"}, {"looked_up_on": ""}, {"page": "x"}, {"page": "9" * 25}, {"page": "0"}, {"statement": ""},
     {"source": " "}, {"answer": ""}, {"clause": "C-01"}, {"statement": "长" * 301}, {"clause": "C-44", "answer": "found"}],
)  # fmt: skip
def test_a_fact_that_cannot_be_is_told_and_what_was_typed_stays(client, province, more):
    application = province.application_at("submitted")
    posted = {"clause": "C-53", **FACT, **more}
    text = page(client.post(at(application, "facts/"), posted), 409)
    assert (RecordedFact.objects.exists(), fresh(application).state) == (False, "submitted")
    if posted["statement"] == "没有记录" and posted["clause"] == "C-53":
        assert "没有记录" in text


def test_of_several_clauses_one_that_fails_keeps_all_back(client, province):
    application = province.application_at("submitted")
    page(client.post(at(application, "facts/"), {**FACT, "clause": ["C-43", "C-01"]}), 409)
    assert not RecordedFact.objects.exists()


def test_a_proof_is_kept_with_its_page_and_served_to_the_own_bureau(client, province):
    application = province.application_at("submitted")
    proof = SimpleUploadedFile("函复.pdf", letter_paper.to_pdf(letter_of(province)), "application/pdf")
    assert client.post(at(application, "facts/"), {**FACT, "clause": "C-53", "file": proof, "page": "1"}).status_code == 302
    file = RecordedFact.objects.get().file
    assert client.get(at(application, f"files/{file.pk}/pages/1/"))["Content-Type"] == "image/png"
    assert client.get(at(application, f"files/{file.pk}/pages/99/")).status_code == 404
    assert signed_in("factory001").get(f"/applicant/files/{file.pk}/").status_code == 404


def letter_of(province):
    batch = Batch(number="x", round=province.round, unit="360400", office="九江市工业和信息化局", created_at=province.round.deadline_at)
    batch.save()
    made = letter(batch)
    batch.delete()
    return made


def test_a_finding_is_judged_with_a_choice_and_a_reason(client, province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-53",))
    client.post(at(application, "facts/"), {**FACT, "clause": "C-53", "answer": "found"})
    finding = application.findings.filter(clause="C-53").order_by("-computed_at", "-id").first()
    where = at(application, f"findings/{finding.pk}/judgement/")
    for wrong in ({}, {"outcome": "set_aside"}, {"reason": "x"}, {"outcome": "nosuch", "reason": "x"}):
        page(client.post(where, wrong), 409)
    assert client.post(where, {"outcome": "set_aside", "reason": "已结清"}).status_code == 302
    assert Judgement.objects.get().reason == "已结清"
    acts.settle_conditions(application, province.officer)
    assert client.post(at(application, "recommendability/"), CHOSEN).status_code == 302


def test_an_unknown_finding_is_not_judged_away_by_a_hand_made_request(client, province):
    application = province.application_at("submitted")
    finding = application.findings.filter(clause="C-53").first()
    page(client.post(at(application, f"findings/{finding.pk}/judgement/"), {"outcome": "set_aside", "reason": "x"}), 409)
    assert not Judgement.objects.exists()


def test_sending_back_names_places_and_refusing_needs_a_reason(client, province):
    application = province.application_at("verifying")
    page(client.post(at(application, "return/")), 409)
    page(client.post(at(application, "refusal/"), {"refusal_reason": " "}), 409)
    assert client.post(at(application, "return/"), {"words-10:energy": "请核对单位。"}).status_code == 302
    assert (fresh(application).state, application.return_items.get().words) == ("returned", "请核对单位。")
    other = province.application_at("verifying", province.units[1])
    assert client.post(at(other, "refusal/"), {"refusal_reason": "停产满12个月"}).status_code == 302
    assert fresh(other).state == "not_recommended"


@pytest.mark.parametrize(
    "more", [{"letter_number": ""}, {"letter_number": "长" * 61}, {"dated_on": "x"}, {"dated_on": "2024-05-28"}, {"file": None}]
)
def test_a_letter_that_cannot_be_is_told(client, province, more):
    province.application_at("frozen")
    batch = Batch.objects.get()
    scan = SimpleUploadedFile("函.pdf", letter_paper.to_pdf(letter(batch)), "application/pdf")
    posted = {"letter_number": "演1号", "dated_on": "2024-05-22", "file": scan, **more}
    page(client.post(f"/bureau/batches/{batch.pk}/letter/", {k: v for k, v in posted.items() if v is not None}), 409)
    assert Batch.objects.get().letter_number == ""


@pytest.mark.parametrize("name", ["table.xlsx", "table.docx", "table.pdf", "letter.docx", "letter.pdf"])
def test_the_papers_of_a_batch(client, province, name):
    province.application_at("frozen")
    response = client.get(f"/bureau/batches/{Batch.objects.get().pk}/papers/{name}")
    assert (response.status_code, response.content[:2] in (b"PK", b"%P")) == (200, True)
    assert client.get(f"/bureau/batches/{Batch.objects.get().pk}/papers/nosuch.pdf").status_code == 404


@pytest.mark.parametrize(
    "query", ["?state=nosuch", "?mark=x", "?sort=x", "?county=x", "?category=x", f"?text={XSS}", "?state=open&sort=name&page=2"]
)
def test_the_workbench_bears_odd_filters_and_shows_them_as_text(client, province, query):
    province.application_at("submitted")
    assert XSS not in page(client.get(f"/bureau/workbench/{query}"))


def test_names_that_are_code_are_text(client, province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-53",))
    acts.record_fact(
        fresh(application), clause="C-53", answer="found", statement=XSS, source=XSS, looked_up_on=acts.today(), actor=province.officer
    )
    application.site.name = XSS
    application.site.save()
    for path in ("/bureau/workbench/", at(application), f"{at(application)}?item=C-53", at(application, "filing/"), "/bureau/batches/"):
        assert XSS not in client.get(path).content.decode(), path


def test_a_round_that_is_not_open_yet_is_a_page(db):
    from django.contrib.auth.hashers import make_password

    from greenlist.rehearsal.cast import engage

    engage(make_password("x"))
    pages = {"bureau": ("workbench", "batches"), "province": ("round", "intake", "selection", "publications", "parameters")}
    for portal, names in pages.items():
        client = signed_in({"bureau": "bureau360400", "province": "province"}[portal])
        assert [n for n in names if client.get(f"/{portal}/{n}/").status_code != 200] == []
    assert signed_in("bureau360400").post("/bureau/batches/signing/").status_code < 500
    assert not Application.objects.exists()
