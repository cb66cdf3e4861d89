"""Zips of reports as counties send them, and as nobody should."""

import struct
import zipfile
import zlib
from random import Random

from tests.hostile.makers.office import WHEN, grown, link, zipped
from tests.hostile.makers.pdf import LINK, SCRIPT, pdf
from tests.hostile.makers.registry import made, plain

REPORT = pdf()

plain("climbing.zip", zipped([("../../../外.pdf", REPORT)]))
plain("absolute.zip", zipped([("/etc/cron.d/x.pdf", REPORT)]))
plain("climbing_backwards.zip", zipped([("a\\..\\..\\x.pdf", REPORT)]))
plain("drive.zip", zipped([("C:/Windows/x.pdf", REPORT)]))
plain("link.zip", zipped([(link("演示厂.pdf"), "/etc/passwd")]))
plain("twice_the_same.zip", zipped([("演示厂.pdf", REPORT), ("演示厂.pdf", REPORT + b" ")]))
plain("cut_off.zip", zipped([("演示厂.pdf", REPORT)])[:-60])
plain("none.zip", b"Rar!\x1a\x07\x01\x00" + bytes(100))
plain(
    "hostile_report.zip", zipped([("演示厂.pdf", pdf(catalogue=f"/OpenAction {SCRIPT}")), ("演示厂二.pdf", pdf(page=LINK.format(SCRIPT)))])
)
plain("zip_in_zip.zip", zipped([("演示厂.pdf", zipped([("x.pdf", REPORT)]))]))
plain("other_kinds.zip", zipped([("a.exe", b"MZ"), ("b.html", b"<script>"), ("c.pdf", b"MZ")]))
plain("right_to_left.zip", zipped([("演示厂\u202efdp.exe.pdf", REPORT)]))
plain("long_name.zip", zipped([("长" * 20_000 + ".pdf", REPORT)]))
plain("wrong_sum.zip", zipped([("演示厂.pdf", REPORT)], zipfile.ZIP_STORED).replace(b"invented", b"INVENTED"))


@made("nul_in_name.zip")
def _nul(dice: Random) -> bytes:
    return zipped([("x-exe.pdf", REPORT)]).replace(b"x-exe.pdf", b"x\0exe.pdf")


@made("locked.zip")
def _locked(dice: Random) -> bytes:
    body = bytearray(zipped([("演示厂.pdf", REPORT)]))
    body[body.index(b"PK\x01\x02") + 8] |= 1
    return bytes(body)


@made("bomb.zip")
def _bomb(dice: Random) -> bytes:
    return zipped([(f"{n}.pdf", b"%PDF-1.7" + bytes(60 << 20)) for n in range(4)])


@made("bomb_of_lzma.zip")
def _lzma(dice: Random) -> bytes:
    return zipped([("演示厂.pdf", b"%PDF-1.7" + bytes(80 << 20))], zipfile.ZIP_LZMA)


@made("bomb_that_lies.zip")
def _lying(dice: Random) -> bytes:
    return grown(zipped([("bomb.pdf", b"%PDF-1.7" + bytes(150 << 20))]), b"bomb.pdf", 900_000)


@made("bomb_in_one_piece.zip")
def _overlapping(dice: Random) -> bytes:
    """A thousand entries that all lie in the same place."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain_body = b"%PDF-1.7" + bytes(20 << 20)
    packed = packer.compress(plain_body) + packer.flush()
    crc = zlib.crc32(plain_body)
    shared = struct.pack("<5H3I2H", 20, 0, 8, 0x4000, 0x58B4, crc, len(packed), len(plain_body), 5, 0)
    body = b"PK\x03\x04" + shared + b"a.pdf" + packed
    entry = (
        b"PK\x01\x02"
        + struct.pack("<6H3I5H2I", 20, 20, 0, 8, 0x4000, 0x58B4, crc, len(packed), len(plain_body), 5, 0, 0, 0, 0, 0, 0)
        + b"a.pdf"
    )
    names = b"".join(entry.replace(b"a.pdf", b"%05d" % n) for n in range(1000))
    return body + names + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1000, 1000, len(names), len(body), 0)


@made("seventy_thousand_entries.zip")
def _entries(dice: Random) -> bytes:
    return zipped([(zipfile.ZipInfo(f"{n}.pdf", WHEN), b"") for n in range(70_000)])


@made("also_a_picture.zip")
def _picture(dice: Random) -> bytes:
    return b"GIF89a" + zipped([("演示厂.pdf", REPORT)])
