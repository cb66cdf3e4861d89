"""同行对标: published once a year by the province alone; the public reads quartiles, a unit its own place beside them, nobody who stands in a cell."""

from random import Random

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.directory.models import Site
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.yearly_tables.benchmark_services import publish_benchmark
from greenlist.casework.yearly_tables.benchmarks import cells_of, lines_of
from greenlist.casework.yearly_tables.grading_services import grade_year
from greenlist.casework.yearly_tables.models import YearlyBenchmark, YearlyTable
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import invite_units
from greenlist.rehearsal.yearly import confirm_filed, file_filled
from tests.casework.cast import JIUJIANG
from tests.casework.standards.official import READ, signed
from tests.casework.yearly_tables.conftest import list_unit
from tests.portals.people import BACKEND, page


@pytest.fixture
def ranked(province, may):
    """Six cement works filed, were confirmed and ranked; a seventh unit is alone in its industry."""
    units = [*invite_units(province.cast, Random(1), unit=JIUJIANG, count=6, first_serial=900), province.other_unit]
    Site.objects.filter(pk__in=[unit.site.pk for unit in units[:6]]).update(industry="3011")
    Site.objects.filter(pk=units[6].site.pk).update(industry="1711")
    for row, unit in enumerate(units, 1):
        list_unit(province, unit, row=row)
    may(3, 1)
    opened = open_year(2024, actor=province.cast.province)
    for number, unit in enumerate(units):
        table = next(t for t in opened.made if t.site_id == unit.site.pk)
        file_filled(table, unit.engineer, Random(number), quality=0.8)
        confirm_filed(table, province.cast.bureaus[unit.site.unit])
    may(4, 16)
    province.ranked_units = units
    province.opening = opened.opening
    return province


def test_it_is_published_once_by_the_province_and_tells_of_nobody(ranked, client, may):
    cast, opening = ranked.cast, ranked.opening
    with pytest.raises(Refused) as refused:
        publish_benchmark(opening, actor=cast.province)
    assert refused.value.items == ("2024年度还没有计算年度分级。",)
    grade_year(opening, actor=cast.centre)
    with pytest.raises(NotAllowed):
        publish_benchmark(opening, actor=cast.centre)
    assert "还没有公布过" in page(client.get("/benchmarks/"))
    made = publish_benchmark(opening, actor=cast.province)
    with pytest.raises(Refused, match="没有公布同行对标") as refused:
        publish_benchmark(opening, actor=cast.province)
    assert refused.value.items == ("2024年度的同行对标已经公布，不再公布第二次。",)
    content = load(made.content_digest)
    cement = {str(unit.site.pk) for unit in ranked.ranked_units[:6]}
    assert {cell["industry"] for cell in content["cells"]} == {"30"}
    assert all(set(cell["members"]) <= cement and len(cell["members"]) >= 5 for cell in content["cells"])
    shown, told = page(client.get("/benchmarks/")), client.get("/api/benchmarks").json()
    assert ("非金属矿物制品业" in shown, "单位产品综合能耗" in shown, "5–9家" in shown) == (True, True, True)
    assert [line["quartiles"] for line in told["rows"]] == [cell["quartiles"] for cell in content["cells"]]
    for text in (shown, str(told)):
        assert not [unit for unit in ranked.ranked_units if unit.site.name in text or str(unit.site.pk) in text]
    engineer = ranked.ranked_units[0].engineer
    _sees_itself(client, engineer, ranked.ranked_units[0], lines_of(content))
    may(5, 8)
    _reads_it_beside_what_it_could_improve(client, ranked)
    _is_not_compared_across_editions(client, ranked)


def _reads_it_beside_what_it_could_improve(client, ranked):
    for unit, words in ((ranked.ranked_units[0], "写在“丢分在哪里”的表里"), (ranked.ranked_units[6], "没有“纺织业”：不足五家")):
        application = acts.begin(unit, ranked.round)
        acts.fill(application, unit, Random(1), quality=0.5)
        client.force_login(User.objects.get(pk=unit.engineer.user_id), backend=BACKEND)
        text = page(client.get(f"/applicant/applications/{application.pk}/improvement/?to=99"))
        assert words in text
        assert ("四分之" in text or "中位" in text) is (unit is ranked.ranked_units[0])
        assert not [other for other in ranked.ranked_units if other is not unit and other.site.name in text]


def _is_not_compared_across_editions(client, ranked):
    signed(ranked, {"items.5.1-4.points": ("5", READ), "items.5.1-6.points": ("6.1", READ)})
    unit = ranked.ranked_units[1]
    application = acts.begin(unit, ranked.round)
    acts.fill(application, unit, Random(1), quality=0.5)
    client.force_login(User.objects.get(pk=unit.engineer.user_id), backend=BACKEND)
    text = page(client.get(f"/applicant/applications/{application.pk}/improvement/?to=99"))
    assert "按标准的2018版计算，本件用2018-1版" in text and "四分之" not in text


def _sees_itself(client, engineer, unit, lines):
    client.force_login(User.objects.get(pk=engineer.user_id), backend=BACKEND)
    text = page(client.get(f"/yearly/tables/{YearlyTable.objects.get(site=unit.site).pk}/trend/"))
    assert "2023年数据的同行对标" in text
    assert text.count("，同行业5–9家") == len(lines)


def test_what_changed_since_the_ranking_is_not_published(ranked):
    cast, opening = ranked.cast, ranked.opening
    grade_year(opening, actor=cast.centre)
    opening.tables.filter(site=ranked.ranked_units[0].site).update(state="table_returned")
    with pytest.raises(Refused) as refused:
        publish_benchmark(opening, actor=cast.province)
    assert refused.value.items == ("计算年度分级之后，又有表经核对确认或退回；请先重新计算分级。",)
    opening.tables.filter(site__in=[unit.site for unit in ranked.ranked_units[:3]]).update(state="table_returned")
    grade_year(opening, actor=cast.centre)
    with pytest.raises(Refused) as refused:
        publish_benchmark(opening, actor=cast.province)
    assert refused.value.items == ("没有一个行业的指标可以公布：每格至少五家，数值不能过于集中。",)
    assert not YearlyBenchmark.objects.exists()
    assert cells_of([], {}, []) == []
