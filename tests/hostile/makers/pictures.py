"""Pictures: too large when unpacked, cut off, moving, or something else under their name."""

import io
import struct
import zlib
from random import Random

from PIL import Image

from tests.hostile.makers.office import zipped
from tests.hostile.makers.pdf import deflated
from tests.hostile.makers.registry import made, plain

MARK = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    """A piece of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(across: int, down: int, *, more: bytes = b"", body: bytes = b"") -> bytes:
    """A grey PNG that says it is so large."""
    head = chunk(b"IHDR", struct.pack(">2I5B", across, down, 8, 0, 0, 0, 0))
    return MARK + head + more + chunk(b"IDAT", body or zlib.compress(b"\0" * (across + 1) * min(down, 100))) + chunk(b"IEND", b"")


def saved(kind: str, across: int = 640, down: int = 480, **more: object) -> bytes:
    """A real picture."""
    target = io.BytesIO()
    Image.linear_gradient("L").resize((across, down)).save(target, kind, **more)
    return target.getvalue()


plain("huge.png", png(100_000, 100_000, body=zlib.compress(bytes(10_000_000), 9)))
plain("none_across.png", png(0, 0))
plain("cut_off.png", saved("PNG")[:-600])
plain("cut_off.jpg", saved("JPEG")[:-600])
plain("wrong_sum.png", png(10, 10)[:-16] + b"\0\0\0\0" + png(10, 10)[-12:])
plain("only_a_mark.png", MARK)
plain("only_a_mark.jpg", b"\xff\xd8\xff\xe0" + bytes(32))
plain("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
plain("script.jpg", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)")
plain("also_a_zip.jpg", saved("JPEG") + zipped([("x.html", "<script>")]))
plain("huge.jpg", saved("JPEG").replace(struct.pack(">2H", 480, 640), struct.pack(">2H", 65_000, 65_000), 1))


@made("words_as_a_bomb.png")
def _words(dice: Random) -> bytes:
    return png(10, 10, more=chunk(b"zTXt", b"Comment\0\0" + deflated(500 << 20)))


@made("moving.png")
def _moving(dice: Random) -> bytes:
    frames = [Image.new("L", (20, 20), shade) for shade in range(0, 250, 10)]
    target = io.BytesIO()
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])
    return target.getvalue()
