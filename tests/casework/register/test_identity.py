"""A listed unit is renamed, moves, is merged or split: its entry goes on, old names and codes lead to it, and a re-check is proposed."""

from datetime import date

import pytest

from greenlist.casework.directory.models import Site
from greenlist.casework.directory.selectors import former_names
from greenlist.casework.directory.services import enter_site
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.oversight.removal_services import fail_recheck, remove_from_list
from greenlist.casework.register.event_services import Ground, enter_listing, promote_listing
from greenlist.casework.register.events import counts_by_year
from greenlist.casework.register.identity_services import merge_into, move_site, rename_unit, split_off
from greenlist.casework.register.models import ListEntry, Recheck
from greenlist.casework.register.recheck_selectors import rechecks_visible_to
from greenlist.casework.register.recheck_services import keep_listing, report_recheck
from greenlist.casework.register.selectors import Filters, entries, search

pytestmark = pytest.mark.django_db
GROUND = Ground(date(2024, 5, 10), "市场监管部门核准", document="准予变更登记通知书")


def listed(site):
    return enter_listing(
        site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号", listed_on=date(2023, 9, 28)
    )


@pytest.fixture
def entry(province):
    return listed(province.unit.site)


@pytest.fixture
def other(province):
    return province.units[1].site


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def found(text):
    return list(search(entries("published"), Filters(text=text)))


def test_a_renamed_unit_is_found_under_both_names_and_needs_no_re_check(entry, province):
    site, old = province.unit.site, entry.name
    (event,) = rename_unit(site.organisation, name="江西演示新名科技有限公司", ground=GROUND, actor=province.officer)
    assert (fresh(entry).name, fresh(site).name) == ("江西演示新名科技有限公司",) * 2
    assert fresh(entry).former_names.split("、")[0] == old == former_names(site.organisation)[0]
    assert event.public_text == f"名称由“{old}”变更为“江西演示新名科技有限公司”。"
    assert found(old) == found("新名科技") == [entry]
    assert not Recheck.objects.exists()


def test_a_second_plant_keeps_its_own_part_of_the_name(entry, province):
    site = province.unit.site
    second = enter_site(site.organisation, name=f"{site.organisation.name}（二厂）", address="x", division=site.division, unit=site.unit,
                        industry="3011", actor=SYSTEM)  # fmt: skip
    row = listed(second)
    rename_unit(site.organisation, name="江西演示新名科技有限公司", ground=GROUND, actor=province.officer)
    assert (fresh(row).name, fresh(entry).name) == ("江西演示新名科技有限公司（二厂）", "江西演示新名科技有限公司")


def test_everything_wrong_with_a_renaming_is_told_at_once(entry, province):
    unit = province.unit.site.organisation
    with pytest.raises(Refused) as refusal:
        rename_unit(unit, name=f" {unit.name} ", ground=Ground(date(2024, 6, 1), ""), actor=province.officer)
    assert refusal.value.items == ("请写明理由。", "请写明依据的条款或文件。", "日期2024-06-01还没有到。", "新的名称与现用名称相同。")
    assert entry.events.count() == 1


def test_a_move_changes_the_place_and_asks_for_a_re_check(entry, province):
    site = province.unit.site
    (event,) = move_site(site, address="九江市瑞昌市演示大道1号", division="360481", ground=GROUND, actor=province.officer)
    assert (fresh(entry).division, fresh(entry).unit, fresh(site).address) == ("360481", "360400", "九江市瑞昌市演示大道1号")
    assert event.public_text == "由柴桑区迁至瑞昌市。"
    assert Recheck.objects.get().event == event
    assert JournalEntry.objects.filter(action="propose_recheck", reason="暂行办法第十九条").count() == 1


def test_a_move_to_another_city_is_entered_by_the_province(entry, province):
    site = province.unit.site
    with pytest.raises(Refused) as refusal:
        move_site(site, address="南昌市演示路", division="360102", ground=GROUND, actor=province.officer)
    assert refusal.value.items == ("迁到其他设区市的，由省厅登记。",)
    move_site(site, address="南昌市演示路", division="360102", ground=GROUND, actor=province.cast.province)
    assert fresh(entry).unit == "360100"


def test_of_two_listed_units_that_merge_one_entry_ends_in_the_other(entry, other, province):
    heir = listed(other)
    event = merge_into(entry, other, ground=GROUND, actor=province.cast.province)
    assert (fresh(entry).state, event.successor, fresh(heir).state) == ("listing_merged", heir, "listing_standing")
    assert (Recheck.objects.get().entry, fresh(entry).removed_on) == (heir, None)
    assert [(y.year, y.listed, y.merged, y.removed, y.stock) for y in counts_by_year()] == [(2023, 2, 0, 0, 2), (2024, 0, 1, 0, 1)]
    with pytest.raises(WrongState):
        merge_into(fresh(entry), other, ground=GROUND, actor=province.cast.province)


def test_a_unit_that_takes_over_a_listed_one_takes_its_place_and_the_old_code_leads_there(entry, other, province):
    old_name, old_code = entry.name, entry.credit_code
    event = merge_into(entry, other, ground=GROUND, actor=province.cast.province)
    now = fresh(entry)
    assert (now.state, now.site, now.name, now.credit_code) == ("listing_standing", other, other.name, other.organisation.credit_code)
    assert (now.former_names.split("、")[0], now.former_codes, event.successor_site) == (old_name, old_code, other)
    assert found(old_name) == found(old_code) == found(other.name) == [entry]
    assert counts_by_year()[-1].stock == 1


def test_who_splits_off_is_not_on_the_list_by_that(entry, other, province):
    event = split_off(entry, other, ground=GROUND, actor=province.cast.province)
    assert "分出的单位不因此在册" in event.public_text
    assert (ListEntry.objects.count(), Recheck.objects.get().entry) == (1, entry)


def test_a_bureau_enters_no_merger_and_nothing_of_another_region(entry, other, province):
    elsewhere = province.other_unit.site
    for act in (
        lambda: merge_into(entry, other, ground=GROUND, actor=province.officer),
        lambda: split_off(entry, other, ground=GROUND, actor=province.officer),
        lambda: rename_unit(elsewhere.organisation, name="x", ground=GROUND, actor=province.officer),
        lambda: move_site(elsewhere, address="x", division="360481", ground=GROUND, actor=province.officer),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_bureau_with_one_plant_of_a_group_renames_no_entry_of_another(entry, province):
    unit, elsewhere = province.unit.site.organisation, province.other_unit.site
    second = enter_site(
        unit, name="江西演示二厂", address="x", division=elsewhere.division, unit=elsewhere.unit, industry="3011", actor=SYSTEM
    )
    stranger = province.cast.bureaus[elsewhere.unit]
    for act in (
        lambda: rename_unit(unit, name="江西演示新名科技有限公司", ground=GROUND, actor=stranger),
        lambda: rename_unit(unit, name="江西演示新名科技有限公司", ground=GROUND, actor=province.officer),
        lambda: move_site(province.unit.site, address="x", division=elsewhere.division, ground=GROUND, actor=stranger),
    ):
        with pytest.raises(NotAllowed, match="归其他推荐单位"):
            act()
    move_site(second, address="x1", division=elsewhere.division, ground=GROUND, actor=stranger)
    rename_unit(unit, name="江西演示新名科技有限公司", ground=GROUND, actor=province.cast.province)
    assert fresh(entry).name == "江西演示新名科技有限公司"


@pytest.mark.parametrize("act", ["rename", "move", "merge", "split"])
def test_a_second_click_on_a_page_of_before_enters_nothing_twice(act, entry, other, province):
    director, site = province.cast.province, province.unit.site
    acts = {
        "rename": lambda row, site: rename_unit(site.organisation, name="江西演示新名科技有限公司", ground=GROUND, actor=director),
        "move": lambda row, site: move_site(site, address="瑞昌市演示大道1号", division="360481", ground=GROUND, actor=director),
        "merge": lambda row, site: merge_into(row, other, ground=GROUND, actor=director),
        "split": lambda row, site: split_off(row, other, ground=GROUND, actor=director),
    }
    seen = fresh(entry), Site.objects.select_related("organisation").get(pk=site.pk)
    acts[act](entry, site)
    with pytest.raises(Refused, match="没有登记"):
        acts[act](*seen)
    assert (entry.events.count(), Recheck.objects.count()) == (2, 0 if act == "rename" else 1)


def test_of_two_names_on_pages_of_before_none_is_lost(entry, other, province):
    seen, first = fresh(entry), entry.name
    rename_unit(province.unit.site.organisation, name="江西演示新名科技有限公司", ground=GROUND, actor=province.officer)
    merge_into(seen, other, ground=GROUND, actor=province.cast.province)
    assert fresh(entry).former_names.split("、")[:2] == ["江西演示新名科技有限公司", first]


def test_a_site_whose_name_differs_in_case_keeps_its_own(entry, province):
    site = province.unit.site
    rename_unit(site.organisation, name="ABC演示有限公司", ground=GROUND, actor=province.officer)
    second = enter_site(site.organisation, name="abc演示有限公司", address="x", division=site.division, unit=site.unit, industry="3011",
                        actor=SYSTEM)  # fmt: skip
    later = Ground(date(2024, 5, 20), "市场监管部门核准", document="准予变更登记通知书")
    rename_unit(fresh(site.organisation), name="新名有限公司", ground=later, actor=province.officer)
    assert fresh(second).name == "abc演示有限公司"


def test_open_re_checks_come_before_settled_ones(entry, other, province):
    move_site(province.unit.site, address="瑞昌市演示大道1号", division="360481", ground=GROUND, actor=province.officer)
    settled = Recheck.objects.get()
    report_recheck(settled, opinion="符合", actor=province.officer)
    keep_listing(settled, reason="同意", actor=province.cast.province)
    split_off(entry, other, ground=GROUND, actor=province.cast.province)
    rows = rechecks_visible_to(province.officer)
    assert list(rows) == [Recheck.objects.get(settled_at=None), settled]
    assert "NULLS FIRST" in str(rows.query)  # PostgreSQL puts them last by itself


def test_who_left_the_list_meanwhile_is_found_wanting_and_not_removed_twice(entry, province):
    move_site(province.unit.site, address="瑞昌市演示大道1号", division="360481", ground=GROUND, actor=province.officer)
    recheck = Recheck.objects.get()
    report_recheck(recheck, opinion="新址无危废库", actor=province.officer)
    seen = Recheck.objects.select_related("entry", "event").get()
    remove_from_list(fresh(entry), on=date(2024, 5, 20), reason="自愿退出", clause="办法18", actor=province.cast.province)
    assert fail_recheck(seen, reason="贮存不符合", actor=province.cast.province) is None
    assert (fresh(recheck).state, fresh(entry).removal_reason, entry.events.count()) == ("recheck_failed", "自愿退出", 3)


def test_a_national_row_is_removed_by_the_ministrys_document_only(entry, province):
    director, seen = province.cast.province, fresh(entry)
    promote_listing(entry, Ground(date(2024, 5, 10), "列入国家级名单", document="工信厅演1号"), actor=director)
    given = {"on": date(2024, 5, 20), "reason": "停产", "clause": "C-50", "actor": director}
    with pytest.raises(Refused) as refusal:
        remove_from_list(seen, **given)
    assert refusal.value.items == ("它在国家级名单上，由工业和信息化部移出；没有填写部里的移出文件。",)
    remove_from_list(fresh(entry), document="工信厅演2号", **given)
    assert fresh(entry).state == "listing_removed"


def test_a_re_check_is_reported_by_the_bureau_and_decided_by_the_province(entry, province):
    move_site(province.unit.site, address="九江市瑞昌市演示大道1号", division="360481", ground=GROUND, actor=province.officer)
    recheck = Recheck.objects.get()
    assert not rechecks_visible_to(province.cast.bureaus["360100"]).exists()
    with pytest.raises(Refused) as refusal:
        report_recheck(recheck, opinion=" ", actor=province.officer)
    assert refusal.value.items == ("请写明复核情况，以及是否仍符合标准。",)
    report_recheck(recheck, opinion="产线未变，仍符合", actor=province.officer)
    with pytest.raises(NotAllowed):
        keep_listing(recheck, reason="同意", actor=province.officer)
    keep_listing(recheck, reason="同意", actor=province.cast.province)
    assert (fresh(recheck).state, fresh(entry).state) == ("recheck_kept", "listing_standing")


def test_who_does_not_meet_the_standard_any_more_is_removed_with_the_article(entry, province):
    move_site(province.unit.site, address="九江市瑞昌市演示大道1号", division="360481", ground=GROUND, actor=province.officer)
    recheck = Recheck.objects.get()
    report_recheck(recheck, opinion="新址无危废库", actor=province.officer)
    event = fail_recheck(recheck, reason="危险废物贮存不符合", actor=province.cast.province)
    assert (fresh(entry).state, fresh(recheck).state) == ("listing_removed", "recheck_failed")
    assert event.public_text == "移出名单：迁址后复核不符合标准：危险废物贮存不符合。"
