"""Formulas as the shapes the kernel knows: `k + Σ c·x/y` (y may be absent), or `Σ c·x ÷ Σ d·y`. What is neither is `general`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from greenlist.engines.cohort import layout as at
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.tree import Name, Node, Number, Operation

Key = tuple[str | None, str | None]


@dataclass(frozen=True)
class Term:
    """factor · x / y; without x: factor / y; without y: factor · x; without both: factor (above a sum only)."""

    factor: Fraction
    x: str | None
    y: str | None


@dataclass(frozen=True)
class Shape:
    """constant + Σ terms; where `below` is not empty, constant + Σ terms ÷ Σ below."""

    constant: Fraction
    terms: tuple[Term, ...]
    below: tuple[Term, ...] = ()

    @property
    def kind(self) -> int:
        """Which loop of the kernel computes it."""
        if self.below:
            return at.RATIO
        if len(self.terms) == 1:
            only = self.terms[0]
            return at.LINEAR if only.y is None else at.INVERSE if only.x is None else at.QUOTIENT
        return at.THREE if len(self.terms) == 3 and all(term.y is None for term in self.terms) else at.SUM

    @property
    def is_divided(self) -> bool:
        """Can it be that it has no value?"""
        return bool(self.below) or any(term.y for term in self.terms)

    def scaled(self, slope: Fraction, constant: Fraction) -> "Shape":
        """slope · value + constant."""
        terms = tuple(replace(term, factor=term.factor * slope) for term in self.terms)
        return Shape(self.constant * slope + constant, terms, self.below)

    def turned(self, above: Fraction) -> "Shape | None":
        """above ÷ value, where the value is a quotient without a constant, or a sum over one denominator."""
        if self.below:
            turned = tuple(replace(term, factor=term.factor * above) for term in self.below)
            return None if self.constant else Shape(Rational(0), turned, self.terms)
        only = self.terms[0]
        if len(self.terms) == 1 and not self.constant:
            return Shape(Rational(0), (Term(above / only.factor, only.y, only.x),)) if only.x else None
        if any(term.y != only.y or term.x is None for term in self.terms) or (self.constant and only.y is None):
            return None
        below = [Term(term.factor, term.x, None) for term in self.terms]
        below += [Term(self.constant, only.y, None)] if self.constant else []
        return Shape(Rational(0), (Term(above, only.y, None),), tuple(below))


def shape_of(tree: Node, inlined: Mapping[str, Node]) -> Shape | None:
    """The shape of a formula, with the derived values of `inlined` written out; None: it has none of ours."""
    factor, tree = _unscaled(tree, inlined)
    if isinstance(tree, Operation) and tree.sign == "/":
        above, below = (_sum(part, inlined) for part in tree.parts)
        if above and below and len(below[1]) > 1 and not above[0] and not below[0] and _is_plain(above[1]) and _is_plain(below[1]):
            return Shape(Rational(0), _terms(above[1], factor), _terms(below[1], Rational(1)))
    found = _sum(tree, inlined)
    if found is None or not found[1]:
        return None
    return Shape(found[0] * factor, _terms(found[1], factor))


def _unscaled(tree: Node, inlined: Mapping[str, Node]) -> tuple[Fraction, Node]:
    """A factor outside the whole, taken off."""
    if isinstance(tree, Name) and tree.name in inlined:
        return _unscaled(inlined[tree.name], inlined)
    if isinstance(tree, Operation) and tree.sign in {"*", "/"}:
        left, right = tree.parts
        if isinstance(right, Number) and right.value:
            factor, inner = _unscaled(left, inlined)
            return (factor * right.value if tree.sign == "*" else factor / right.value), inner
        if isinstance(left, Number) and left.value and tree.sign == "*":
            factor, inner = _unscaled(right, inlined)
            return factor * left.value, inner
    return Rational(1), tree


def _terms(found: dict[Key, Fraction], factor: Fraction) -> tuple[Term, ...]:
    return tuple(Term(value * factor, x, y) for (x, y), value in found.items())


def _is_plain(found: dict[Key, Fraction]) -> bool:
    return all(y is None for _, y in found)


def _sum(tree: Node, inlined: Mapping[str, Node]) -> tuple[Fraction, dict[Key, Fraction]] | None:
    """(constant, {(x, y): factor}); None where it is no such sum, or where a name would be lost."""
    if isinstance(tree, Number):
        return tree.value, {}
    if isinstance(tree, Name):
        return _sum(inlined[tree.name], inlined) if tree.name in inlined else (Rational(0), {(tree.name, None): Rational(1)})
    if tree.sign not in {"+", "-", "*", "/", "neg"}:
        return None
    parts = [_sum(part, inlined) for part in tree.parts]
    left = parts[0]
    if left is None:
        return None
    if tree.sign == "neg":
        return _times(left, Rational(-1))
    right = parts[1]
    if right is None:
        return None
    if tree.sign in {"+", "-"}:
        return _added(left, right if tree.sign == "+" else _times(right, Rational(-1)))
    if tree.sign == "*":
        return _times(left, right[0]) if not right[1] else _times(right, left[0]) if not left[1] else None
    return _over(left, right)


def _times(
    side: tuple[Fraction, dict[Key, Fraction]] | None, factor: Fraction
) -> tuple[Fraction, dict[Key, Fraction]] | None:  # fmt: skip
    if side is None or not factor:
        return None
    return side[0] * factor, {key: value * factor for key, value in side[1].items()}


def _added(
    left: tuple[Fraction, dict[Key, Fraction]], right: tuple[Fraction, dict[Key, Fraction]] | None
) -> tuple[Fraction, dict[Key, Fraction]] | None:  # fmt: skip
    if right is None:
        return None
    terms = dict(left[1])
    for key, value in right[1].items():
        terms[key] = terms.get(key, Rational(0)) + value
        if not terms[key]:
            return None
    return left[0] + right[0], terms


def _over(
    left: tuple[Fraction, dict[Key, Fraction]], right: tuple[Fraction, dict[Key, Fraction]]
) -> tuple[Fraction, dict[Key, Fraction]] | None:  # fmt: skip
    constant, terms = right
    if not terms:
        return _times(left, 1 / constant) if constant else None
    if constant or len(terms) != 1 or not _is_plain(terms) or not _is_plain(left[1]):
        return None
    (name, _), factor = next(iter(terms.items()))
    whole, found = Rational(0), {}
    for (x, _), value in left[1].items():
        if x == name:
            whole += value / factor  # y/y is 1: kept out of the sum, so that nothing cancels
        else:
            found[(x, name)] = value / factor
    if left[0]:
        found[(None, name)] = left[0] / factor
    return (whole, found) if found else None
