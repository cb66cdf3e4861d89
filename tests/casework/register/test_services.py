"""The register: published rows go in whole and once, adverse facts with their proof, absence only where declared complete."""

from dataclasses import asdict
from datetime import date

import pytest

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.register.event_services import enter_listing, enter_removal
from greenlist.casework.register.models import AdverseRecord, Coverage, ListEntry
from greenlist.casework.register.selectors import of_kind
from greenlist.casework.register.services import ImportReport, declare_coverage, enter_adverse_record, import_published_rows
from greenlist.rulebook.reference.published_lists import published_rows

pytestmark = pytest.mark.django_db


def row(number, name="甲公司", **more):
    return {"row": number, "name": name, "level": "national", "category": "factory", "year": 2019, "region": "江西", "third_party": "乙所",
            "industry": "化工", **more}  # fmt: skip


def taken_in(*rows, document="第四批"):
    return import_published_rows(rows, document=document, actor=SYSTEM)


def test_every_row_is_kept_known_or_reported_and_nothing_else():
    assert taken_in(row(2), row(3, ""), row(4, "乙公司")) == ImportReport(3, 2, 0, ((3, "名称为空"),))
    assert list(ListEntry.objects.order_by("document_row").values_list("document_row", "name", "origin")) == [
        (2, "甲公司", "imported"), (4, "乙公司", "imported"),
    ]  # fmt: skip


def test_a_second_import_keeps_nothing_twice_and_takes_what_is_new():
    taken_in(row(2))
    assert taken_in(row(2), row(3, "乙公司")) == ImportReport(2, 1, 1, ())
    assert ListEntry.objects.count() == 2


def test_the_same_line_of_another_document_is_another_row():
    taken_in(row(2))
    assert taken_in(row(2), document="第五批").kept == 1


def test_a_name_too_long_for_the_register_is_reported_and_stops_nobody_else():
    report = taken_in(row(2, "长" * 151), row(3, "乙公司"))
    assert report == ImportReport(2, 1, 0, ((2, "“名称（按公布）”最多150字，现在是151字。"),))


def test_values_stand_as_printed():
    taken_in(row(2, "甲（江西）有限公司", third_party="乙  所", region="江西省"))
    entry = ListEntry.objects.get()
    assert (entry.name, entry.third_party, entry.region, entry.year, entry.site, entry.credit_code) == (
        "甲（江西）有限公司", "乙  所", "江西省", 2019, None, "",
    )  # fmt: skip


def test_one_line_an_import_with_its_counts():
    taken_in(row(2), row(3, ""))
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.detail) == ("import_published_rows", {"document": "第四批", "kept": 1, "known": 0, "reported": 1})


def test_the_published_lists_we_hold_go_in_without_losing_one_row():
    rows = [asdict(r) for r in published_rows()]
    report = import_published_rows(rows, document="国家级", actor=SYSTEM)
    assert report.rows_in == len(rows) == report.kept + report.known + len(report.reported)
    assert report.reported == ()
    assert ListEntry.objects.count() == len(rows)
    printed = {(r["row"], r["name"], r["year"], r["category"]) for r in rows}
    assert set(ListEntry.objects.values_list("document_row", "name", "year", "category")) == printed
    assert import_published_rows(rows, document="国家级", actor=SYSTEM).known == len(rows)


def test_a_listing_carries_names_and_codes_of_the_day(province):
    site = province.unit.site
    entry = enter_listing(site, actor=SYSTEM, level="provincial", category="factory", year=2024, document="演1号", document_row=1)
    assert (entry.origin, entry.name, entry.credit_code) == ("published", site.name, site.organisation.credit_code)
    assert entry.former_names == "、".join(n.name for n in site.organisation.names.exclude(until_on=None))
    site.name = "改了名"
    site.save()
    assert ListEntry.objects.get().name != "改了名"
    assert [e.clause for e in entries_of(entry)] == ["C-12"]


def test_a_removal_says_when_why_and_by_which_clause_and_is_done_once(province):
    entry = enter_listing(province.unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号")
    enter_removal(entry, on=date(2024, 5, 10), reason="未填报", clause="办法16", actor=province.cast.province)
    with pytest.raises(WrongState, match="2024年5月10日移出"):
        enter_removal(ListEntry.objects.get(), on=date(2024, 6, 1), reason="别的理由", clause="x", actor=province.cast.province)
    kept = ListEntry.objects.get()
    assert (kept.removed_on, kept.removal_reason, kept.removal_clause) == (date(2024, 5, 10), "未填报", "办法16")


def test_an_adverse_fact_stands_with_source_person_and_time(province):
    made = enter_adverse_record(province.unit.site, kind="stopped_production", from_on=date(2022, 1, 1), until_on=None, statement="停产",
                                source="供电清单", page=3, actor=province.officer)  # fmt: skip
    assert (made.recorded_by, made.page, made.until_on, str(made)) == (province.officer.name, 3, None, "停产")
    assert [e.detail for e in entries_of(made)] == [{"kind": "stopped_production"}]


def test_adverse_facts_are_those_of_the_site_and_kind_oldest_first(province):
    def enter(site, year, kind="stopped_production"):
        return enter_adverse_record(site, kind=kind, from_on=date(year, 1, 1), until_on=None, statement="x", source="x", actor=SYSTEM)

    site, other = province.unit.site, province.units[1].site
    late, early = enter(site, 2023), enter(site, 2021)
    enter(other, 2022)
    enter(site, 2022, "other")
    assert of_kind(site.adverse_records.all(), "stopped_production") == [early, late]
    assert AdverseRecord.objects.count() == 4


def test_a_declaration_names_who_and_when(province):
    made = declare_coverage(kind="removal", region="江西", from_year=2021, until_year=2024, actor=province.cast.province)
    assert Coverage.objects.get() == made
    assert (made.declared_by, made.declared_on) == (province.cast.province.name, date(2024, 5, 22))
    assert [e.action for e in entries_of(made)] == ["declare_coverage"]
