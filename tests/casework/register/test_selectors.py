"""Search by name, old name or code however it is typed; counts and years; completeness only where it was declared."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenlist.casework.directory.services import rename_organisation
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.register.models import Coverage, ListEntry
from greenlist.casework.register.selectors import Filters, counts, entries, is_complete, normalised, search, years
from greenlist.casework.register.services import declare_coverage

pytestmark = pytest.mark.django_db
NAMES = ["九江（演示）新材料有限公司", "赣州演示(龙南)光电有限公司", "南昌 演示 轴承有限公司", "演示ＡＢＣ电子有限公司"]


def entry(name, **more):
    given = {"origin": "imported", "level": "national", "category": "factory", "year": 2019, "document": "x", "document_row": 1}
    return ListEntry.objects.create(**{**given, "name": name, **more})


def found(text="", origin="imported", **more):
    return [e.name for e in search(entries(origin), Filters(text=text, **more))]


@pytest.fixture
def printed():
    for name in NAMES:
        entry(name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("九江（演示）新材料有限公司", NAMES[0]), ("九江(演示)新材料有限公司", NAMES[0]), ("九江（演示)新材料", NAMES[0]), ("新材料", NAMES[0]),
        ("赣州演示（龙南）光电", NAMES[1]), ("赣州演示(龙南)光电", NAMES[1]), ("(龙南)", NAMES[1]), ("南昌演示轴承", NAMES[2]),
        ("南昌 演示 轴承有限公司", NAMES[2]), ("南昌　演示　轴承", NAMES[2]), (" 轴承 ", NAMES[2]),
    ],
)  # fmt: skip
def test_a_name_is_found_however_its_brackets_and_spaces_are_typed(printed, typed, name):
    assert found(typed) == [name]


def test_every_printed_name_finds_itself(db):
    from greenlist.rulebook.reference.published_lists import published_rows

    names = sorted({r.name for r in published_rows() if "（" in r.name or "(" in r.name or " " in r.name})[::12]
    for name in names:
        entry(name)
    assert [name for name in names if name not in found(name)] == []


def test_what_is_not_there_is_not_found_and_a_percent_sign_is_no_wildcard(printed):
    assert (found("没有这一家"), found("%"), found("_"), found("九江%公司")) == ([], [], [], [])
    assert len(found("")) == len(found("  ")) == 4


def test_a_published_row_is_found_by_old_name_by_code_and_after_a_renaming(province):
    site = province.unit.site
    made = enter_listing(site, actor=SYSTEM, level="provincial", category="factory", year=2024, document="演1号")
    code = made.credit_code
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in code)
    for typed in (code, code.lower(), f"{code[:9]} {code[9:]}", full_width):
        assert found(typed, "published") == [site.name]
    assert found(code[:17], "published") == []
    rename_organisation(site.organisation, name="新（演示）名称有限公司", on=date(2024, 5, 20), actor=SYSTEM)
    assert found("新(演示)名称", "published") == [site.name]


def test_the_former_names_as_printed_are_searched(db):
    entry("新名公司", former_names="旧（名）厂、更旧厂")
    assert found("旧(名)厂") == found("更旧厂") == ["新名公司"]


def test_the_other_origin_stays_apart(printed):
    entry("九江（演示）新材料有限公司", origin="published")
    assert len(found("新材料", "published")) == len(found("新材料")) == 1


def test_filters_narrow_one_by_one_and_together(db):
    entry("甲", level="provincial", category="park", year=2020, unit="360400", state="listing_removed", removed_on=date(2024, 1, 1))
    entry("乙", level="national", category="factory", year=2021, unit="360100")
    assert (
        found(level="provincial") == found(category="park") == found(year="2020") == found(unit="360400") == found(removed="only") == ["甲"]
    )
    assert found(removed="no") == ["乙"]
    assert found(level="provincial", year="2021") == []
    assert found(text="甲", category="park", removed="only") == ["甲"]


@pytest.mark.parametrize("year", ["abc", "-1", "20 20", "二〇二〇", ""])
def test_a_year_that_is_no_number_is_ignored(printed, year):
    assert len(found(year=year)) == 4


@pytest.mark.parametrize("year", ["99999999999999999999", "0", "²"])
def test_an_odd_year_finds_nothing_and_breaks_nothing(printed, year):
    assert found(year=year) in ([], sorted(NAMES), found())


@given(st.text(max_size=12).filter(lambda t: "\0" not in t))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched(printed, text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert set(found(text)) <= set(NAMES)


def test_newest_year_first_then_by_name(db):
    for name, year in (("乙", 2019), ("甲", 2019), ("丙", 2021)):
        entry(name, year=year)
    assert [e.year for e in entries("imported")] == [2021, 2019, 2019]
    assert years("imported") == [2021, 2019]
    assert years("published") == []


def test_counts_in_one_query(db):
    entry("甲", origin="published")
    entry("乙", origin="published", former_names="旧名", state="listing_removed", removed_on=date(2024, 1, 1))
    entry("丙")
    with CaptureQueriesContext(connection) as seen:
        assert counts("published") == {"listed": 1, "removed": 1, "merged": 0, "renamed": 1}
    assert len(seen) == 1


def test_full_width_and_spaces_are_put_right():
    assert normalised(" ９１Ａ（甲） 乙　") == "91A(甲)乙"
    assert normalised("\t\n ") == ""


def asked(**more):
    return is_complete(Coverage.objects.all(), **{"kind": "removal", "region": "江西", "from_year": 2022, "until_year": 2023, **more})


def test_without_a_declaration_nothing_is_complete(db):
    assert not asked()


@pytest.mark.parametrize(
    ("declared", "question", "answer"),
    [
        ({}, {}, True), ({}, {"from_year": 2021, "until_year": 2024}, True), ({}, {"from_year": 2020}, False),
        ({}, {"until_year": 2025}, False), ({}, {"region": "湖南"}, False), ({}, {"kind": "penalty"}, False), ({}, {"level": "national"}, True),
        ({}, {"category": "park"}, True),
        ({"level": "national"}, {"level": "national"}, True), ({"level": "national"}, {"level": "provincial"}, False),
        ({"level": "national"}, {}, False), ({"category": "park"}, {"category": "factory"}, False), ({"category": "park"}, {}, False),
    ],
)  # fmt: skip
def test_complete_is_only_what_was_declared_so(db, declared, question, answer):
    declare_coverage(kind="removal", region="江西", from_year=2021, until_year=2024, actor=SYSTEM, **declared)
    assert asked(**question) is answer


def test_two_declarations_side_by_side_do_not_make_one(db):
    for first, last in ((2021, 2022), (2023, 2024)):
        declare_coverage(kind="removal", region="江西", from_year=first, until_year=last, actor=SYSTEM)
    assert not asked(from_year=2022, until_year=2023)
