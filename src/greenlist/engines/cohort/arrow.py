"""Arrow record batches in and out: columns without a copy where nothing is missing, validity bitmaps as presence masks, faults in Chinese.

Needs pyarrow, which is no part of the base installation.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from greenlist.engines.cohort.columns import Array, Column
from greenlist.engines.cohort.lane import Scores, TotalTooLarge
from greenlist.engines.cohort.program import Program
from greenlist.engines.cohort.whatif import score_overlays
from greenlist.engines.scoring.planned import YES_NO_KINDS
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import decimal_places, fraction

VERDICTS = pa.array(["qualified", "not_qualified", "incomplete"])
PUBLISHED = ("total", "verdict", "grade", "unmet", "missing")
DIGITS = 18
MOST_TOLD = 20
LARGEST_WHOLE = 2**53


class CohortProblems(ValueError):
    """Every fault of a cohort's data, one Chinese sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


def score_record_batch(program: Program, batch: pa.RecordBatch, carried: Sequence[str] = ()) -> pa.RecordBatch:
    """Score one batch: total, verdict, grade, unmet, missing, after the carried columns; the plan's digest is in the schema's metadata.

    A function of its batch alone, so that any engine may run it over partitions. Raises CohortProblems.
    """
    check_schema(batch.schema, [program], carried)
    scores, _ = score_columns([program], columns_of([program], batch), batch.num_rows)
    return result_batch(program, scores[0], batch.select(list(carried)))


def check_schema(schema: pa.Schema, programs: Sequence[Program], carried: Sequence[str] = ()) -> None:
    """Raises CohortProblems with every column that is missing, unknown, of a wrong type or there twice."""
    wanted = wanted_columns(programs)
    problems = [
        f"列“{name}”有{schema.names.count(name)}个；留一个。" for name in dict.fromkeys(schema.names) if schema.names.count(name) > 1
    ]
    problems += [f"没有列“{name}”（{_words(programs, name)}）；没有填的也要有这一列，值留空。"
                 for name, kind in wanted.items() if name not in schema.names and kind != "mask"]  # fmt: skip
    problems += [f"没有列“{name}”，不能带到结果里。" for name in carried if name not in schema.names]
    problems += [f"列“{name}”与结果的列同名，不能带到结果里；请先改名。" for name in carried if name in PUBLISHED]
    for field in schema:
        if field.name not in wanted:
            if field.name not in carried:
                problems.append(f"列“{field.name}”不是本标准的数据项；要带到结果里请写 --carry {field.name}，否则请从文件里去掉。")
        elif told := _type_problem(field.type, wanted[field.name]):
            problems.append(f"列“{field.name}”是 {field.type}，{told}")
    if problems:
        raise CohortProblems(problems)


def wanted_columns(programs: Sequence[Program]) -> dict[str, str]:
    """{name: number | choice | mask} of every column that the programs read."""
    found = {name: "choice" if name in program.plan.choices else "number" for program in programs for name in program.names}
    return found | {name: "mask" for program in programs for name in program.masks}


def _words(programs: Sequence[Program], name: str) -> str:
    for program in programs:
        if name in program.plan.labels or name in program.plan.items:
            return program.plan.labels.get(name) or program.plan.items[name].label
    return "基本要求"


def _type_problem(kind: pa.DataType, wanted: str) -> str:
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    if wanted == "choice":
        is_coded = pa.types.is_dictionary(kind) and (pa.types.is_string(kind.value_type) or pa.types.is_large_string(kind.value_type))
        return "" if is_text or is_coded or pa.types.is_null(kind) else "应为文字（选项的代码）。"
    if wanted == "mask":
        return "" if pa.types.is_boolean(kind) else "应为 bool（不适用为 true）。"
    if pa.types.is_float64(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_null(kind):
        return ""
    if pa.types.is_decimal(kind):
        return "" if kind.precision <= 15 else "位数超过15位，double 存不住；请换用较大的单位。"
    if pa.types.is_floating(kind):
        return "存不住十进制数；应为 double。"
    return "应为 double。"


def columns_of(programs: Sequence[Program], batch: pa.RecordBatch, first: int = 0) -> dict[str, Column]:
    """The columns of a batch whose schema was checked: float64 values where Arrow has them, without a copy when nothing is missing.

    Raises CohortProblems for a whole number that a float does not hold; `first` counts the first row.
    """
    problems = []
    for name in programs[0].names:
        if name in batch.schema.names and name not in programs[0].plan.choices:
            problems += [*_unheld(name, batch.column(name), first), *_broken(programs, name, batch.column(name), first)]
    if problems:
        raise CohortProblems(problems[:MOST_TOLD])
    wanted = wanted_columns(programs)
    return {name: _column(batch.column(name), wanted[name]) for name in batch.schema.names if name in wanted}


def _unheld(name: str, array: pa.Array, first: int) -> Iterator[str]:
    """Whole numbers of more digits than a float holds."""
    if not pa.types.is_integer(array.type) or array.type.bit_width < 64 or not len(array) - array.null_count:
        return
    ends = pc.min_max(array).as_py()
    if max(ends["max"], -ends["min"]) > LARGEST_WHOLE:
        row, value = next((row, value) for row, value in enumerate(array.to_pylist()) if value is not None and abs(value) > LARGEST_WHOLE)
        yield f"第{first + row + 1}行“{name}”是 {value}，位数超过15位，double 存不住；请换用较大的单位。"


def _broken(programs: Sequence[Program], name: str, array: pa.Array, first: int) -> Iterator[str]:
    """Parts of a yes or no, or of a count."""
    plan = programs[0].plan
    item, is_given = plan.items.get(name), name in plan.inputs
    is_whole = plan.inputs[name].get("one_of") == "yes_no" if is_given else item is None or item.kind in YES_NO_KINDS | {"count"}
    if not is_whole or not (pa.types.is_float64(array.type) or pa.types.is_decimal(array.type)):
        return
    column = _column(array, "number")
    bad = (column.values != np.floor(column.values)) & (True if column.present is None else column.present)
    for row in np.flatnonzero(bad)[:MOST_TOLD]:
        yield f"第{first + int(row) + 1}行“{name}”是 {column.values[row]}，应为整数。"


def _column(array: pa.Array, kind: str) -> Column:
    present = None if not array.null_count else _mask(array)
    if kind == "mask":
        return Column(np.asarray(pc.fill_null(array, False).to_numpy(zero_copy_only=False), bool))
    if kind == "choice":
        coded = array if pa.types.is_dictionary(array.type) else pc.dictionary_encode(array.cast(pa.string()))
        codes = pc.fill_null(coded.indices, 0).to_numpy(zero_copy_only=False).astype(np.int64)
        return Column(codes, present, tuple(coded.dictionary.to_pylist()))
    if pa.types.is_null(array.type):
        return Column(np.zeros(len(array)), np.zeros(len(array), bool))
    return Column(_numbers(array), present)


def _mask(array: pa.Array) -> Array:
    return np.asarray(array.is_valid().to_numpy(zero_copy_only=False), bool)


def _numbers(array: pa.Array) -> Array:
    """The values as they lie in memory; what stands in a missing place is never read."""
    if pa.types.is_decimal(array.type):
        array = array.cast(pa.string())  # Arrow's own way from decimal to double does not find the nearest one
    if not pa.types.is_float64(array.type):
        array = array.cast(pa.float64())
    if not array.null_count:
        return np.asarray(array.to_numpy(zero_copy_only=True))
    values = np.frombuffer(array.buffers()[1], np.float64)
    return values[array.offset : array.offset + len(array)]


def score_columns(
    programs: Sequence[Program], columns: Mapping[str, Column], rows: int, codes: Array | None = None, first: int = 0
) -> tuple[list[Scores], list[Array]]:  # fmt: skip
    """As `score_overlays`. Raises CohortProblems with what is no figure of this standard; `first` counts the first row."""
    if faults := list(islice(faults_of(programs, columns, first), MOST_TOLD)):
        raise CohortProblems(faults)
    try:
        return score_overlays(programs, columns, rows, codes)
    except TotalTooLarge as found:
        raise CohortProblems([f"第{first + found.row + 1}行的总分过大，存不住；请核对这一行的数据和单位。"]) from None
    except ValueError:
        if faults := list(islice(faults_of(programs, columns, first, is_finite=True), MOST_TOLD)):
            raise CohortProblems(faults) from None
        raise


def faults_of(programs: Sequence[Program], columns: Mapping[str, Column], first: int = 0, *, is_finite: bool = False) -> Iterator[str]:
    """What in a batch is no figure of this standard: no number, outside its limits, a code that is no choice.

    `first` counts the first row. `is_finite`: infinity too, which scoring finds by itself, and which costs a second look at all values.
    """
    plan = programs[0].plan
    for name, column in columns.items():
        if column.values.dtype == np.bool_:
            continue
        low, high, told = _limits(programs[0], name)
        if column.codes is not None:
            known = plan.choices.get(name, {})
            strange = [k for k, code in enumerate(column.codes) if code not in known]
            bad = np.isin(column.values, strange) if strange else np.zeros(0, bool)
        elif column.present is None and _are_within(column.values, low, high, is_finite):
            continue
        else:
            bad = ~((column.values >= low) & (column.values <= high))
        if column.present is not None and bad.size:
            bad = bad & column.present
        for row in np.flatnonzero(bad)[:MOST_TOLD]:
            value = column.codes[int(column.values[row])] if column.codes is not None else column.values[row]
            yield f"第{first + int(row) + 1}行“{name}”是 {value}，{told}"


def _are_within(values: Array, low: float, high: float, is_finite: bool) -> bool:
    is_open = high == np.finfo(float).max and not is_finite
    return not values.size or bool(values.min() >= low and (is_open or values.max() <= high))


def _limits(program: Program, name: str) -> tuple[float, float, str]:
    """(least, most, what is wanted): an input by the standard, an answer by its points; a number is finite."""
    largest = np.finfo(float).max
    plan = program.plan
    if name in plan.choices:
        return -largest, largest, f"应为 {'、'.join(list(plan.choices[name])[:8])} 之一。"
    if name in plan.inputs:
        held = plan.inputs[name]
        low, high = held.get("minimum"), held.get("maximum")
        if held.get("one_of") == "yes_no":
            return 0.0, 1.0, "应为0或1。"
        told = (
            f"应在{low}和{high}之间。"
            if low is not None and high is not None
            else f"应不小于{low}。"
            if low is not None
            else "应是数；没有填请留空。"
        )
        return (-largest if low is None else float(fraction(low))), (largest if high is None else float(fraction(high))), told
    item = plan.items.get(name)
    full = Rational(1) if item is None or item.kind in YES_NO_KINDS else Rational(item.count_of) if item.count_of else item.points
    return 0.0, float(full), f"应在0和{float(full):g}之间。"


def result_schema(program: Program, carried: pa.Schema) -> pa.Schema:
    """The columns of a result; which plan made it stands in the metadata."""
    grades = pa.dictionary(pa.int8(), pa.string())
    fields = [
        *carried,
        pa.field("total", pa.decimal128(DIGITS, decimal_places(program.plan.interval)), nullable=False),
        pa.field("verdict", grades, nullable=False),
        pa.field("grade", grades),
        pa.field("unmet", pa.int16(), nullable=False),
        pa.field("missing", pa.int16(), nullable=False),
    ]
    plan = program.plan
    told = {"greenlist.plan": plan.digest, "greenlist.standard": f"{plan.standard}/{plan.edition}",
            "greenlist.reference_date": str(plan.content["reference_date"])}  # fmt: skip
    return pa.schema(fields, metadata=told)


def result_batch(program: Program, scores: Scores, carried: pa.RecordBatch) -> pa.RecordBatch:
    """What is published, as Arrow: the total an exact decimal."""
    schema = result_schema(program, carried.schema)
    places = decimal_places(program.plan.interval)
    total = decimals(scores.total * int(program.plan.interval * 10**places), places)
    verdict = pa.DictionaryArray.from_arrays(pa.array(scores.verdict, pa.int8()), VERDICTS)
    grade = pa.DictionaryArray.from_arrays(pa.array(scores.grade, pa.int8(), mask=scores.grade < 0), pa.array(program.grades, pa.string()))
    arrays = [*carried.columns, total, verdict, grade, pa.array(scores.unmet, pa.int16()), pa.array(scores.missing, pa.int16())]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def decimals(scaled: Array, places: int) -> pa.Array:
    """Whole numbers of the last decimal place as decimal128, without a text between."""
    halves = np.empty((len(scaled), 2), np.int64)
    halves[:, 0], halves[:, 1] = scaled, scaled >> 63
    return pa.Array.from_buffers(pa.decimal128(DIGITS, places), len(scaled), [None, pa.py_buffer(halves)])
