"""The content table: what a decision used, stored once, found by hash."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.models import Content
from greenlist.engines.ledger import canonical, digest_of


def store(kind: str, body: Any) -> str:
    """Store `body` once and return its digest."""
    return store_each(kind, [body])[0]


def store_each(kind: str, bodies: Sequence[Any]) -> list[str]:
    """Store each body once and return their digests in order, in two queries; in one when all are known."""
    texts = [canonical(body) for body in bodies]
    digests = [digest_of(text) for text in texts]
    fresh = dict(zip(digests, texts, strict=True))
    for known in Content.objects.filter(digest__in=digests).values_list("digest", flat=True):
        del fresh[known]
    Content.objects.bulk_create(Content(digest=digest, kind=kind, body=text, stored_at=now()) for digest, text in fresh.items())
    return digests


def load_each(digests: Iterable[str]) -> dict[str, Any]:
    """{digest: body} of those that are stored, in one query."""
    rows = Content.objects.filter(digest__in=set(digests)).values_list("digest", "body")
    return {digest: json.loads(body) for digest, body in rows}


def load(digest: Any) -> Any:
    """The body stored under a digest (or under the one that a query gives); Content.DoesNotExist when there is none."""
    return json.loads(body_of(digest))


def body_of(digest: Any) -> str:
    """The same as it is stored, canonical JSON."""
    return Content.objects.values_list("body", flat=True).get(digest=digest)
