"""Names and ids that stand twice or cannot be used, clauses that are left out, inputs and gates that cannot be answered."""

import keyword
import unicodedata

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.numbers import is_number
from greenlist.engines.scoring.authoring.lint.reading import known_names, named_parts
from greenlist.engines.scoring.compiling import name_of
from greenlist.engines.scoring.expr import FUNCTIONS
from greenlist.engines.scoring.figures import MOST_ROWS, MOST_YEARS
from greenlist.engines.scoring.rounding import fraction
from greenlist.engines.scoring.schema import Input, Standard
from greenlist.engines.scoring.values import Path, groups_of, items_of

RESERVED = ("total", "round", "compare", "verdict")
PLACEHOLDERS = {"?", "？", "-", "—", "无", "待定", "待补", "todo", "tbd", "x", "xx", "xxx", "n/a"}
LONGEST_CLAUSE = 80


def name_faults(standard: Standard) -> Faults:
    """Names of figures, ids of items, gates and groups, and the clause each has to give."""
    yield from _figure_names(standard)
    yield from _ids(standard)
    yield from _clauses(standard)
    for path, entry in _all_inputs(standard):
        yield from _input_faults(path, entry)
    for name, derived in standard.derived.items():
        if not 0 < derived.years <= MOST_YEARS:
            yield Fault(("derived", name, "years"), f"years 应在 1 到 {MOST_YEARS} 之间，这里是 {derived.years}。")
    for name, rows in standard.rows.items():
        if not rows.inputs or not 0 < rows.most <= MOST_ROWS:
            yield Fault(("rows", name), f"小表要有 inputs，most 在 1 到 {MOST_ROWS} 之间。")
    for i, gate in enumerate(standard.gates):
        if gate.look_back is not None and not 0 < gate.look_back <= MOST_YEARS:
            yield Fault(("gates", i, "look_back"), f"look_back 是往前看几年，应在 1 到 {MOST_YEARS} 之间，这里是 {gate.look_back}。")


def _figure_names(standard: Standard) -> Faults:
    first: dict[str, Path] = {}
    for name, known in named_parts(standard):
        if name in first:
            yield Fault(known.path, f"“{name}”已经是{_where(first[name])}的名称；请换一个。")
        first.setdefault(name, known.path)
        if not name.isidentifier() or keyword.iskeyword(name) or name in FUNCTIONS.split():
            yield Fault(known.path, f"“{name}”不能作名称：只用字母、汉字、数字和下划线，不以数字开头，也不能是 {FUNCTIONS} 这些词。")
        elif unicodedata.normalize("NFKC", name) != name:
            yield Fault(known.path, f"“{name}”里有全角或特殊字符；请写成“{unicodedata.normalize('NFKC', name)}”。")
    for name, derived in standard.derived.items():
        if derived.rows is not None and derived.rows not in standard.rows:
            yield Fault(("derived", name, "rows"), f"没有“{derived.rows}”这张小表；请在 rows 中写明。")


def _where(path: Path) -> str:
    return {"inputs": "数据项 inputs ", "rows": "小表 rows ", "coefficients": "系数 coefficients "}[str(path[0])]  # derived come last


def _ids(standard: Standard) -> Faults:
    taken = dict.fromkeys((*known_names(standard), *RESERVED), "数据、计算值或结果的名称")
    for path, name, what in [(("gates", i), gate.id, "基本要求") for i, gate in enumerate(standard.gates)] + [
        (path, item.id, "项目") for path, item in items_of(standard)
    ]:
        if name in taken:
            yield Fault((*path, "id"), f"编号“{name}”已经是{taken[name]}；请换一个。")
        taken.setdefault(name, f"{what}的编号")
        if not name.strip() or len(name) > 40:
            yield Fault((*path, "id"), "编号要写，不超过40个字。")
    for _, item in items_of(standard):
        for side in ("lead", "base"):
            if name_of(side, item.id) in standard.derived:
                yield Fault(("derived", name_of(side, item.id)), f"这个名称留给“{item.id}”的{side}；请换一个。")
    groups: set[str] = set()
    for path, group in groups_of(standard):
        if group.id in groups:
            yield Fault((*path, "id"), f"组的编号“{group.id}”写了两次；请换一个。")
        groups.add(group.id)


def _clauses(standard: Standard) -> Faults:
    named = [((*known.path, "clause"), _clause_of(standard, known.path)) for _, known in named_parts(standard)]
    named += [(("rows", name, "clause"), rows.clause) for name, rows in standard.rows.items()]
    named += [(("gates", i, "clause"), gate.clause) for i, gate in enumerate(standard.gates)]
    named += [((*path, "clause"), item.clause) for path, item in items_of(standard)]
    named += [(("grades", i, "clause"), grade.clause) for i, grade in enumerate(standard.grades)]
    named += [(("ranks", i, "clause"), rank.clause) for i, rank in enumerate(standard.ranks)]
    for path, clause in named:
        if not clause.strip():
            yield Fault(path, "要写条款号 clause：这一条出自标准的哪里。")
        elif clause.strip().lower() in PLACEHOLDERS or len(clause) > LONGEST_CLAUSE or "\n" in clause:
            yield Fault(path, f"条款号应写成 5.1、A.4、附表2.2 序号1 的样子，不超过{LONGEST_CLAUSE}个字；这里是“{clause[:40]}”。")


def _clause_of(standard: Standard, path: Path) -> str:
    section = getattr(standard, str(path[0]))
    entry = section[path[1]].inputs[path[3]] if path[0] == "rows" else section[path[1]]
    return str(entry.clause)


def _all_inputs(standard: Standard) -> list[tuple[Path, Input]]:
    found: list[tuple[Path, Input]] = [(("inputs", name), entry) for name, entry in standard.inputs.items()]
    return found + [(("rows", t, "inputs", name), entry) for t, rows in standard.rows.items() for name, entry in rows.inputs.items()]


def _input_faults(path: Path, entry: Input) -> Faults:
    if not 0 < entry.years <= MOST_YEARS:
        yield Fault((*path, "years"), f"years 应在 1 到 {MOST_YEARS} 之间，这里是 {entry.years}。")
    limits = [fraction(text) for text in (entry.minimum, entry.maximum) if text is not None and is_number(text)]
    if len(limits) == 2 and limits[0] > limits[1]:
        yield Fault((*path, "maximum"), f"maximum 小于 minimum（{entry.minimum}）。")
    if isinstance(entry.one_of, str) and entry.one_of != "yes_no":
        yield Fault((*path, "one_of"), "one_of 应写 yes_no、{代码: 名称} 或 {table: 表名}。")
