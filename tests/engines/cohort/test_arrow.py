"""Record batches in and out: no copy where nothing is missing, masks where something is, exact decimals, every fault at once."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from greenlist.engines.cohort import compile_program, score_batch
from greenlist.engines.cohort.arrow import (
    CohortProblems,
    check_schema,
    columns_of,
    decimals,
    faults_of,
    score_record_batch,
)
from greenlist.engines.scoring import read_application, score
from tests.engines.cohort.told import PLAN, PROGRAM, cohort
from tests.engines.scoring.standards import item, measure, one


def batch_of(table):
    return table.combine_chunks().to_batches()[0]


def test_a_column_without_gaps_is_taken_without_a_copy_and_one_with_gaps_brings_its_mask():
    whole, holed = pa.array([1.5, 2.5, 3.5]), pa.array([1.5, None, 3.5])
    batch = batch_of(cohort(3, missing=0, energy=whole, carbon=holed))
    columns = columns_of([PROGRAM], batch)
    assert columns["energy"].values.ctypes.data == batch.column("energy").buffers()[1].address
    assert columns["energy"].present is None
    assert columns["carbon"].present.tolist() == [True, False, True]
    assert columns["carbon"].values.ctypes.data == batch.column("carbon").buffers()[1].address


def test_a_slice_of_a_batch_is_read_at_its_place():
    table = cohort(10, missing=0.3)
    whole, part = batch_of(table), batch_of(table).slice(4, 5)
    for name, column in columns_of([PROGRAM], part).items():
        other = columns_of([PROGRAM], whole)[name].rows(4, 9)
        present = slice(None) if column.present is None else column.present
        assert np.array_equal(column.values[present], other.values[present]), name


def test_what_is_published_of_a_batch_is_what_the_exact_lane_says():
    table = cohort(30)
    result = score_record_batch(PROGRAM, batch_of(table), ["city"])
    for row, told in zip(table.to_pylist(), result.to_pylist(), strict=True):
        absent = {name[3:]: "不适用" for name, value in row.items() if name.startswith("na:") and value}
        answers = {n: v for n, v in row.items() if n in PLAN.items or n in {g["id"] for g, _ in PLAN.gates}}
        content = {"inputs": {n: row[n] for n in PLAN.inputs}, "items": answers, "not_applicable": absent}
        exact = score(PLAN, read_application(PLAN, content))
        assert (str(told["total"]), told["verdict"]) == (exact.shown, exact.verdict)
        assert (told["unmet"], told["missing"], told["city"]) == (len(exact.unmet), len(exact.missing), row["city"])


def test_the_schema_says_which_plan_it_was():
    schema = score_record_batch(PROGRAM, batch_of(cohort(2, city=None))).schema
    assert schema.metadata[b"greenlist.plan"] == PLAN.digest.encode()
    assert schema.metadata[b"greenlist.standard"] == b"gbt-36132/2018"
    assert schema.field("total").type == pa.decimal128(18, 2)


def test_every_column_at_fault_is_told_at_once():
    table = cohort(2, energy=pa.array([1.0, 2.0], pa.float32()), carbon=None, extra=pa.array([1, 2]), land_area=pa.array(["1", "2"]))
    with pytest.raises(CohortProblems) as found:
        check_schema(table.schema, [PROGRAM], ["city", "nowhere"])
    told = "\n".join(found.value.problems)
    assert "没有列“carbon”（温室气体排放量）" in told
    assert "列“energy”是 float，存不住十进制数；应为 double。" in told
    assert "列“land_area”是 string，应为 double。" in told
    assert "列“extra”不是本标准的数据项" in told and "没有列“nowhere”，不能带到结果里。" in told
    assert len(found.value.problems) == 5


def test_a_carried_column_may_not_bear_the_name_of_a_result():
    with pytest.raises(CohortProblems, match="同名"):
        check_schema(cohort(1, city=None, total=pa.array([1])).schema, [PROGRAM], ["total"])


def test_whole_numbers_short_decimals_and_an_empty_column_are_read():
    table = cohort(
        2, missing=0, energy=pa.array([3, 4]), carbon=pa.array([Decimal("1.5"), None], pa.decimal128(9, 2)), land_area=pa.nulls(2)
    )
    check_schema(table.schema, [PROGRAM], ["city"])
    columns = columns_of([PROGRAM], batch_of(table))
    assert columns["energy"].values.tolist() == [3.0, 4.0]
    assert columns["carbon"].values[0] == 1.5 and columns["carbon"].present.tolist() == [True, False]
    assert columns["land_area"].present.tolist() == [False, False]


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_value_that_cannot_be_is_told_with_its_row(value):
    with pytest.raises(CohortProblems) as found:
        score_record_batch(PROGRAM, batch_of(cohort(3, missing=0, energy=pa.array([1.0, 2.0, value]))), ["city"])
    assert found.value.problems == [f"第3行“energy”是 {value}，应不小于0。"]


def test_what_stands_in_a_missing_place_is_never_told():
    energy = pa.Array.from_buffers(pa.float64(), 2, [pa.py_buffer(b"\x01"), pa.py_buffer(np.array([1.0, -5.0]))])
    columns = columns_of([PROGRAM], batch_of(cohort(2, missing=0, energy=energy)))
    assert list(faults_of([PROGRAM], columns)) == []
    assert score_batch(PROGRAM, columns, 2).missing.tolist()[1] > 0


def test_whole_numbers_become_exact_decimals():
    assert decimals(np.array([12345, -7, 0]), 2).to_pylist() == [Decimal("123.45"), Decimal("-0.07"), Decimal("0.00")]


def test_a_decimal_is_read_as_the_nearest_float():
    written = [Decimal("0.0769"), Decimal("13609.4000"), None]
    batch = batch_of(cohort(3, missing=0, energy=pa.array(written, pa.decimal128(15, 4))))
    assert columns_of([PROGRAM], batch)["energy"].values[:2].tolist() == [0.0769, 13609.4]


def test_a_whole_number_that_a_double_does_not_hold_is_told_with_its_row():
    with pytest.raises(CohortProblems, match="第2行“energy”是 9007199254740993，位数超过15位"):
        score_record_batch(PROGRAM, batch_of(cohort(2, missing=0, energy=pa.array([1, 2**53 + 1]))), ["city"])


def test_a_total_that_cannot_be_published_is_told_with_its_row():
    uncapped = compile_program(one(measure(lead="1", kind="pos", cap=None)))
    with pytest.raises(CohortProblems, match="第2行的总分过大"):
        score_record_batch(uncapped, pa.record_batch({name: pa.array([1.0, 1e20]) for name in uncapped.names}))


@pytest.mark.parametrize("leaf", [item("R", "required"), item("R", "yes_no"), item("R", "count", count_of=5)])
def test_half_a_yes_or_half_a_count_is_told_with_its_row(leaf):
    program = compile_program(one(leaf))
    with pytest.raises(CohortProblems, match="第2行“R”是 0.5，应为整数"):
        score_record_batch(program, pa.record_batch({name: pa.array([1.0, 0.5]) for name in program.names}))
