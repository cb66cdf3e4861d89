"""A county's messy summary table (演示数据): what a Word file looks like after it went through six hands. All from a seed.

Columns stand in another order than the annex has them, without 序号 here and there; a title and notes above, cells merged,
the head repeated, one row a cell to the left, spaces and full-width letters inside names and codes, ticks of every kind.
"""

import io
from dataclasses import dataclass
from random import Random
from typing import Any

import docx

from greenlist.papers.typesetting import DEMO_LINE
from greenlist.rehearsal.names import parts, unit_names
from greenlist.rulebook.reference.credit_code import make_demo_code
from greenlist.rulebook.reference.industries import industries
from greenlist.rulebook.reference.regions import counties, division_name

FIRST_SERIAL = 5000  # credit codes of units that nobody else in the rehearsal uses
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHJKLMNPQRTUWXY"}
TICKS = ("☑{n} ☐{p}", "√{n} □{p}", "■{n}  □{p}", "☑{n}\n☐{p}")
SELF = "自我评价"
Cells = dict[str, str]


@dataclass(frozen=True)
class CountyUnit:
    """One unit as the county means it, before the hands."""

    name: str
    city: str
    county: str
    industry: str
    third_party: str
    credit_code: str
    national: bool
    provincial: bool


@dataclass(frozen=True)
class Layout:
    """How one county's clerk made up the table: the columns in their order, the heads, whether levels are two columns."""

    order: tuple[str, ...]
    heads: Cells
    levels_are_two: bool


def county_units(seed: int, city: str, count: int) -> list[CountyUnit]:
    """`count` invented units of a city."""
    random = Random(f"{seed}-{city}")
    names = unit_names(random, city, [(c.code, c.name) for c in counties(city)], count)
    bodies = [*parts()["evaluators"], SELF, SELF]
    crowded = bodies[1]  # stands one below its cap in the demo (demo.py): nobody takes it for a national project any more
    levels = [(False, True), (False, True), (True, True), (True, False)]
    made = []
    for number, name in enumerate(names):
        national, provincial = random.choice(levels)
        body = random.choice(bodies)
        if national and body == crowded:
            body = bodies[0]
        made.append(CountyUnit(name.name, division_name(city), name.county_name, industries()[name.industry].name, body,
                               make_demo_code(FIRST_SERIAL + seed % 900 * 100 + number), national, provincial))  # fmt: skip
    return made


def messy_table(units: list[CountyUnit], seed: int) -> bytes:
    """The table as a Word file."""
    random = Random(f"table-{seed}")
    layout = _layout(random)
    document = docx.Document()
    for line in (
        DEMO_LINE,
        f"附件{random.randint(1, 3)}",
        "2024年绿色制造名单推荐汇总表（第二次修改）",
        "注：请各科室核对，企业名称须与公章一致。联系人：演示科员",
    ):
        document.add_paragraph(line)
    columns = [*layout.order, "levels", *(["provincial"] if layout.levels_are_two else [])]
    grid = document.add_table(rows=0, cols=len(columns))
    grid.style = "Table Grid"
    title = grid.add_row().cells
    title[0].merge(title[-1]).text = " 绿色工厂  推荐名单 "
    _add_head(grid, layout)
    again = random.randint(len(units) // 3, len(units) - 2)
    shifted = random.randint(0, len(units) - 1)
    for number, unit in enumerate(units):
        if number == again:
            _add_head(grid, layout)
        cells = [_cell(unit, column, number, layout, random) for column in columns]
        if number == shifted:
            cells = [*cells[1:], ""] if columns[0] in {"serial", "city"} else ["", *cells[:-1]] if not cells[-1] else cells
        for cell, text in zip(grid.add_row().cells, cells, strict=True):
            cell.text = text
    _merge_cities(grid, columns, random)
    total = grid.add_row().cells
    total[0].merge(total[-1]).text = f"合  计：{len(units)} 家"
    for line in ("推荐单位：演示县工业和信息化局（盖章）", "2024年5月20日"):
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _layout(random: Random) -> Layout:
    name, body, kind = (random.choice(words) for words in (
        ("企业名称（全称）", "工厂 名称", "单位名称", "申报企业\n名称"), ("第三方评价机构", "评价机构", "第三方机构名称"), ("所属行业", "行业", "行业类别")))  # fmt: skip
    heads = {"serial": random.choice(("序号", "序 号", "编号")), "city": "设区市", "county": random.choice(("区县", "县（市、区）", "所在县区")),
             "name": name, "third_party": body, "industry": kind, "credit_code": random.choice(("统一社会信用代码", "信用代码")),
             "levels": random.choice(("推荐申报国家级或省级", "申报级别（可同时填报）", "国家级/省级"))}  # fmt: skip
    order = ["city", "county", "name", "third_party", "industry"]
    if random.random() < 0.6:
        order.insert(random.choice((3, 5)), "credit_code")
    if random.random() < 0.5:
        order[0], order[1] = order[1], order[0]
    if random.random() < 0.4:
        order.remove("third_party")
        order.append("third_party")
    if random.random() < 0.75:
        order.insert(0, "serial")
    return Layout(tuple(order), heads, random.random() < 0.3)


def _add_head(grid: Any, layout: Layout) -> None:
    first = grid.add_row().cells
    for cell, column in zip(first, layout.order, strict=False):
        cell.text = layout.heads[column]
    if not layout.levels_are_two:
        first[-1].text = layout.heads["levels"]
        return
    second = grid.add_row().cells
    first[-2].merge(first[-1]).text = layout.heads["levels"]
    for number in range(len(layout.order)):
        first[number].merge(second[number])
    second[-2].text, second[-1].text = "国家级", "省级"


def _cell(unit: CountyUnit, column: str, number: int, layout: Layout, random: Random) -> str:
    if column == "serial":
        return "" if random.random() < 0.15 else str(number + 1)
    if column == "levels":
        return ("√" if unit.national else "") if layout.levels_are_two else _levels(unit, random)
    if column == "provincial":
        return "√" if unit.provincial else ""
    text = str(getattr(unit, column))
    if column == "name":
        return _smudged(text, random)
    if column == "credit_code":
        return random.choice((text, text, f"{text[:8]} {text[8:]}", text.translate(FULL_WIDTH), text.lower()))
    if column == "third_party" and text == SELF:
        return random.choice((SELF, SELF, "企业自评价", " 自我 评价"))
    return f" {text}" if random.random() < 0.1 else text


def _smudged(name: str, random: Random) -> str:
    at = random.randint(2, len(name) - 3)
    return random.choice((name, name, name, f"{name[:at]} {name[at:]}", f"{name[:at]}\n{name[at:]}", f"\u3000{name}", f"{name}\xa0"))


def _levels(unit: CountyUnit, random: Random) -> str:
    if random.random() < 0.5:
        return "、".join(word for word, on in (("国家级", unit.national), ("省级", unit.provincial)) if on)
    style = random.choice(TICKS)
    on, off = style[0], next(c for c in style if c in "☐□")
    marks = [(on if wanted else off) + word for word, wanted in (("国家级", unit.national), ("省级", unit.provincial))]
    return ("\n" if "\n" in style else " ").join(marks)


def _merge_cities(grid: Any, columns: list[str], random: Random) -> None:
    """Two neighbours with the same city share one cell, as clerks like it."""
    at = columns.index("city")
    rows = list(grid.rows)
    for number in random.sample(range(4, len(rows) - 1), min(3, len(rows) - 5)):
        above, below = rows[number].cells[at], rows[number + 1].cells[at]
        if above.text.strip() and above.text.strip() == below.text.strip():
            city = above.text
            above.merge(below).text = city
