"""The mark of a version on each page of a paper: as text in the foot, and as a QR code that a scan keeps.

The text is `GZ-2024-JJ-0001-1·3fa9c1d2e4b5`: the code of the version and the beginning of its digest. The QR code holds the address where
the version can be verified (only its path, where the installation has told no public address), the same beginning of the digest, and which page to be signed this is. CG is a draft, GZ a version made
to be sealed, HZ a version handed in.
"""

import io
import re
from dataclasses import dataclass, field

import segno

SHOWN = 12
CODE = r"(?:CG|GZ|HZ)-\d{4}-[A-Z]{1,4}-\d{4,}(?:-\d{1,4})?"
IN_TEXT = re.compile(rf"({CODE})\s*·\s*([0-9a-f]{{{SHOWN}}})(?![0-9a-f])")
IN_CODE = re.compile(rf"^(?:https?://[^/\s]+)?/papers/({CODE})/\?d=([0-9a-f]{{{SHOWN}}})&p=([a-z_]+)$")


@dataclass(frozen=True, order=True)
class VersionMark:
    """The code of a version and the beginning of its digest; `site` is the public address of the installation, where it is told."""

    code: str
    digest: str
    site: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """As it stands in the foot of a page."""
        return f"{self.code}·{self.digest}"

    @property
    def number(self) -> str:
        """The application's number: 2024-JJ-0001 of GZ-2024-JJ-0001-2."""
        return "-".join(self.code.split("-")[1:4])

    @property
    def is_draft(self) -> bool:
        """Was it printed from a form that was still open?"""
        return self.code.startswith("CG-")

    def path(self, what: str) -> str:
        """What the QR code of a page says; `what` is the page to be signed, or `page`."""
        return f"{self.site}/papers/{self.code}/?d={self.digest}&p={what}"

    @property
    def where(self) -> str:
        """Where a reader of the paper can verify it: the address, or where none is told the name of the page."""
        return f"　核对：{self.site}/papers/" if self.site else "　核对：“核对纸质报告的版本”页"


def mark_of(code: str, digest: str) -> VersionMark:
    """The mark for a whole digest, `sha256:…`."""
    return VersionMark(code, digest.removeprefix("sha256:")[:SHOWN])


def marks_in_text(text: str) -> list[VersionMark]:
    """The marks that stand on a page."""
    return [VersionMark(*found) for found in IN_TEXT.findall(text.replace("\ufffe", ""))]


def mark_in_code(said: str) -> tuple[VersionMark, str] | None:
    """The mark and the page of a QR code; None for another's."""
    found = IN_CODE.match(said)
    return (VersionMark(found[1], found[2]), found[3]) if found else None


def is_code(text: str) -> bool:
    """Is this the code of a version, whether there is one or not?"""
    return re.fullmatch(CODE, text, re.ASCII) is not None


def qr_svg(said: str) -> str:
    """A QR code as SVG, black on white with a quiet margin."""
    target = io.BytesIO()
    segno.make(said, error="m", micro=False).save(target, kind="svg", border=2, light="#fff", xmldecl=False, svgns=True)
    return target.getvalue().decode()
