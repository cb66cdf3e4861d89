"""What a stranger can verify: canonical content, and the bundle of a published list."""

from greenlist.engines.ledger.bundle import FORMAT, make_bundle, opened, rendered, verify, verify_openings
from greenlist.engines.ledger.canonical import canonical, digest_of

__all__ = ["FORMAT", "canonical", "digest_of", "make_bundle", "opened", "rendered", "verify", "verify_openings"]
