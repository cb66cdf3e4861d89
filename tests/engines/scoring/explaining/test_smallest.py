"""The smallest set of options, against every way to take one option of each part; and what is told where too much would have to be tried."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from greenlist.engines.scoring.explaining.coach import coach
from greenlist.engines.scoring.explaining.smallest import LIMIT, NOTHING, TRIES, Option, Parts, smallest
from tests.engines.scoring.standards import group as branch
from tests.engines.scoring.standards import item, plan, result


def made(*parts: list[Option]) -> Parts:
    """Parts as they are, without any to be tried out."""
    found = Parts()
    found.parts, found.bounds = list(parts), list(parts)
    return found


def option(names: str, gain: str | int) -> Option:
    return Option(tuple(names), Fraction(gain))


def single(name: str, gain: str | int) -> list[Option]:
    return [NOTHING, option(name, gain)]


def at_random(random: Random):
    """Up to five parts over the names a, b, c …: single changes, and choices of two that may ask for at least one."""
    letters, parts = iter("abcdefghij"), []
    for _ in range(random.randint(1, 5)):
        a, gain = next(letters), random.randint(1, 12)
        if random.random() < 0.5:
            parts.append(single(a, f"{gain}/3"))
            continue
        b, more = next(letters), random.randint(0, 12)
        parts.append(
            [NOTHING] * random.randint(0, 1) + [option(a, gain), option(b, more), option(a + b, gain + more - random.randint(0, 2))]
        )
    return parts


def by_trying(parts, need, is_strict, order):
    """(names, how many, most) of the first smallest set that gains least and still enough."""
    sets = []
    for taken in product(*parts):
        names = sorted((name for one in taken for name in one.names), key=order.index)
        sets.append((len(names), sum((one.gain for one in taken), Fraction(0)), [order.index(name) for name in names], tuple(names)))
    fits = [one for one in sets if (one[1] > need if is_strict else one[1] >= need)]
    return (min(fits)[3] if fits else None), (min(fits)[0] if fits else 0), max(one[1] for one in sets)


@pytest.mark.parametrize("seed", range(4))
def test_the_set_is_the_one_that_trying_all_finds(seed):
    random = Random(seed)
    for _ in range(60):
        parts, order = at_random(random), list("abcdefghij")
        random.shuffle(order)
        need, is_strict = Fraction(random.randint(-2, 60), random.choice([1, 2, 3])), random.random() < 0.5
        names, count, most = by_trying(parts, need, is_strict, order)
        found = smallest(made(*parts), need, is_strict=is_strict, order=order)
        assert (found.names, found.most, found.lower_bound, found.is_smallest, found.is_least) == (names, most, count, True, True)


def test_enough_is_enough_unless_more_is_asked_for():
    parts = made(single("a", "7/3"), single("b", 1))
    assert smallest(parts, Fraction(7, 3), is_strict=False, order="ab").names == ("a",)
    assert smallest(parts, Fraction(7, 3), is_strict=True, order="ab").names == ("a", "b")
    assert smallest(parts, Fraction(5, 2), is_strict=True, order="ab").names == ("a", "b")
    assert smallest(parts, Fraction(10, 3), is_strict=True, order="ab").names is None


def test_nothing_gained_is_no_change_and_every_change_was_looked_at():
    parts = Parts()
    for name, gain in (("a", 0), ("b", 2), ("c", 1)):
        parts.single(option(name, gain))
    assert (len(parts.parts), parts.looked_at) == (2, 3)
    assert smallest(parts, Fraction(0), is_strict=False, order="abc").looked_at == 3 + 2  # one state a part


def best_two(values: dict[str, int]):
    """What raising some of these to ten gains where the best two count."""

    def gain(names: tuple[str, ...]) -> Fraction:
        raised = sorted((10 if name in names else value for name, value in values.items()), reverse=True)
        return Fraction(sum(raised[:2]) - sum(sorted(values.values(), reverse=True)[:2]))

    return gain


def test_of_a_choice_every_set_is_tried_that_is_not_larger_than_what_counts_and_fills_what_must_be_filled():
    parts, values = Parts(), {"a": 8, "b": 2, "c": 0, "d": 0}
    parts.choice("abcd", {"c", "d"}, 1, 2, best_two(values))
    (tried,) = parts.parts
    assert [one.names for one in tried] == [("c",), ("d",), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")]
    assert [one.gain for one in tried] == [8, 8, 10, 10, 10, 10, 10]
    assert (parts.looked_at, parts.bounds) == (7, parts.parts)


def test_a_choice_without_anything_free_is_no_part():
    parts = Parts()
    parts.choice("", set(), 0, 2, best_two({}))
    assert (parts.parts, parts.looked_at) == ([], 0)


def test_a_choice_too_large_is_bounded_by_each_alone_and_answered_by_the_best_first():
    parts, values = Parts(limit=3), {"a": 8, "b": 2, "c": 0, "d": 0, "e": 5}
    parts.choice("abcde", {"d"}, 1, 2, best_two(values))
    assert [one.names for one in parts.parts[0]] == [("d",), ("d", "b")]
    assert [[one.names for one in bound] for bound in parts.bounds] == [[(), (name,)] for name in "abcde"]
    assert [bound[1].gain for bound in parts.bounds] == [2, 5, 5, 5, 5]
    assert parts.looked_at == 5 + 2
    found = smallest(parts, Fraction(6), is_strict=False, order="abcde")
    assert (found.names, found.lower_bound, found.is_smallest, found.is_least) == (("b", "d"), 2, True, False)
    found = smallest(parts, Fraction(8), is_strict=False, order="abcde")
    assert (found.names, found.lower_bound, found.is_smallest) == (None, 2, False)


def test_many_choices_too_large_are_each_bounded_however_many_were_looked_at_before():
    parts = Parts(limit=3)
    for group in ("abcde", "fghij", "klmno"):
        parts.choice(group, set(), 0, 4, best_two(dict.fromkeys(group, 1)))
    assert (len(parts.parts), parts.looked_at) == (3, 3 * (5 + 4))


def test_sets_that_fill_too_few_gaps_are_counted_without_being_made():
    free = [f"i{n}" for n in range(40)]
    parts = Parts()
    parts.choice(free, set(free), 20, 20, best_two(dict.fromkeys(free, 0)))
    assert (len(parts.parts[0]), len(parts.bounds)) == (1, 40)
    parts = Parts()
    parts.choice(free, set(free[:20]), 20, 20, best_two(dict.fromkeys(free, 0)))
    assert [one.names for one in parts.parts[0]] == [tuple(free[:20])]


def test_exactly_as_many_sets_as_allowed_are_still_tried():
    parts = Parts(limit=3)
    parts.choice("ab", set(), 0, 1, best_two({"a": 1, "b": 2}))
    assert (len(parts.parts[0]), parts.looked_at) == (3, 3)
    parts = Parts(limit=2)
    parts.choice("ab", set(), 0, 1, best_two({"a": 1, "b": 2}))
    assert (parts.bounds == parts.parts, [one.names for one in parts.parts[0]]) == (False, [(), ("a",)])
    assert Parts(10**6).limit == TRIES < LIMIT


def test_what_was_looked_at_before_counts_against_the_limit():
    parts = Parts(limit=6)
    for group in ("ab", "cd"):
        parts.choice(group, set(), 0, 2, best_two(dict.fromkeys(group, 1)))
    assert (len(parts.parts[0]), parts.looked_at) == (4, 4 + 2 + 2)
    assert [[one.names for one in bound] for bound in parts.bounds[1:]] == [[(), ("c",)], [(), ("d",)]]


def test_beyond_the_limit_of_sums_a_set_is_still_found_and_told_as_not_compared_with_all():
    parts = made(*[single(chr(97 + i), 2**i) for i in range(12)])
    need, order = Fraction(2**10 + 2**5), [chr(97 + i) for i in range(12)]
    exact = smallest(parts, need, is_strict=False, order=order)
    assert (exact.names, exact.is_least) == (("l",), True)
    need = Fraction(2**11 + 2**7)
    whole, cut = (smallest(parts, need, is_strict=False, order=order, limit=limit) for limit in (LIMIT, 2))
    assert (whole.names, whole.is_least, len(whole.names)) == (("h", "l"), True, 2)
    assert (len(cut.names), cut.is_smallest, cut.is_least) == (2, True, False)
    assert smallest(parts, need, is_strict=False, order=order, limit=whole.looked_at).is_least
    assert not smallest(parts, need, is_strict=False, order=order, limit=whole.looked_at - 1).is_least


def test_of_a_choice_no_more_are_tried_together_than_count():
    """None, and every set of one, of two, of three; and none again."""
    for best, sets in ((1, 1 + 3), (2, 1 + 3 + 3), (3, 1 + 3 + 3 + 1)):
        found = result(plan(branch("A", item("P"), item("Q"), item("R"), best=best), maximum="30"), items=dict.fromkeys("PQR", "1"))
        assert coach(found, Fraction(5)).looked_at == sets + 1
