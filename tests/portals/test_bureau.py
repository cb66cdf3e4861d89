"""The bureau's pages: the bar and the turn, the remembered sort, what changed, records for several clauses, returns by row."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlist.casework.applications.models import ReturnItem
from greenlist.casework.applications.services import submit
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.services import enter_site, rename_organisation
from greenlist.casework.filings.selectors import newest_save
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.clock import today
from greenlist.casework.verification.models import Look, RecordedFact
from greenlist.casework.verification.selectors import newest_findings, standing_findings
from greenlist.casework.verification.services import judge, record_fact, return_for_completion
from greenlist.papers.receipt import Receipt, to_pdf
from tests.casework.cast import JIUJIANG, fresh

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORKBENCH = "/bureau/workbench/"


@pytest.fixture
def officer(province) -> Client:
    """The officer of 九江, signed in."""
    client = Client()
    client.force_login(Membership.objects.get(user__username=f"bureau{JIUJIANG}").user, backend=BACKEND)
    return client


def text(response) -> str:
    return response.content.decode()


def page(case, rest: str = "") -> str:
    return f"/bureau/applications/{case.pk}/{rest}"


def find(province, case, clause: str = "C-49"):
    """A penalty found, and its finding."""
    record_fact(
        case, clause=clause, answer="found", statement="行政处罚1件", source="信用中国", looked_up_on=today(), actor=province.officer
    )
    return newest_findings([case])[case.pk, clause]


# ---- workbench ------------------------------------------------------------------------------------------------------


def test_a_draft_is_told_by_name_and_never_linked(province, officer):
    draft = province.application_at("draft")
    said = text(officer.get(WORKBENCH))
    assert draft.site.name in said
    assert "等申报单位提交" in said
    assert page(draft) not in said
    assert officer.get(page(draft)).status_code == 404
    assert draft.site.name not in text(officer.get(WORKBENCH + "?state=open"))


def test_the_bar_counts_every_unit_once(province, officer):
    province.application_at("draft")
    province.application_at("recommendable", province.units[1])
    segments = officer.get(WORKBENCH).context["segments"]
    assert [(s["label"], s["count"]) for s in segments if s["count"]] == [("全部", 2), ("未到", 1), ("可推荐", 1)]


def test_what_blocks_comes_first_with_its_reason_and_clause(province, officer):
    case = province.application_at("verifying", province.units[1])
    province.application_at("submitted")
    find(province, case)
    response = officer.get(WORKBENCH)
    lines = response.context["lines"]
    assert [line.application.pk for line in lines][0] == case.pk
    assert (lines[0].is_blocked, lines[0].turn.words, lines[0].waiting) == (True, "等我判断", "今天")
    assert "1件挡住报送" in text(response)
    assert [(b.what, b.clauses) for b in response.context["blocked"]] == [("发现1项，待判断", ("C-49",))]


@pytest.mark.parametrize(("outcome", "turn"), [("upheld", "等我记不予推荐"), ("referred", "等省厅解释"), ("set_aside", "等我标为可推荐")])
def test_whose_turn_it_is_after_a_judgement(province, officer, outcome, turn):
    case = province.application_at("verifying")
    judge(find(province, case), outcome=outcome, reason="已核", actor=province.officer)
    (line,) = officer.get(WORKBENCH).context["lines"]
    assert line.turn.words == turn
    assert line.is_blocked is (outcome != "set_aside")


def test_the_sort_is_remembered_and_told(province, officer):
    province.application_at("submitted")
    assert 'aria-sort="ascending"' in text(officer.get(WORKBENCH))
    assert officer.get(WORKBENCH + "?sort=acted").context["sort"] == "acted"
    assert 'aria-sort="descending"' in text(officer.get(WORKBENCH))
    assert officer.get(WORKBENCH + "?sort=nonsense").context["sort"] == "acted"


def test_a_renamed_unit_with_two_plants_bears_its_marks(province, officer):
    case = province.application_at("submitted")
    site = case.site
    rename_organisation(site.organisation, name="新名有限公司", on=today(), actor=SYSTEM)
    enter_site(
        site.organisation, name="二厂", address="演示路", division=site.division, unit=site.unit, industry=site.industry, actor=SYSTEM
    )
    (line,) = officer.get(WORKBENCH).context["lines"]
    assert line.marks == ["曾用名", "同码2"]
    assert f"曾用名 {site.name}" in text(officer.get(page(case)))


def test_an_empty_batch_says_why_and_a_filter_without_hits_leads_back(province, officer):
    assert "本地区还没有申报件" in text(officer.get(WORKBENCH))
    province.application_at("submitted")
    assert "看全部1件" in text(officer.get(WORKBENCH + "?text=没有这家"))


# ---- what changed since the last look -------------------------------------------------------------------------------


def resubmitted(province, officer_client):
    """Looked at, returned, changed in one place, handed in again."""
    case, unit = province.application_at("verifying"), province.unit
    officer_client.get(page(case))
    return_for_completion(case, items=[("10", "energy", "请核对单位")], actor=province.officer)
    case = fresh(case)
    newest = newest_save(case.filing, "10")
    values = {row: dict(entry) for row, entry in newest.body.items()}
    values["energy"]["value"] = "4321"
    save_section(case.filing, "10", values=values, based_on=newest.number, actor=unit.engineer)
    submit(case, actor=unit.engineer, reason="已核对")
    return fresh(case)


def test_what_changed_since_the_last_look_is_told_until_it_was_read(province, officer):
    case = resubmitted(province, officer)
    assert officer.get(WORKBENCH + "?mark=changed").context["lines"][0].is_changed
    assert "上次查看后" in text(officer.get(page(case)))
    assert "上次查看后" in text(officer.get(page(case)))
    shown = text(officer.get(page(case, "filing/")))
    assert "上次查看后改1处" in shown
    assert "4,321" in shown
    assert "已改" in shown
    assert "比第1版" in text(officer.get(page(case)))
    assert not officer.get(WORKBENCH).context["lines"][0].is_changed
    assert Look.objects.get(application=case).version == 2


# ---- recording, judging, returning ----------------------------------------------------------------------------------


def proof() -> SimpleUploadedFile:
    return SimpleUploadedFile("函复.pdf", to_pdf(Receipt("1", "单位", "1", 1, "x", "sha256:ab", (), True)), "application/pdf")


FACT = {"answer": "not_found", "statement": "没有记录", "source": "生态环境局函复", "looked_up_on": "2024-05-21"}


def test_one_document_settles_several_clauses_and_serves_again(province, officer):
    case = province.application_at("submitted")
    response = officer.post(page(case, "facts/"), {**FACT, "clause": ["C-46", "C-48"], "page": "1", "file": proof()})
    assert response["Location"] == page(case) + "?item=C-43"
    kept = RecordedFact.objects.filter(application=case).first().file
    officer.post(page(case, "facts/"), {**FACT, "clause": ["C-47"], "kept": str(kept.pk)})
    assert set(RecordedFact.objects.values_list("clause", "file")) == {(c, kept.pk) for c in ("C-46", "C-47", "C-48")}
    assert officer.get(page(case, f"files/{kept.pk}/")).getvalue().startswith(b"%PDF")


def test_a_refused_record_keeps_what_was_chosen_and_typed(province, officer):
    case = province.application_at("submitted")
    response = officer.post(page(case, "facts/"), {**FACT, "source": " ", "clause": ["C-46", "C-48"]})
    assert response.status_code == 409
    assert "请写明来源" in text(response)
    assert response.context["chosen"] == ["C-46", "C-48"]
    assert 'value="没有记录"' in text(response)
    assert not RecordedFact.objects.exists()


def test_nothing_is_found_in_bulk_without_a_source(province, officer):
    case = province.application_at("submitted")
    assert officer.post(page(case, "facts/"), {**FACT, "source": "", "clause": ["C-46", "C-47", "C-48"]}).status_code == 409


def test_no_judgement_is_preselected_and_one_without_reason_is_refused(province, officer):
    case = province.application_at("verifying")
    finding = find(province, case)
    shown = text(officer.get(page(case) + "?item=C-49"))
    assert 'value="set_aside" required>' in shown
    response = officer.post(page(case, f"findings/{finding.pk}/judgement/"), {"outcome": "set_aside", "reason": " ", "clause": "C-49"})
    assert response.status_code == 409
    assert "请写明判断的理由" in text(response)
    assert [f.clause for f in standing_findings(type(case).objects.all())] == ["C-49"]


def test_places_are_returned_by_the_rows_of_the_form(province, officer):
    case = province.application_at("submitted")
    officer.post(
        page(case, "return/"), {"words-10:energy": "请核对单位", "words-5:": "请补环评批复", "words-x:y": "没有这一行", "words-unit:": " "}
    )
    items = ReturnItem.objects.filter(application=case).order_by("section")
    assert [(i.section, i.row, i.words) for i in items] == [("10", "energy", "请核对单位"), ("5", "", "请补环评批复")]
    assert fresh(case).state == "returned"


def test_a_return_without_words_is_refused_on_the_same_page(province, officer):
    case = province.application_at("submitted")
    response = officer.post(page(case, "return/"), {})
    assert response.status_code == 409
    assert "请至少写明一处" in text(response)
    assert fresh(case).state == "submitted"


def test_a_refusal_without_reason_opens_its_panel_again(province, officer):
    case = province.application_at("verifying")
    response = officer.post(page(case, "refusal/"), {"refusal_reason": ""})
    assert response.status_code == 409
    assert response.context["refusing"]


# ---- batches --------------------------------------------------------------------------------------------------------


def test_the_batch_page_names_what_is_not_ready_and_why(province, officer):
    province.application_at("recommendable")
    case = province.application_at("verifying", province.units[1])
    find(province, case)
    shown = text(officer.get("/bureau/batches/"))
    assert "还不能送签的1件" in shown
    assert "1项发现" in shown


def test_the_sealed_scan_can_be_read_again(province, officer):
    province.application_at("recommendable")
    officer.post("/bureau/batches/signing/", {"application": [str(a.pk) for a in province.round.applications.all()]})
    batch = province.round.batches.get()
    assert officer.get(f"/bureau/batches/{batch.pk}/sealed-letter/").status_code == 404
    given = {"letter_number": "演工信函〔2024〕演1号", "dated_on": "2024-05-22", "file": proof()}
    officer.post(f"/bureau/batches/{batch.pk}/letter/", given)
    assert officer.get(f"/bureau/batches/{batch.pk}/sealed-letter/").getvalue().startswith(b"%PDF")
    assert "三样已齐" in text(officer.get(f"/bureau/batches/{batch.pk}/"))
