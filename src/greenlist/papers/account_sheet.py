"""Sheets about accounts: the blank one to fill in, and the one with the activation codes to hand out (.xlsx)."""

import io
from collections.abc import Sequence

import xlsxwriter

from greenlist.papers.workbook import RULED, fit_row, print_across

WIDTHS = {"单位名称": 36, "统一社会信用代码": 24, "启用码": 26, "登录名": 24, "有效期至": 14, "启用网址": 36}


def to_xlsx(heads: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    """One sheet with these heads; every cell is text, so that no code turns into a number."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    sheet = book.add_worksheet("账号")
    bold, text = book.add_format(RULED | {"bold": True}), book.add_format(RULED | {"valign": "vcenter"})
    blank = book.add_format({"num_format": "@", "font_name": "宋体"})
    first = 1 if title else 0
    if title:
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_name": "宋体"}))
    for at, head in enumerate(heads):
        sheet.set_column(at, at, WIDTHS.get(head, 14), blank)
        sheet.write_string(first, at, head, bold)
    for number, row in enumerate(rows, start=first + 1):
        fit_row(sheet, number, row, [WIDTHS.get(head, 14) for head in heads])
        for at, cell in enumerate(row):
            sheet.write_string(number, at, cell, text)
    sheet.freeze_panes(first + 1, 0)
    print_across(sheet, first)
    book.close()
    return target.getvalue()
