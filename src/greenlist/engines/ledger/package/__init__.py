"""The package that goes to another installation without a network: its manifest, its lists, and what may be wrong with it."""

from greenlist.engines.ledger.package.checking import Checked, check, unpack, unpack_one
from greenlist.engines.ledger.package.lists import guide_of, sums_of
from greenlist.engines.ledger.package.shape import FORMAT, GUIDE, LIST, MANIFEST, SUMS, faults_of

__all__ = ["FORMAT", "GUIDE", "LIST", "MANIFEST", "SUMS", "Checked", "check", "faults_of", "guide_of", "sums_of", "unpack", "unpack_one"]
