"""An office file without the instant of its making: the same content makes the same bytes, today and when the work is begun anew."""

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

INSTANT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def dateless(body: bytes) -> bytes:
    """A .docx or .xlsx with every date of its wrapping set to the first one a zip can bear; what is written in it stays."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(body)) as source, ZipFile(target, "w") as made:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = INSTANT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            fixed = ZipInfo(entry.filename, FIRST_DAY)
            fixed.compress_type, fixed.external_attr = ZIP_DEFLATED, entry.external_attr
            made.writestr(fixed, content)
    return target.getvalue()
