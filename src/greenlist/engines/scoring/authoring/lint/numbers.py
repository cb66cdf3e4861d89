"""Everything that has to be a number is one: digits only, at most fifteen of them, and in its range."""

import re
from collections.abc import Iterator

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import parts_of, scores_of
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import ends, fraction
from greenlist.engines.scoring.schema import Score, Standard
from greenlist.engines.scoring.values import Path, groups_of, items_of

DIGITS = 15
PLAIN = re.compile(r"-?\d+(\.\d+)?(/\d+(\.\d+)?)?", re.ASCII)
POSITIVE, NOT_NEGATIVE, ANY, SHARE, INTERVAL = "大于0的数", "不小于0的数", "数", "0到1之间的数", "大于0、至多12位小数的数"
Wanted = tuple[Path, str, str]


def number_faults(standard: Standard) -> Faults:
    """What is to be a number and is none, or is out of its range. Without numbers nothing else can be computed."""
    for path, text, kind in _wanted(standard):
        if words := _wrong(text, kind):
            key = next(step for step in reversed(path) if isinstance(step, str))
            yield Fault(path, words, in_keys=f"{key}：{words}")


def is_number(text: str) -> bool:
    """A number as a standard may write it: 0.1, 43/8, -2."""
    return not _wrong(text, ANY)


def _wrong(text: str, kind: str) -> str:
    name = f"“{text[:40]}”"
    if not PLAIN.fullmatch(text):
        return f"{name}不是数；应写{kind}，只用数字，例如 0.1 或 43/8。"
    if _too_long(text):
        return f"{name}超过 {DIGITS} 位有效数字；请写到 {DIGITS} 位以内，或写成分数。"
    below = text.partition("/")[2]
    if below and not Rational(below):
        return f"{name}的分母是0。"
    value = fraction(text)
    fits = {POSITIVE: value > 0, NOT_NEGATIVE: value >= 0, ANY: True, SHARE: 0 <= value <= 1, INTERVAL: value > 0 and ends(value)}[kind]
    return "" if fits else f"应写{kind}，这里是{name}。"


def _too_long(text: str) -> bool:
    return any(len(part.replace(".", "").lstrip("-0")) > DIGITS for part in text.split("/"))


def _wanted(standard: Standard) -> Iterator[Wanted]:
    yield from _of_total(standard)
    for name, entry in standard.inputs.items():
        yield from _of_range(("inputs", name), entry.minimum, entry.maximum)
    for table, rows in standard.rows.items():
        for name, entry in rows.inputs.items():
            yield from _of_range(("rows", table, "inputs", name), entry.minimum, entry.maximum)
    for name, constant in standard.coefficients.items():
        if constant.value is not None:
            yield ("coefficients", name, "value"), constant.value, ANY
    for name, derived in standard.derived.items():
        yield from _of_brackets(("derived", name, "value"), derived.value)
    for path, group in groups_of(standard):
        if group.weight is not None:
            yield (*path, "weight"), group.weight, POSITIVE
        if group.most is not None:
            yield (*path, "most"), group.most, POSITIVE
    for path, item in items_of(standard):
        yield (*path, "points"), item.points, POSITIVE
        if item.full_at is not None:
            yield (*path, "full_at"), item.full_at, POSITIVE
        for at, score in scores_of(path, item):
            yield from _of_score(at, score)
    for i, grade in enumerate(standard.grades):
        yield ("grades", i, "at_least"), grade.at_least, NOT_NEGATIVE
    for i, rank in enumerate(standard.ranks):
        yield ("ranks", i, "share"), rank.share, SHARE


def _of_total(standard: Standard) -> Iterator[Wanted]:
    for key in ("maximum", "round", "round_group", "round_item"):
        text = standard.total.get(key)
        if text is not None:
            yield ("total", key), text, POSITIVE if key == "maximum" else INTERVAL
    if (line := standard.total.get("pass_line")) is not None:
        yield ("total", "pass_line"), line, NOT_NEGATIVE


def _of_range(path: Path, minimum: str | None, maximum: str | None) -> Iterator[Wanted]:
    for key, text in (("minimum", minimum), ("maximum", maximum)):
        if text is not None:
            yield (*path, key), text, ANY


def _of_score(path: Path, score: Score) -> Iterator[Wanted]:
    if score.cap is not None:
        yield (*path, "cap"), score.cap, POSITIVE
    yield (*path, "floor"), score.floor, SHARE
    for i, (threshold, share) in enumerate(score.steps):
        yield (*path, "steps", i, 0), threshold, ANY
        yield (*path, "steps", i, 1), share, SHARE
    for side in ("lead", "base"):
        yield from _of_brackets((*path, side), getattr(score, side))


def _of_brackets(path: Path, value: object) -> Iterator[Wanted]:
    for at, part in parts_of(path, value):
        if isinstance(part, dict) and isinstance(part.get("at_least"), list):
            for i, step in enumerate(part["at_least"]):
                if isinstance(step, list) and step and isinstance(step[0], str):
                    yield (*at, "at_least", i, 0), step[0], ANY
