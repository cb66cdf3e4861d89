"""The files by name: each is a function that makes its bytes from a generator of chance."""

from collections.abc import Callable
from random import Random

Maker = Callable[[Random], bytes]
FILES: dict[str, Maker] = {}


def made(name: str) -> Callable[[Maker], Maker]:
    """Enter a maker under the name of its file."""

    def enter(maker: Maker) -> Maker:
        if name in FILES:
            raise ValueError(f"two makers of {name}")
        FILES[name] = maker
        return maker

    return enter


def plain(name: str, body: bytes) -> None:
    """Enter a file whose bytes are known."""
    made(name)(lambda dice: body)
