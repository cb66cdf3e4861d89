"""Standards as data, one file an edition, and the catalogue that says which one applies."""

from greenlist.rulebook.standards.catalogue import (
    Applicable,
    Known,
    Star,
    applicable,
    held_editions,
    known_editions,
    standard_file,
    star_of,
)

__all__ = ["Applicable", "Known", "Star", "applicable", "held_editions", "known_editions", "standard_file", "star_of"]
