"""The definition of a figure is a row of the sheet: confirmed or corrected with its source, and verified together with the limit of the figure."""

import io

import openpyxl
import pytest

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.standards.comparing import SURE, differences, verified
from greenlist.casework.standards.definitions import is_definition
from greenlist.casework.standards.held import Table, shipped, yaml_of
from greenlist.casework.standards.selectors import loaded_table, tally_of
from greenlist.casework.standards.wording import in_words, read_aloud
from greenlist.engines.scoring.values import sureness_counts, with_values
from greenlist.rulebook.reference.units import unit
from greenlist.rulebook.standards import held_editions
from tests.casework.standards.official import filled, loaded, signed

PARK, NEW = "green-park/2024", "gbt-36132/2025"
SUBJECTS = [f"{path.parent.name}/{path.stem}" for path in held_editions()]
AREA = "inputs.land_area.unit"


def definitions(subject):
    return [placed for placed in shipped(subject).values.values() if is_definition(placed)]


def limited(subject):
    """(place of the definition, place of the limit) of a figure that has both and was not read."""
    values = shipped(subject).values
    return next((d.place, limit) for d in definitions(subject) if (limit := d.place.removesuffix("unit") + "maximum") in values)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_definition_has_one_row_and_its_unit_is_known(subject):
    table, found = shipped(subject), definitions(subject)
    asked = [*table.plain["inputs"].values(), *(entry for rows in table.plain["rows"].values() for entry in rows["inputs"].values())]
    assert len(asked) == table.definitions
    assert [(p.label, p.sureness, p.clause) for p in found] == [(d["label"], d["confidence"], d["clause"]) for d in asked]
    assert all(unit(part) for placed in table.values.values() if placed.kind == "unit" for part in placed.value.split("/"))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_counted_and_what_has_a_row_are_one_list(subject):
    table = shipped(subject)
    rows = [placed.sureness for _, placed, _ in read_aloud(table) if placed.sureness]
    assert len(rows) == sureness_counts(table.plain).total() == tally_of(table).total


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_figure_has_its_lowest_value_and_every_derived_one_its_unit_and_how_it_is_had(subject):
    table = shipped(subject)
    lowest = {place for place, placed in table.values.items() if placed.kind == "least"}
    assert lowest == {d.place.removesuffix("unit") + "minimum" for d in definitions(subject) if d.kind == "unit"}
    for name in table.plain["derived"]:
        assert {f"derived.{name}.unit"} < {place for place in table.values if place.startswith(f"derived.{name}.")}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_whoever_reads_every_row_of_the_sheet_has_verified_the_whole_file(subject):
    ours = shipped(subject)
    read = Table(subject, verified(ours, differences(ours, ours, {}, set(ours.values))))
    assert set(read.sureness) == {SURE}
    assert tally_of(read).verified == tally_of(read).total == tally_of(ours).total
    assert tally_of(read).unsaid == sum(not placed.sureness for placed in ours.values.values())


def test_the_rows_of_a_figure_stand_together_at_the_end_with_how_it_is_asked():
    told = [(value.place, words) for _, value, words in read_aloud(shipped(NEW))]
    places = [place for place, _ in told]
    definition, limit = limited(NEW)
    assert places.index(limit) == places.index(definition) + 2 == places.index(definition.removesuffix("unit") + "minimum") + 1
    first = next(i for i, place in enumerate(places) if place.startswith("inputs."))
    assert all(place.startswith("inputs.") for place in places[first:])
    assert next(said for place, said in told if place.endswith("one_of")).startswith("选一项")
    said = dict(told)
    assert (said["inputs.output_value.unit"], said["inputs.output_value.years"]) == ("取自统计报表 B204-1", "最近3年，逐年填")
    assert (said["inputs.output_value.minimum"], said["inputs.product_energy.minimum"]) == ("不小于0", "可以是负数")
    assert said["items.E1.any_of.0.score.lead.first_of.0"] == "按“有强制性能耗限额的主要产品”查单位产品能耗限额的1级（先进值）"


def test_a_definition_is_confirmed_by_its_unit_however_it_is_spelled(province):
    row = loaded(
        province.cast.centre,
        {AREA: ("m2", "附录A"), "inputs.building_area.unit": ("m²", "附录A"), "inputs.unit_waste_gas_average.unit": ("m3/产品", "附录A")},
    )
    assert [(r["place"], r["fate"], r["part"], r["now"]) for r in row.rows] == [
        (AREA, "confirmed", "定义", "m²"),
        ("inputs.building_area.unit", "confirmed", "定义", "m²"),
        ("inputs.unit_waste_gas_average.unit", "confirmed", "定义", "m³/产品"),
    ]


def test_a_unit_that_the_text_gives_otherwise_is_changed_with_its_source(province):
    place = "inputs.carbon.unit"
    rows = {at: (placed.value, "附表2.2 第3页") for at, placed in shipped(PARK).values.items() if at.startswith("inputs.carbon.")}
    edition = signed(province, rows | {place: ("kgCO₂e", "附表2.2 第3页")}, PARK)
    held = loaded_table(edition.content_digest)
    assert (held.values[place].value, held.values[place].sureness) == ("kgCO₂e", SURE)
    assert [(r["fate"], r["part"], r["was"], r["now"], r["source"]) for r in edition.rows] == [
        ("changed", "定义", "tCO₂e", "kgCO₂e", "附表2.2 第3页"),
        ("confirmed", "年数", "2", "2", "附表2.2 第3页"),
        ("confirmed", "下限", "0", "0", "附表2.2 第3页"),
    ]
    assert tally_of(held).verified == tally_of(shipped(PARK)).verified + len(rows)


def test_a_unit_with_which_a_formula_no_longer_holds_is_refused_until_the_formula_is_changed_with_it(province):
    given = {"inputs.land_area.unit": ("hm²", "附录A")}
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, given)
    assert all("请改算式或 unit" in said for said in refused.value.items)
    changed = {
        "derived.far.value": ("(building_area + structure_area) / (land_area * 10000)", "附录A"),
        "derived.building_density.value": ("footprint_area / (land_area * 10000) * 100", "附录A"),
        "derived.land_output.value": ("output_value / land_area", "附录A"),
    }
    row = loaded(province.cast.centre, given | changed)
    assert {r["place"] for r in row.rows if r["fate"] == "changed"} == {*given, *changed}


def test_neither_the_definition_nor_its_limit_speaks_for_the_other():
    ours = shipped("miit-general/2025")
    definition, limit = limited(ours.subject)
    before = ours.values[definition].sureness
    assert before != SURE
    least = definition.removesuffix("unit") + "minimum"
    one, other, both = (
        Table(ours.subject, verified(ours, differences(ours, ours, {}, read)))
        for read in ({limit, least}, {definition, least}, {limit, definition, least})
    )
    assert [table.values[definition].sureness for table in (one, other, both)] == [before, before, SURE]


def test_a_wrong_definition_is_told_at_its_row(province):
    choice = next(placed for placed in definitions(NEW) if placed.kind == "choice")
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {choice.place: ("一项或两项", "附录C"), "inputs.energy.unit": ("吨标煤吧", "附录C")}, NEW)
    told = "\n".join(refused.value.items)
    assert "选项在校核表里改不了；相同的照抄“是或否”" in told and "不认识单位“吨标煤吧”；这一行只填单位，写成 tce 的样子" in told
    assert "“官方值”列：" in told


def test_a_choice_and_a_pure_number_are_confirmed_by_their_words(province):
    ours = shipped("miit-general/2025")
    asked = [p for p in definitions(ours.subject) if p.kind == "choice"]
    row = loaded(province.cast.centre, {p.place: (p.value, "评分表") for p in asked}, ours.subject)
    assert {r["fate"] for r in row.rows} == {"confirmed"} and len(row.rows) == len(asked)
    assert row.plain["inputs"] == shipped(ours.subject).plain["inputs"]


def test_a_unit_is_read_as_a_unit_whatever_the_figures_are_called():
    told = {
        "place": "inputs.t.unit",
        "fate": "changed",
        "label": "数",
        "part": "定义",
        "unit": "",
        "clause": "",
        "was": "1",
        "now": "t",
        "was_sure": "",
    }
    plain = {"groups": [], "inputs": {"t": {"label": "时间"}}}
    assert [(row["was_said"], row["now_said"]) for row in in_words([told], plain)] == [("没有单位", "t")]


def test_a_lowest_value_is_taken_away_or_set_and_a_lookup_goes_to_another_column(province):
    given = {
        "inputs.energy.minimum": ("无", "附录C"),
        "inputs.product_energy.minimum": ("0", "附录C"),
        "inputs.output_value.minimum": ("0", "附录C"),
        "items.E1.any_of.0.score.base.first_of.0": ("limits.limit", "附录C"),
    }
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, given, NEW)
    assert any("没有 'limit' 列" in said or "limit" in said for said in refused.value.items), "the standard takes in two columns only"
    row = loaded(province.cast.centre, given | {"items.E1.any_of.0.score.base.first_of.0": ("limits.advanced", "附录C")}, NEW)
    assert {r["place"]: (r["fate"], r["was"], r["now"]) for r in row.rows} == {
        "inputs.energy.minimum": ("changed", "0", "无"),
        "inputs.product_energy.minimum": ("changed", "无", "0"),
        "inputs.output_value.minimum": ("confirmed", "0", "0"),
        "items.E1.any_of.0.score.base.first_of.0": ("changed", "limits.access", "limits.advanced"),
    }
    assert (row.plain["inputs"]["energy"]["minimum"], row.plain["inputs"]["product_energy"]["minimum"]) == (None, "0")
    said = {r["place"]: (r["was_said"], r["now_said"]) for r in in_words(row.rows, row.plain)}
    assert said["items.E1.any_of.0.score.base.first_of.0"] == (
        "按“有强制性能耗限额的主要产品”查单位产品能耗限额的2级（准入值）",
        "按“有强制性能耗限额的主要产品”查单位产品能耗限额的1级（先进值）",
    )


@pytest.mark.parametrize(
    ("place", "typed", "told"),
    [
        ("inputs.energy.minimum", "零", "“零”不是数；请填能填的最小的数，例如 0，可以是负数的填“无”。"),
        ("items.E1.any_of.0.score.base.first_of.0", "准入值", "“准入值”不是“表.列”；这里是查表，写成 limits.access 的样子。"),
        ("derived.value_energy.unit", "吨标煤每万", "不认识单位“吨标煤每万”；这一行只填单位，写成 tce/万元 的样子，没有单位的填 1。"),
        ("inputs.energy.unit", "无", "标准里的值不能填“无”"),
    ],
)
def test_what_cannot_be_a_value_of_its_kind_is_told_at_its_row(province, place, typed, told):
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {place: (typed, "附录C")}, NEW)
    assert told in "\n".join(refused.value.items)


def test_a_whole_file_with_another_lookup_or_lowest_value_tells_each_once(province):
    plain = with_values(shipped(NEW).plain, {"items.E1.any_of.0.score.base.first_of.0": "limits.advanced", "inputs.energy.minimum": "无"})
    row = loaded(province.cast.centre, {}, NEW, body=yaml_of(plain | {"tests": []}).encode(), name="36132.yaml")
    assert {(r["place"], r["fate"]) for r in row.rows} == {
        ("items.E1.any_of.0.score.base.first_of.0", "changed"),
        ("inputs.energy.minimum", "changed"),
    }


def test_the_sheet_says_how_a_lookup_is_typed_only_where_there_is_one(province):
    del province
    heads = {subject: openpyxl.load_workbook(io.BytesIO(filled(subject, {}))).active for subject in (NEW, "gbt-36132/2018")}
    told = {subject: any("“表.列”" in str(row[0].value) for row in sheet.iter_rows(max_row=8)) for subject, sheet in heads.items()}
    assert told == {NEW: True, "gbt-36132/2018": False}
