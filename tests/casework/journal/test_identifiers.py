"""UUIDv7: version and variant, ordered by time, never twice."""

import time

from greenlist.casework.journal.identifiers import uuid7


def test_version_and_variant():
    made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_the_first_48_bits_are_the_milliseconds():
    before = time.time_ns() // 1_000_000
    made = uuid7().int >> 80
    assert before <= made <= time.time_ns() // 1_000_000


def test_later_ones_sort_after_earlier_ones_even_within_a_millisecond():
    made = []
    for _ in range(200):
        made.append(uuid7())
        time.sleep(0.00001)
    assert made == sorted(made)
    assert [str(m) for m in made] == sorted(str(m) for m in made)


def test_no_two_are_alike():
    assert len({uuid7() for _ in range(20_000)}) == 20_000
