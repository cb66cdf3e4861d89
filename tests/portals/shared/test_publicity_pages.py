"""宣传推广 as pages: an odd year or an unknown case is refused in words, and a refusal leads back to the list."""

import re

import pytest
from django.test import Client

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.clock import today
from greenlist.casework.publicity.models import Placement, ServiceEvent
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.rounds.services import sign_parameters
from tests.casework.publicity.told import released

EVENT = {"theme": "余热", "place": "瑞昌市", "organiser": "演示局", "attendance": "86", "unit_count": "31"}
PLACED = {"channel": "website", "outlet": "演示网站", "title": "余热", "link": "https://example.cn/1"}
NO_CASE = "00000000-0000-0000-0000-000000000000"


def of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


@pytest.mark.parametrize("page", ["log", "yearly"])
@pytest.mark.parametrize("year", ["abc", "0000", "0001", "9999"])
def test_an_odd_year_is_no_year(province, page, year):
    assert of("bureau360400").get(f"/publicity/{page}/", {"year": year}).status_code == 200


def test_a_case_that_cannot_be_named_is_refused_and_not_left_out(province):
    case, bureau, day = released(province), of("bureau360400"), {"held_on": today()}
    for unknown in (NO_CASE, "x"):
        answer = bureau.post("/publicity/events/entry/", EVENT | day | {"cases": [str(case.pk), unknown]})
        assert (answer.status_code, ServiceEvent.objects.count()) == (409, 0)
        assert "所选的案例有的已不能选" in answer.content.decode()
        answer = bureau.post("/publicity/log/entry/", PLACED | {"published_on": today(), "about": f"case:{unknown}"})
        assert (answer.status_code, Placement.objects.count()) == (409, 0)
    assert bureau.post("/publicity/events/entry/", EVENT | day | {"cases": [str(case.pk)]}).status_code == 302
    assert bureau.post("/publicity/log/entry/", PLACED | {"published_on": today(), "about": f"case:{case.pk}"}).status_code == 302


def test_after_a_refusal_the_filters_and_the_pages_lead_to_the_list(province):
    bureau = of("bureau360400")
    for posted, kept in (("/publicity/log/entry/", "/publicity/log/"), ("/publicity/yearly/closing/", "/publicity/yearly/")):
        answer = bureau.post(posted, {})
        assert answer.status_code == 409
        assert re.search(f'<form class="filters" method="get" action="{kept}">', answer.content.decode())


def test_where_the_category_is_not_public_neither_it_nor_the_industry_is_told_of_a_case(province):
    case, visitor = released(province), Client()
    assert "绿色工厂" in visitor.get(f"/cases/{case.pk}/").content.decode()
    classes = {**parameters(province.round)["disclosure_classes"], "category": "依申请公开"}
    sign_parameters(
        province.round, changes={"disclosure_classes": classes}, reason="试", first=province.cast.province, second=province.cast.director
    )
    for address in (f"/cases/{case.pk}/", "/cases/", "/cases/?as=csv", "/cases/?industry=99"):
        answer = visitor.get(address)
        told = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert case.title in told and case.entry.name in told
        assert not re.search("绿色工厂|全部类别|全部行业", told), address
