"""The applicant's pages: whose turn, what is missing, plain figures, the choice after a conflict, folded history, one's own files."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.test import Client

from greenlist.casework.directory.models import Membership
from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.selectors import newest_save, result_of
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.verification.services import return_for_completion
from greenlist.portals.applicant.views.history import folded
from greenlist.portals.applicant.views.lines import change_of
from greenlist.rehearsal import acts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/applicant/applications/"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def engineer(province) -> Client:
    """The engineer of the first factory, signed in."""
    client = Client()
    client.force_login(Membership.objects.get(user__username="factory001").user, backend=BACKEND)
    return client


def text(response) -> str:
    return response.content.decode()


def page(application, rest: str = "") -> str:
    return f"{LIST}{application.pk}/{rest}"


def post(engineer, application, section: str, values: dict[str, str], based_on: int | None = None):
    newest = newest_save(application.filing, section)
    number = newest.number if newest and based_on is None else based_on or 0
    kept = {f"v-{row}": entry["value"] for row, entry in (newest.body if newest else {}).items() if "value" in entry}
    return engineer.post(page(application, f"sections/{section}/"), {**kept, **values, "based_on": number}, headers=FETCH)


# ---- list and front page --------------------------------------------------------------------------------------------


def test_the_list_says_whose_turn_it_is_and_what_is_missing(province, engineer):
    assert "还没有申报件" in text(engineer.get(LIST))
    application = acts.begin(province.unit, province.round)
    said = text(engineer.get(LIST))
    assert "等本单位填报" in said
    assert "107项" in said
    acts.fill(application, province.unit, Random(1))
    assert "项</span>" not in text(engineer.get(LIST))
    assert f"名称里有“{'没有'}”的" in text(engineer.get(LIST + "?text=没有"))


def test_a_submitted_case_waits_for_its_bureau(province, engineer):
    application = province.application_at("submitted")
    assert "等九江市工业和信息化局" in text(engineer.get(LIST))
    said = text(engineer.get(page(application)))
    assert "等九江市工业和信息化局" in said
    assert "提交申报</button>" not in said
    assert "含未核实的标准数值" in said


def test_a_refused_choice_is_kept_on_the_page(province, engineer):
    application = province.application_at("draft")
    response = engineer.post(page(application, "evaluation/"), {"mode": "third_party", "third_party": ""})
    said = text(response)
    assert response.status_code == 409
    assert "至少选一级" in said
    assert 'value="third_party" checked' in said.replace("\n", " ").replace('value="third_party"  checked', 'value="third_party" checked')
    assert engineer.get(page(application)).status_code == 200


def test_a_withdrawal_without_a_reason_stays_on_the_page(province, engineer):
    application = province.application_at("draft")
    response = engineer.post(page(application, "withdrawal/"), {"reason": " "})
    assert response.status_code == 409
    assert "请写明撤回的理由" in text(response)


def test_the_same_act_done_many_times_is_told_once(province, engineer):
    def entry(minute: int, action: str = "record_fact", reason: str = "") -> JournalEntry:
        at = datetime(2024, 5, 16, 13, minute, tzinfo=SHANGHAI)
        return JournalEntry(at=at, action=action, actor_name="甲", actor_organisation="局", reason=reason)

    made = folded([entry(1, "start_verification"), *(entry(m) for m in range(2, 22)), entry(30, reason="补记"), entry(40)])
    assert [(f.action, f.count) for f in made] == [("record_fact", 1), ("record_fact", 1), ("record_fact", 20), ("start_verification", 1)]
    assert made[2].last_at - made[2].first_at == timedelta(minutes=19)


# ---- the form -------------------------------------------------------------------------------------------------------


def test_figures_are_stored_plain_and_other_text_as_typed(province, engineer):
    application = province.application_at("draft")
    reply = post(engineer, application, "10", {"v-energy": "１２，３４５．６", "v-carbon": "约三万", "l-energy": "12,000"}).json()
    body = newest_save(application.filing, "10").body
    assert body["energy"] == {"value": "12345.6", "last_year": "12000"}
    assert body["carbon"]["value"] == "约三万"
    assert reply["rows"]["energy"] == {"odd": "", "is_settled": True, "change": "+2.9%"}
    assert "不是数字" in reply["rows"]["carbon"]["odd"]
    assert 'value="12,345.6"' in text(engineer.get(page(application, "sections/10/")))


@pytest.mark.parametrize(
    ("value", "before", "said"),
    [("103.5", "100", "+3.5%"), ("94.5", "100", "−5.5%"), ("100", "100", "0.0%"), ("5", "0", "首次填报"), ("97200", "100", "约972倍"),
     ("", "100", ""), ("5", "", "")],
)  # fmt: skip
def test_the_change_against_last_year(value, before, said):
    assert change_of(Row("x", "quantity", "量", "1", True, unit="t"), {"value": value, "last_year": before}) == said


def test_after_a_conflict_what_i_did_not_touch_is_left_to_the_other(province, engineer):
    application = province.application_at("draft")
    newest = newest_save(application.filing, "unit")
    values = {**newest.body, "contact_person": {"value": "乙工"}, "main_products": {"value": "新产品"}}
    save_section(application.filing, "unit", values=values, based_on=newest.number, actor=province.unit.engineer)
    mine = {f"v-{row}": entry["value"] for row, entry in newest.body.items()} | {"v-contact_person": "甲工"}
    response = engineer.post(page(application, "sections/unit/"), {**mine, "based_on": newest.number}, headers=FETCH)
    said = " ".join(text(response).split())
    assert response.status_code == 409
    assert 'name="pick-contact_person" value="mine" checked' in said
    assert 'name="pick-main_products" value="theirs" checked' in said
    assert "您没有改这一项" in said


def test_a_returned_row_carries_the_officers_words_and_the_old_value(province, engineer):
    application = province.application_at("submitted")
    return_for_completion(application, items=[("10", "energy", "请核对单位。")], actor=province.officer)
    assert "请核对单位。" in text(engineer.get(page(application, "sections/10/")))
    before = newest_save(application.filing, "10").body["energy"]["value"]
    reply = post(engineer, application, "10", {"v-energy": "11111"}).json()
    assert "已改" in reply["fragments"]["returned"]
    assert f"{float(before):,}".rstrip("0").rstrip(".") in reply["fragments"]["returned"]
    assert "11,111" in reply["fragments"]["returned"]


def test_the_place_to_choose_proof_opens_in_its_row_or_alone(province, engineer):
    application = province.application_at("draft")
    whole = text(engineer.get(page(application, "sections/10/?row=energy")))
    alone = text(engineer.get(page(application, "sections/10/?row=energy"), headers=FETCH))
    assert "data-binding" in whole
    assert alone.strip().startswith("<tr")
    assert "综合能源消费量" in alone
    assert "data-binding" not in text(engineer.get(page(application, "sections/10/?row=nosuch")))
    assert "没有选材料" in text(engineer.post(page(application, "evidence/"), {"row": "energy"}))


def test_one_file_page_by_page_and_only_ones_own(province, engineer):
    application = province.application_at("submitted")
    path = f"/applicant/files/{application.report_id}/"
    assert "第3 / " in text(engineer.get(path + "?page=3"))
    assert "第1 / " in text(engineer.get(path + "?page=x"))
    other = Client()
    other.force_login(Membership.objects.get(user__username="factory002").user, backend=BACKEND)
    assert other.get(path).status_code == 404


def test_every_line_of_the_score_page_has_its_clause(province, engineer):
    said = text(engineer.get(page(province.application_at("draft"), "score/")))
    assert said.count("未核实</span>") > 70
    assert "建筑物与构筑物占地面积 ÷ 工厂用地面积 × 100" in said
    assert "基本要求" in said
    assert "下载计算树（JSON）" in said


# ---- how to do better -----------------------------------------------------------------------------------------------


def test_the_page_tells_the_fewest_changes_for_a_line_that_is_asked_for(province, engineer, django_assert_max_num_queries):
    application = province.application_at("draft")
    total = result_of(application.filing).total
    with django_assert_max_num_queries(14):
        said = text(engineer.get(page(application, "improvement/?to=99")))
    assert f"{float(total):.2f} → 99" in said
    assert "已证明不能再少" in said
    assert "还没有公布过同行对标" in said
    assert "丢分在哪里" in said
    assert result_of(application.filing).total == total


def test_a_target_is_asked_for_and_what_is_none_or_out_of_reach_is_told(province, engineer):
    application = province.application_at("draft")
    assert "先选一个目标" in text(engineer.get(page(application, "improvement/")))  # this round has no line
    assert "已经达到，不需要改动" in text(engineer.get(page(application, "improvement/?to=60")))
    odd = engineer.get(page(application, "improvement/?to=much"))
    assert "“much”不是数；请填想达到的总分" in text(odd) and 'value="much"' in odd.content.decode()
    assert "请填大于0、不超过1000的数" in text(engineer.get(page(application, "improvement/?to=0")))
    assert "“84.999999”写得太细；总分修约到0.01，请最多写两位小数" in text(engineer.get(page(application, "improvement/?to=84.999999")))
    assert "9" * 21 not in text(engineer.get(page(application, "improvement/?to=" + "9" * 200))).replace("9" * 200, "", 1)
    assert "到不了 101" in text(engineer.get(page(application, "improvement/?to=101")))


def test_what_is_not_met_and_not_filled_comes_first(province, engineer):
    application = province.application_at("draft")
    newest = newest_save(application.filing, "5")
    body = {**newest.body, "5.1-1": {"value": "not_met"}, "5.1-5": {}}
    save_section(application.filing, "5", values=body, based_on=newest.number, actor=province.unit.engineer)
    said = text(engineer.get(page(application, "improvement/?to=80")))
    assert "其中必须先办2处" in said
    assert said.index("建筑满足国家或地方法律法规及标准") < said.index("从建材、结构、采光照明")
    assert "“建筑满足国家或地方法律法规及标准”不符合" in said


def test_a_comma_for_a_decimal_point_is_asked_about_and_never_made_a_hundred_times_more(province, engineer):
    application = province.application_at("draft")
    newest = newest_save(application.filing, "10")
    where = page(application, "sections/10/")
    fields = {f"v-{row}": value["value"] for row, value in newest.body.items() if value.get("value")}
    answer = engineer.post(where, fields | {"v-energy": "12,34", "based_on": newest.number}, headers=FETCH)
    assert "逗号不在千位上" in answer.json()["rows"]["energy"]["odd"]
    assert newest_save(application.filing, "10").body["energy"]["value"] == "12,34"
    assert 'name="v-energy" value="12,34"' in text(engineer.get(where))
    assert "存疑：综合能源消费量" in text(engineer.get(page(application, "score/")))


def test_one_change_alone_is_not_said_to_be_the_fewest_of_none(province, engineer):
    application = province.application_at("draft")
    total = float(result_of(application.filing).total)
    said = text(engineer.get(page(application, f"improvement/?to={total + 0.01:.2f}")))
    assert "改1处，总分" in said and "不改就到不了。" in said and "任何0处" not in said


def test_a_required_item_is_filled_with_met_and_what_is_long_is_folded(province, engineer):
    application = province.application_at("draft")
    newest = newest_save(application.filing, "5")
    save_section(application.filing, "5", values={}, based_on=newest.number, actor=province.unit.engineer)
    answer = engineer.get(page(application, "improvement/?to=80"))
    row = answer.content.decode().split("建筑满足国家或地方法律法规及标准", 1)[1][:600]
    assert "<b>符合（8分）</b>" in row
    reasons = answer.content.decode().split("现在还缺什么", 1)[1]
    assert "看其余10项" in reasons and reasons.count("<li>") == 18


def test_the_tree_is_had_as_json_by_whoever_sees_the_score_and_by_nobody_else(province, engineer, client):
    application = province.application_at("draft")
    path = f"/api/applications/{application.pk}/score"
    told = engineer.get(path).json()
    assert (told["format"], told["root"], told["version"]) == ("greenlist.trace/1", "verdict", None)
    assert told["sureness"]["10.1-1"] == "GUESS"
    assert told["nodes"]["total"]["value"]["exact"] == str(result_of(application.filing).total)
    asked = client.get(path)
    assert (asked.status_code, asked.json()["detail"][:5]) == (401, "没有登录，")
    assert engineer.get("/api/applications/17/score").status_code == 422
    client.force_login(Membership.objects.get(user__username="factory002").user, backend=BACKEND)
    assert client.get(path).status_code == 404
    client.force_login(Membership.objects.get(user__username="bureau360400").user, backend=BACKEND)
    assert client.get(path).status_code == 404  # a draft is the unit's own
