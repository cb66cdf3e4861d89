"""The text of a page as it is searched: half width, and blanks only where they part letters or digits."""

import re
import unicodedata

LETTER = r"[0-9A-Za-z.%]"
BLANK = re.compile(r"(?<![0-9A-Za-z.%])\s+|\s+(?![0-9A-Za-z.%])")
RUN = re.compile(r"[^\S\n]+")
BROKEN_WORD = re.compile("[\ufffe\u00ad\u200b]")


def plain_page(text: str) -> str:
    """One page: half width; a blank or a line end stays only between two letters or digits."""
    half = BROKEN_WORD.sub("", unicodedata.normalize("NFKC", text)).replace("\r\n", "\n").replace("\r", "\n").replace("−", "-")
    return RUN.sub(" ", BLANK.sub("", half))


def plain_lines(text: str) -> list[str]:
    """The lines of a page without any blank."""
    half = BROKEN_WORD.sub("", unicodedata.normalize("NFKC", text))
    return [line for raw in half.splitlines() if (line := re.sub(r"\s", "", raw))]


def pattern_of(words: str) -> str:
    """A regular expression for words as they stand on a page: a blank may part two letters."""
    half = re.sub(r"\s", "", unicodedata.normalize("NFKC", words))
    return "".join(
        re.escape(sign) + (r"[ \n]?" if after and re.match(LETTER, sign) and re.match(LETTER, after) else "")
        for sign, after in zip(half, [*half[1:], ""], strict=True)
    )
