"""Bars of a chart as drawing units: what the server draws as a small SVG beside the figure it shows."""

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH = 159  # of the 160 of the drawing: half a unit of room for its edge on both sides


@dataclass(frozen=True)
class Bar:
    """One line of a chart: its label, its figure, the length of its bar, and where the units behind it are listed."""

    label: str
    figure: int
    length: int
    url: str


def length(figure: int, most: int) -> int:
    """The length of the bar of a figure; what is not nought can be seen."""
    return max(2, round(WIDTH * figure / most)) if figure > 0 and most > 0 else 0


def bars(figures: Mapping[str, int], labels: Mapping[str, str], urls: Mapping[str, str]) -> list[Bar]:
    """A chart of these figures, in their order."""
    most = max(figures.values(), default=0)
    return [Bar(labels[key], figure, length(figure, most), urls[key]) for key, figure in figures.items()]
