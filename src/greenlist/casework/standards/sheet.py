"""Our table as a workbook to be filled in: one row a value, with empty columns for the official value and its source."""

from typing import IO

from greenlist.casework.standards.held import Table
from greenlist.papers.list_sheet import Part, write_xlsx
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

PLACE, OFFICIAL, SOURCE = "位置", "官方值", "出处（文件、页码、条款）"
HEADS = (PLACE, "名称", "项", "单位", "条款或文件", "本系统的值", "可信程度", OFFICIAL, SOURCE)
NONE = "无"


def write_sheet(target: IO[bytes], table: Table, *, edition: str) -> int:
    """Write it; returns how many values it has."""
    about = [
        f"{table.title}　{edition}",
        f"请对照官方文本，在“{OFFICIAL}”填官方值（与本系统相同的也填，即为核对相符），在“{SOURCE}”写明出处；没有对照的留空。",
        f"官方文本没有规定的填“{NONE}”。不要改“{PLACE}”一列和表头。",
    ]
    rows = (
        (v.place, v.label, v.part, "" if v.unit == "1" else v.unit, v.clause, v.value, CONFIDENCE_WORDS.get(v.sureness, v.sureness), "", "")
        for v in table.values.values()
    )
    return write_xlsx(target, about, [Part("校核表", HEADS, rows)])
