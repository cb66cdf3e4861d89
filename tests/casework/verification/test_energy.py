"""What a factory declares of its main product's energy, the reference of the day, and what it is told while typing."""

from random import Random

import pytest

from greenlist.casework.directory.models import Site
from greenlist.casework.verification.energy import energy_level, energy_while_typing, products_of
from greenlist.casework.verification.reading import Reading
from greenlist.casework.verification.services import submit_and_check
from greenlist.rehearsal import acts
from greenlist.rulebook.eligibility.energy import EnergyLevel
from greenlist.rulebook.notices import notice
from tests.casework.cast import fresh

CLAUSE = notice("jx-2024-20").clause("C-18")
PULP = "GB 31825 漂白化学木浆(自用)"


def declared(province, industry, **said):
    """A submitted application of a unit of this class that said so much of its energy."""
    Site.objects.filter(pk=province.unit.site.pk).update(industry=industry)
    province.unit.site.refresh_from_db()
    application = acts.begin(province.unit, province.round)
    acts.fill(application, province.unit, Random(7), quality=0.9, **said)
    acts.attach_report(application, province.unit)
    submit_and_check(application, actor=province.unit.engineer)
    return energy_level(Reading(fresh(application)), CLAUSE, acts.today())


@pytest.mark.parametrize(
    ("industry", "said", "found"),
    [
        ("3140", {"energy_product": "硅铁", "energy_value": "1,770.0"}, EnergyLevel(True, True, "硅铁", "1770", "kgce/t", "1770", "发改产业〔2023〕723号")),
        ("2211", {"energy_product": PULP, "energy_value": "185"}, EnergyLevel(True, False, PULP, "185", "kgce/Adt", "200", "GB 31825-2015")),
        ("2211", {"energy_product": "没有的产品", "energy_value": "1"}, EnergyLevel(True, False, "没有的产品", "1", why="限额标准里没有“没有的产品”")),
        ("2211", {"energy_product": PULP, "energy_value": "约200"}, EnergyLevel()),
        ("2211", {}, EnergyLevel()),
    ],
)  # fmt: skip
def test_what_was_typed_meets_the_reference_of_the_day(province, industry, said, found):
    assert declared(province, industry, **said) == found


def test_a_factory_of_a_key_field_chooses_among_its_own_products():
    assert products_of("3140") == ["硅铁", "锰硅合金", "高碳铬铁"]
    assert PULP in products_of("2211")


def test_who_does_not_reach_it_is_told_at_once_that_it_only_ranks(province):
    application = acts.begin(province.unit, province.round)
    Site.objects.filter(pk=application.site_id).update(industry="2211")
    body = {"energy_product": {"value": PULP}, "energy_value": {"value": "201"}}
    told = energy_while_typing(fresh(application), body)
    assert told == {"energy_value": f"填报{PULP} 201 kgce/Adt，未达到 200 kgce/Adt（GB 31825-2015）。不影响申报，只是不按优先排序。"}
    assert energy_while_typing(fresh(application), body | {"energy_value": {"value": "200"}}) == {}
