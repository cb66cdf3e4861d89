"""The chapters a report must have, found by their headings however they are numbered; a table of contents does not count."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from greenlist.engines.report_check.plain import plain_lines

NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十百\d]+[章节部分]*[、.:．]?|[(（][一二三四五六七八九十\d]+[)）]|附[件录表][一二三四五六七八九十\d]*[:、]?)+"
)
LEADERS = re.compile(r"[.…·。_-]{2,}\d*$|[.…·]\d+$")
ENDS = tuple("。；;，,：:、")
LONGEST = 12  # how much may follow the words of a heading
MANY = 4
TOGETHER = re.compile("[与及和]")


@dataclass(frozen=True)
class Chapter:
    """A chapter that is asked for: its heading, and other words it is known by."""

    id: str
    heading: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundChapter:
    """A chapter and the page its heading stands on (from 1); 0 when it is missing."""

    id: str
    heading: str
    page: int


def find_chapters(pages: Sequence[str], chapters: Sequence[Chapter]) -> list[FoundChapter]:
    """Each chapter with the first page that bears its heading, in the order asked."""
    lines = [plain_lines(page) for page in pages]
    first: dict[str, int] = {}
    for number, page in enumerate(lines, start=1):
        for chapter in _standing([_headed(line, chapters) for line in page]):
            first.setdefault(chapter, number)
    return [FoundChapter(c.id, c.heading, first.get(c.id, 0)) for c in chapters]


def _standing(headed: list[str]) -> list[str]:
    """The chapters whose headings stand alone; MANY of them one after the other are a table of contents."""
    runs = [(is_heading, list(run)) for is_heading, run in groupby(headed, key=bool)]
    return [chapter for is_heading, run in runs if is_heading and len(run) < MANY for chapter in run]


def _headed(line: str, chapters: Sequence[Chapter]) -> str:
    """The chapter whose heading this line is; '' for none."""
    if line.endswith(ENDS) or LEADERS.search(line):
        return ""
    bare = _bare(line)
    fits = [(len(words), c.id) for c in chapters for words in map(_bare, (c.heading, *c.others)) if _is_heading(bare, words)]
    return max(fits)[1] if fits else ""


def _is_heading(bare: str, words: str) -> bool:
    if not bare.startswith(words):
        return False
    rest = bare[len(words) :]
    return not rest or rest[0] in "(（" or (len(words) >= 4 and len(rest) <= LONGEST and not re.search(r"[\d,，。;；:：]|见|第", rest))


def _bare(text: str) -> str:
    return TOGETHER.sub("和", NUMBER.sub("", re.sub(r"\s", "", text)))
