"""回执: the small file that goes back to the bureau's installation, written there and read here."""

import json
from datetime import datetime
from typing import Any

from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.engines.ledger import canonical

FORMAT = "greenlist-receipt/1"
MOST_BYTES, LONGEST = 10_000, 200
FIELDS = ("format", "number", "unit", "content", "package", "rows", "offered_at", "taken_at", "taken_by", "office")


def receipt_of(package: OfflinePackage, office: str) -> str:
    """The receipt of a package that was taken in by `office`, canonical JSON."""
    if package.batch is None or package.taken_at is None:
        raise ValueError(f"{package} was not taken in")
    return canonical({
        "format": FORMAT, "number": package.number, "unit": package.unit, "content": package.batch.content_digest, "package": package.digest,
        "rows": package.row_count, "offered_at": package.offered_at.astimezone(SHANGHAI).isoformat(),
        "taken_at": package.taken_at.astimezone(SHANGHAI).isoformat(), "taken_by": package.taken_by, "office": office,
    })  # fmt: skip


def receipt_name(package: OfflinePackage) -> str:
    """The name of the file."""
    return f"回执-{package.number}.json"


def read_receipt(body: bytes) -> dict[str, Any] | None:
    """What a receipt says; None when it is none."""
    try:
        said = json.loads(body.decode()) if len(body) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or tuple(sorted(said)) != tuple(sorted(FIELDS)) or said["format"] != FORMAT:
        return None
    plain = [value for name, value in said.items() if name != "rows"]
    if not all(isinstance(value, str) and len(value) <= LONGEST and value.isprintable() for value in plain):
        return None
    return said if _is_instant(said["offered_at"]) and _is_instant(said["taken_at"]) else None


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
