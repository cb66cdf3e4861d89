"""Formulas read by hand: letters to words, words to a tree by recursive descent, the tree worked out on fractions."""

import re
from collections.abc import Callable
from fractions import Fraction

WORD = re.compile(r"\s*(\d+(?:\.\d+)?|[^\W\d]\w*(?:\[-\d+\])?|>=|<=|==|[-+*/<>(),])")
COMPARING = (">", ">=", "<", "<=", "==")
YEARLY = ("mean_years", "sum_years", "all_years", "any_year", "count_years")
Known = Callable[[str, int], Fraction | None]


class Unknown(Exception):
    """Something that is needed is not known."""


class Zero(Exception):
    """Something is divided by nothing."""


def number(text):
    """`0.1`, `-3`, `43/8` as a fraction."""
    above, slash, below = str(text).partition("/")
    return _decimal(above) / (_decimal(below) if slash else 1)


def _decimal(text):
    sign, text = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, rest = text.partition(".")
    return sign * Fraction(int(whole + rest), 10 ** len(rest))


def read(text):
    """The tree of a formula: ('name', x), ('number', x) or (sign, part, part…)."""
    words, at, text = [], 0, text.strip()
    while at < len(text):
        found = WORD.match(text, at)
        assert found, f"cannot read {text!r} at {at}"
        words.append(found[1])
        at = found.end()
    reader = _Reader(words)
    tree = reader.either()
    assert reader.at == len(words), f"too much in {text!r}"
    return tree


class _Reader:
    """One function a level: or, and, not, comparison, sum, product, sign, atom."""

    def __init__(self, words):
        self.words, self.at = words, 0

    def next(self, *wanted):
        if self.at < len(self.words) and (not wanted or self.words[self.at] in wanted):
            self.at += 1
            return self.words[self.at - 1]
        return None

    def either(self):
        tree = self.both()
        while self.next("or"):
            tree = ("or", tree, self.both())
        return tree

    def both(self):
        tree = self.negated()
        while self.next("and"):
            tree = ("and", tree, self.negated())
        return tree

    def negated(self):
        return ("not", self.negated()) if self.next("not") else self.compared()

    def compared(self):
        tree = self.sum()
        sign = self.next(*COMPARING)
        return (sign, tree, self.sum()) if sign else tree

    def sum(self):
        tree = self.product()
        while sign := self.next("+", "-"):
            tree = (sign, tree, self.product())
        return tree

    def product(self):
        tree = self.signed()
        while sign := self.next("*", "/"):
            tree = (sign, tree, self.signed())
        return tree

    def signed(self):
        return ("negative", self.signed()) if self.next("-") else self.atom()

    def atom(self):
        word = self.next()
        if word == "(":
            tree = self.either()
            assert self.next(")")
            return tree
        if word[0].isdigit():
            return ("number", number(word))
        if self.next("("):
            parts = [self.either()]
            while self.next(","):
                parts.append(self.either())
            assert self.next(")")
            return (word, *parts)
        return ("name", word)


def names(tree):
    """Every name in the tree, without years."""
    if tree[0] == "name":
        return {tree[1].partition("[")[0]}
    return {name for part in tree[1:] if isinstance(part, tuple) for name in names(part)}


def worked_out(tree, known: Known, back=0):
    """The value, or True/False for a test, as it was `back` years ago. Raises Unknown, Zero."""
    sign, *parts = tree
    if sign == "number":
        return parts[0]
    if sign == "name":
        name, _, years = parts[0].partition("[-")
        value = known(name, back + int(years.rstrip("]") or 0))
        if value is None:
            raise Unknown(parts[0])
        return value
    if sign in YEARLY:
        return _over_years(sign, parts[0], int(parts[1][1]), known, back)
    if sign == "or":
        return worked_out(parts[0], known, back) or worked_out(parts[1], known, back)
    if sign == "and":
        return worked_out(parts[0], known, back) and worked_out(parts[1], known, back)
    if sign == "if_":
        return worked_out(parts[1] if worked_out(parts[0], known, back) else parts[2], known, back)
    return _joined(sign, [worked_out(part, known, back) for part in parts])


def _over_years(sign, part, years, known, back):
    if sign == "all_years":
        return all(worked_out(part, known, back + year) for year in range(years))
    if sign == "any_year":
        return any(worked_out(part, known, back + year) for year in range(years))
    values = [worked_out(part, known, back + year) for year in range(years)]
    if sign == "count_years":
        return Fraction(sum(1 for value in values if value))
    return sum(values, Fraction(0)) / (years if sign == "mean_years" else 1)


def _joined(sign, values):
    first, rest = values[0], values[1:]
    if sign == "negative":
        return -first
    if sign == "not":
        return not first
    if sign == "abs":
        return -first if first < 0 else first
    if sign == "/":
        if rest[0] == 0:
            raise Zero
        return Fraction(first) / rest[0]
    if sign in {"sum", "mean"}:
        return sum(values, Fraction(0)) / (len(values) if sign == "mean" else 1)
    if sign in {"min", "max"}:
        return sorted(values)[0 if sign == "min" else -1]
    if sign in COMPARING:
        ahead = (first > rest[0]) - (first < rest[0])
        return ahead in {">": (1,), ">=": (0, 1), "<": (-1,), "<=": (-1, 0), "==": (0,)}[sign]
    return first + rest[0] if sign == "+" else first - rest[0] if sign == "-" else first * rest[0]


def rounded(value, interval):
    """GB/T 8170: the nearest multiple of the interval; of two equally near ones the even multiple. Once, on the size, then the sign."""
    size, times = abs(value) / interval, 0
    times = size.numerator // size.denominator
    left = size - times
    if left * 2 > 1 or (left * 2 == 1 and times % 2):
        times += 1
    return times * interval * (-1 if value < 0 else 1)
