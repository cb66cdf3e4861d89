"""The chapters a report must have, found by their headings however they are numbered; a table of contents does not count."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from greenlist.engines.report_check.plain import plain_lines

NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十百\d]+[章节部分]*[、.:．]?|[(（][一二三四五六七八九十\d]+[)）]|附[件录表][一二三四五六七八九十\d]*[:、]?)+"
)
LEADERS, DIGITS = ".…·。_-", "0123456789"
ENDS = tuple("。；;，,：:、")
LONGEST = 12  # how much may follow the words of a heading
LONGEST_LINE = 80  # no heading is longer; a longer line is not looked at
MANY = 4
UNWRITTEN, TABLE = ("(系统中没有填写", "(请填写"), "依据"  # what papers of ours print in the place of a text; how their tables begin
TOGETHER = re.compile("[与及和]")


@dataclass(frozen=True)
class Chapter:
    """A chapter that is asked for: its heading, and other words it is known by."""

    id: str
    heading: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundChapter:
    """A chapter and the page its heading stands on (from 1); 0 when it is missing or empty."""

    id: str
    heading: str
    page: int


def find_chapters(pages: Sequence[str], chapters: Sequence[Chapter]) -> list[FoundChapter]:
    """Each chapter with the first page that bears its heading, in the order asked.

    One that holds nothing but our line that nothing was written, or our place to write, is missing; a table of ours is something.
    """
    wordings = {_bare(words): c.id for c in reversed(chapters) for words in (c.heading, *c.others)}
    first: dict[str, int] = {}
    unwritten: set[str] = set()
    last = ""
    for number, page in enumerate(pages, start=1):
        lines = plain_lines(page)
        headed = [_headed(line, wordings) for line in lines]
        for chapter in _standing(headed):
            first.setdefault(chapter, number)
        for line, before, chapter in zip(lines, ["", *headed], headed, strict=False):
            last = chapter or last
            if before and line.startswith(UNWRITTEN):
                unwritten.add(before)
            elif line.startswith(TABLE):
                unwritten.discard(last)
    return [FoundChapter(c.id, c.heading, 0 if c.id in unwritten else first.get(c.id, 0)) for c in chapters]


def _standing(headed: list[str]) -> list[str]:
    """The chapters whose headings stand alone; MANY of them one after the other are a table of contents."""
    runs = [(is_heading, list(run)) for is_heading, run in groupby(headed, key=bool)]
    return [chapter for is_heading, run in runs if is_heading and len(run) < MANY for chapter in run]


def _headed(line: str, wordings: Mapping[str, str]) -> str:
    """The chapter whose heading this line is; '' for none. `wordings` is {bare words of a heading: chapter}."""
    if len(line) > LONGEST_LINE or line.endswith(ENDS) or _has_leaders(line):
        return ""
    bare = _bare(line)
    if not bare.startswith(tuple(wordings)):
        return ""
    fits = [words for words in wordings if _is_heading(bare, words)]
    return wordings[max(fits, key=len)] if fits else ""


def _has_leaders(line: str) -> bool:
    """Does it end in dots or dashes, or in a dot and a page's number, as a line of a table of contents?"""
    words = line.rstrip(DIGITS)
    return len(words) - len(words.rstrip(LEADERS)) >= 2 or (words != line and words.endswith((".", "…", "·")))


def _is_heading(bare: str, words: str) -> bool:
    if not bare.startswith(words):
        return False
    rest = bare[len(words) :]
    return not rest or rest[0] in "(（" or (len(words) >= 4 and len(rest) <= LONGEST and not re.search(r"[\d,，。;；:：]|见|第", rest))


def _bare(text: str) -> str:
    return TOGETHER.sub("和", NUMBER.sub("", re.sub(r"\s", "", text)))
