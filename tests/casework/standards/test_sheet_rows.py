"""A filled-in sheet: what is told of a row as a whole, and of one whose name or unit is not that of its place."""

import io
import re

import openpyxl
import pytest

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.standards.held import subjects
from greenlist.casework.standards.models import StandardLoad
from greenlist.casework.standards.selectors import table_of
from greenlist.casework.standards.sheet import HEADS
from tests.casework.standards.coal import PAGE, SUBJECT, place
from tests.casework.standards.official import filled, loaded

LIMITS = "energy-limits"


def refused_of(province, body, subject=SUBJECT):
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {}, subject, body=body)
    assert not StandardLoad.objects.exists()
    return [told.removeprefix("官方表.xlsx ") for told in refused.value.items]


def with_cells(body, *changes):
    """The sheet with other text at (place, head), by row number the second time a place stands there."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    rows = {row[-1].value: row for row in book.active.iter_rows()}
    for at, head, text in changes:
        rows[at][HEADS.index(head)].value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), {at: row[0].row for at, row in rows.items()}


def test_a_unit_that_was_typed_over_is_told_for_its_value_would_be_read_in_ours(province):
    body, at = with_cells(filled(SUBJECT, {place("原煤"): ("714.3", PAGE)}), (place("原煤"), "单位", "kgce/t"))
    assert refused_of(province, body) == [
        f"第{at[place('原煤')]}行“单位”列：表上是“kgce/t”，本系统这一行是“kgce/kg”；改“单位”列不算数，请改回去，按本系统的单位填官方值；"
        "官方单位不同的，改整份数据文件（.yaml）载入。"
    ]


def test_a_column_that_was_sorted_without_the_others_is_told_by_its_names(province):
    typed = {place("原煤"): ("0.9000", PAGE), place("洗精煤"): ("0.7143", PAGE)}
    body, at = with_cells(filled(SUBJECT, typed), (place("原煤"), "名称", "洗精煤"), (place("洗精煤"), "名称", "原煤"))
    told = refused_of(province, body)
    assert told[0].startswith(f"第{at[place('原煤')]}行“名称”列：表上是“洗精煤”，本系统这一行是“原煤”；可能排序时没有带上全部的列")
    assert told[1].startswith(f"第{at[place('洗精煤')]}行“名称”列：表上是“原煤”") and len(told) == 2


def test_what_is_blank_beside_a_place_is_no_other_name(province):
    body, _ = with_cells(filled(SUBJECT, {place("原煤"): ("0.7143", PAGE)}), (place("原煤"), "名称", None), (place("原煤"), "单位", None))
    assert [told["fate"] for told in loaded(province.cast.centre, {}, SUBJECT, body=body).rows] == ["confirmed"]


def test_a_row_that_stands_twice_is_told_with_the_row_where_it_was_before(province):
    book = openpyxl.load_workbook(io.BytesIO(filled(SUBJECT, {place("原煤"): ("0.7143", PAGE)})))
    sheet = book.active
    first = next(row for row in sheet.iter_rows() if row[-1].value == place("原煤"))
    sheet.append([cell.value for cell in first])
    out = io.BytesIO()
    book.save(out)
    assert refused_of(province, out.getvalue()) == [
        f"第{sheet.max_row}行“位置”列：“原煤 折标准煤系数”已在第{first[0].row}行填过；请只留一行。"
    ]


def places(subject):
    """The places of its sheet with the number of the row of each."""
    return {
        row[-1].value: row[0].row for row in openpyxl.load_workbook(io.BytesIO(filled(subject, {}))).active.iter_rows() if row[-1].value
    }


def product_with_levels(at):
    """A product of the energy limits whose three levels are held."""
    held = table_of(LIMITS)[0].values
    return next(
        place.removesuffix(".limit")
        for place in at
        if place.endswith(".limit")
        and all(held[f"{place.removesuffix('.limit')}.{level}"].value for level in ("advanced", "access", "limit"))
    )


def test_levels_in_the_wrong_order_are_told_at_their_row_together_with_every_other_fault(province):
    at = places(LIMITS)
    product = product_with_levels(at)
    other = next(place for place in at if place.startswith("rows.") and not place.startswith(product))
    typed = {f"{product}.access": ("130", PAGE), f"{product}.limit": ("120", PAGE), other: ("12,34", PAGE)}
    assert sorted(refused_of(province, filled(LIMITS, typed), LIMITS)) == sorted([
        f"第{at[f'{product}.access']}行“官方值”列：2级（准入值）130高于3级（限定值）120；请核对，同一产品的几级一起核。",
        f"第{at[other]}行“官方值”列：“12,34”不是数（逗号分不清是小数点还是千分位）；请只填数，例如 12.5。",
    ])  # fmt: skip


def test_a_level_that_only_ours_puts_in_the_wrong_order_is_told_at_the_row_that_was_filled_in(province):
    at = places(LIMITS)
    filled_in = f"{product_with_levels(at)}.limit"
    told = refused_of(province, filled(LIMITS, {filled_in: ("0.001", PAGE)}), LIMITS)
    said = rf"第{at[filled_in]}行“官方值”列：[12]级（\w+）[0-9.]+高于3级（限定值）0\.001；"
    assert len(told) == 2 and all(re.match(said, one) for one in told)


@pytest.mark.parametrize("subject", subjects())
def test_our_own_sheet_filled_in_with_our_own_values_is_told_nothing(province, subject):
    """No name, part or unit of any row reads otherwise than it was written."""
    typed = {place: (held.value or "无", PAGE) for place, held in table_of(subject)[0].values.items()}
    row = loaded(province.cast.centre, {}, subject, body=filled(subject, typed))
    assert {told["fate"] for told in row.rows} == {"confirmed"} and len(row.rows) == len(typed)
