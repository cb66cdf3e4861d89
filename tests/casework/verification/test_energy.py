"""What a factory declares of its main product's energy, the reference of the day, and what it is told while typing."""

from datetime import date
from random import Random

import pytest

from greenlist.casework.directory.models import Site
from greenlist.casework.verification.energy import declared_in, energy_level, energy_while_typing
from greenlist.casework.verification.reading import Reading
from greenlist.casework.verification.services import submit_and_check
from greenlist.rehearsal import acts
from greenlist.rulebook.eligibility.energy import EnergyLevel
from greenlist.rulebook.notices import notice
from greenlist.rulebook.reference.energy import benchmarks, products_of
from tests.casework.cast import fresh
from tests.clauses.asking import ask

pytestmark = pytest.mark.django_db
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


ON, CEMENT = date(2024, 5, 27), "GB 16780 水泥 单位产品综合能耗"
CLINKER = "GB 16780 水泥熟料 单位产品综合能耗"
EVERY = [(b.industry, b.product) for b in benchmarks()] + [("1411", product) for product in products_of("1411", {})]


def said(product, value, industry="1411", on=ON, **more):
    body = {"product": product, "value": value, **more}
    return declared_in({f"energy_{name}": {"value": typed} for name, typed in body.items()}, industry, on)


def answer(facts):
    return ask("C-18" if facts.is_key_field else "C-19", facts, on=ON)


def test_for_every_product_held_the_best_figure_is_open_and_one_beyond_the_reference_is_no():
    """64 products of the key fields and 424 with a limit: what was read is compared, what was not is open with its reason; never a yes."""
    assert len(EVERY) == 64 + 424
    sure = 0
    for industry, product in EVERY:
        best = said(product, "-99999", industry, clinker="75")
        found = answer(best)
        assert found.verdict == "unknown" and (best.reference or best.why in found.fact)
        if best.reference:
            sure += 1
            edge = [
                said(product, f"{best.reference}{more}", industry, clinker="75")
                for more in ("", "0001" if "." in best.reference else ".0001")
            ]
            beyond = "not_met" if not best.reference.startswith("-") else "unknown"
            assert [answer(facts).verdict for facts in edge] == ["unknown", beyond]
    assert sure == 3 + 49


@pytest.mark.parametrize(
    ("product", "value", "corrected", "told"),
    [
        (CEMENT, "85.5", {"clinker": "80"}, "达到 85.5 kgce/t"),
        (CEMENT, "85.6", {"clinker": "80"}, "未达到 85.5 kgce/t（GB 16780-2021 表1）；达到2级（准入值） 92.75 kgce/t"),
        (CEMENT, "85.5", {}, "水泥的限额按熟料比例修正，没有填熟料比例，待推荐单位核对"),
        (CLINKER, "116", {}, "未达到 100 kgce/t（GB 16780-2021 表2/3）；限定值按海拔修正，没有填海拔"),
        (CLINKER, "116", {"altitude": "60"}, "达到3级（限定值） 117 kgce/t"),
        (CLINKER, "118", {"altitude": "1500"}, "超过3级（限定值） 117 kgce/t"),
        (CLINKER, "118", {"altitude": "1501"}, "海拔超过1500米的按大气压修正，没有填大气压"),
        (CLINKER, "118", {"altitude": "1800", "pressure": "81500"}, "达到3级（限定值） 118.09 kgce/t"),
        (PULP, "230", {}, "达到2级（准入值） 240 kgce/Adt"),
    ],
)
def test_clinker_and_altitude_are_declared_and_correct_the_levels(product, value, corrected, told):
    assert told in answer(said(product, value, **corrected)).fact


@pytest.mark.parametrize(("on", "reference"), [(date(2025, 4, 30), "200"), (date(2025, 5, 1), "180")])
def test_the_edition_in_force_on_the_day_of_the_check_is_asked(on, reference):
    assert said(PULP, "185", on=on).reference == reference


def test_a_factory_of_a_key_field_chooses_among_its_own_products():
    assert products_of("3140", {}) == dict.fromkeys(["硅铁", "锰硅合金", "高碳铬铁"], "kgce/t")
    assert products_of("2211", {})[PULP] == "kgce/Adt"


def test_who_does_not_reach_it_is_told_at_once_that_it_only_ranks(province):
    application = acts.begin(province.unit, province.round)
    Site.objects.filter(pk=application.site_id).update(industry="2211")
    body = {"energy_product": {"value": PULP}, "energy_value": {"value": "201"}}
    told = energy_while_typing(fresh(application), body)
    assert told == {
        "energy_value": f"填报{PULP} 201 kgce/Adt，未达到 200 kgce/Adt（GB 31825-2015）；达到2级（准入值） 240 kgce/Adt。不影响申报，只是不按优先排序。"
    }
    assert energy_while_typing(fresh(application), body | {"energy_value": {"value": "200"}}) == {}
    unread = energy_while_typing(fresh(application), {"energy_product": {"value": CEMENT}, "energy_value": {"value": "70"}})
    assert unread["energy_value"].endswith("没有填熟料比例，待推荐单位核对。不影响申报，核对相符的才按优先排序。")
