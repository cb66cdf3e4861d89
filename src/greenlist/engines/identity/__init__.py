"""Who is meant: names compared without their dress, and which report belongs to which unit. What is not certain is asked."""

from greenlist.engines.identity.differences import Difference, Entry, differences
from greenlist.engines.identity.matching import Asked, Known, Match, Matcher, Proposal
from greenlist.engines.identity.names import name_key
from greenlist.engines.identity.near import NameIndex, Near
from greenlist.engines.identity.reports import NAMES_NOBODY, Claim, Offered, Wanted, claims, named_in
from greenlist.engines.identity.slips import are_near
from greenlist.engines.identity.thorough import Thorough

__all__ = ["NAMES_NOBODY", "named_in", "Asked", "Claim", "Difference", "Entry", "Known", "Match", "Matcher", "NameIndex", "Near", "Offered", "Proposal", "Thorough", "Wanted", "are_near", "claims", "differences",
           "name_key"]  # fmt: skip
