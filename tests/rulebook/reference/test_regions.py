"""Jiangxi's divisions: eleven cities and the new area, and every county under its own city."""

import pytest

from greenlist.rulebook.reference import regions

CITIES = {
    "360100": ("南昌市", 9), "360200": ("景德镇市", 4), "360300": ("萍乡市", 5), "360400": ("九江市", 13), "360500": ("新余市", 2),
    "360600": ("鹰潭市", 3), "360700": ("赣州市", 18), "360800": ("吉安市", 13), "360900": ("宜春市", 10), "361000": ("抚州市", 11),
    "361100": ("上饶市", 12),
}  # fmt: skip


def of(province):
    return [d for d in regions.divisions().values() if d.code.startswith(province)]


def test_eleven_cities_then_the_new_area():
    assert regions.city_names() == [*((code, name) for code, (name, _) in CITIES.items()), ("GJXQ", "赣江新区")]
    assert [c.code for c in regions.cities()] == [*CITIES, "GJXQ"]


@pytest.mark.parametrize(("code", "count"), [(code, count) for code, (_, count) in CITIES.items()])
def test_every_county_of_a_city_bears_the_citys_code(code, count):
    found = regions.counties(code)
    assert len(found) == count
    assert {(c.code[:4], c.parent) for c in found} == {(code[:4], code)}


def test_jiangsus_thirteen_cities_and_their_95_counties():
    cities = regions.cities("320000")
    assert [c.name for c in cities] == ["南京市", "无锡市", "徐州市", "常州市", "苏州市", "南通市", "连云港市", "淮安市", "盐城市", "扬州市",
                                        "镇江市", "泰州市", "宿迁市"]  # fmt: skip
    assert sum(len(regions.counties(c.code)) for c in cities) == 95
    assert {c.code[:4] for city in cities for c in regions.counties(city.code)} == {c.code[:4] for c in cities}


def test_a_hundred_counties_of_three_kinds():
    kinds = [d.kind for d in of("36") if d.kind in {"市辖区", "县级市", "县"}]
    assert {kind: kinds.count(kind) for kind in kinds} == {"市辖区": 27, "县级市": 12, "县": 61}


def test_every_division_has_a_parent_that_exists():
    every = regions.divisions()
    assert {d.parent for d in every.values()} - set(every) == {""}
    assert (len(of("36")), len(of("32"))) == (112, 109)
    assert [code for code, d in every.items() if code != d.code] == []


def test_codes_say_their_level_by_their_zeros():
    for code, found in regions.divisions().items():
        if code != "GJXQ":
            assert len(code) == 6 and code.isdigit() and code.startswith(("36", "32"))
            assert (found.kind == "设区市") == (code.endswith("00") and not code.endswith("0000"))


def test_no_two_counties_of_a_city_have_one_name():
    for city in CITIES:
        names = [c.name for c in regions.counties(city)]
        assert len(set(names)) == len(names)


def test_the_new_area_has_the_counties_it_covers_parts_of():
    assert [(c.code, c.name) for c in regions.counties("GJXQ")] == [("360112", "新建区"), ("360425", "永修县"), ("360482", "共青城市")]
    assert {c.parent for c in regions.counties("GJXQ")} == {"360100", "360400"}


@pytest.mark.parametrize(
    ("code", "name"), [("360404", "柴桑区"), ("361128", "鄱阳县"), ("361130", "婺源县"), ("360429", "湖口县"), ("360103", "西湖区")]
)
def test_divisions_by_name(code, name):
    assert regions.division(code).name == regions.division_name(code) == name


@pytest.mark.parametrize("code", ["440100", "360199", "GJXQ1"])
def test_what_is_not_of_jiangxi_is_no_division(code):
    assert regions.division_name(code) == code
    assert regions.counties(code) == []
    with pytest.raises(KeyError, match=code):
        regions.division(code)
