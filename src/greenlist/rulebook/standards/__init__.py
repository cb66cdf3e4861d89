"""Standards as data, one file an edition, and the catalogue that says which one applies."""

from greenlist.rulebook.standards.catalogue import Applicable, Known, applicable, held_editions, known_editions, standard_file

__all__ = ["Applicable", "Known", "applicable", "held_editions", "known_editions", "standard_file"]
