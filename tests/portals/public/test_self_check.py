"""自查 on the page: answers are judged and given back, nothing is stored."""

import pytest
from django.apps import apps

from tests.portals.doorman import faults

pytestmark = pytest.mark.django_db
CLEAN = {f"C-{n}": "no" for n in range(43, 54)} | {"category": "factory", "industry": "3011", "mode": "self", "provincial": "1"}


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_answers_are_judged_with_their_clause_and_given_back(client, province):
    page = client.post("/self-check/", CLEAN | {"C-53": "yes", "C-53-from": "2023-03-01"}).content.decode()
    assert "按您的回答，有1项通不过" in page
    assert page.index('data-clause="C-53"') < page.index('data-clause="C-43"')
    assert 'name="C-53-from" value="2023-03-01"' in page
    assert faults(page) == []


def test_nothing_is_stored(client, province):
    before = rows()
    assert client.get("/self-check/").status_code == 200
    assert client.post("/self-check/", CLEAN).status_code == 200
    assert client.post("/self-check/", {"C-43-from": "x"}).status_code == 409
    assert rows() == before
    assert dict(client.session) == {}


def test_a_day_that_cannot_be_read_is_told_and_what_was_typed_stays(client, province):
    answer = client.post("/self-check/", CLEAN | {"C-44": "yes", "C-44-from": "去年"})
    assert (answer.status_code, "“去年”不是日期" in answer.content.decode()) == (409, True)
    assert 'value="去年"' in answer.content.decode()
    assert 'id="result"' not in answer.content.decode()
