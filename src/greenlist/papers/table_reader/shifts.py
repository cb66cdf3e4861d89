"""A row whose cells stand one column aside: found by what the cells hold, put back, and said so."""

import re

from greenlist.papers.table_reader.cells import OFF, ON
from greenlist.papers.table_reader.grids import Line
from greenlist.papers.table_reader.heads import squeezed
from greenlist.rulebook.reference.regions import divisions

ASIDE = ((0, ""), (1, "右"), (-1, "左"))
LEVEL = re.compile(f"国家|省级?|[{ON}{OFF}]")
UNIT = re.compile("公司|厂|园|集团|院|中心|局|社|所|部")


def aligned(line: Line, columns: dict[str, int]) -> tuple[dict[str, str], list[str]]:
    """{kind: text} of a row, and the correction made when its cells stand aside."""
    fits = {aside: _fit(_texts(line, columns, aside)) for aside, _ in ASIDE}
    best = max(fits, key=lambda aside: (fits[aside], aside == 0))
    if fits[best] - fits[0] < 2:
        best = 0
    where = dict(ASIDE)[best]
    return _texts(line, columns, best), [f"本行各格向{where}错了一列，已对回"] if where else []


def _texts(line: Line, columns: dict[str, int], aside: int) -> dict[str, str]:
    return {kind: line.cells[at + aside] if 0 <= at + aside < len(line.cells) else "" for kind, at in columns.items()}


def _fit(texts: dict[str, str]) -> int:
    """How many cells hold what their column should: a right one counts for, a wrong one against."""
    return sum(_judged(kind, squeezed(text)) for kind, text in texts.items() if text)


def _judged(kind: str, text: str) -> int:
    if kind == "serial":
        return 1 if text.rstrip(".、").isdecimal() else -1
    if kind == "city":
        return 1 if text in _names("设区市") else -1
    if kind == "county":
        return 1 if text in _names("区县") or re.fullmatch(".{2,12}(区|县|市)", text) else -1
    if kind == "credit_code":
        return 1 if re.fullmatch("[0-9A-Za-z-]{15,22}", text) else -1
    if kind == "name":
        return 1 if len(text) > 3 and text not in _names("区县") and text not in _names("设区市") else -1
    if kind == "third_party":
        return 1 if UNIT.search(text) or "评" in text else 0
    if kind in {"levels", "national", "provincial"}:
        return 1 if LEVEL.search(text) and not UNIT.search(text) else -1
    return -1 if kind == "industry_or_type" and ("公司" in text or LEVEL.search(text)) else 0


def _names(kind: str) -> frozenset[str]:
    """The names of cities, or of counties and county-level cities."""
    is_city = kind == "设区市"
    return frozenset(d.name for d in divisions().values() if (d.parent == "360000") == is_city)
