"""Sending a zip that is made while it is sent."""

from collections.abc import Iterable
from urllib.parse import quote

from django.http import StreamingHttpResponse


def sent_zip(pieces: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """The pieces as a download under its own name."""
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
