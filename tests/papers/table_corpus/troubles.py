"""The troubles that tables come with, one function each: it changes the paper, and what the units mean where the paper says otherwise.

Each is drawn at the strength written here; `ONLY` says of which format it is.
"""

from collections.abc import Callable
from random import Random

from tests.papers.table_corpus.laying import TITLES, head_of, ticked
from tests.papers.table_corpus.paper import Cell, Grid, Paper, Row, Text, plain
from tests.papers.table_corpus.units import SELF, Unit

Trouble = Callable[[Paper, list[Unit], Random], None]
TROUBLES: dict[str, Trouble] = {}
ONLY: dict[str, str] = {}
LATE = ("doubtful", "merged_places", "wrong_heads", "split_table", "no_head", "repeated_head", "shifted_head", "shifted_rows", "several",
        "hidden_rows", "tracked", "nested")  # fmt: skip
CHARS = ("☑☐", "√□", "■□", "●○", "✔☐", "☑□", "✓○", "√", "■", "✔")
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}


def trouble(only: str = "") -> Callable[[Trouble], Trouble]:
    """Enter a trouble by its function's name; `only` = docx or xlsx."""

    def enter(function: Trouble) -> Trouble:
        TROUBLES[function.__name__] = function
        if only:
            ONLY[function.__name__] = only
        return function

    return enter


def _set(grid: Grid, row: Row, column: str, cell: Cell) -> None:
    row.cells[grid.columns.index(column)] = cell


def _retick(paper: Paper, units: list[Unit], make: Callable[[Unit], Cell]) -> None:
    for grid, row in paper.units():
        if "levels" in grid.columns and not units[row.meant or 0].doubts:
            _set(grid, row, "levels", make(units[row.meant or 0]))


@trouble()
def ticks_of_characters(paper: Paper, units: list[Unit], random: Random) -> None:
    """□☑√■●✔ …, before or after the word, in one line or two; some clerks mark only what is chosen."""

    def make(unit: Unit) -> Cell:
        return ticked(
            unit, "char", random.choice(CHARS), between=random.choice((" ", "  ", "\n", "、", "/")), is_after=random.random() < 0.3
        )

    _retick(paper, units, make)


@trouble()
def ticks_in_words(paper: Paper, units: list[Unit], random: Random) -> None:
    """国家级、省级 … without any mark."""
    ways = {(True, True): ("国家级、省级", "国家级/省级", "国家级和省级", "两级均申报", "国家、省"), (True, False): ("国家级", "国家", "申报国家级"),
            (False, True): ("省级", "省", "申报省级")}  # fmt: skip
    _retick(paper, units, lambda unit: plain(random.choice(ways[unit.national, unit.provincial])))


@trouble("docx")
def ticks_as_symbols(paper: Paper, units: list[Unit], random: Random) -> None:
    """w:sym of a symbol font."""
    _retick(paper, units, lambda unit: ticked(unit, "symbol", between=random.choice((" ", "\n"))))


@trouble()
def ticks_in_a_symbol_font(paper: Paper, units: list[Unit], random: Random) -> None:
    """A letter that is a box only in its font (Wingdings þ and ¨)."""
    _retick(paper, units, lambda unit: ticked(unit, "font", between=random.choice((" ", "  "))))


@trouble("docx")
def ticks_in_controls(paper: Paper, units: list[Unit], random: Random) -> None:
    """Content-control boxes."""
    del random
    _retick(paper, units, lambda unit: ticked(unit, "control"))


@trouble("docx")
def ticks_in_form_fields(paper: Paper, units: list[Unit], random: Random) -> None:
    """Form fields of the old kind."""
    del random
    _retick(paper, units, lambda unit: ticked(unit, "field"))


@trouble()
def two_columns_of_levels(paper: Paper, units: list[Unit], random: Random) -> None:
    """国家级 and 省级 as two columns under one head."""
    on, off = random.choice((("√", ""), ("是", "否"), ("●", "○"), ("1", "0"), ("申报", ""), ("✔", "×")))
    for grid in paper.grids:
        if "levels" not in grid.columns:
            continue
        at = grid.columns.index("levels")
        grid.columns = (*grid.columns[:at], "national", "provincial", *grid.columns[at + 1 :])
        rows: list[Row] = []
        for row in grid.rows:
            if row.kind == "head":
                below = Row([Cell(down="on", span=c.span) for c in row.cells], "head")
                for cell in row.cells:
                    cell.down = "start"
                row.cells[at] = plain("申报级别", span=2)
                below.cells[at : at + 1] = [plain("国家级"), plain("省级")]
                rows += [row, below]
                continue
            if row.meant is None:
                row.cells[0].span += 1
            else:
                unit = units[row.meant]
                row.cells[at : at + 1] = [plain(on if unit.national else off), plain(on if unit.provincial else off)]
                unit.doubts = [d for d in unit.doubts if d != "levels"]
            rows.append(row)
        grid.rows = rows


@trouble()
def broken_names(paper: Paper, units: list[Unit], random: Random) -> None:
    """Spaces, breaks, tabs, no-break and zero-width spaces inside names."""
    for grid, row in paper.units():
        name = units[row.meant or 0].name
        if random.random() < 0.7:
            at = random.randint(2, len(name) - 2)
            gap = random.choice((" ", "  ", "\n", "\t", "\xa0", "\u3000", "\u200b", "\n "))
            _set(grid, row, "name", plain(random.choice((f"{name[:at]}{gap}{name[at:]}", f"{gap}{name}", f"{name}{gap}"))))


@trouble()
def widths(paper: Paper, units: list[Unit], random: Random) -> None:
    """Letters and digits of full width in names and serials; brackets of half width in names."""
    for grid, row in paper.units():
        unit = units[row.meant or 0]
        tail = random.choice(("A2", "ABC", "2025", "K9"))
        unit.name = f"{unit.name[:-4]}{tail}（{unit.city[:2]}）有限公司" if unit.name.endswith("有限公司") else unit.name
        written = unit.name.translate(FULL_WIDTH) if random.random() < 0.6 else unit.name
        _set(grid, row, "name", plain(written.replace("（", "(").replace("）", ")") if random.random() < 0.6 else written))
        if unit.serial is not None and "serial" in grid.columns:
            _set(grid, row, "serial", plain(str(unit.serial).translate(FULL_WIDTH)))


@trouble()
def self_in_other_words(paper: Paper, units: list[Unit], random: Random) -> None:
    """自我评价 as clerks say it."""
    for grid, row in paper.units():
        if units[row.meant or 0].third_party == SELF:
            _set(grid, row, "third_party", plain(random.choice(("自评价", "企业自评", "自评", "自我评估", " 自我 评价", "企业自我评价"))))


@trouble()
def serial_gaps(paper: Paper, units: list[Unit], random: Random) -> None:
    """序号 left out, jumped, with a stop behind."""
    for grid, row in paper.units():
        unit = units[row.meant or 0]
        if "serial" not in grid.columns or unit.serial is None:
            continue
        how = random.random()
        if how < 0.3:
            unit.serial = None
        elif how < 0.6:
            unit.serial += random.randint(1, 5)
        written = "" if unit.serial is None else f"{unit.serial}{random.choice(('', '.', '、', '．'))}"
        _set(grid, row, "serial", plain(written))


@trouble()
def dots_rows(paper: Paper, units: list[Unit], random: Random) -> None:
    """Rows of … and empty rows of the form left standing."""
    del units
    for grid in paper.grids:
        width = len(grid.columns)
        for _ in range(random.randint(1, 2)):
            form = Row([plain(""), *[plain("") for _ in range(width - 2)], plain("☐国家级 ☐省级")], "dots")
            dots = Row([plain(random.choice(("...", "…", "……"))), *[plain("") for _ in range(width - 1)]], "dots")
            grid.rows.append(random.choice((form, dots)))


@trouble()
def other_order(paper: Paper, units: list[Unit], random: Random) -> None:
    """The columns in another order, in other words, with columns we have no use for."""
    words = {"name": ("企业名称（全称）", "单位 名称", "申报企业\n名称"), "third_party": ("第三方评价机构", "评价机构"), "industry_or_type": ("所属行业", "行业类别"),
             "county": ("县（市、区）", "所在县区", "区县"), "city": ("设区市", "所属地市"), "levels": ("申报级别", "国家级/省级"), "serial": ("序 号", "编号")}  # fmt: skip
    for grid in paper.grids:
        if any(row.kind == "head" and any(cell.down for cell in row.cells) for row in grid.rows):
            continue  # a head of two lines stays as it is
        order = [*grid.columns, random.choice(("phone", "remark"))]
        rest = order[1:]
        random.shuffle(rest)
        order = [order[0], *rest]
        for row in grid.rows:
            if row.kind == "head":
                park = grid.category == "park"
                heads = {
                    c: (words[c] if c in words and not (park and c in {"name", "industry_or_type"}) else (head_of(c, grid.category),))
                    for c in order
                }
                row.cells = [plain(random.choice(heads[c])) for c in order]
            elif row.meant is not None or row.kind == "dots":
                old = dict(zip(grid.columns, row.cells, strict=True))
                row.cells = [old.get(c) or plain("0791-演示" if row.meant is not None and c == "phone" else "") for c in order]
            else:
                row.cells[0].span = len(order)
        grid.columns = tuple(order)


@trouble()
def doubtful(paper: Paper, units: list[Unit], random: Random) -> None:
    """Cells that nobody can read for certain: no level, 待定, a name left out."""
    for grid, row in paper.units():
        unit = units[row.meant or 0]
        if random.random() < 0.3 and "levels" in grid.columns:
            unit.doubts.append("levels")
            _set(grid, row, "levels", plain(random.choice(("", "待定", "☐国家级 ☐省级", "不申报国家级", "市级"))))
        elif random.random() < 0.1:
            unit.doubts.append("name")
            _set(grid, row, "name", plain(""))


@trouble()
def merged_places(paper: Paper, units: list[Unit], random: Random) -> None:
    """City and county merged downwards over neighbours."""
    del random
    for grid in paper.grids:
        for column in ("city", "county"):
            if column not in grid.columns:
                continue
            at, above = grid.columns.index(column), None
            for row in grid.rows:
                if row.meant is None:
                    above = None
                    continue
                if above is not None and getattr(units[above.meant or 0], column) == getattr(units[row.meant], column):
                    if above.cells[at].down == "":
                        above.cells[at].down = "start"
                    row.cells[at] = Cell(down="on")
                above = row


@trouble()
def merged_titles(paper: Paper, units: list[Unit], random: Random) -> None:
    """The title, a note and the sum as rows of the table itself, merged over its width."""
    for grid in paper.grids:
        count = sum(1 for row in grid.rows if row.meant is not None)
        width = sum(cell.span for cell in grid.rows[0].cells)
        grid.rows.insert(0, Row([plain("2024年绿色制造名单推荐汇总表", span=width)], "title"))
        grid.rows.append(Row([plain(random.choice((f"合计：{count}家", f"共{count}家", f"小 计 {count}")), span=width)], "sum"))
    del units


@trouble()
def repeated_head(paper: Paper, units: list[Unit], random: Random) -> None:
    """The head once more in the middle, as after a break of the page."""
    del units
    for grid in paper.grids:
        heads = [row for row in grid.rows if row.kind == "head"]
        where = [at for at, row in enumerate(grid.rows) if row.meant is not None and not any(c.down == "on" for c in row.cells)]
        if heads and len(where) > 2:
            again = [Row([Cell(list(c.pieces), c.span, c.down) for c in row.cells], "head") for row in heads]
            at = random.choice(where[1:])
            grid.rows[at:at] = again


@trouble()
def split_table(paper: Paper, units: list[Unit], random: Random) -> None:
    """A part that goes on in a second table without title or head."""
    del units
    items: list[Text | Grid] = []
    for item in paper.items:
        items.append(item)
        if not isinstance(item, Grid):
            continue
        where = [at for at, row in enumerate(item.rows) if row.meant is not None and not any(c.down == "on" for c in row.cells)]
        if len(where) > 2:
            at = random.choice(where[1:])
            items += [Text(random.choice(("", "（续表）"))), Grid(item.rows[at:], item.columns, item.sheet, item.category)]
            item.rows = item.rows[:at]
    paper.items = items


@trouble()
def no_head(paper: Paper, units: list[Unit], random: Random) -> None:
    """The head is missing altogether; the columns are the annex's."""
    del random, units
    for grid in paper.grids:
        if grid.columns == ("serial", "city", "county", "name", "third_party", "industry_or_type", "levels"):
            grid.rows = [row for row in grid.rows if row.kind != "head"]


@trouble()
def shifted_head(paper: Paper, units: list[Unit], random: Random) -> None:
    """The head stands one column aside of all that is below it."""
    del units
    for grid in paper.grids:
        is_right = random.random() < 0.5
        for row in grid.rows:
            if row.kind == "title" or (row.meant is None and len(row.cells) == 1):
                row.cells[0].span += 1
            elif (row.kind == "head") == is_right:
                row.cells.insert(0, plain(""))
            else:
                row.cells.append(plain(""))
        grid.columns = ("", *grid.columns) if not is_right else (*grid.columns, "")


@trouble()
def shifted_rows(paper: Paper, units: list[Unit], random: Random) -> None:
    """Single rows one cell to the left, since 序号 was left out."""
    for grid in paper.grids:
        if grid.columns[0] != "serial":
            continue
        for row in grid.rows:
            is_merged = any(cell.down for cell in row.cells)
            if row.meant is not None and not is_merged and not units[row.meant].doubts and random.random() < 0.3:
                row.cells = [*row.cells[1:], plain("")]
                units[row.meant].serial = None


@trouble()
def wrong_heads(paper: Paper, units: list[Unit], random: Random) -> None:
    """Two heads exchanged, as published lists have had it: 行业 over the bodies, 第三方机构 over the industries."""
    del random, units
    for grid in paper.grids:
        if not {"third_party", "industry_or_type"} <= set(grid.columns):
            continue
        one, other = grid.columns.index("third_party"), grid.columns.index("industry_or_type")
        for row in grid.rows:
            if row.kind == "head" and len(row.cells) > max(one, other):
                row.cells[one], row.cells[other] = row.cells[other], row.cells[one]


@trouble()
def several(paper: Paper, units: list[Unit], random: Random) -> None:
    """Other tables and sheets beside: contacts, an explanation; each part on a sheet of its own."""
    del units
    contacts = Grid([Row([plain(t) for t in texts], "other") for texts in (("科室", "联系人", "电话"), ("节能科", "演示科员", "0791-演示"), ("运行科", "演示科员", "0791-演示"))],
                    ("a", "b", "c"), sheet="联系人")  # fmt: skip
    for number, grid in enumerate(paper.grids):
        grid.sheet = grid.sheet or f"{TITLES[grid.category][:4]}{number + 1}"
    at = random.choice((2, len(paper.items)))
    paper.items.insert(at, contacts)


@trouble()
def hidden_rows(paper: Paper, units: list[Unit], random: Random) -> None:
    """Rows that do not show on the screen: they are on the table all the same, and doubtful for it."""
    for _, row in paper.units():
        if random.random() < 0.2 and not any(cell.down for cell in row.cells):
            row.is_hidden = True
            units[row.meant or 0].doubts.append("hidden")


@trouble("docx")
def tracked(paper: Paper, units: list[Unit], random: Random) -> None:
    """Changes that nobody has accepted: pieces of names put in and taken out, rows put in and taken out."""
    for grid, row in paper.units():
        unit, how = units[row.meant or 0], random.random()
        if any(cell.down for cell in row.cells) or "name" in unit.doubts:
            continue
        if how < 0.3:
            at = random.randint(3, len(unit.name) - 2)
            runs = [(unit.name[: at - 1], ""), ("旧", "del"), (unit.name[at - 1 : at], "ins"), (unit.name[at:], "")]
            _set(grid, row, "name", Cell(runs=runs))
        elif how < 0.4:
            row.tracked = "ins"
    for grid in paper.grids:
        places = [at for at, row in enumerate(grid.rows) if row.meant is not None and not any(cell.down for cell in row.cells)]
        if places:
            gone = [plain(word) for word in ("", "演示市", "演示县", "演示删去有限公司", SELF, "水泥", "☑国家级 ☐省级")]
            texts = dict(zip(("serial", "city", "county", "name", "third_party", "industry_or_type", "levels"), gone, strict=True))
            cells = [texts.get(column, plain("")) for column in grid.columns]
            grid.rows.insert(random.choice(places), Row(cells, "gone", tracked="del"))


@trouble("docx")
def nested(paper: Paper, units: list[Unit], random: Random) -> None:
    """The table stands in a cell of another one that only lays out the page."""
    del random, units
    for at, item in enumerate(paper.items):
        if isinstance(item, Grid) and item.category:
            outer = Grid([Row([Cell(inner=item)], "other")], ("layout",), item.sheet, "")
            paper.items[at] = outer


@trouble()
def text_boxes(paper: Paper, units: list[Unit], random: Random) -> None:
    """The recommending unit and the date in a text box, a note in another."""
    del units
    for item in paper.items:
        if isinstance(item, Text) and item.text.startswith("推荐单位"):
            item.is_boxed = True
    paper.items.insert(random.choice((1, len(paper.items))), Text("请于5月20日前报送，逾期不候", is_boxed=True))
