"""Draws the default templates beside this module: `python -m greenlist.papers.stationery.drawing`. Never edit those by hand."""

from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from greenlist.papers.annex import CENTRED, PARTS, WIDTHS_MM, head
from greenlist.papers.stationery.fields import ANNEX_HEADS, ANNEX_ROW, HERE, ROW, part_name
from greenlist.papers.word import (
    ALIGN,
    FANG_SONG,
    HEI,
    XIAO_BIAO_SONG,
    add_line,
    begin_letter,
    number_pages,
    saved,
    set_page,
    set_type,
    sign_off,
    write,
)  # fmt: skip

NAME_AT = 5 * Pt(11)  # behind 推荐单位：, where the name begins, with the seal and the day below it
ANNEX_WIDTHS_MM = (11, 46, 44, 17, 38, 28, 16, 25, 16, 16)


def summary_table() -> bytes:
    """The annexed table of the notice."""
    document = docx.Document()
    set_page(document.sections[0], margins_mm=(15, 15, 15, 15), is_landscape=True)
    set_type(document, FANG_SONG, size=11)
    number_pages(document.sections[0], before="第", after="页", size=9)
    add_line(document, "{{ 年度 }} 年绿色制造名单推荐汇总表", font=XIAO_BIAO_SONG, size=18, align="center")
    for _, title, name, kind in PARTS:
        loop = part_name(title)
        _table(document, head(name, kind), _placeholders("行", ROW), loop=("行", loop), widths=WIDTHS_MM, title=title, centred=CENTRED)
        document.add_paragraph()
    for text, indent in (("推荐单位：{{ 推荐单位 }}", 0), ("（单位公章）", NAME_AT), ("{{ 落款日期 }}", NAME_AT)):
        line = add_line(document, text)
        line.paragraph_format.keep_with_next = not text.endswith("日期 }}")
        line.paragraph_format.left_indent = Mm(160) + indent
        line.paragraph_format.space_before = Mm(3)
    return saved(document)


def recommendation_letter() -> bytes:
    """The letter that goes with the table."""
    document = begin_letter("关于推荐{{ 年度 }}年度绿色制造名单的函", is_demo=False)
    lines = (
        "{{ 主送单位 }}：",
        "　　根据{{ 依据 }}要求，我局对申报材料进行了评估确认。经研究，现推荐以下{{ 家数 }}家单位，逐家说明如下：",
        "{%p for 单位 in 单位列表 %}",
        "　　{{ 单位.序号 }}. {{ 单位.名称 }}（{{ 单位.类别 }}，{{ 单位.级别 }}）：{{ 单位.意见 }}。",
        "{%p endfor %}",
        "　　特此函告。",
        "　　附件：1. {{ 年度 }}年绿色制造名单推荐汇总表",
        "　　　　　2. 推荐项目评价报告（PDF 电子件）",
    )
    for line in lines:
        add_line(document, line)
    sign_off(document, "{{ 推荐单位 }}", "{{ 落款日期 }}")
    return saved(document)


def consultation() -> bytes:
    """征求意见函, its annex on pages of its own."""
    document = begin_letter("关于核查{{ 年度 }}年度绿色制造名单\n申报单位有关情况的函", is_demo=False, title_line=Pt(32))
    lines = (
        "{{ 主送单位 }}：",
        "　　按照{{ 依据 }}要求，我局正在对申报单位进行评估确认。现请贵局就附件所列{{ 家数 }}家单位，"
        "在{{ 所查期间 }}期间有无下列情形，依职责查核并书面函复：{{ 事项 }}。",
        "　　请于{{ 答复期限 }}将填好的附件和加盖公章的函复送我局；有情形的，请写明事实、日期和文书号。",
        "　　函复请{{ 答复范围 }}。",
        "　　特此函告。",
        "　　附件：征求意见单位名单",
    )
    for line in lines:
        add_line(document, line)
    sign_off(document, "{{ 发函单位 }}", "{{ 落款日期 }}")
    annex = document.add_section(WD_SECTION.NEW_PAGE)
    annex.different_first_page_header_footer = False
    set_page(annex, margins_mm=(24, 20, 20, 20), is_landscape=True)
    add_line(document, "附件", font=HEI)
    add_line(document, "征求意见单位名单", font=XIAO_BIAO_SONG, size=22, align="center").paragraph_format.line_spacing = Pt(36)
    note = add_line(document, "{{ 答复范围 }}。每家每个事项一行；结论填未发现、发现或待核实。", size=10.5)
    note.paragraph_format.line_spacing = Pt(18)
    cells = (*_placeholders("单位", ANNEX_ROW), *[""] * (len(ANNEX_HEADS) - len(ANNEX_ROW)))
    _table(document, ANNEX_HEADS, cells, loop=("单位", "单位列表"), widths=ANNEX_WIDTHS_MM, centred=(0,), size=10.5)
    return saved(document)


def _placeholders(word: str, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{{{{ {word}.{name} }}}}" for name in names)


def _table(
    document: Any, heads: Sequence[str], cells: Sequence[str], *, loop: tuple[str, str], widths: Sequence[int],
    title: str = "", centred: Sequence[int] = (), size: float = 11,
) -> None:  # fmt: skip
    """A ruled table: a title over all columns, the heads, and one row that is printed for each of a list."""
    grid = document.add_table(rows=4 + bool(title), cols=len(heads))
    grid.style, grid.autofit, grid.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    word, names = loop
    opens, closes = (f"{{%tr for {word} in {names} %}}", "{%tr endfor %}")
    for row, texts in zip(grid.rows, ([(title,)] if title else []) + [heads, (opens,), cells, (closes,)], strict=True):
        _fill(row, texts, widths, is_head=texts is heads or texts == (title,), centred=centred, size=size)


def _fill(row: Any, texts: Sequence[str], widths: Sequence[int], *, is_head: bool, centred: Sequence[int], size: float) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if is_head:
        row._tr.trPr.append(row._tr.trPr.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    cells = row.cells if len(texts) > 1 else [row.cells[0].merge(row.cells[-1])]
    for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        if len(texts) > 1:
            cell.width = Mm(widths[column])
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Mm(0.8)
        paragraph.paragraph_format.line_spacing = 1
        if is_head or column in centred:
            paragraph.alignment = ALIGN["center"]
        write(paragraph, text, font=HEI if is_head else "", size=size)


DRAWN = {"summary_table": summary_table, "recommendation_letter": recommendation_letter, "consultation": consultation}


def main() -> None:
    """Write every default template."""
    for name, draw in DRAWN.items():
        (HERE / f"{name}.docx").write_bytes(draw())


if __name__ == "__main__":
    main()
