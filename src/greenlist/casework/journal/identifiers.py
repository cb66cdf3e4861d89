"""UUIDv7 (RFC 9562 §5.7): made by the client, ordered by time."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, 12 bits of their fraction (§6.2, method 3), 62 random bits.

    The fraction (steps of 244 ns) keeps lines written within one millisecond in the order in which they were written.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random)
