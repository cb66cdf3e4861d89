"""Of the last so many percent for years running: yes, no, or not known when a year is missing."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Running:
    """The answer for one unit: verdict found / not_found / unknown, the years asked and how many of them it was of the last."""

    verdict: str
    years: tuple[int, ...]
    bottom: tuple[int, ...]
    missing: tuple[int, ...]


def bottom_running(was_bottom: Mapping[int, bool], *, until: int, years: int) -> Running:
    """Was the unit of the last in each of `years` years up to `until`? A year in which it was not is a no; a year without a rank leaves
    it unknown, never a yes.
    """
    asked = tuple(range(until - years + 1, until + 1))
    missing = tuple(year for year in asked if year not in was_bottom)
    bottom = tuple(year for year in asked if was_bottom.get(year))
    if len(bottom) + len(missing) < years:
        return Running("not_found", asked, bottom, missing)
    return Running("unknown" if missing else "found", asked, bottom, missing)
