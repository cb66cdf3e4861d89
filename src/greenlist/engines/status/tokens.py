"""What is signed: the status of one listing (a *referenced token*), and the status list of all of them."""

from collections.abc import Mapping
from typing import Any

from greenlist.engines.status.keys import SigningKey
from greenlist.engines.status.signing import signed
from greenlist.engines.status.status_list import BITS, packed

STATUS_KIND = "greenlist-status+jwt"
LIST_KIND = "statuslist+jwt"
FRESH_S = 3600  # how long a signed word on today's status counts as today's
AGAIN_S = 600  # a reader need not ask for the list more often
ROOM = 1 << 10  # a list grows in steps, so that its length says nothing of the last day


def status_token(listing: Mapping[str, Any], *, site: str, page: str, list_address: str, index: int, at: int, by: SigningKey) -> str:
    """The status file of one listing as of `at`; `listing` holds what is public, `state` among it."""
    claims = {
        "iss": site,
        "sub": page,
        "iat": at,
        "listing": dict(listing),
        "status": {"status_list": {"idx": index, "uri": list_address}},
    }
    return signed(claims, STATUS_KIND, by)


def list_token(statuses: Mapping[int, int], *, count: int, site: str, list_address: str, at: int, by: SigningKey) -> str:
    """The status list of `count` places as of `at`, good for an hour; `statuses` are those that are not 在册."""
    size = (count // ROOM + 1) * ROOM
    held = {"bits": BITS, "lst": packed(statuses, size)}
    claims = {"iss": site, "sub": list_address, "iat": at, "exp": at + FRESH_S, "ttl": AGAIN_S, "status_list": held}
    return signed(claims, LIST_KIND, by)
