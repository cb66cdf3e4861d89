"""Tables, the choices by which they are looked up, brackets, references, coefficients, grades."""

from typing import Any

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import lookups_of, parts_of
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.engines.scoring.schema import Input, Standard, Table
from greenlist.engines.scoring.values import Path, references_of
from greenlist.rulebook.reference.coefficients import coefficient
from greenlist.rulebook.reference.tables import names

REFERENCE = "引用应写成 {table: 表, column: 列}、{bracket: 算式, at_least: [[门槛, 值], …], below: 值} 或 {first_of: […]}"


def table_faults(standard: Standard) -> Faults:
    """Every fault of what is looked up."""
    inputs = dict(standard.inputs)
    for rows in standard.rows.values():
        inputs |= rows.inputs
    for name, table in standard.tables.items():
        yield from _table_faults(name, table, inputs)
    for name, entry in inputs.items():
        if isinstance(entry.one_of, dict) and set(entry.one_of) == {"table"} and entry.one_of["table"] not in standard.tables:
            yield Fault(_input_path(standard, name, "one_of"), f"没有“{entry.one_of['table']}”这张表；请在 tables 中写明。")
    for lookup in lookups_of(standard):
        yield from _lookup_faults(lookup.path, lookup.content, standard)
    for path, value in references_of(standard):
        yield from _reference_faults(path, value) if value is not None else ()
    yield from _coefficient_faults(standard)
    yield from _grade_faults(standard)


def _input_path(standard: Standard, name: str, key: str) -> Path:
    table = next((t for t, rows in standard.rows.items() if name in rows.inputs), None)
    return ("inputs", name, key) if table is None else ("rows", table, "inputs", name, key)


def _table_faults(name: str, table: Table, inputs: dict[str, Input]) -> Faults:
    path: Path = ("tables", name)
    key = inputs.get(table.key)
    if key is None:
        yield Fault((*path, "key"), f"没有“{table.key}”这个数据项；表按它查，请在 inputs 中写明并写 one_of: {{table: {name}}}。")
    elif not isinstance(key.one_of, dict):
        yield Fault((*path, "key"), f"“{table.key}”不是选择；请给它写 one_of: {{table: {name}}}。")
    if (table.of is None) == (not table.rows):
        yield Fault(path, "表要写 of（共用的参考表）或自己的 rows，两者写一个。")
    if table.of is not None and table.of not in names():
        yield Fault((*path, "of"), f"没有参考表“{table.of}”；有：{'、'.join(names())}。")
    if not table.columns:
        yield Fault(path, "表要写 columns：各列和它的单位。")
    for code, row in table.rows.items():
        at = (*path, "rows", code, "values")
        for column in table.columns:
            if column not in row.values:
                yield Fault(at, f"“{code}”这一行缺“{column}”；没有值请写 null。")
        for column in row.values:
            if column not in table.columns:
                yield Fault((*at, column), f"表里没有“{column}”这一列；有：{'、'.join(table.columns)}。")


def _lookup_faults(path: Path, content: dict[str, Any], standard: Standard) -> Faults:
    table = standard.tables.get(str(content["table"]))
    if table is None:
        yield Fault((*path, "table"), f"没有“{content['table']}”这张表；请在 tables 中写明。")
    elif str(content.get("column")) not in table.columns:
        yield Fault((*path, "column"), f"表里没有“{content.get('column')}”这一列；有：{'、'.join(table.columns)}。")


def _reference_faults(path: Path, value: Any) -> Faults:
    for at, part in parts_of(path, value):
        if isinstance(part, str):
            continue
        if part is None:
            yield Fault(at, "这里是空的；请写一个数、算式或引用，或删去这一行。")
        elif not isinstance(part, dict):
            yield Fault(at, f"{REFERENCE}。")
        elif "bracket" in part:
            yield from _bracket_faults(at, part)
        elif set(part) != {"table", "column"}:
            yield Fault(at, f"{REFERENCE}；这里是 {'、'.join(map(str, part))}。")


def _bracket_faults(path: Path, part: dict[str, Any]) -> Faults:
    steps = part.get("at_least")
    if set(part) - {"bracket", "at_least", "below"} or not isinstance(steps, list) or not steps:
        yield Fault(path, f"{REFERENCE}。")
    elif not all(isinstance(step, list) and len(step) == 2 and all(isinstance(text, str) for text in step) for step in steps):
        yield Fault((*path, "at_least"), 'at_least 的每一档写成 ["10000", "4.31"]：门槛，值。')
    elif any(fraction(a) <= fraction(b) for (a, _), (b, _) in zip(steps, steps[1:], strict=False)):
        yield Fault((*path, "at_least"), "at_least 的门槛要从大到小写，不能相等：先达到的先用。")


def _coefficient_faults(standard: Standard) -> Faults:
    for name, entry in standard.coefficients.items():
        path: Path = ("coefficients", name)
        if (entry.value is None) == (entry.of is None):
            yield Fault(path, "系数要写 value（数）或 of（如 gbt-2589/2020#电力（当量值）），两者写一个。")
        elif entry.of is not None:
            try:
                coefficient(entry.of)
            except (KeyError, ValueError):
                yield Fault((*path, "of"), f"没有“{entry.of}”这个系数；写法是 标准/版本#名称。")


def _grade_faults(standard: Standard) -> Faults:
    lines = [fraction(grade.at_least) for grade in standard.grades]
    if any(a <= b for a, b in zip(lines, lines[1:], strict=False)):
        yield Fault(("grades",), "等级要从高到低写，分数线不能相等。")
    for path, entries in ((("grades",), standard.grades), (("ranks",), standard.ranks)):
        if len({entry.name for entry in entries}) != len(entries):
            yield Fault(path, "有两个等级同名；请改名。")
    shares = sum((fraction(rank.share) for rank in standard.ranks), fraction("0"))
    if shares > 1:
        yield Fault(("ranks",), f"各等级的比例合计 {shown(shares, 6)}，不能超过1。")
