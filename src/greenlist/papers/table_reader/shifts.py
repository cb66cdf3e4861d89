"""A row whose cells stand one column aside, or two columns whose heads were exchanged: found by what the cells hold, put back, said so."""

import re
from functools import cache
from itertools import product

from greenlist.papers.table_reader import cells
from greenlist.papers.table_reader.cells import OFF, ON, SELF
from greenlist.papers.table_reader.grids import Line
from greenlist.papers.table_reader.heads import squeezed
from greenlist.rulebook.reference.regions import divisions

ASIDE = ((0, ""), (1, "右"), (-1, "左"))
ANNEX = {kind: at for at, kind in enumerate(("serial", "city", "county", "name", "third_party", "industry_or_type", "levels"))}
LEAST = 4
LEVEL = re.compile(f"国家|省级?|[{ON}{OFF}]")
UNIT = re.compile("公司|厂|园|集团|院|中心|局|社|所|部")
BODY = re.compile(".*(公司|集团|院|中心|协会|所|大学|学会)")


def aligned(line: Line, columns: dict[str, int]) -> tuple[dict[str, str], list[str]]:
    """{kind: text} of a row, and the corrections made when its cells stand aside or under each other's heads."""
    ways = {(0, False): _texts(line, columns, 0)}
    for (aside, _), is_exchanged in product(ASIDE, (False, True)):
        texts = _texts(line, columns, aside)
        ways[aside, is_exchanged] = _exchanged(texts) if is_exchanged else texts
    fits = {way: _fit(texts) for way, texts in ways.items()}
    best = max(fits, key=lambda way: (fits[way], way == (0, False), not way[1], way[0] == 0))
    if fits[best] - fits[0, False] < 2:
        best = (0, False)
    where = dict(ASIDE)[best[0]]
    corrections = [f"本行各格向{where}错了一列，已对回"] if where else []
    return ways[best], [*corrections, *(["“第三方机构”与“行业”两栏的内容对调了，已对回"] if best[1] else [])]


def is_like_the_annex(line: Line) -> bool:
    """Does a row without any head above it hold, cell for cell, what the annex's columns hold?"""
    texts, _ = aligned(line, ANNEX)
    return len(line.cells) >= len(ANNEX) and bool(texts["name"]) and _fit(texts) >= LEAST


def is_no_row(texts: dict[str, str]) -> bool:
    """Nothing in it is what its column should hold, and no name is there."""
    return _fit(texts) < 1 and _judged("name", squeezed(texts.get("name", ""))) < 1


def _exchanged(texts: dict[str, str]) -> dict[str, str]:
    if not {"third_party", "industry_or_type"} <= set(texts):
        return texts
    return texts | {"third_party": texts["industry_or_type"], "industry_or_type": texts["third_party"]}


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
    if kind == "place":
        return 1 if cells.place(text)[1] else -1
    if kind == "county":
        return 1 if text in _names("区县") or re.fullmatch(".{2,12}(区|县|市)", text) else -1
    if kind == "credit_code":
        return 1 if re.fullmatch("[0-9A-Za-z-]{15,22}", text) else -1
    if kind == "name":
        return 1 if len(text) > 3 and text not in _names("区县") and text not in _names("设区市") else -1
    if kind == "third_party":
        return 1 if BODY.fullmatch(text) or SELF.fullmatch(text) else -1
    if kind in {"levels", "national", "provincial"}:
        return 1 if LEVEL.search(text) and not UNIT.search(text) else -1
    if kind != "industry_or_type":
        return 0
    return -1 if BODY.fullmatch(text) or SELF.fullmatch(text) or re.search(f"国家级|^省级?$|[{ON}{OFF}]", text) else 0


@cache
def _names(kind: str) -> frozenset[str]:
    """The names of cities, or of counties and county-level cities."""
    is_city = kind == "设区市"
    return frozenset(d.name for d in divisions().values() if (d.parent == "360000") == is_city)
