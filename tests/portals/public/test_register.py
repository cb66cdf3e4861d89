"""移出与变更, the timeline of an entry, the printed counts: what the public reads of the register's events, by its publication classes."""

from datetime import date

import pytest

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.register.event_services import Ground, enter_listing, enter_removal, restore_listing
from greenlist.casework.register.identity_services import merge_into, rename_unit
from greenlist.casework.rounds.services import sign_parameters
from tests.portals.people import page

GROUND = Ground(date(2024, 5, 10), "核准变更", document="准予变更登记通知书")


@pytest.fixture
def entry(province):
    return listed(province.unit.site)


def listed(site):
    return enter_listing(
        site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号", listed_on=date(2023, 9, 28)
    )


def test_a_removal_stands_in_the_log_and_in_the_timeline_with_day_reason_and_basis(entry, client, province):
    enter_removal(entry, on=date(2024, 5, 10), reason="未填报动态管理表", clause="暂行办法第十八条", actor=province.cast.province)
    log, own = page(client.get("/changes/")), page(client.get(f"/listings/{entry.pk}/"))
    for text in (log, own):
        assert "2024-05-10" in text
        assert "移出名单：未填报动态管理表。" in text
    assert "列入2023年省级绿色工厂名单（演1号）。" in own
    assert "现在<b>已移出</b>，2024-05-10 移出" in own


def test_what_was_taken_back_stays_in_the_log(entry, client, province):
    enter_removal(entry, on=date(2024, 5, 10), reason="误记", clause="x", actor=province.cast.province)
    entry.refresh_from_db()
    restore_listing(entry, Ground(date(2024, 5, 11), "更正误记", "x"), actor=province.cast.province)
    assert [word in page(client.get("/changes/")) for word in ("移出名单：误记", "恢复在册：更正误记")] == [True, True]


def test_an_old_name_leads_to_the_new_one_and_a_merged_entry_to_its_heir(entry, province, client):
    old = entry.name
    rename_unit(province.unit.site.organisation, name="江西演示新名科技有限公司", ground=GROUND, actor=province.officer)
    assert "江西演示新名科技有限公司" in page(client.get("/", {"text": old}))
    heir = listed(province.units[1].site)
    entry.refresh_from_db()
    merge_into(entry, heir.site, ground=GROUND, actor=province.cast.province)
    assert f"/listings/{heir.pk}/" in client.get(f"/listings/{entry.pk}/").content.decode()
    assert "已并入" in page(client.get("/", {"text": old}))


def test_the_log_is_narrowed_by_kind_and_year_and_had_as_a_file(entry, client, province):
    enter_removal(entry, on=date(2024, 5, 10), reason="未填报", clause="x", actor=province.cast.province)
    assert "移出名单：未填报" in page(client.get("/changes/", {"kind": "entry_removed", "year": "2024"}))
    assert "没有符合条件的" in page(client.get("/changes/", {"kind": "entry_renamed"}))
    assert "没有符合条件的" in page(client.get("/changes/", {"year": "2023"}))
    assert client.get("/changes/", {"kind": "<x>", "year": "x", "page": "x"}).status_code == 200
    assert "移出名单：未填报" in b"".join(client.get("/changes/", {"as": "csv"}).streaming_content).decode("utf-8-sig")


def test_where_removals_are_not_public_neither_log_nor_timeline_tells_them(entry, province, client):
    enter_removal(entry, on=date(2024, 5, 10), reason="未填报", clause="x", actor=province.cast.province)
    classes = {"name": "公开", "credit_code": "公开", "category": "公开", "level": "公开", "listed_on": "公开", "removal": "内部", "score": "内部",
               "report": "内部", "findings": "内部", "expert": "内部", "contact": "内部"}  # fmt: skip
    sign_parameters(
        province.round, changes={"disclosure_classes": classes}, reason="试", first=province.cast.province, second=province.cast.director
    )
    for path in ("/changes/", f"/listings/{entry.pk}/"):
        text = page(client.get(path))
        assert "未填报" not in text
        assert "已移出" not in text


def test_an_imported_row_or_a_strange_key_has_no_page(client, db):
    assert client.get("/listings/01a217cc-4bab-70c5-a62b-c2f0b80da912/").status_code == 404


def test_the_printed_counts_stand_beside_the_rows_with_what_does_not_agree(client, db):
    text = page(client.get("/published-counts/"))
    assert "载入的5批名单行数与公布数全部相符" in text
    assert "公示611家绿色工厂，公布602家，少9家" in text
    assert "任何通知都没有印过" in text


def test_the_changes_are_open_data_too(entry, client, province):
    enter_removal(entry, on=date(2024, 5, 10), reason="未填报", clause="暂行办法第十八条", actor=province.cast.province)
    told = client.get("/api/changes", {"kind": "entry_removed", "year": "2024"}).json()
    assert told == {"count": 1, "offset": 0, "rows": [
        {"entry": str(entry.pk), "name": entry.name, "kind": "entry_removed", "on": "2024-05-10", "public_text": "移出名单：未填报。",
         "clause": "暂行办法第十八条", "document": ""}]}  # fmt: skip
    assert client.get("/api/changes", {"kind": "x"}).json()["rows"] == client.get("/api/changes", {"year": "2023"}).json()["rows"] == []
    assert client.get("/api/changes", {"offset": "x"}).status_code == 422
