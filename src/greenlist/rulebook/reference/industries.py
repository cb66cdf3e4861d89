"""The GB/T 4754—2017 tree: 门类, 大类, 中类, 小类."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "industries.csv"


@dataclass(frozen=True)
class Industry:
    """One node: code, name, parent's code, level, section letter."""

    code: str
    name: str
    parent: str
    level: str
    section: str


@cache
def industries() -> dict[str, Industry]:
    """All nodes by code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Industry(**row) for row in csv.DictReader(file)}


def industry_name(code: str) -> str:
    """`3011 水泥制造`, or the code itself when it is unknown."""
    found = industries().get(code)
    return f"{code} {found.name}" if found else code


def path(code: str) -> tuple[Industry, ...]:
    """From the section down to this node; KeyError for an unknown code."""
    node = industries()[code]
    above = path(node.parent) if node.parent in industries() else ()
    return (*above, node)


def search(text: str, limit: int = 20) -> list[Industry]:
    """小类 whose code begins with the text or whose name holds it."""
    classes = (i for i in industries().values() if i.level == "小类")
    return [i for i in classes if i.code.startswith(text) or text in i.name][:limit]


def code_of(text: str) -> str:
    """The code of an industry written as code, as name, or as both; the narrowest of that name. '' when there is none."""
    code, _, name = text.partition(" ")
    if code in industries():
        return code
    named = [i.code for i in industries().values() if i.name == (name or code) or i.name == text]
    return max(named, key=len, default="")
