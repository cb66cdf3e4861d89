"""Canonical JSON and its SHA-256: the same content gives the same bytes everywhere."""

import hashlib
import json
from typing import Any


def canonical(body: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, Chinese kept; decimals must come as text (TypeError on a binary float)."""
    _refuse_floats(body)
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """`sha256:` of the text's UTF-8 bytes."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _refuse_floats(body: Any) -> None:
    if isinstance(body, float):
        raise TypeError("content holds a binary float; write decimals as text")
    if isinstance(body, dict):
        for value in body.values():
            _refuse_floats(value)
    elif isinstance(body, list | tuple):
        for value in body:
            _refuse_floats(value)
