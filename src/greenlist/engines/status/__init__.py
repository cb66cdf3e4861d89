"""在册状态 as a signed file that verifies offline: JWS with Ed25519 over the status, and a token status list beside it (decision 0025)."""

from greenlist.engines.status.keys import Key, KeySet, SigningKey, new_key, published, read_keys
from greenlist.engines.status.offline import Verdict, verify_status
from greenlist.engines.status.signing import NotGenuine
from greenlist.engines.status.status_list import STATES, packed, unpacked
from greenlist.engines.status.tokens import FRESH_S, list_token, status_token

__all__ = [
    "FRESH_S", "STATES", "Key", "KeySet", "NotGenuine", "SigningKey", "Verdict", "list_token", "new_key", "packed", "published",
    "read_keys", "status_token", "unpacked", "verify_status",
]  # fmt: skip
