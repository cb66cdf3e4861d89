"""Which report belongs to which row: by the unit's name in the file name, checked against the text; else by the text alone.

A claim without a doubt is certain. A report that names somebody else, or several, is asked. A scan without text can only be
claimed by its file name, and says so (`is_unread`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from greenlist.engines.identity.names import name_key

UNIT = re.compile("[\u3400-\u9fff（）()]{2,30}?(?:股份有限公司|有限责任公司|有限公司|管理委员会|管委会)")
NAMES_NOBODY = "正文前几页没有写这家单位的名称"
SHOWN, MOST_NAMES = 2, 50


@dataclass(frozen=True)
class Wanted:
    """One row that wants a report, with every name its unit bears or bore."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """One report: its file name and the text of its first pages; `has_text` is False for a scan."""

    id: str
    file_name: str
    text: str
    has_text: bool


@dataclass(frozen=True)
class Claim:
    """What is known of one report: the rows it may belong to, how it was found (file_name, text or ''), and the doubt in words."""

    report: str
    rows: tuple[str, ...]
    how: str
    doubt: str = ""
    is_unread: bool = False


def claims(wanted: Sequence[Wanted], offered: Iterable[Offered]) -> list[Claim]:
    """One claim for each report, in order."""
    keys = [(name_key(name), row.id) for row in wanted for name in row.names if name_key(name)]
    return [_claim(report, keys) for report in offered]


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that stand in a text."""
    key = name_key(text)
    return [name for name in names if name_key(name) and name_key(name) in key]


def _claim(report: Offered, keys: list[tuple[str, str]]) -> Claim:
    by_name = _named(name_key(report.file_name.rpartition(".")[0]), keys)
    if not report.has_text:
        doubt = "文件名里有不止一个单位的名称" if len(by_name) > 1 else ""
        return Claim(report.id, by_name, "file_name" if by_name else "", doubt, is_unread=True)
    by_text = _named(name_key(report.text), keys)
    if len(by_name) == 1:
        if by_name[0] in by_text:
            return Claim(report.id, by_name, "file_name")
        return Claim(report.id, by_name, "file_name", _stranger(report.text))
    found = by_name or by_text
    if len(found) == 1:
        return Claim(report.id, found, "text")
    doubt = f"{'文件名' if by_name else '正文'}里有不止一个单位的名称" if found else ""
    return Claim(report.id, found, "file_name" if by_name else "text" if by_text else "", doubt)


def _named(key: str, keys: list[tuple[str, str]]) -> tuple[str, ...]:
    """The rows whose name stands in the text; a name inside a longer one that stands there too does not count."""
    found = [(name, row) for name, row in keys if name in key]
    longest = [row for name, row in found if not any(name != other and name in other for other, _ in found)]
    return tuple(dict.fromkeys(longest))


def _stranger(text: str) -> str:
    lines = [name for line in text.splitlines() for name in UNIT.findall("".join(line.split()))]
    names = list(dict.fromkeys(lines or UNIT.findall("".join(text.split()))))[:MOST_NAMES]
    names = [name for name in names if not any(name != other and name.endswith(other) for other in names)]
    if not names:
        return NAMES_NOBODY
    return f"正文写的是{'、'.join(f'“{name}”' for name in names[:SHOWN])}，没有写这家单位"
