"""The bundle of a publication, made from its stored content alone."""

from typing import Any

from greenlist.casework.journal.contents import load
from greenlist.casework.publication.models import Publication
from greenlist.engines.ledger import make_bundle, opened

PUBLIC = ("number", "name", "category", "unit", "is_nominated")


def bundle_of(publication: Publication) -> dict[str, Any]:
    """`greenlist.bundle/1` of a published list; by category, then by number: a public list shows no rank."""
    head = {
        "title": publication.title,
        "document_number": publication.document_number,
        "published_on": publication.published_on.isoformat(),
        "notice": publication.round.notice,
    }
    rows = [{name: row[name] for name in PUBLIC} for row in load(publication.content_digest)["rows"]]
    return make_bundle(head, sorted(rows, key=lambda r: (r["category"], r["number"])), load(publication.draft.content_digest))


def openings_of(publication: Publication) -> dict[str, Any]:
    """What the commitments of the bundle stand for: the whole content of the decision, for an auditor."""
    return opened(load(publication.draft.content_digest))
