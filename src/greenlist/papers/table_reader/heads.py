"""Which column is which: the words that stand over the columns of a summary table, however the clerk wrote them."""

import re
import unicodedata
from functools import lru_cache

from greenlist.papers.table_reader.grids import Line

# The first that fits wins; a head that fits none is a column we have no use for.
WORDS = (
    ("national", r"(申报)?国家级?"),
    ("provincial", r"(申报)?省级?"),
    ("levels", r".*国家.*省.*|.*级别.*"),
    ("serial", r"(序|编)号|NO\.?"),
    ("credit_code", r".*信用代码.*|.*机构代码.*"),
    ("third_party", r".*第三方.*|.*评价(机构|单位).*|机构名称"),
    ("category", r"(申报|推荐)?(类别|名单类别|项目类别)"),
    ("industry_or_type", r".*行业.*|(园区)?类型"),
    ("place", r"(所在|所属)?(市县|地区|市、?县|属地)(名称)?"),
    ("city", r"(设区市|(所在|所属)?(地|城)?市)(名称)?"),
    ("county", r".*(区县|县区|县市区|市、?区|区\(县).*|(所在|所属)?(区|县)"),
    ("name", r".*(工厂|企业|单位|园区|公司).*名称?.*|(申报|推荐)(单位|企业)|名称|(企业|单位|工厂|园区)(全称)?"),
)
NEEDED = {"name"}
LEAST = 3
CATEGORIES = (("supply_chain", "供应链"), ("park", "园区"), ("factory", "工厂"))


@lru_cache(maxsize=4096)  # the same words stand in row after row
def squeezed(text: str) -> str:
    """Half-width, without any space: for comparing, never for keeping."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """The kind of column this head stands for, or ''."""
    plain = squeezed(text)
    return next((kind for kind, pattern in WORDS if plain and len(plain) < 30 and re.fullmatch(pattern, plain)), "")


def columns_of(line: Line) -> dict[str, int] | None:
    """{kind: column} when the line is a head, else None."""
    found: dict[str, int] = {}
    for at, text in enumerate(line.cells):
        if kind := kind_of(text):
            found.setdefault(kind, at)
    return found if len(found) >= LEAST and set(found) >= NEEDED else None


def two_levels(line: Line) -> dict[str, int] | None:
    """The second row of a head: 国家级 and 省级 as two columns."""
    found = {kind: at for at, text in enumerate(line.cells) if (kind := kind_of(text)) in {"national", "provincial"}}
    return found if len(found) == 2 else None


def unused(line: Line, columns: dict[str, int]) -> list[tuple[int, str]]:
    """The columns of a head that we have no use for: (column, what stands over it)."""
    return [(at, text) for at, text in enumerate(line.cells) if text and at not in columns.values() and not kind_of(text)]


def category_in(text: str) -> str:
    """factory, park, supply_chain, or '' when no such word stands in the text."""
    return next((category for category, word in CATEGORIES if word in squeezed(text)), "")
