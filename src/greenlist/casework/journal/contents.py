"""The content table: what a decision used, stored once, found by hash."""

import hashlib
import json
from typing import Any

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.models import Content


def canonical(body: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, Chinese kept; decimals must come as text (TypeError on a binary float)."""
    _refuse_floats(body)
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """`sha256:` of the text's UTF-8 bytes."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def store(kind: str, body: Any) -> str:
    """Store `body` once and return its digest."""
    text = canonical(body)
    digest = digest_of(text)
    if not Content.objects.filter(digest=digest).exists():
        Content.objects.create(digest=digest, kind=kind, body=text, stored_at=now())
    return digest


def load(digest: Any) -> Any:
    """The body stored under a digest (or under the one that a query gives); Content.DoesNotExist when there is none."""
    return json.loads(Content.objects.get(digest=digest).body)


def _refuse_floats(body: Any) -> None:
    if isinstance(body, float):
        raise TypeError("content holds a binary float; write decimals as text")
    if isinstance(body, dict):
        for value in body.values():
            _refuse_floats(value)
    elif isinstance(body, list | tuple):
        for value in body:
            _refuse_floats(value)
