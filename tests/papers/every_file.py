"""Every Word and Excel file that the system makes, filled with invented data. The makers are found; what no dataclass fills has data in OWN."""

import io
from dataclasses import dataclass
from decimal import Decimal

from greenlist.papers.list_sheet import Part
from greenlist.papers.platform_table import PlatformUnit
from greenlist.rulebook.reference.platform import platform_form
from tests.papers.test_every_paper import LONG, NOT_IN_WORD, RARE, UNPRINTED, WORD, filled, modules

NAME = f"{LONG}{RARE}1号"
FORMULA = "=1+41"  # a text: no program may show 42
NOT_IN_SHEET = {"SummaryTable.number", "ConsultationLetter.year", "ConsultationLetter.office", "ConsultationLetter.document_number",
                "ConsultationLetter.dated_on", "ConsultationLetter.window", "ConsultationLetter.due_on", "ConsultationLetter.basis"}  # fmt: skip
SHEETS = modules("to_xlsx") | modules("write_xlsx")


@dataclass(frozen=True)
class Made:
    """One file, and the texts that were put into it."""

    body: bytes
    said: list[str]


def _accounts(make):
    heads = ("单位名称", "统一社会信用代码", "登录名", "启用码", "有效期至", "启用网址")
    rows = [(f"{NAME}{n}", f"9136010{n}MA35XYZ12A", f"jj-{n}", "0123-4567-89AB-CDEF", "2024-06-30", FORMULA) for n in range(3)]
    return Made(make(heads, rows, "启用码（演示）"), [*heads, "启用码（演示）", *(cell for row in rows for cell in row)])


def _list(make):
    rows = [(Decimal(n), NAME, "甲" * 120, FORMULA, Decimal("82.5")) for n in range(1, 4)]
    target = io.BytesIO()
    make(target, ("名单（演示）",), [Part("名单", ("序号", "名称", "说明", "备注", "评审分"), rows)], foot="脚注（演示）")
    return Made(target.getvalue(), ["名单（演示）", "脚注（演示）", *(str(cell) for row in rows for cell in row)])


def _platform(make):
    units = [PlatformUnit(category, 1, NAME, credit_code="91360100MA35XYZ12A", industry=FORMULA) for category in ("factory", "park")]
    return Made(make(platform_form(2024), units, foot="脚注（演示）"), [NAME, "91360100MA35XYZ12A", FORMULA, "脚注（演示）"])


OWN = {"account_sheet": _accounts, "list_sheet": _list, "platform_table.writing": _platform}


def every_file():
    """{file name: Made}."""
    made = {}
    for name, make in WORD.items():
        paper, said = filled(name, make, 3, is_long=True, unsaid=frozenset(UNPRINTED | NOT_IN_WORD))
        made[f"every-{name}.docx"] = Made(make(paper), said)
    for name, make in SHEETS.items():
        if name in OWN:
            made[f"every-{name}-sheet.xlsx"] = OWN[name](make)
        else:
            paper, said = filled(name, make, 3, is_long=True, unsaid=frozenset(UNPRINTED | NOT_IN_SHEET))
            made[f"every-{name}-sheet.xlsx"] = Made(make(paper), said)
    return made
