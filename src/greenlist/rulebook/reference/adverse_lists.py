"""The lists that decide (失信被执行人, 经营异常名录, 处罚 …): what stands in them, under which heads, and how sure we are of that."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("adverse_lists.yaml")
FIELD_LABELS = {
    "name": "单位名称", "credit_code": "信用代码", "subject": "主体类别", "from_on": "起始日期", "until_on": "终止日期", "done": "完成情况",
    "reference": "文号", "authority": "作出机关", "region": "地区", "ground": "事实", "content": "处理内容", "amount": "金额",
}  # fmt: skip


@dataclass(frozen=True)
class ListField:
    """One thing read of a row: the heads seen over its column, whether a row must have it, how sure we are of the heads."""

    id: str
    heads: tuple[str, ...]
    is_required: bool
    confidence: str

    @property
    def label(self) -> str:
        return FIELD_LABELS[self.id]


@dataclass(frozen=True)
class AdverseList:
    """One list: who keeps it, the kind of adverse record its rows become, the clause that asks for that kind, its fields.

    `units_only`: no natural person stands in it, so that a short name is a unit's.
    """

    id: str
    name: str
    holder: str
    kind: str
    clause: str
    fields: tuple[ListField, ...]
    has_list_date: bool = False
    units_only: bool = False


@cache
def adverse_lists() -> dict[str, AdverseList]:
    """All lists by id, in the order of the file."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {key: _list(key, entry) for key, entry in raw.items()}


def _list(key: str, entry: dict[str, object]) -> AdverseList:
    fields: dict[str, dict[str, object]] = entry["fields"]  # type: ignore[assignment]
    made = tuple(
        ListField(name, tuple(f["heads"]), bool(f.get("required")), str(f["confidence"]))  # type: ignore[arg-type]
        for name, f in fields.items()
    )
    words = {name: str(entry[name]) for name in ("name", "holder", "kind", "clause")}
    return AdverseList(id=key, fields=made, has_list_date=bool(entry.get("list_date")), units_only=bool(entry.get("units_only")), **words)
