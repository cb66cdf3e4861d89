"""Spot checks by risk, drawn in public: everybody has a chance, it is written beside the name, and anybody can draw again."""

from greenlist.engines.sampling.chances import MILLION, Unit, chances, weight_of
from greenlist.engines.sampling.drawing import draw
from greenlist.engines.sampling.record import (
    FORMAT,
    Basis,
    basis_content,
    check,
    commitment_of,
    draw_from,
    frame_content,
    frame_digest,
    seed_of,
)

__all__ = ["FORMAT", "MILLION", "Basis", "Unit", "basis_content", "chances", "check", "commitment_of", "draw", "draw_from", "frame_content",
           "frame_digest", "seed_of", "weight_of"]  # fmt: skip
