"""Does a report made elsewhere hold what it must: its chapters, and the figures that were declared. Findings to look at, never a bar."""

from greenlist.engines.report_check.chapters import Chapter, FoundChapter, find_chapters
from greenlist.engines.report_check.figures import Declared, FoundFigure, find_figures

VERSION = 3  # raise it when an answer changes: what was found is kept with it
__all__ = ["VERSION", "Chapter", "Declared", "FoundChapter", "FoundFigure", "find_chapters", "find_figures"]
