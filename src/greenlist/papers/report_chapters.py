"""The chapters of an evaluation report, by form: read from report_chapters.yaml."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

FORMS = ("factory_self", "factory_third_party", "park", "supply_chain")


@dataclass(frozen=True)
class ReportChapter:
    """One chapter: what fills it, what the unit writes itself (`ask`), is it a page to be signed, is it asked of a report made elsewhere."""

    id: str
    heading: str
    fill: str
    level: int = 1
    ask: str = ""
    uses: str = ""
    sections: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    is_signed: bool = False
    is_checked: bool = True


@dataclass(frozen=True)
class ReportForm:
    """One form: where its chapters are from, how sure that is, the chapters in order."""

    id: str
    source: str
    confidence: str
    chapters: tuple[ReportChapter, ...] = field(default=())

    @property
    def caution(self) -> str:
        """'' for a form that was read in its source; else that it was not, in words."""
        return "" if self.confidence == "VERIFIED" else f"章节为{CONFIDENCE_WORDS.get(self.confidence, self.confidence)}：{self.source}。"


def form_id(category: str, mode: str) -> str:
    """The form for a category and a way of evaluation; parks and chains have one each."""
    return f"factory_{mode}" if category == "factory" else category


@cache
def report_form(name: str) -> ReportForm:
    """A form by its id. Raises KeyError for one that does not exist."""
    raw = yaml.safe_load(Path(__file__).with_name("report_chapters.yaml").read_text(encoding="utf-8"))["forms"][name]
    return ReportForm(name, raw["source"], raw["confidence"], tuple(map(_chapter, raw["chapters"])))


def _chapter(raw: dict[str, Any]) -> ReportChapter:
    listed = {key: tuple(raw.get(key, ())) for key in ("sections", "also", "lines")}
    plain: dict[str, Any] = {key: raw[key] for key in ("id", "heading", "fill", "level", "ask", "uses") if key in raw}
    return ReportChapter(**(plain | listed), is_signed=raw.get("sign", False), is_checked=raw.get("checked", True))
