"""县级初审 on the screen: the county counts as passed what it passed itself, and the parts of the bar add up."""

import pytest
from django.test import Client

from greenlist.casework.county.services import pass_screening, return_by_county, take_over_screening
from greenlist.casework.directory.models import Membership, Site
from greenlist.casework.verification.services import refuse
from greenlist.rehearsal import acts
from tests.casework.cast import colleague, county_officer, fresh, turn_county_on
from tests.papers.reading import paragraphs, text_of


@pytest.fixture
def county(province):
    turn_county_on(province)
    Site.objects.filter(pk=province.units[1].site.pk).update(division=province.unit.site.division)
    province.units[1].site.refresh_from_db()
    return county_officer(province.unit.site.division)


def test_what_the_city_took_over_does_not_count_as_passed_by_the_county(province, county, may):
    own, taken = [province.application_at("submitted", unit) for unit in province.units]
    pass_screening(own, opinion="同意", actor=county)
    may(5, 23, 0)
    take_over_screening(taken, reason="县级逾期未办", actor=province.officer)
    client = Client()
    client.force_login(Membership.objects.get(role="county").user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/county/screening/")
    assert ("已截止" in page.content.decode(), "逾期" in page.content.decode()) == (True, False)
    segments = page.context["segments"]
    assert [(s["key"], s["count"]) for s in segments] == [
        ("", 2), ("screening", 0), ("returned", 0), ("passed", 1), ("taken_over", 1), ("withdrawn", 0)]  # fmt: skip
    for state, case in (("passed", own), ("taken_over", taken)):
        assert list(client.get(f"/county/screening/?state={state}").context["page"]) == [case]


def test_two_officers_of_a_county_see_both_versions_of_a_return(province, county):
    case = province.application_at("submitted")
    colleague(county)
    client = Client()
    user = Membership.objects.get(user__username="colleague").user
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    path = f"/county/applications/{case.pk}/"
    seen = client.get(path).context["seen"]
    return_by_county(case, items=[("unit", "", "电话缺一位")], actor=county)
    text = client.post(f"{path}return/", {"words-unit:": "名称与证照不符", "seen": seen}).content.decode()
    assert ("电话缺一位" in text, "名称与证照不符" in text, county.name in text) == (True, True, True)
    response = client.post(f"{path}passing/", {"opinion": "材料齐全，同意上报"})
    assert (response.status_code, "材料齐全，同意上报" in response.content.decode()) == (409, True)


def test_the_request_names_what_the_county_passed_with_its_opinion(province, county):
    own = province.application_at("submitted")
    client = Client()
    client.force_login(Membership.objects.get(role="county").user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/county/letters/draft.pdf").status_code == 409  # nothing passed yet
    pass_screening(own, opinion="材料齐全，同意上报。", actor=county)
    text = text_of(client.get("/county/letters/draft.pdf").content)
    assert f"1.{own.site.name}（绿色工厂，{'国家级、' if own.wants_national else ''}省级）：材料齐全，同意上报。" in text
    assert "共1家单位通过初审" in text
    assert any(p.startswith("九江市工业和信息化局：") for p in paragraphs(client.get("/county/letters/draft.docx").content))
    assert client.get("/county/letters/other.pdf").status_code == 404
    assert "（联系人：" in text and "赣工信办节能函〔2024〕20号" in text
    acts.verify_all(fresh(own), province.officer)
    refuse(fresh(own), reason="近三年有较大安全事故。", actor=province.officer)
    assert client.get("/county/letters/draft.pdf").status_code == 409
    page = client.get("/county/letters/").content.decode()
    assert f"不列入请示：{own.site.name}" in page and "可以上报的0件" in page
