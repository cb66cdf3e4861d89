"""Several plants under one credit code: added by the unit's administrator, each with its own application."""

import pytest

from greenlist.casework.applications.services import start_application
from greenlist.casework.directory.selectors import actor_in, sites_of
from greenlist.casework.directory.services import add_own_site
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.selectors import listings_of
from tests.casework.cast import join
from tests.portals.people import page, signed_in

SECOND = {"name": "演示二厂", "address": "工业园二路1号", "division": "360402", "industry": "3011"}


def test_a_second_plant_has_its_own_bureau_and_its_own_application(province):
    engineer = province.unit.engineer
    made = add_own_site(**SECOND, actor=engineer)
    assert (made.unit, made.organisation_id, sites_of(engineer.organisation_id).count()) == ("360400", engineer.organisation_id, 2)
    first = start_application(province.unit.site, round_=province.round, category="factory", actor=engineer)
    second = start_application(made, round_=province.round, category="factory", actor=engineer)
    assert first.number != second.number
    with pytest.raises(Refused, match="本轮已有同类申报件"):
        start_application(made, round_=province.round, category="factory", actor=engineer)


def test_all_that_is_wrong_with_a_plant_is_told_at_once(province):
    with pytest.raises(Refused) as refused:
        add_own_site(name=" ", address="", division="360400", industry="30", actor=province.unit.engineer)
    assert len(refused.value.items) == 4
    add_own_site(**SECOND, actor=province.unit.engineer)
    with pytest.raises(Refused) as refused:
        add_own_site(**SECOND, actor=province.unit.engineer)
    assert "已有名为“演示二厂”的厂址" in refused.value.items[0]


def test_only_the_administrator_adds_a_plant(province):
    filler = actor_in(join(province.unit.site.organisation, "filler", actor=province.unit.engineer))
    for actor in (filler, province.officer):
        with pytest.raises(NotAllowed):
            add_own_site(**SECOND, actor=actor)


def test_the_page_for_a_new_application_shows_where_the_plant_stands_already(province):
    organisation = province.unit.site.organisation
    ListEntry.objects.create(
        origin="imported", name="演示旧名厂", level="provincial", category="factory", year=2021, document="演1号",
        credit_code=organisation.credit_code,
    )  # fmt: skip
    assert listings_of(organisation).count() == 1
    client = signed_in("factory001")
    assert "2021年省级绿色工厂在册（演示旧名厂）" in page(client.get("/applicant/applications/new/"))
    page(client.post("/applicant/sites/new/", {**SECOND, "division": ""}), 409)
    assert client.post("/applicant/sites/new/", SECOND).status_code == 302
    assert "演示二厂" in page(client.get("/applicant/applications/new/"))
