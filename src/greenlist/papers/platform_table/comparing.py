"""The rows that were read, and ours, made ready to be compared: fields that are there, and words that mean the same."""

import re
from collections.abc import Mapping

from greenlist.engines.identity import Entry, name_key
from greenlist.papers.platform_table.reading import ReadTable
from greenlist.papers.platform_table.writing import SHEETS, PlatformUnit

COMPARED = {"name": "名称", "credit_code": "信用代码", "category": "类别", "level": "级别", "industry": "行业", "evaluator": "第三方机构"}
MEANT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "category": {
        "绿色工厂": ("工厂",), "绿色园区": ("园区", "绿色工业园区", "工业园区"), "绿色供应链管理企业": ("供应链", "绿色供应链", "供应链管理企业", "绿色供应链企业"),
    },
    "level": {"国家级": ("国家",), "省级": ("省",), "国家级省级": ("国家级和省级", "国家级及省级", "省级国家级", "国家级省级均报")},
    "evaluator": {"自我评价": ("自评价", "自评")},
}  # fmt: skip
UNTICKED = re.compile(r"[☐□○][^☐□○☑■√✓✔●]*")
CODE = re.compile(r"^\s*[A-Z]?\d{2,4}\s*")


def entries_of(read: ReadTable) -> list[Entry]:
    """The rows the platform gave back, by the fields its table has."""
    made = []
    for unit in read.units:
        told = {name: getattr(unit, name) for name in COMPARED if name != "name" and getattr(unit, name) is not None}
        made.append(Entry(unit.place, unit.name, unit.credit_code or "", {name: _plain(name, text) for name, text in told.items()}))
    return made


def entry_of(unit: PlatformUnit) -> Entry:
    """One of our units."""
    values = {"credit_code": unit.credit_code, "category": SHEETS[unit.category], "level": unit.level, "industry": unit.industry,
              "evaluator": unit.evaluator}  # fmt: skip
    return Entry(unit.place, unit.name, unit.credit_code, values)


def same_words() -> Mapping[str, Mapping[str, str]]:
    """By field, what else is written for a word: 工厂 for 绿色工厂."""
    return {name: {name_key(other): name_key(word) for word, others in meant.items() for other in others} for name, meant in MEANT.items()}


def _plain(field: str, text: str) -> str:
    """A level without the box that is not ticked, an industry without its code."""
    if field == "level":
        return " ".join(UNTICKED.sub("", text).split())
    return CODE.sub("", text) if field == "industry" else text
