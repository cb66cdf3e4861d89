"""Each declared figure looked for in a report: agrees, differs (with both values), or not found; always with the page.

A figure stands right behind its label, with nothing but joining words, a year or a unit between. Comparing is exact: a report agrees
when the declared value rounds to the digits it shows, in whatever unit of the same kind.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from greenlist.engines.report_check.plain import pattern_of, plain_page
from greenlist.engines.report_check.spelled import Spelled, spelled_units

NUMBER = re.compile(r"-?(?:\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)")
JOINING = re.compile(r"[ \n]?(?:分别|大约|总计为?|合计为?|共计|共|约为?|为|是|达到?|:|：|,|=|≈|\|)+|[ \n]+")
YEAR = re.compile(r"[ \n]?\(?(20\d{2})年度?\)?")
OTHER_YEAR = re.compile(r"上年|去年|上一年|同期|基准年|(20\d{2})年(?!\d{1,2}月)")
LONGER_BEFORE = re.compile(r"(?:单位[^,。;\n]{0,6}|人均|万元[^,。;\n]{0,5}|吨产品|当地|目标|计划|节约|减少)$")
LONGER_AFTER = re.compile(r"\s?(?:\([^)]{0,12}\))?(?:的)?(?:行业|平均|限额|占比|比例|比重|目标|下降|降低|减少|限值|先进值|强度|弹性|率)")
CLAUSE_SIGNS = re.compile(r"[,。;\n]")
POINTS = re.compile(r"[ \n]?/[ \n]?\d")  # 5 / 5 is a score, no figure
TAIL, MOST_NUMBERS = 90, 3
MOST_PLACES = 200  # of one figure in one report


@dataclass(frozen=True)
class Declared:
    """A figure of the form: its label, the value as typed and its unit; `value` '' asks only for the page."""

    id: str
    label: str
    value: str = ""
    unit: str = ""


@dataclass(frozen=True)
class FoundFigure:
    """agrees, differs or not_found. `said` is the report's figure with its unit; `elsewhere` other pages that say otherwise."""

    id: str
    status: str
    page: int
    said: str = ""
    elsewhere: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class _Place:
    page: int
    said: str
    agrees: bool | None  # None: the label alone


def find_figures(pages: Sequence[str], declared: Sequence[Declared], *, year: int) -> list[FoundFigure]:
    """One answer for each declared figure, in order; `year` is the year of the data."""
    labels = {d.id: _wordings(d.label) for d in declared}
    search = _searcher(labels)
    by_word: dict[str, list[Declared]] = {}
    for d in declared:
        for word in labels[d.id]:
            by_word.setdefault(word, []).append(d)
    places: dict[str, list[_Place]] = {d.id: [] for d in declared}
    for number, raw in enumerate(pages, start=1):
        text = plain_page(raw)
        stands = [(m, by_word[_key(m.group())]) for m in search.finditer(text)]
        ends = [match.start() for match, _ in stands] + [len(text)]
        for (match, figures), end in zip(stands, ends[1:], strict=True):
            wanted = [figure for figure in figures if len(places[figure.id]) < MOST_PLACES]
            if wanted and not _is_other(text, match, year):
                tail = text[match.end() : min(end, match.end() + TAIL)]
                for figure in wanted:
                    places[figure.id].append(_place(number, tail, figure, year))
    return [_answer(d, places[d.id]) for d in declared]


def _answer(figure: Declared, places: list[_Place]) -> FoundFigure:
    agreeing = [p for p in places if p.agrees]
    differing = [p for p in places if p.agrees is False]
    if agreeing:
        elsewhere = tuple(dict.fromkeys((p.page, p.said) for p in differing))
        return FoundFigure(figure.id, "agrees", agreeing[0].page, agreeing[0].said, elsewhere)
    if differing:
        elsewhere = tuple(dict.fromkeys((p.page, p.said) for p in differing[1:]))
        return FoundFigure(figure.id, "differs", differing[0].page, differing[0].said, elsewhere)
    return FoundFigure(figure.id, "not_found", places[0].page if places else 0)


def _searcher(labels: dict[str, list[str]]) -> re.Pattern[str]:
    """All wordings at once, the longest first: a label inside a longer one is not found for itself."""
    words = sorted({word for every in labels.values() for word in every}, key=len, reverse=True)
    return re.compile("|".join(map(pattern_of, words)) if words else r"(?!)")


def _wordings(label: str) -> list[str]:
    """The label, and the label without what stands in brackets; 其中 before it is left out."""
    whole = _key(label).removeprefix("其中")
    short = re.sub(r"\([^)]*\)", "", whole)
    return list(dict.fromkeys(word for word in (whole, short) if len(word) >= 4))


def _key(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _is_other(text: str, match: re.Match[str], year: int) -> bool:
    """Is it a longer term, or the figure of another year?"""
    before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 20]
    if LONGER_BEFORE.search(before) or LONGER_AFTER.match(after):
        return True
    clause = CLAUSE_SIGNS.split(before)[-1]
    said = list(OTHER_YEAR.finditer(clause))
    # with a figure between them the year was the row's before
    return bool(said) and said[-1].group(1) != str(year) and not re.search(r"\d", clause[said[-1].end() :])


def _place(page: int, tail: str, figure: Declared, year: int) -> _Place:
    """What the report says behind one label. A line end may part a number or two things: it is read both ways."""
    if not figure.value:
        return _Place(page, "", None)
    joined, parted = (_read(page, text, figure, year) for text in (tail.replace("\n", ""), tail))
    has_more = len(joined.said) > len(parted.said) and not joined.said[-1].isdigit()  # the joined one goes on to a unit
    return joined if joined.agrees or has_more else parted


def _read(page: int, tail: str, figure: Declared, year: int) -> _Place:
    """Up to MOST_NUMBERS figures behind a label, one of which may agree; another year's does not count."""
    units = spelled_units(figure.unit)
    at, before, first, is_other_year = 0, "", "", False
    for _ in range(MOST_NUMBERS):
        at, before, is_other_year = _skipped(tail, at, before, units, year, is_other_year)
        found = NUMBER.match(tail, at)
        if found is None or POINTS.match(tail, found.end()):
            break
        spelled, at = units.read(tail, found.end())
        said = f"{found.group()}{spelled or before}"
        if is_other_year:
            is_other_year = False
            continue
        if any(_agrees(figure, reading, spelled or before, units) for reading in _readings(found.group())):
            return _Place(page, said, True)
        first = first or said
    return _Place(page, first, False if first else None)


def _skipped(tail: str, at: int, before: str, units: Spelled, year: int, is_other: bool) -> tuple[int, str, bool]:
    """Past joining words, a year, a unit in or without brackets, to where a number may stand."""
    while True:
        if found := YEAR.match(tail, at):
            at, is_other = found.end(), found.group(1) != str(year)
            continue
        spelled, end = units.read(tail, at, in_brackets=True)
        if spelled:
            at, before = end, spelled
        elif found := JOINING.match(tail, at):
            at = found.end()
        else:
            return at, before, is_other


def _readings(text: str) -> list[str]:
    """A blank may part thousands or two figures: the number with fewer and fewer of its pieces."""
    pieces = text.replace(",", "").split(" ")
    return ["".join(pieces[:upto]) for upto in range(len(pieces), 0, -1)]


def _agrees(figure: Declared, shown: str, spelled: str, units: Spelled) -> bool:
    """Is one the other's rounding, in the shown digits of either?"""
    declared = Decimal(figure.value.replace(",", ""))
    factors = [units.factors.get(spelled, Fraction(1))] if spelled else [Fraction(1), *([Fraction(100)] if figure.unit == "%" else [])]
    return any(_rounds(declared, Decimal(shown), factor) for factor in factors)


def _rounds(declared: Decimal, shown: Decimal, factor: Fraction) -> bool:
    apart = abs(Fraction(shown) * factor - Fraction(declared))
    return apart <= max(_last_digit(shown) * factor, _last_digit(declared)) / 2


def _last_digit(value: Decimal) -> Fraction:
    exponent = value.as_tuple().exponent
    return Fraction(10) ** int(exponent)
