"""Reads a reference table from YAML, `greenlist.reference/1`: every fault at file:line:column, all at once. Runs in the child."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from greenlist.casework.standards.numbers import printed_numbers
from greenlist.casework.standards.reference import FORMAT, KINDS, Kind
from greenlist.rulebook.reference.energy import READ

try:
    from yaml import CSafeLoader as Loader
except ImportError:
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MOST_ROWS = 20_000
LONGEST = 200
EMPTY = "；没有规定的写 ''"
Row = dict[str, tuple[str, str]]  # key → (text, line:column)


def read_reference(text: str, name: str) -> dict[str, Any]:
    """{problems} or {problems: [], plain, dropped: 0}."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        return {"problems": [f"{name}:{where}：不是 YAML；请检查缩进、冒号和引号。"]}
    top = {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    kind = KINDS.get(getattr(top.get("name"), "value", ""))
    if getattr(top.get("format"), "value", "") != FORMAT or kind is None or not isinstance(top.get("rows"), yaml.SequenceNode):
        return {"problems": [f"{name}:1:1：应有 format: {FORMAT}、name（{'、'.join(KINDS)}）和 rows 三项；请在下载的表上改。"]}
    rows = [_put_right(_row(child), kind) for child in top["rows"].value[:MOST_ROWS]]
    problems = [f"{name}:{told}" for told in _problems(rows, top["rows"].value, kind)]
    if problems:
        return {"problems": problems}
    plain = {"format": FORMAT, "name": top["name"].value, "rows": [{key: row[key][0] for key in kind.keys} for row in rows]}
    return {"problems": [], "plain": plain, "dropped": 0}


def _row(node: Any) -> Row:
    """The scalars of one row; a value of another shape is read as nothing and told as missing."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {key.value: (value.value.strip(), _at(value)) for key, value in pairs if isinstance(value, yaml.ScalarNode)}


def _put_right(row: Row, kind: Kind) -> Row:
    """Each value in the signs of the table."""
    return row | {column: (kind.written(row[column][0]), row[column][1]) for column in kind.columns if column in row}


def _at(node: Any) -> str:
    return f"{node.start_mark.line + 1}:{node.start_mark.column + 1}"


def _problems(rows: list[Row], nodes: list[Any], kind: Kind) -> Iterator[str]:
    seen: dict[str, str] = {}
    if not nodes:
        yield "1:1：rows 里一行也没有；请写上整张表。"
    if len(nodes) > MOST_ROWS:
        yield f"{_at(nodes[MOST_ROWS])}：超过{MOST_ROWS}行；请只留需要的行。"
    for row, node in zip(rows, nodes, strict=False):
        at = _at(node)
        if missing := [key for key in kind.keys if key not in row]:
            yield f"{at}：这一行缺 {'、'.join(missing)}；没有内容的写 ''。"
            continue
        yield from (f"{row[key][1]}：不认识“{key}”；可用的是 {'、'.join(kind.keys)}。" for key in row if key not in kind.keys)
        yield from (f"{where}：“{text[:20]}…”超过{LONGEST}字。" for text, where in row.values() if len(text) > LONGEST)
        code = kind.code({key: text for key, (text, _) in row.items()})
        if code in seen:
            yield f"{at}：“{code}”在第{seen[code]}已有一行；请只留一行。"
        seen[code] = at
        yield from (f"{row[c][1]}：{kind.columns[c]}{said}{'' if printed_numbers(row[c][0]) else EMPTY}。"
                    for c in kind.columns if row[c][0] and (said := kind.wrong(c, row[c][0])))  # fmt: skip
        yield from _meaning_problems(row, kind)
        if "in_force_from" in row and not _is_day(row["in_force_from"][0]):
            yield f"{row['in_force_from'][1]}：“{row['in_force_from'][0][:20]}”不是日期；请写成 2024-05-27 的样子。"


def _meaning_problems(row: Row, kind: Kind) -> Iterator[str]:
    """What nothing that reads the table could live with: a row of nothing, a sureness nobody knows, and what its kind says besides."""
    text, at = {key: found for key, (found, _) in row.items()}, {key: where for key, (_, where) in row.items()}
    empty = [key for key in kind.naming if not text[key]]  # only a field whose values nobody found may lack its product
    if empty and (empty != ["product"] or text["confidence"] in READ or any(text[column] for column in kind.columns)):
        yield f"{at[empty[0]]}：这一行没有写 {'、'.join(empty)}，不知道说的是什么；请写上，或删去这一行。"
    if text["confidence"] not in kind.sureness:
        yield f"{at['confidence']}：不认识可信程度“{text['confidence'][:20]}”；可用的是 {'、'.join(kind.sureness)}。"
    yield from (f"{at[key]}：{said}。" for key, said in kind.wrong_in_row(text))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
