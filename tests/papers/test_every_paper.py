"""Every paper made as PDF or as Word says all that was put into it: long names, rare characters, none, few and many rows.

Papers are found, not listed: a new module with `to_pdf` or `to_docx` is filled by the types of its dataclass. FIXED holds the fields that cannot
take any text, UNPRINTED those that no reader sees.
"""

import importlib
import inspect
import itertools
import pkgutil
import re
import typing
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from types import NoneType

import pytest

import greenlist.papers
from greenlist.papers.briefing import MOST_NAMES
from greenlist.papers.typefaces import missing_glyphs
from greenlist.papers.typesetting import chinese_date
from tests.papers import test_briefing, test_report
from tests.papers.office import fonts_of_han, without_font_of_han
from tests.papers.reading import fonts_embedded, outside, pages, squeezed, words_of

RARE = "镕喆堃昇垚犇玥鋆𬭎"
LONG = "江西鄱川婺弋新能源材料科技股份有限公司永修芗溪生产基地"  # with what follows, 40 characters
DIGEST = "sha256:" + "ab" * 32
FIXED = {
    "ConsultationLetter.items": (("演示受到环境行政处罚", "演示发生突发环境污染事件"),),  # each unit has a row for each
    "CountyRequest.signer": ("演示镕喆",),
    "SheetLine.word": ("发现", "未发现", "待核实"),
    "SummaryRow.category": ("factory", "park", "supply_chain"),
    "VerificationSheet.digest": (DIGEST,),
    "Feedback.digest": (DIGEST,),
    "ReviewPaper.head": (("栏甲", "栏乙"),),
    "ReviewPaper.widths": ((2, 3),),
    "ReviewPaper.hands": (("签字甲", "签字乙"),),
    "ScoreLine.depth": (0, 1, 1),
}
UNPRINTED = {
    "EvaluationReport.unverified",  # counted on one line
    "SummaryRow.category",
    "ConsultationLetter.reply_days",
    "Feedback.digest",  # its first twelve signs are: test_feedback.py
    "VerificationSheet.digest",
    "EvaluationReport.form",
    "EvaluationReport.overview",  # only in the form of a third party: test_report.py
    "ReviewPaper.widths",
    "ScoreLine.depth",
}
# A report prints its sections by the chapters of a real form, so it comes with data of its own.
# The page for the leadership names no more than MOST_NAMES units, and sums up in its last row.
BRIEFING = replace(test_briefing.BRIEFING, entering=tuple(f"{LONG}{RARE}{n}号" for n in range(MOST_NAMES)))
GIVEN = {"report": test_report.REPORT, "report_word": test_report.REPORT, "briefing": BRIEFING}
NOT_IN_WORD = {"ReviewPaper.foot", "RecommendationLetter.document_number", "ConsultationLetter.document_number", "CountyRequest.document_number", "CountyRequest.signer",
               "SummaryTable.number", "EvaluationReport.version_label", "EvaluationReport.as_of", "VersionMark.code", "VersionMark.digest"}  # they stand in the office's own head, or in the foot of the PDF  # fmt: skip
OWN = {"ReviewPaper.rows": "pairs"}  # as many cells as it has heads


def modules(maker):
    """The makers of every module of the papers that has one of this name."""
    found = {}
    for at in pkgutil.walk_packages(greenlist.papers.__path__, "greenlist.papers."):
        module = importlib.import_module(at.name)
        made = getattr(module, maker, None)
        if made is not None and made.__module__ == at.name:
            found[at.name.removeprefix("greenlist.papers.")] = made
    return found


PAPERS, WORD = modules("to_pdf"), modules("to_docx")


@dataclass
class Filler:
    """Fills a dataclass with texts that are told apart, and keeps what must be found on the paper."""

    count: int
    is_long: bool
    unsaid: frozenset = frozenset(UNPRINTED)

    def __post_init__(self):
        self.serial, self.said, self.turns = itertools.count(1), [], {}

    def make(self, kind, place=""):
        if place in FIXED:
            value = next(self.turns.setdefault(place, itertools.cycle(FIXED[place])))
            self.say(place, value)
            return value
        if place in OWN:
            return tuple((self.text(place), self.text(place)) for _ in range(self.count))
        if is_dataclass(kind):
            hints = typing.get_type_hints(kind)
            return kind(**{f.name: self.make(hints[f.name], f"{kind.__name__}.{f.name}") for f in fields(kind)})
        origin, inside = typing.get_origin(kind), typing.get_args(kind)
        if origin is tuple:
            return self.several(inside, place)
        if NoneType in inside:
            return self.make(next(k for k in inside if k is not NoneType), place)
        return {str: self.text, int: self.number, bool: lambda _: False, date: self.day}[kind](place)

    def read(self, given, place=""):
        """Keep every text of a paper that is there already."""
        if is_dataclass(given):
            for f in fields(given):
                self.read(getattr(given, f.name), f"{type(given).__name__}.{f.name}")
        elif isinstance(given, tuple):
            for one in given:
                self.read(one, place)
        elif isinstance(given, str):
            self.say(place, given)

    def several(self, inside, place):
        """A list of `count`, few in a list inside a list; or a pair."""
        if inside[-1] is not Ellipsis:
            return tuple(self.make(kind, place) for kind in inside)
        before, self.count = self.count, min(self.count, 4)
        made = tuple(self.make(inside[0], place) for _ in range(before))
        self.count = before
        return made

    def text(self, place):
        name = LONG if self.is_long and place.endswith((".name", ".unit", "Row.rows")) else "演示"
        return self.say(place, f"{name}{RARE}{next(self.serial)}号")

    def number(self, place):
        return self.say(place, 1000 + next(self.serial))

    def day(self, place):
        day = date(2024, 1 + next(self.serial) % 12, 3)
        self.say(place, chinese_date(day))
        return day

    def say(self, place, value):
        if place not in self.unsaid:
            self.said += [str(text) for text in (value if isinstance(value, tuple) else (value,))]
        return value


def filled(name, make, count, *, is_long=False, unsaid=frozenset(UNPRINTED)):
    """A paper of this kind with `count` lines in every list, and all that must stand on it."""
    filler = Filler(count, is_long, unsaid)
    if name in GIVEN:
        filler.read(GIVEN[name])
        return GIVEN[name], filler.said
    (kind, *_) = typing.get_type_hints(make).values()
    return filler.make(kind), filler.said


def test_every_paper_takes_a_dataclass_that_this_test_can_fill():
    assert {"letter", "summary_table", "consultation_letter", "county_request", "report", "feedback"} <= set(PAPERS)
    makers = [*PAPERS.items(), *WORD.items()]
    odd = [name for name, make in makers if not is_dataclass(next(iter(typing.get_type_hints(make).values())))]
    assert odd == []
    assert [name for name, make in makers if len(inspect.signature(make).parameters) != 1] == []


def test_every_character_of_the_data_has_a_glyph():
    assert missing_glyphs(RARE + LONG) == []


@pytest.mark.parametrize(("count", "is_long"), [(0, False), (3, True), (60, False)], ids=["none", "few-long", "many"])
@pytest.mark.parametrize("name", sorted(PAPERS))
def test_all_that_was_put_in_stands_on_the_paper(name, count, is_long):
    paper, said = filled(name, PAPERS[name], count, is_long=is_long)
    pdf = PAPERS[name](paper)
    text = "".join(re.sub("—[0-9]+—$", "", page) for page in pages(pdf))  # what goes on over the page is one text
    assert [words for words in said if squeezed(words) not in text] == []
    assert fonts_embedded(pdf)
    assert outside(pdf) == []


@pytest.mark.parametrize(("count", "is_long"), [(0, False), (3, True), (60, False)], ids=["none", "few-long", "many"])
@pytest.mark.parametrize("name", sorted(WORD))
def test_all_that_was_put_in_stands_in_the_word_file_in_a_font_for_han_characters(name, count, is_long):
    paper, said = filled(name, WORD[name], count, is_long=is_long, unsaid=frozenset(UNPRINTED | NOT_IN_WORD))
    word = WORD[name](paper)
    text = words_of(word)
    assert [words for words in said if squeezed(words) not in text] == []
    assert "仿宋_GB2312" in fonts_of_han(word)
    assert without_font_of_han(word) == []
