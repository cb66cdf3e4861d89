"""Quartiles of many that tell of nobody: who may stand in a published cell, what is printed of it, and when nothing is."""

from greenlist.engines.disclosure.cells import LEAST, VERSION, Cell, admitted, cell_of
from greenlist.engines.disclosure.quartiles import band, quartiles, two_figures

__all__ = ["LEAST", "VERSION", "Cell", "admitted", "band", "cell_of", "quartiles", "two_figures"]
