"""The papers that are filled from a Word template, and the names that may stand in each: `{{ 年度 }}`, `{{ 行.名称 }}` in a loop."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from greenlist.papers.annex import PARTS, head

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Loop:
    """A list that is printed line by line; `columns` are its fields, `heads` the words that must stand over them, if any."""

    columns: tuple[str, ...]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stationery:
    """One kind of paper: its label, its fields (of which `optional` may be left out), its loops by name."""

    id: str
    label: str
    fields: tuple[str, ...]
    loops: dict[str, Loop]
    optional: frozenset[str] = field(default_factory=frozenset)
    word: str = "单位"  # how the default template calls one line of a list

    @property
    def default(self) -> bytes:
        """The kept default template."""
        return (HERE / f"{self.id}.docx").read_bytes()


ROW = ("序号", "设区市", "区县", "名称", "第三方机构名称", "行业或类型", "申报级别")
ANNEX_ROW = ("序号", "单位名称", "统一社会信用代码", "区县", "地址", "事项")
ANNEX_HEADS = (*ANNEX_ROW, "结论", "事实", "发生日期", "文书号")
CLOSING = ("推荐单位", "落款日期")


@cache
def stationery() -> dict[str, Stationery]:
    """Every kind of paper by its id."""
    parts = {part_name(title): Loop(ROW, head(name, kind)) for _, title, name, kind in PARTS}
    letter = ("年度", "主送单位", "依据", "家数", "文号", *CLOSING)
    asking = ("年度", "发函单位", "主送单位", "依据", "家数", "所查期间", "事项", "答复期限", "答复范围", "文号", "落款日期")
    kinds = (
        Stationery("summary_table", "推荐汇总表", ("年度", *CLOSING), parts, word="行"),
        Stationery("recommendation_letter", "推荐函", letter, {"单位列表": Loop(("序号", "名称", "类别", "级别", "意见"))},
                   frozenset({"年度", "依据", "家数", "文号"})),
        Stationery("consultation", "征求意见函", asking, {"单位列表": Loop(ANNEX_ROW, ANNEX_HEADS)},
                   frozenset({"年度", "依据", "家数", "文号"})),
    )  # fmt: skip
    return {kind.id: kind for kind in kinds}


def part_name(title: str) -> str:
    """How a template calls a part of the annex: its title without what all titles share."""
    return title.removesuffix("推荐名单")
