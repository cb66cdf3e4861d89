"""base64url and JSON as a verifier must read them: one spelling only, no member twice, no binary float."""

import base64
import binascii
import json
from typing import Any


def to_base64url(data: bytes) -> str:
    """RFC 7515 §2: base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """The bytes; ValueError for any spelling but the one `to_base64url` writes (padding, other alphabet, loose last bits)."""
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as problem:
        raise ValueError("not base64url") from problem
    if to_base64url(data) != text:
        raise ValueError("not the one spelling of base64url")
    return data


def strict_object(data: bytes) -> dict[str, Any]:
    """A JSON object; ValueError for a member that stands twice, a float, NaN, another kind of value, or too deep a nesting."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
    except RecursionError as problem:
        raise ValueError("nested too deep") from problem
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"a binary float: {text}")
