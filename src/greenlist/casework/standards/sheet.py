"""Our table as a workbook to be filled in: one row a value, a definition like any other, formulas in words beside them, with empty
columns for the official value and its source.
"""

from typing import IO

from greenlist.casework.standards.definitions import DEFINITION
from greenlist.casework.standards.held import Table
from greenlist.casework.standards.numbers import printed_number
from greenlist.casework.standards.reference import KINDS
from greenlist.casework.standards.wording import part_said, read_aloud
from greenlist.engines.scoring.values import NO_LEAST, Placed
from greenlist.papers.list_sheet import Part, write_xlsx
from greenlist.papers.unit_signs import unit_sign
from greenlist.rulebook.standards.confidence import TABLE_WORDS

PLACE, OFFICIAL, SOURCE, WORDS, OURS = "位置", "官方值", "出处（文件、页码、条款）", "算式或定义的读法", "本系统的值"
NAME, PART, UNIT = "名称", "项", "单位"
TOLD = (NAME, PART, UNIT)  # what a row is about, beside its place
HEADS = (NAME, "编号", PART, UNIT, "条款或文件", OURS, WORDS, "可信程度", OFFICIAL, SOURCE, PLACE)
WIDTHS = (26, 7, 14, 12, 20, 26, 34, 10, 20, 24, 60)  # printed on one page across: all but the place
NONE = NO_LEAST  # the word is the same: a table has no value there, a figure no lowest one
BETWEEN = "　"  # what stands in the first line between the title and the edition


def if_not_said(table: Table) -> str:
    """What to do where the official text has no such value: a reference table may lack it, a standard loses an item or a limit."""
    return f"官方文本没有规定的{f'填“{NONE}”' if table.is_reference else '要删去，请改整份数据文件（.yaml）载入'}"


def told_of(value: Placed) -> tuple[str, str, str]:
    """What the sheet says under TOLD of a value."""
    return value.label, part_said(value.part, value.place), unit_sign(value.unit)


def write_sheet(target: IO[bytes], table: Table, *, edition: str) -> int:
    """Write it; returns how many values it has. What finds a row again is its place, the last column."""
    about = [
        f"{table.title}{BETWEEN}{edition}",
        f"请对照官方文本，在“{OFFICIAL}”填官方值（与本系统相同的也填，即为核对相符），在“{SOURCE}”写明出处；没有对照的留空。",
        f"{if_not_said(table)}。不要改“{PLACE}”一列和表头；“{PLACE}”供系统对行，不必看。",
    ]
    if table.is_reference and (how := KINDS[table.subject].how):
        about.append(how)
    told = list(read_aloud(table))
    if any(words and v.kind == "number" and printed_number(v.value) is None for _, v, words in told):
        about.append(f"“本系统的值”里的英文名是算式中各量的代号，意思看“{WORDS}”；官方算式不同的，照代号改写，算式相同的照抄。")
    if not table.is_reference:
        about.append(f"“{WORDS}”里写明分母为0时怎样、怎样比较、怎样修约的，一并核对；官方规定不同的，改整份数据文件（.yaml）载入。")
    if any(v.kind == "lookup" for _, v, _ in told):
        about.append(f"查表取值的写成“表.列”，查的是什么看“{WORDS}”；官方文本查同一列的照抄，查另一列的改列名。")
    if table.definitions:
        about.append(
            f"“{DEFINITION}”“单位”行核对名称、单位和“{WORDS}”里的填法：都相同的照抄单位（选择的照抄选项）；单位不同的填官方单位；"
            f"名称、选项或填法不同的改整份数据文件（.yaml）。“下限”可以是负数的填“{NONE}”。"
        )
    rows = (_row(mark, v, words) for mark, v, words in told)
    return write_xlsx(target, about, [Part("校核表", HEADS, rows, widths=WIDTHS, printed=HEADS.index(PLACE))])


def _row(mark: str, value: Placed, words: str) -> tuple[str, ...]:
    name, part, unit = told_of(value)
    sure = TABLE_WORDS.get(value.sureness, value.sureness)
    return (name, mark, part, unit, value.clause, value.value, words, sure, "", "", value.place)
