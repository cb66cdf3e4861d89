"""Whom a row means: the unit of equal code and name; everything else is judged by a person before anybody at the unit sees anything."""

from datetime import date

import pytest

from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.delivery.judging_services import judge_row
from greenlist.casework.delivery.matching import all_meant
from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.delivery.opening import read_manifest
from greenlist.casework.delivery.services import offer_package, take_in_package
from greenlist.casework.directory.services import enter_organisation, rename_organisation
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from tests.casework.delivery.spoiling import changed
from tests.portals.people import signed_in

OTHER = "都昌县竹筠建材有限公司"
BUTTON = "收入推荐材料"


def under_another_name(manifest) -> None:
    manifest["rows"][0]["organisation"] |= {"name": OTHER, "former_names": []}


def offered(sent, province, change=lambda manifest: None):
    return offer_package(chunks=[changed(sent.body, change)], name="九江.zip", actor=province.cast.centre)


def whom(package) -> list:
    return all_meant(package, read_manifest(path_of_file(package.file)).manifest["rows"])


def test_code_and_name_equal_are_known_and_a_former_name_held_here_too(sent, province):
    held = province.unit.site.organisation
    rename_organisation(held, name="瑞昌新名材料有限公司", on=today(), actor=province.cast.province)
    package = offered(sent, province)
    assert [m.how for m in whom(package)] == ["known", "new_unit", "known"]
    assert whom(package)[0].organisation == held and not any(m.waits for m in whom(package))


def test_quite_another_name_is_judged_before_the_unit_sees_anything(sent, province):
    held, engineer, centre = province.unit.site.organisation, province.unit.engineer, province.cast.centre
    package = offered(sent, province, under_another_name)
    with pytest.raises(Refused) as caught:
        take_in_package(package, actor=centre, is_asked=True)
    assert f"本系统登记为“{held.name}”，包内为“{OTHER}”" in caught.value.items[0] and "逐件写明理由" in caught.value.then
    assert not visible_to(engineer).exists()
    for reason, place, said in (("", 1, "请写明认定的理由"), ("长" * 301, 1, "最多300字"), ("查过", 2, "第2件没有待核实的地方")):
        with pytest.raises(Refused) as caught:
            judge_row(package, place=place, is_same=True, reason=reason, actor=centre)
        assert said in caught.value.items[0]
    with pytest.raises(NotAllowed):
        judge_row(package, place=1, is_same=True, reason="是我们", actor=province.officer)
    judge_row(package, place=1, is_same=False, reason="登记机关查无更名", actor=centre)
    with pytest.raises(Refused) as caught:
        take_in_package(package, actor=centre, is_asked=True)
    assert "刘主任（演示）认定不符：登记机关查无更名" in caught.value.items[0]
    assert "请把这些原因告诉九江市工业和信息化局，由它改正批次TJ-2024-JJ-1" in caught.value.then
    assert not visible_to(engineer).exists()
    judge_row(package, place=1, is_same=True, reason="2024年3月更名，见准予变更登记通知书", actor=centre)
    take_in_package(package, actor=centre, is_asked=True)
    package.refresh_from_db()
    assert [row["how"] for row in package.matches] == ["judged", "new_unit", "known"]
    assert package.matches[0]["doubts"][-1] == "刘主任（演示）认定属实：2024年3月更名，见准予变更登记通知书"
    assert visible_to(engineer).count() == 1 and JournalEntry.objects.filter(action="judge_package_row").count() == 2


def test_a_unit_judged_to_have_changed_its_name_bears_the_new_one_from_that_day_with_the_source(sent, province):
    held, centre = province.unit.site.organisation, province.cast.centre
    before = held.name
    package = offered(sent, province, lambda manifest: manifest["rows"][0]["organisation"].update(
        name=OTHER, former_names=[{"name": before, "renamed_on": "2024-03-01"}]))  # fmt: skip
    assert whom(package)[0].told_renamed_on == "2024-03-01"
    with pytest.raises(Refused) as caught:
        judge_row(package, place=1, is_same=True, reason="更名", renamed_on=date(2024, 6, 30), actor=centre)
    assert caught.value.items == ("更名日期还没有到。",)
    judge_row(package, place=1, is_same=True, reason="见准予变更登记通知书", renamed_on=date(2024, 3, 1), actor=centre)
    take_in_package(package, actor=centre, is_asked=True)
    held.refresh_from_db()
    now_in_use, former = held.names.get(until_on=None), held.names.exclude(until_on=None).order_by("until_on").last()
    assert (held.name, now_in_use.name, now_in_use.from_on) == (OTHER, OTHER, date(2024, 3, 1))
    assert now_in_use.source == "离线报送包TJ-2024-JJ-1，刘主任（演示）认定：见准予变更登记通知书"
    assert (former.name, former.until_on) == (before, date(2024, 3, 1))
    assert (
        JournalEntry.objects.filter(action="rename_organisation", subject_id=held.pk).order_by("at", "id").last().detail["source"]
        == now_in_use.source
    )


def test_a_unit_of_another_city_and_a_site_outside_are_doubted(sent, province):
    province.unit.site.organisation.sites.update(unit="361100")

    def outside(manifest) -> None:
        manifest["rows"][2]["site"]["division"], manifest["rows"][2]["printed"]["county"] = "361127", "余干县"

    first, new, last = whom(offered(sent, province, outside))
    assert first.doubts == ("本系统登记的厂址都在上饶市，不在报送的推荐单位",)
    assert new.doubts == () and last.doubts == ("厂址所在的余干县不属报送的推荐单位",)


def test_a_judgement_of_one_unit_says_nothing_of_another(sent, province):
    package = offered(sent, province, under_another_name)
    judge_row(package, place=1, is_same=True, reason="更名", actor=province.cast.centre)
    held = province.unit.site.organisation
    code, held.credit_code = held.credit_code, None
    held.save()
    enter_organisation(kind="enterprise", name="另一家", credit_code=code, actor=province.cast.province)
    assert whom(package)[0].waits


def test_a_code_under_two_names_or_of_where_an_expert_works_is_refused(sent, province):
    def doubled(manifest) -> None:
        manifest["rows"][2]["organisation"]["credit_code"] = manifest["rows"][1]["organisation"]["credit_code"]

    province.cast.experts[0].__class__.objects.filter(pk=province.cast.experts[0].pk).update(organisation=province.unit.site.organisation)
    with pytest.raises(Refused) as caught:
        offered(sent, province, doubled)
    assert any("在包内有两个名称" in item for item in caught.value.items)
    assert any(f"属于“{province.unit.site.organisation.name}”，有专家或其他岗位在此" in item for item in caught.value.items)


def test_the_page_asks_for_each_doubtful_row_and_lets_nothing_in_before(sent, province):
    package = offered(sent, province, under_another_name)
    client, path = signed_in("centre"), f"/province/intake/packages/{package.pk}/"
    body = client.get(path).content.decode()
    assert "1件待核实" in body and "认定是同一单位" in body and f">{BUTTON} <" not in body
    assert package.digest not in body and package.digest[7:13] in body and "本机" not in body
    assert province.unit.site.organisation.credit_code in body
    assert f"{path}package.zip" in body and client.get(f"{path}package.zip").getvalue()[:2] == b"PK"
    refused = client.post(f"{path}rows/1/", {"is_same": "yes", "reason": " "})
    assert refused.status_code == 409 and "请写明认定的理由" in refused.content.decode()
    assert client.post(f"{path}rows/1/", {"is_same": "yes", "reason": "更名"}).status_code == 302
    assert f">{BUTTON} <" in client.get(path).content.decode()
    client.post(f"{path}taking-in/", {"is_asked": "1"})
    after = client.get(path).content.decode()
    assert "经核实认定" in after and "认定属实：更名" in after and "演工信函" in after
    assert f"/province/batches/{OfflinePackage.objects.get().batch_id}/letter/" in after
