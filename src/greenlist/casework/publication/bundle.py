"""The bundle of a publication, made from its stored content alone."""

from typing import Any

from greenlist.casework.journal.contents import load
from greenlist.casework.publication.disclosure import PUBLIC, classes_of
from greenlist.casework.publication.models import Publication
from greenlist.engines.ledger import make_bundle, opened

# what stands in the bundle, with the disclosure field that must be 公开 for it ('': always, as on the page of the list)
COLUMNS = {"number": "", "name": "name", "category": "category", "unit": "", "is_nominated": "level"}


def bundle_of(publication: Publication) -> dict[str, Any]:
    """`greenlist.bundle/1` of a published list; by category, then by number: a public list shows no rank.

    Only what the signed classes of its own round make public: a later round changes neither the bundle nor its digest.
    """
    classes = classes_of(publication.round)
    shown = [name for name, field in COLUMNS.items() if not field or classes.get(field) == PUBLIC]
    head = {
        "title": publication.title,
        "document_number": publication.document_number,
        "published_on": publication.published_on.isoformat(),
        "notice": publication.round.notice,
    }
    rows = sorted(load(publication.content_digest)["rows"], key=lambda r: (r["category"], r["number"]))
    return make_bundle(head, [{name: row[name] for name in shown} for row in rows], load(publication.draft.content_digest))


def openings_of(publication: Publication) -> dict[str, Any]:
    """What the commitments of the bundle stand for: the whole content of the decision, for an auditor."""
    return opened(load(publication.draft.content_digest))
