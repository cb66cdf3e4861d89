"""Who is meant: names compared without their dress, and which report belongs to which unit. What is not certain is asked."""

from greenlist.engines.identity.names import are_near, name_key
from greenlist.engines.identity.reports import Claim, Offered, Wanted, claims

__all__ = ["Claim", "Offered", "Wanted", "are_near", "claims", "name_key"]
