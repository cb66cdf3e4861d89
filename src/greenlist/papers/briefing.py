"""情况说明: one page of A4 in Word or PDF for the leadership: counts against last year, line, who enters and leaves, risks, steps done."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import docx
from docx.shared import Mm, Pt

from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset
from greenlist.papers.word import ALIGN, FANG_SONG, HEI, XIAO_BIAO_SONG, add_line, pad_cells, saved, set_page, set_type

MOST_NAMES = 6
SIZE, LINE = 12, Pt(17)
WIDTHS = (25, *(12,) * 12)


@dataclass(frozen=True)
class BriefingRow:
    """One recommending unit (or the sum): for each category applied, recommended, proposed, last year (None: not held)."""

    label: str
    cells: tuple[tuple[int, int, int, int | None], ...]


@dataclass(frozen=True)
class Briefing:
    """Everything that the page says. `moves` are sentences, `risks` and `steps` pieces of one."""

    year: int
    draft: str
    line: str
    quotas: str
    categories: tuple[str, ...]
    rows: tuple[BriefingRow, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    compared_with: str
    risks: tuple[str, ...]
    screened: str
    steps: tuple[str, ...]
    course: str
    ties: str
    dated_on: date
    is_demo: bool


def to_docx(briefing: Briefing) -> bytes:
    """The page as a Word file; it fits on one page of A4 with twelve units and a sum."""
    document = docx.Document()
    set_page(document.sections[0], margins_mm=(16, 14, 20, 20))
    set_type(document, FANG_SONG, size=SIZE, line=LINE)
    if briefing.is_demo:
        add_line(document, DEMO_LINE, size=9)
    title = add_line(document, title_of(briefing), font=XIAO_BIAO_SONG, size=18, align="center")
    title.paragraph_format.line_spacing = Pt(28)
    add_line(document, _under(briefing), align="center")
    for head, text in _paragraphs(briefing):
        paragraph = add_line(document, head, font=HEI)
        paragraph.add_run(text)
    _table(document, briefing)
    return saved(document)


def to_pdf(briefing: Briefing) -> bytes:
    """The same page as PDF."""
    more = {"title": title_of(briefing), "under": _under(briefing), "paragraphs": _paragraphs(briefing)}
    return typeset("briefing", asdict(briefing) | more)


def title_of(briefing: Briefing) -> str:
    """The title."""
    return f"{briefing.year}年度省级绿色制造名单遴选情况说明"


def _under(briefing: Briefing) -> str:
    return f"（{briefing.draft}，{chinese_date(briefing.dated_on)}）"


def _paragraphs(briefing: Briefing) -> list[tuple[str, str]]:
    total = briefing.rows[-1].cells
    applied, recommended, proposed = (sum(figures) for figures in zip(*(cell[:3] for cell in total), strict=True))
    last = [cell[3] for cell in total]
    before = f"，上年{sum(n or 0 for n in last)}家" if all(n is not None for n in last) else "，上年名单未录入"
    each = "、".join(f"{label}{cell[2]}家" for label, cell in zip(briefing.categories, total, strict=True))
    moves = f"与{briefing.compared_with}比，进{len(briefing.entering)}家{_named(briefing.entering)}；出{len(briefing.leaving)}家{_named(briefing.leaving)}。"
    return [
        ("一、总的情况。", f"申报{applied}件，推荐{recommended}件，拟入选{proposed}家（{each}）{before}。"),
        ("二、办理情况。", briefing.course),
        ("三、线和名额。", f"入选线{briefing.line}，名额{briefing.quotas}（均为本轮参数，通知未规定）。{briefing.ties}"),
        ("四、进出。", moves),
        ("五、公布前风险。", f"{'；'.join(briefing.risks) or '没有未了结的事项'}。{briefing.screened}"),
        ("六、已走的步骤。", f"{'；'.join(briefing.steps)}。"),
        ("七、各推荐单位情况", "（申报、推荐、拟入选、上年，家）"),
    ]


def _named(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    more = f"等{len(names)}家" if len(names) > MOST_NAMES else ""
    return f"（{'；'.join(names[:MOST_NAMES])}{more}）"


def _table(document: Any, briefing: Briefing) -> None:
    table = document.add_table(rows=2, cols=1 + 4 * len(briefing.categories))
    table.style, table.autofit = "Table Grid", False
    pad_cells(table, across_mm=0.8, down_mm=0)
    head, second = table.rows
    _write(head.cells[0].merge(second.cells[0]), "推荐单位")
    for n, label in enumerate(briefing.categories):
        first = 1 + 4 * n
        _write(head.cells[first].merge(head.cells[first + 3]), label)
        for i, word in enumerate(("申报", "推荐", "拟入选", "上年")):
            _write(second.cells[first + i], word)
    for row in briefing.rows:
        cells = table.add_row().cells
        _write(cells[0], row.label, align="left")
        for i, figure in enumerate(n for cell in row.cells for n in cell):
            _write(cells[1 + i], "—" if figure is None else str(figure), align="right")
    for column, width in zip(table.columns, WIDTHS, strict=False):
        column.width = Mm(width)


def _write(cell: Any, text: str, *, align: str = "center") -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN[align]
    paragraph.paragraph_format.line_spacing = Pt(13)
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
