"""The content table: what a decision used, stored once, found by hash."""

import json
from typing import Any

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.models import Content
from greenlist.engines.ledger import canonical, digest_of


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
