"""Standards as data, one file an edition, and the catalogue that says which one applies."""

from greenlist.rulebook.standards.catalogue import Applicable, applicable, held_editions, standard_file

__all__ = ["Applicable", "applicable", "held_editions", "standard_file"]
