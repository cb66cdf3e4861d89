"""The lines of a table that is text: UTF-8, UTF-16 or GB 18030, parted by commas, semicolons or tabs. Plain Python for the children."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

MOST_BYTES, LONGEST_LINE = 64 * 1024**2, 1_000_000
NO_TEXT = "文字编码认不出来，或内容不是文字。请在 Excel 里另存为 .xlsx 后再上传。"
NO_TABLE = "有一行或一格的文字太长，不像表格，可能少了半边引号。请在 Excel 里另存为 .xlsx 后再上传。"
TOO_LARGE = f"文本表格超过 {MOST_BYTES // 1024**2} MB。请拆成几个文件。"


class NoText(ValueError):
    """What is no text, or too much of it; the message is one Chinese sentence with what to do."""


def lines_of(path: Path | str) -> Iterator[list[str]]:
    """The cells of every line. Raises NoText."""
    text = _text(path)
    if _has_endless_line(text):
        raise NoText(NO_TABLE)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max("\t;,", key=text[:4000].count))
    except csv.Error:
        raise NoText(NO_TABLE) from None


def unfit_text(path: Path | str) -> str:
    """One Chinese sentence about what is wrong with it; '' for text of a kind that offices write."""
    try:
        _text(path)
    except NoText as problem:
        return str(problem)
    return ""


def _text(path: Path | str) -> str:
    try:
        text = _decoded(_bytes(path))
    except UnicodeDecodeError:
        raise NoText(NO_TEXT) from None
    if "\0" in text:
        raise NoText(NO_TEXT)
    return text


def _has_endless_line(text: str) -> bool:
    """Told by leaps from one line break to the last that stands near enough: a reader would make millions of cells of such a line."""
    at = 0
    while at + LONGEST_LINE < len(text):
        found = text.rfind("\n", at, at + LONGEST_LINE)
        if found < 0:
            return True
        at = found + 1
    return False


def _bytes(path: Path | str) -> bytes:
    with io.FileIO(path) as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise NoText(TOO_LARGE)
    return raw


def _decoded(raw: bytes) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")
