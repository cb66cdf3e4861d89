"""What each formula gives, by kind and by scale, from the units of its names; held against the unit its place declares.

A power of ten in a product converts (`land / 10000` of m² is hm², `a / b * 100` is %). Another number may convert (3.6) or count (0.5):
either is taken. A number that is added or compared has the unit of the other side.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import (
    Known,
    Use,
    known_names,
    lookups_of,
    named_parts,
    score_uses,
    scores_of,
    uses_of,
)
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.tree import Name, Node, Number, Operation
from greenlist.engines.scoring.values import items_of
from greenlist.rulebook.reference.units import UnknownUnit, unit

MOST = 32
KINDS = {
    "money": "金额", "mass": "质量", "coal_equivalent": "标准煤", "energy": "能量", "area": "面积", "length": "长度",
    "volume": "体积", "carbon": "碳排放", "product": "产品", "person": "人数", "piece": "件数", "vehicle": "车辆", "day": "天", "year": "年",
    "point": "分",
}  # fmt: skip
SAME_SIDES = {"+": "相加", "-": "相减", ">": "比较", ">=": "比较", "<": "比较", "<=": "比较", "==": "比较", "min": "取小", "max": "取大"}
Kind = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Measure:
    """A kind, and the scales the number may be in: two where a constant may convert or count."""

    kind: Kind
    scales: frozenset[Fraction]


class Clash(Exception):
    """Two sides that cannot stand together; says why."""


def unit_faults(standard: Standard) -> Faults:
    """Unknown units, sides that do not fit, results in another unit than declared, lead and base in another unit than the value."""
    known = known_names(standard)
    yield from _unknown_units(standard)
    for use in uses_of(standard):
        yield from _faults_of(use, known)
    yield from _lookup_faults(standard)
    yield from _side_faults(standard, known)


def _unknown_units(standard: Standard) -> Faults:
    named = [((*entry.path, "unit"), entry.unit) for _, entry in named_parts(standard)]
    named += [
        (("tables", t, "columns", column), symbol) for t, table in standard.tables.items() for column, symbol in table.columns.items()
    ]
    for path, symbol in named:
        if measure_of(symbol) is None:
            yield Fault(path, f"不认识单位“{symbol}”；可用的单位见 rulebook/reference/units.yaml，相除写成 t/万元。")


def _faults_of(use: Use, known: dict[str, Known]) -> Faults:
    found = _tried(use, known)
    if isinstance(found, str):
        yield Fault(use.path, f"{found}：{use.text}。")
    wanted = measure_of(use.unit) if use.unit is not None else None
    if isinstance(found, Measure) and wanted and (words := _difference(found, wanted)):
        yield Fault(use.path, f"算式得到的是{words}，unit 写的是 {use.unit}；请改算式或 unit。")


def _tried(use: Use, known: dict[str, Known]) -> Measure | str | None:
    """What it gives; None when that cannot be told; words where two sides clash."""
    try:
        return _given(use.read.tree, known) if use.read else None
    except Clash as clash:
        return str(clash)


def _given(node: Node, known: dict[str, Known]) -> Measure | None:
    """None: a bare number, or something whose unit is not known; it fits everywhere."""
    if isinstance(node, Number):
        return None
    if isinstance(node, Name):
        entry = known.get(node.name.partition("[-")[0])
        return measure_of(entry.unit) if entry else None
    if node.sign in {"*", "/"}:
        return _product(node, known)
    parts = [_given(part, known) for part in node.parts]
    if node.sign == "if":
        return _together(parts[1:], "两种结果")
    if node.sign in {"neg", "abs"}:
        return parts[0]
    joined = _together(parts, SAME_SIDES[node.sign]) if node.sign in SAME_SIDES else None
    return joined if node.sign in {"+", "-", "min", "max"} else None


def _product(node: Operation, known: dict[str, Known]) -> Measure | None:
    left, right = node.parts
    power = 1 if node.sign == "*" else -1
    if (number := _constant(right)) is not None:
        return _scaled(_given(left, known), number**power if number else Rational(0))
    if (number := _constant(left)) is not None:
        return _scaled(_raised(_given(right, known), power), number)
    a, b = _given(left, known), _given(right, known)
    if a is None or b is None:
        return None
    b = _raised(b, power)
    kinds = dict(a.kind)
    for base, times in b.kind if b else ():
        kinds[base] = kinds.get(base, 0) + times
    scales = frozenset(x * y for x in a.scales for y in (b.scales if b else ()))
    return Measure(_kind(kinds), scales) if len(scales) <= MOST else None


def _constant(node: Node) -> Fraction | None:
    """The number of a part without names."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Operation) and node.sign in {"*", "/", "neg"}:
        values = [_constant(part) for part in node.parts]
        if all(value is not None for value in values):
            numbers = [value for value in values if value is not None]
            if node.sign == "neg":
                return -numbers[0]
            return numbers[0] * numbers[1] if node.sign == "*" else numbers[0] / numbers[1] if numbers[1] else None
    return None


def _scaled(found: Measure | None, number: Fraction) -> Measure | None:
    """A number that stands in a product: powers of ten convert, others may."""
    if found is None or number <= 0:
        return found
    converted = frozenset(scale / number for scale in found.scales)
    scales = converted if _is_power_of_ten(number) else converted | found.scales
    return Measure(found.kind, scales) if len(scales) <= MOST else None


def _is_power_of_ten(number: Fraction) -> bool:
    whole = number.numerator * number.denominator
    return 1 in {number.numerator, number.denominator} and str(whole) == "1" + "0" * (len(str(whole)) - 1)


def _raised(found: Measure | None, power: int) -> Measure | None:
    if found is None or power == 1:
        return found
    return Measure(tuple((base, -times) for base, times in found.kind), frozenset(1 / scale for scale in found.scales))


def _together(parts: list[Measure | None], how: str) -> Measure | None:
    measures = [part for part in parts if part is not None]
    if not measures:
        return None
    first, scales = measures[0], measures[0].scales
    for other in measures[1:]:
        if other.kind != first.kind or not scales & other.scales:
            raise Clash(f"{_words(first)}和{_words(other)}不能{how}")
        scales &= other.scales
    return Measure(first.kind, scales)


def _difference(found: Measure, wanted: Measure) -> str:
    """What it is, where it is something else; '' where it fits."""
    return _words(found) if found.kind != wanted.kind or not wanted.scales <= found.scales else ""


def _lookup_faults(standard: Standard) -> Faults:
    for lookup in lookups_of(standard):
        table = standard.tables.get(str(lookup.content.get("table")))
        column = table.columns.get(str(lookup.content.get("column"))) if table else None
        found, wanted = measure_of(column or ""), measure_of(lookup.unit) if lookup.unit else None
        if column and found and wanted and _difference(found, wanted):
            yield Fault(lookup.path, f"表中这一列的单位是 {column}，unit 写的是 {lookup.unit}；请改成一致。")


def _side_faults(standard: Standard, known: dict[str, Known]) -> Faults:
    """A lead or base that is named has to be of the kind and scale of the value."""
    for path, item in items_of(standard):
        for at, score in scores_of(path, item):
            value, *sides = score_uses(at, score)
            given = _tried(value, known) if score.kind != "yes_no" else None
            for use in sides:
                side = _tried(use, known) if use.path[len(at)] in {"lead", "base"} and "bracket" not in use.path else None
                if isinstance(given, Measure) and isinstance(side, Measure) and _clashes(given, side):
                    yield Fault(use.path, f"它是{_words(side)}，指标值是{_words(given)}；两者的单位要一致。")


def _clashes(a: Measure, b: Measure) -> bool:
    return a.kind != b.kind or not a.scales & b.scales


@cache
def measure_of(symbol: str) -> Measure | None:
    """The kind and scale of a unit; None when it is not in the table."""
    try:
        found = unit(symbol)
    except UnknownUnit:
        return None
    kinds: dict[str, int] = {}
    for i, base in enumerate(found.dimension.split("/")):
        kinds[base] = kinds.get(base, 0) + (1 if i == 0 else -1)
    return Measure(_kind(kinds), frozenset({found.factor}))


def _kind(kinds: dict[str, int]) -> Kind:
    return tuple(sorted((base, times) for base, times in kinds.items() if times and base != "number"))


def _words(found: Measure) -> str:
    """万元/hm² where the table has such a unit, else the kind in words with its scale."""
    pairs = (f"{above}/{below}" for above in _symbols() for below in _symbols())
    for symbol in (*_symbols(), *pairs):
        if len(found.scales) == 1 and measure_of(symbol) == found:
            return f"“{symbol}”"
    kinds = "×".join(f"{KINDS.get(base, base)}{'' if times == 1 else f'^{times}'}" for base, times in found.kind) or "数"
    return f"“{kinds}”" + (f"（基本单位的 {_times(next(iter(found.scales)))} 倍）" if len(found.scales) == 1 else "")


def _times(scale: Fraction) -> str:
    """To six decimals; as a quotient where these would leave nothing of it."""
    text = shown(scale, 6)
    return text if fraction(text) else str(scale)


def _symbols() -> tuple[str, ...]:
    return ("1", "%", "个", "元", "万元", "亿元", "kg", "t", "万t", "kgce", "tce", "kWh", "万kWh", "MJ", "GJ", "m²", "hm²", "km²", "m³", "万m³",
            "tCO₂e", "kgCO₂e", "产品", "人", "天", "年", "件", "m", "km", "辆")  # fmt: skip
