"""Does a report made elsewhere hold what it must: its chapters, and the figures that were declared. Findings to look at, never a bar."""

from greenlist.engines.report_check.chapters import Chapter, FoundChapter, find_chapters
from greenlist.engines.report_check.figures import Declared, FoundFigure, find_figures

__all__ = ["Chapter", "Declared", "FoundChapter", "FoundFigure", "find_chapters", "find_figures"]
