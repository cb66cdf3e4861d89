"""逐项评价值 on the body's page: filled from the report, refused row by row, closed once the city holds the case."""

from greenlist.casework.evaluators.models import Engagement
from tests.portals.people import page, signed_in


def at(province, state):
    application = province.application_at(state, national=True, body=province.cast.evaluators[0])
    engagement = Engagement.objects.get(application_number=application.number)
    return engagement, f"/evaluator/engagements/{engagement.pk}/marks/"


def test_the_body_confirms_its_values_and_a_wrong_one_is_told_and_kept(province):
    engagement, where = at(province, "submitted")
    client = signed_in("evaluator1")
    assert "填逐项评价值" in page(client.get(f"/evaluator/engagements/{engagement.pk}/"))
    page(client.get(where))
    refused = page(client.post(where, {"g-4-1": "met", "g-7.1-4": "99"}), 409)
    assert "应在0和" in refused and 'value="99"' in refused
    assert client.post(where, {"g-4-1": "met", "g-7.1-4": "１"}).status_code == 302
    assert Engagement.objects.get().marks == {"4-1": "met", "7.1-4": "1"}
    assert signed_in("evaluator2").get(where).status_code == 404


def test_the_page_is_to_read_once_the_city_holds_the_case_for_recommendable(province):
    _, where = at(province, "recommendable")
    client = signed_in("evaluator1")
    shown = page(client.get(where))
    assert "评价值不再改" in shown and 'name="g-4-1"' not in shown
    assert client.post(where, {"g-4-1": "met"}).status_code == 409
