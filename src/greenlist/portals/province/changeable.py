"""What of a standard may be tried with another value on the page 试算, in words, and what was typed as patches of an overlay."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from greenlist.engines.scoring.application import DIGITS, number
from greenlist.engines.scoring.overlay import PASS_LINE, Patch
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.engines.scoring.schema import Group, Item, Score, Standard
from greenlist.rulebook.reference.units import plain_digits

COMPARED = re.compile(r"(?P<before>.*[<>]=?\s*)(?P<limit>[0-9.]+)")
QUOTIENT = re.compile(r"[0-9.]+\s*/\s*[0-9.]+")
NONE_WORDS = ("不设", "无")


@dataclass(frozen=True)
class Place:
    """One value: its path in the standard, what it is, what it is now; `lead` stands before a limit inside a test."""

    path: str
    label: str
    now: str
    lead: str = ""
    may_be_none: bool = False

    item: str = ""

    @property
    def name(self) -> str:
        """With the id of its indicator, so that a chosen one tells which it is."""
        return f"{self.item} {self.label}" if self.item else self.label


def places_of(standard: Standard, pass_line: str | None) -> list[tuple[str, list[Place]]]:
    """The values of a standard by indicator, in its order; the round's pass line first, then the weights."""
    weights = [Place(f"groups.{g.id}.weight", f"{g.title} 权重", g.weight) for g in _groups(standard.groups) if g.weight]
    found = [("合格线和权重", [Place(PASS_LINE, "合格线（本轮参数）", pass_line or "不设", may_be_none=True), *weights])]
    for group in _groups(standard.groups):
        found += [(f"{item.id} {item.label}", list(_of_item(item))) for item in group.items]
    return found


def _groups(groups: Iterable[Group]) -> Iterator[Group]:
    for group in groups:
        yield group
        yield from _groups(group.groups)


def title_of(places: Iterable[tuple[str, list[Place]]], path: str) -> str:
    """The indicator that a value belongs to; '' for the pass line and the weights."""
    return next((title for title, held in places for place in held if place.path == path and path.startswith("items.")), "")


def _of_item(item: Item) -> Iterator[Place]:
    at = f"items.{item.id}"
    if item.score:
        yield from _of_score(item.id, f"{at}.score", "", item.score)
    for i, way in enumerate(item.any_of):
        yield from _of_score(item.id, f"{at}.any_of.{i}.score", f"{way.label} ", way.score)
    if item.test and (limit := COMPARED.fullmatch(item.test)):
        yield Place(f"{at}.test", "门槛", limit["limit"], limit["before"], item=item.id)
    yield Place(f"{at}.points", "满分", item.points, item=item.id)


def _of_score(item: str, at: str, way: str, score: Score) -> Iterator[Place]:
    """A lead or base that is looked up, or changes by date, is no single number and stays out."""
    for key, word in (("lead", "领先值"), ("base", "基准值"), ("cap", "得分率上限")):
        if isinstance(value := getattr(score, key), str) and not (key == "cap" and score.kind not in {"pos", "neg", "points"}):
            yield Place(f"{at}.{key}", way + word, value, may_be_none=key == "cap", item=item)
    for i, (threshold, share) in enumerate(score.steps):
        yield Place(f"{at}.steps.{i}.0", f"{way}第{i + 1}档门槛（得{share}）", threshold, item=item)


def patches_of(places: Iterable[Place], typed: Iterable[tuple[str, str]]) -> tuple[list[Patch], list[str]]:
    """(patches, problems) of what was typed: every place once, every value a number; a line without place and value is none."""
    known = {place.path: place for place in places}
    patches: list[Patch] = []
    problems: list[str] = []
    for i, (path, text) in enumerate(((path.strip(), text.strip()) for path, text in typed), start=1):
        if not path and not text:
            continue
        at, place = f"第{i}处改动", known.get(path)
        if place is None:
            problems.append(f"{at}：请选改哪一个数值。")
        elif any(patch.path == path for patch in patches):
            problems.append(f"{at}：“{place.label}”已在上面改过；留一处。")
        else:
            patches += _patch(place, text, at, problems)
    return patches, problems


def _patch(place: Place, text: str, at: str, problems: list[str]) -> Iterator[Patch]:
    if place.may_be_none and text in NONE_WORDS:
        yield Patch(place.path, None, at)
        return
    try:
        plain, value = _plain(text)
    except ValueError as error:
        problems.append(f"{at}：{error}" if text else f"{at}：请填“{place.label}”的新值。")
        return
    if place.path == PASS_LINE and not 0 <= value <= 100:
        problems.append(f"{at}：合格线应在0和100之间。")
        return
    yield Patch(place.path, place.lead + plain, at)


def _plain(text: str) -> tuple[str, Fraction]:
    """A typed number or quotient as a standard writes it, and what it is worth. Raises ValueError with one Chinese sentence."""
    typed = plain_digits(text)
    parts = [number(part) for part in (typed.split("/") if QUOTIENT.fullmatch(typed) else [text])]
    if not all(parts[1:]):
        raise ValueError(f"“{text}”除以0；请改正。")
    plain = "/".join(shown(part, 2 * DIGITS) for part in parts)
    return plain, fraction(plain)
