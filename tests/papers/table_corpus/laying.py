"""A tidy paper of the annex's form; the troubles come afterwards."""

from random import Random

from tests.papers.table_corpus.paper import Cell, Grid, Paper, Row, Text, Tick, plain
from tests.papers.table_corpus.units import Unit

TITLES = {"factory": "绿色工厂推荐名单", "park": "绿色园区推荐名单", "supply_chain": "绿色供应链管理企业推荐名单"}
NAMES = {"factory": "工厂名称", "park": "园区名称", "supply_chain": "企业名称"}
COLUMNS = ("serial", "city", "county", "name", "third_party", "industry_or_type", "levels")
HEADS = {"serial": "序号", "city": "设区市", "county": "区县", "third_party": "第三方机构名称", "levels": "推荐申报国家级或省级（可同时填报）",
         "national": "国家级", "provincial": "省级", "phone": "联系电话", "remark": "备注"}  # fmt: skip


def lay_out(units: list[Unit], random: Random) -> Paper:
    """Title, one grid for each category, the line for the seal and the date."""
    paper = Paper([Text("附件"), Text("2024年绿色制造名单推荐汇总表"), Text("演示数据")])
    for category in dict.fromkeys(unit.category for unit in units):
        grid = Grid(columns=COLUMNS, category=category)
        grid.rows.append(Row([plain(TITLES[category], span=len(COLUMNS))], "title"))
        grid.rows.append(Row([plain(head_of(column, category)) for column in COLUMNS], "head"))
        for number, unit in enumerate(units):
            if unit.category == category:
                grid.rows.append(Row([cell_of(unit, column) for column in COLUMNS], meant=number))
        paper.items.append(grid)
    city = units[0].city
    paper.items += [Text(f"推荐单位：{city}工业和信息化局（单位公章）"), Text(f"2024年5月{random.randint(6, 27)}日")]
    return paper


def head_of(column: str, category: str) -> str:
    """What stands over a column in the annex."""
    if column == "name":
        return NAMES[category]
    if column == "industry_or_type":
        return "类型" if category == "park" else "行业"
    return HEADS[column]


def cell_of(unit: Unit, column: str) -> Cell:
    """One cell as the annex has it."""
    if column == "levels":
        return ticked(unit, "char")
    if column in {"national", "provincial"}:
        return plain("√" if getattr(unit, column) else "")
    value = getattr(unit, column)
    return plain("" if value is None else str(value))


def ticked(unit: Unit, style: str, chars: str = "☑☐", *, between: str = " ", is_after: bool = False) -> Cell:
    """Both levels in one cell, the mark before or after its word; `chars`: the ticked box, then the empty one, if there is any."""
    pieces: list[str | Tick] = []
    for word, on in (("国家级", unit.national), ("省级", unit.provincial)):
        mark = Tick(on, style, chars[0] if on else chars[1:])
        pieces += [between] if pieces else []
        pieces += [word, mark] if is_after else [mark, word]
    return Cell(pieces)
