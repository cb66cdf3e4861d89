"""The byte array of an IETF Token Status List: so many bits a status, the first in the lowest bits, compressed with zlib."""

import zlib
from collections.abc import Mapping

from greenlist.engines.status.encoding import from_base64url, to_base64url

STATES = {"listed": 0, "removed": 1, "suspended": 2, "merged": 3}  # VALID, INVALID, SUSPENDED of the draft, and one of our own
BITS = 2
WIDTHS = (1, 2, 4, 8)
MOST_BYTES = 1 << 24


def packed(statuses: Mapping[int, int], size: int, bits: int = BITS) -> str:
    """`lst`: the statuses at their places, 0 everywhere else; `size` is how many places there are."""
    if bits not in WIDTHS or any(not (0 <= place < size and 0 <= status < 1 << bits) for place, status in statuses.items()):
        raise ValueError("a status outside the list")
    held = bytearray((size * bits + 7) // 8)
    for place, status in statuses.items():
        byte, shift = divmod(place * bits, 8)
        held[byte] |= status << shift
    return to_base64url(zlib.compress(bytes(held), 9))


def unpacked(lst: str, place: int, bits: int = BITS) -> int:
    """The status at one place. ValueError when the list is none, too long, or ends before this place."""
    if bits not in WIDTHS:
        raise ValueError("no such width")
    opened = zlib.decompressobj()
    try:
        held = opened.decompress(from_base64url(lst), MOST_BYTES)
    except zlib.error as problem:
        raise ValueError("not a compressed list") from problem
    byte, shift = divmod(place * bits, 8)
    if not opened.eof or opened.unused_data or not 0 <= byte < len(held):
        raise ValueError("the list has no such place")
    return held[byte] >> shift & (1 << bits) - 1
