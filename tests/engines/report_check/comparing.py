"""The finder against specimens: how many chapters and figures it told as planted, and each fault in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from greenlist.engines.report_check import Chapter, Declared, find_chapters, find_figures
from tests.engines.report_check.corpus import CHAPTERS, Specimen

WANTED = tuple(Chapter(name, heading, ("改进建议",) if name == "advice" else ()) for name, heading in CHAPTERS)


@dataclass
class Tally:
    """Right of all, of chapters and of figures; a page counts with its status."""

    reports: int = 0
    chapters: int = 0
    chapters_right: int = 0
    figures: int = 0
    status_right: int = 0
    page_right: int = 0
    planted_differences: int = 0
    differences_found: int = 0
    differences_invented: int = 0
    faults: list[str] = field(default_factory=list)


def compare(specimens: Iterable[Specimen]) -> Tally:
    """Run the finder over the specimens."""
    tally = Tally()
    for laid in specimens:
        tally.reports += 1
        _chapters(laid, tally)
        _figures(laid, tally)
    return tally


def _chapters(laid: Specimen, tally: Tally) -> None:
    for found in find_chapters(laid.pages, WANTED):
        tally.chapters += 1
        if found.page == laid.chapters[found.id]:
            tally.chapters_right += 1
        else:
            tally.faults.append(f"{laid.seed}: {found.heading} 第{found.page}页, planted {laid.chapters[found.id]}")


def _figures(laid: Specimen, tally: Tally) -> None:
    asked = [Declared(f.id, f.label, f.value, f.unit) for f in laid.figures]
    for figure, found in zip(laid.figures, find_figures(laid.pages, asked, year=2023), strict=True):
        tally.figures += 1
        tally.planted_differences += figure.fate == "differs"
        tally.differences_found += figure.fate == found.status == "differs"
        tally.differences_invented += found.status == "differs" != figure.fate
        tally.status_right += found.status == figure.fate
        tally.page_right += found.status == figure.fate and (not figure.page or found.page == figure.page)
        if found.status != figure.fate or (figure.page and found.page != figure.page):
            tally.faults.append(f"{laid.seed}: {figure} found {found}")
